"""Who is asking, with and without a web server in front."""

from __future__ import annotations

from tests.cast import Browser


def test_a_proxy_on_this_machine_says_who_is_asking(stranger: Browser) -> None:
    here = {"REMOTE_ADDR": "127.0.0.1"}
    headers = {"X-Forwarded-For": "203.0.113.9"}
    assert stranger.client.get("/metrics", environ_overrides=here).status_code == 200
    assert stranger.client.get("/metrics", environ_overrides=here, headers=headers).status_code == 404


def test_from_anywhere_else_nobody_is_believed(stranger: Browser) -> None:
    there = {"REMOTE_ADDR": "203.0.113.9"}
    headers = {"X-Forwarded-For": "127.0.0.1"}
    assert stranger.client.get("/metrics", environ_overrides=there, headers=headers).status_code == 404
