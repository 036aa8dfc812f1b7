"""``forum member add`` and ``list``."""

from __future__ import annotations

from tests.cast import Browser
from tests.house.homes import Home


def test_a_member_added_by_hand_can_sign_in(home: Home) -> None:
    said = home.said(
        "member",
        "add",
        "mo@example.org",
        "--handle",
        "Mo",
        "--role",
        "moderator",
        "--password",
        "tall as a tree",
    )
    assert said == "mo@example.org is a moderator, known here as Mo.\n"
    browser = Browser(home.app())
    form = {"email": "mo@example.org", "password": "tall as a tree"}
    assert browser.post("/sign-in", form, page="/sign-in").status_code == 303
    assert home.said("member", "list").split("\t")[:3] == ["Mo", "mo@example.org", "moderator"]


def test_a_refusal_is_a_sentence(home: Home) -> None:
    home.said("member", "add", "mo@example.org")
    again = home.forum("member", "add", "MO@example.org")
    assert again.code == 1
    assert again.err == "There is a member with this address already.\n"
