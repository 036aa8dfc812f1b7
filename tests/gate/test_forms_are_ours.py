"""A form is taken from our own pages only: with its token, and from nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import BrowserSession
from forum.boards.drafts import Words
from forum.core.db import db
from tests.cast import Browser, Cast
from tests.gate.conftest import Enter
from tests.gate.table import rows
from tests.gate.world import World

FORM = {"title": "Hello", "body": "Some words", "slug": "hello", "size": "xl", "theme": "dark"}
ORIGINS = (
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": "localhost"},
    {"Origin": "http://localhost.elsewhere.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
)


def posts() -> list[str]:
    """Every form's address; signing out comes last."""
    return [row.pattern for row in rows() if row.method == "POST"]


def everything(app: Flask) -> dict[str, list[Any]]:
    """All that is in the database, but for how often somebody was seen."""
    tables = [table for table in db.metadata.sorted_tables if table.name != BrowserSession.__tablename__]
    with app.app_context():
        return {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in tables}


def answers(browser: Browser, world: World, **options: Any) -> set[tuple[str, int]]:
    client, environ = browser.client, browser.environ
    return {
        (path, client.post(world.path(path), data=dict(FORM), environ_base=environ, **options).status_code)
        for path in posts()
    }


def test_without_its_token_no_form_of_an_administrator_is_taken(app: Flask, enter: Enter) -> None:
    admin, world = enter("admin")
    before = everything(app)
    # A mail program, too, ends mails by such a form: it has no token, and the address is the proof.
    untokened = {("/display", 303), ("/unsubscribe/nope", 404), ("/mail/nope", 404)}
    assert {pair for pair in answers(admin, world) if pair[1] != 400} == untokened
    assert everything(app) == before
    assert admin.get("/settings").status_code == 200


def test_without_its_token_a_form_of_a_stranger_leads_to_the_sign_in(app: Flask, enter: Enter) -> None:
    stranger, world = enter("stranger")
    before = everything(app)
    found = answers(stranger, world)
    taken = {path for path, status in found if status not in (400, 303)}
    assert taken == {"/unsubscribe/nope", "/mail/nope"}
    assert {path for path, status in found if status == 400} == {
        "/articles/none/report", "/articles/soup/report",
        "/legacy/nope/export", "/legacy/nope/keep", "/legacy/nope/take-down", "/legacy/nope/take-down/delete",
        "/confirm/nope", "/join", "/join/sent", "/password/forgot", "/password/reset/nope", "/sign-in",
        "/settings/email/undo/nope",
    }  # fmt: skip
    assert everything(app) == before


@pytest.mark.parametrize("token", ["", "x", "IjE2Ig.aQ.nope"])
def test_a_wrong_token_gives_the_words_back(patient: Browser, enter: Enter, token: str) -> None:
    _, world = enter("patient")
    page = world.path("/threads/{talk}/replies")
    answer = patient.post(page, {"body": "Words <of> mine", "csrf_token": token, "password": "sesame"})
    assert answer.status_code == 400
    assert "Words &lt;of&gt; mine" in answer.text and f'action="{page}"' in answer.text
    assert "sesame" not in answer.text
    assert patient.post(page, {"body": "Words of mine"}).status_code == 303


def test_the_token_of_another_browser_is_no_token(cast: Cast, enter: Enter) -> None:
    patient, world = enter("patient")
    other = cast.member("somebody")
    other.get("/settings")
    form = {"body": "Words", "csrf_token": other.token}
    assert patient.post(world.path("/threads/{talk}/replies"), form).status_code == 400


@pytest.mark.parametrize("who", ["stranger", "admin"])
def test_a_form_from_another_site_is_not_taken(app: Flask, enter: Enter, who: str) -> None:
    browser, world = enter(who)
    before = everything(app)
    for number, path in enumerate(posts()):
        headers = ORIGINS[number % len(ORIGINS)]
        answer = browser.post(world.path(path), dict(FORM), headers=headers)
        assert (path, headers, answer.status_code) == (path, headers, 403)
        assert "Some words" not in answer.text
    assert everything(app) == before


@pytest.mark.parametrize("headers", ORIGINS, ids=lambda headers: " ".join(headers.values()))
def test_every_sign_of_another_site_is_enough(talk: str, patient: Browser, headers: dict[str, str]) -> None:
    answer = patient.post(f"/boards/{talk}/new", dict(FORM), headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {}],
)
def test_a_form_from_here_is(enter: Enter, headers: dict[str, str]) -> None:
    patient, world = enter("patient")
    answer = patient.post(world.path("/threads/{talk}/replies"), {"body": "Words"}, headers=headers)
    assert answer.status_code == 303


def test_of_bytes_that_are_no_letters_nobody_says_that_they_are_here(stranger: Browser) -> None:
    stranger.get("/join")
    sent = f"csrf_token={stranger.token}&handle=".encode() + b"\xff\xfe"
    answer = stranger.client.post(
        "/join", data=sent, content_type="application/x-www-form-urlencoded", environ_base=stranger.environ
    )
    assert answer.status_code == 400
    assert "That did not arrive as it should" in answer.text and "Your words are here" not in answer.text


def test_a_proxy_that_hides_the_host_stops_no_form(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then only the address people type, which is a setting, tells whose form it is."""
    address = app.extensions["settings"].model_copy(update={"base_url": "https://forum.example.org"})
    monkeypatch.setitem(app.extensions, "settings", address)
    for origin, status in (
        ("https://forum.example.org", 303),
        ("http://forum.example.org", 403),
        ("https://forum.example.org.elsewhere.example", 403),
        ("https://elsewhere.example", 403),
    ):
        headers = {"Host": "127.0.0.1:8742", "Origin": origin, "Sec-Fetch-Site": "same-origin"}
        answer = app.test_client().post("/display", data={"size": "xl"}, headers=headers)
        assert (origin, answer.status_code) == (origin, status)


def test_how_pages_look_needs_no_token_and_leads_nowhere_else(stranger: Browser) -> None:
    for there, goes in (
        ("/about", "/about"),
        ("//elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
    ):
        answer = stranger.send_without_token("/display", {"size": "xl", "next": there})
        assert (answer.status_code, answer.headers["Location"]) == (303, goes)
    assert stranger.cookie("display") == "auto.xl"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_no_way_round(enter: Enter, method: str) -> None:
    patient, world = enter("patient")
    for path in posts():
        answer = patient.client.open(world.path(path), method=method, environ_base=patient.environ)
        assert answer.status_code in (400, 405)


def test_words_hold_only_what_an_editor_sends() -> None:
    fields = {"title", "hope", "body", "parent", "once", "no_terms", "note", "sure", "more"}
    assert set(Words.__dataclass_fields__) == fields
