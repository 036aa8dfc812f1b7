"""What every answer carries, whoever asks and whatever comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forum import create_app
from forum.config import load_settings
from forum.core.db import db
from tests.cast import Browser, Cast
from tests.gate.conftest import Enter
from tests.gate.table import rows
from tests.gate.world import World

#: What a page may load, and from where: a path of ours, never another host.
LOADERS = "img|script|link|source|iframe|video|audio|use|object|embed"
LOADED = re.compile(rf"<(?:{LOADERS})\b[^>]*?(?:src|href|data)=[\"']?([^\"'\s>]+)", re.IGNORECASE)
PUBLIC_PAGE = re.compile(r"public, max-age=\d+")


def answers(browser: Browser, world: World, method: str = "GET") -> Iterator[tuple[str, TestResponse]]:
    for row in rows():
        if row.method == method:
            path = world.path(row.pattern)
            yield row.pattern, browser.get(path) if method == "GET" else browser.post(path)


def check(answer: TestResponse) -> None:
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy and "data:" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Cookie" in headers["Vary"]
    if "Set-Cookie" in headers:
        assert "public" not in headers["Cache-Control"]
    if answer.mimetype == "text/html":
        check_page(answer.text)


def check_page(page: str) -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*src)", page)
    for address in LOADED.findall(page):
        assert address.startswith("/") and not address.startswith("//"), address


@pytest.mark.parametrize("who", ["stranger", "patient", "admin"])
def test_every_answer_carries_them(enter: Enter, who: str) -> None:
    browser, world = enter(who)
    for method in ("GET", "POST"):
        for _, answer in answers(browser, world, method):
            check(answer)
    for path in ("/nothing", "/boards", "/threads/x", "/sign-out"):
        check(browser.get(path))


def test_a_strangers_public_pages_may_be_kept_for_a_minute(enter: Enter) -> None:
    stranger, world = enter("stranger")
    for path in ("/", "/boards/open", "/threads/{open}", "/boards/open/archive", "/boards/open/feed.atom"):
        answer = stranger.get(world.path(path))
        assert PUBLIC_PAGE.fullmatch(answer.headers["Cache-Control"]), path
        assert "Set-Cookie" not in answer.headers
    for path in ("/sign-in", "/join", "/threads/{talk}", "/threads/{talk}/unread"):
        assert stranger.get(world.path(path)).headers["Cache-Control"] == "private, no-store"


def test_a_page_that_sets_a_cookie_or_shows_a_message_is_not_kept(enter: Enter) -> None:
    stranger, world = enter("stranger")
    stranger.get("/sign-in")
    assert stranger.get(world.path("/threads/{open}")).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("who", ["patient", "admin"])
def test_a_members_pages_are_kept_nowhere(enter: Enter, who: str) -> None:
    browser, world = enter(who)
    for pattern, answer in answers(browser, world):
        kept = answer.headers["Cache-Control"]
        if pattern.startswith("/attachments") and answer.status_code == 200:
            assert kept == "private, max-age=3600"
        elif pattern not in ("/healthz", "/readyz", "/metrics", "/robots.txt"):
            assert kept == "private, no-store", pattern


INDEXED = {"/", "/about", "/articles", "/articles/soup", "/glossary", "/glossary/broth", "/help",
           "/privacy", "/rules", "/support", "/support/{help}", "/boards/open",
           "/boards/open/archive", "/threads/{open}", "/boards/open/archive/{now}",
           "/boards/open/archive/{now}/by-date"}  # fmt: skip


def test_search_engines_may_list_public_pages_and_nothing_else(enter: Enter) -> None:
    stranger, world = enter("stranger")
    found = {path for path, answer in answers(stranger, world) if "X-Robots-Tag" not in answer.headers}
    assert found == INDEXED


def test_members_only_pages_say_so_to_whoever_fetches_them(enter: Enter) -> None:
    patient, world = enter("patient")
    for path in ("/boards/talk", "/threads/{talk}", "/boards/talk/archive", "/drafts", "/settings"):
        assert "noindex" in patient.get(world.path(path)).headers["X-Robots-Tag"]


def test_a_file_can_do_nothing_even_when_opened_by_itself(enter: Enter) -> None:
    patient, world = enter("patient")
    answer = patient.get(world.path("/attachments/{talk_file}/anything.html"))
    assert answer.mimetype == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")


@pytest.fixture
def secure_app(tmp_path: Path) -> Iterator[Flask]:
    """The same forum behind TLS."""
    settings = load_settings(data=tmp_path, argon2_profile="cheap", base_url="https://localhost")
    app = create_app(settings)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def cookies_of(answer: TestResponse) -> list[str]:
    return answer.headers.getlist("Set-Cookie")


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(patient: Browser, cast: Cast) -> None:
    other = cast.stranger()
    page = other.get("/sign-in")
    entered = other.sign_in(patient.person)  # type: ignore[arg-type]
    for cookie in cookies_of(page) + cookies_of(entered):
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
        assert "Domain" not in cookie


def test_behind_tls_cookies_travel_by_tls_alone(secure_app: Flask) -> None:
    cast = Cast(secure_app)
    browser = cast.stranger()
    https = {"base_url": "https://localhost"}
    page = browser.get("/sign-in", **https)
    person = cast.person("paula")
    form = {"email": person.email, "password": person.password}
    entered = browser.post("/sign-in", form, **https)
    assert entered.status_code == 303
    display = browser.post("/display", {"size": "l"}, **https)
    found = cookies_of(page) + cookies_of(entered) + cookies_of(display)
    assert len(found) >= 3
    assert all("Secure" in cookie and "SameSite=Lax" in cookie for cookie in found)
    assert any(cookie.startswith("__Host-kith=") for cookie in found)
    assert "max-age" in page.headers["Strict-Transport-Security"]


def test_the_display_cookie_holds_no_more_than_how_pages_look(stranger: Browser) -> None:
    answer = stranger.send_without_token("/display", {"size": "huge", "theme": "<script>", "next": "/"})
    [cookie] = cookies_of(answer)
    assert cookie.startswith("display=auto.m;")


def test_an_address_too_long_gets_a_page_of_ours(stranger: Browser) -> None:
    for path in ("/join?x=" + "y" * 5000, "/" + "y" * 5000, "/settings?x=" + "y" * 8000):
        answer = stranger.get(path)
        assert answer.status_code == 414
        assert "That address is too long" in answer.text
    assert stranger.get("/settings?" + "&" * 3000).headers["Location"] == "/sign-in"
