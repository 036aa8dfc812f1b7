"""Boards made, changed, ordered and archived, each with a line in the log."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from forum.boards.models import Board
from forum.core.db import db
from forum.core.decisions import Decision
from tests.boards.scene import Scene, box
from tests.cast import Browser

FORM = {"title": "Bone mets", "slug": "bone-mets", "purpose": "For bones", "guide": "Be **kind**",
        "heading": "Where it is", "audience": "public"}  # fmt: skip


def log(scene: Scene) -> list[str]:
    """What was decided, in order."""
    query = select(Decision.action).order_by(Decision.id)
    return scene.do(lambda: list(db.session.scalars(query)))


def test_a_board_is_made(scene: Scene, admin: Browser, stranger: Browser) -> None:
    answer = admin.post("/admin/boards/new", {**FORM, "start_roles": ["patient", "king"]})
    assert answer.status_code == 303
    assert "The board “Bone mets” is there." in admin.follow(answer).text
    assert "Where it is" in admin.get("/").text
    assert 'href="/boards/bone-mets"' in stranger.get("/").text
    assert scene.values(Board.start_roles) == ["patient"]
    assert "<strong>kind</strong>" in admin.get("/boards/bone-mets/new").text
    assert log(scene) == ["create board"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "1 to 80"),
        ("title", "x" * 81, "1 to 80"),
        ("slug", "new", "small letters"),
        ("slug", "two words", "small letters"),
        ("slug", "-x", "small letters"),
        ("slug", "é", "small letters"),
        ("slug", "x" * 41, "small letters"),
        ("slug", "talk", "Another board has this address"),
        ("slug", "TALK", "Another board has this address"),
        ("purpose", "x" * 301, "at most 300"),
        ("guide", "x" * 10_001, "at most 10,000"),
        ("heading", "x" * 81, "at most 80"),
        ("audience", "everyone", "Choose who may see"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    scene: Scene, talk: str, admin: Browser, field: str, value: str, words: str
) -> None:
    answer = admin.post("/admin/boards/new", {**FORM, field: value})
    assert answer.status_code == 422 and words in answer.text
    assert field == "title" or 'value="Bone mets"' in answer.text
    assert field == "guide" or box(answer.text, "guide") == "Be **kind**"
    assert scene.values(Board.slug) == ["talk"] and len(log(scene)) == 1


def test_a_board_without_an_address_is_given_one_from_its_title(scene: Scene, admin: Browser) -> None:
    for title in ("Bone mets: what's new?", "Bone mets – whats new", "Café & Fünf", "New", "x" * 80):
        assert admin.post("/admin/boards/new", {**FORM, "title": title, "slug": ""}).status_code == 303
    assert set(scene.values(Board.slug)) == {
        "bone-mets-whats-new", "bone-mets-whats-new-2", "cafe-funf", "new-2", "x" * 36
    }  # fmt: skip
    answer = admin.post("/admin/boards/new", {**FORM, "title": "مريم", "slug": ""})
    assert answer.status_code == 422 and "small letters" in answer.text
    answer = admin.post("/admin/boards/cafe-funf", {**FORM, "slug": ""})
    assert answer.status_code == 422 and "small letters" in answer.text


def test_a_board_is_changed(scene: Scene, talk: str, admin: Browser) -> None:
    page = admin.get("/admin/boards/talk").text
    assert 'value="Talk"' in page
    assert admin.post("/admin/boards/talk", {**FORM, "slug": "moved"}).status_code == 303
    assert admin.get("/boards/moved").status_code == 200 and admin.get("/boards/talk").status_code == 404
    assert admin.post("/admin/boards/moved", {**FORM, "slug": "moved"}).status_code == 303
    assert log(scene)[1:] == ["change board", "change board"]


def test_changing_who_may_see_a_board_is_felt_at_once(
    scene: Scene, talk: str, admin: Browser, patient: Browser, stranger: Browser
) -> None:
    seen = []
    for audience in ("public", "moderators", "members"):
        admin.post("/admin/boards/talk", {**FORM, "slug": "talk", "audience": audience})
        seen.append((stranger.get("/boards/talk").status_code, patient.get("/boards/talk").status_code))
    assert seen == [(200, 200), (404, 404), (404, 200)]


def test_a_slug_cannot_be_taken_from_another_board(scene: Scene, talk: str, admin: Browser) -> None:
    scene.board("other")
    answer = admin.post("/admin/boards/other", {**FORM, "slug": "talk"})
    assert answer.status_code == 422 and "Another board has this address" in answer.text
    assert 'action="/admin/boards/other"' in answer.text


def order(browser: Browser) -> list[str]:
    return re.findall(
        r'<h3 class="board-row__title" dir="auto"><a href="/boards/([^"]+)"', browser.get("/").text
    )


def test_boards_change_places_below_their_heading(scene: Scene, admin: Browser) -> None:
    for slug, heading in (("a", "One"), ("b", "One"), ("c", "One"), ("d", "Two")):
        scene.board(slug, heading=heading)
    seen = []
    for move in ("c/up", "c/up", "c/up", "a/down", "d/up"):
        admin.post(f"/admin/boards/{move}")
        seen.append("".join(order(admin)))
    assert seen == ["acbd", "cabd", "cabd", "cbad", "cbad"]


def test_headings_change_places(scene: Scene, admin: Browser) -> None:
    scene.board("a", heading="One")
    scene.board("b", heading="Two")
    assert admin.post("/admin/headings/2/up").status_code == 303
    assert order(admin) == ["b", "a"]
    admin.post("/admin/headings/2/down")
    assert order(admin) == ["a", "b"]
    assert log(scene)[-2:] == ["order heading", "order heading"]
    for number in ("99", "9" * 30):
        assert admin.post(f"/admin/headings/{number}/up").status_code == 404


def test_a_board_without_a_heading_stands_behind_the_others(
    scene: Scene, admin: Browser, stranger: Browser
) -> None:
    scene.board("a", heading="One", audience="public")
    scene.board("b", audience="public")
    scene.board("c", heading="Two", audience="public")
    assert order(admin) == order(stranger) == ["a", "c", "b"]
    assert "<h2>More boards</h2>" in admin.get("/").text


def test_a_heading_is_renamed(scene: Scene, admin: Browser) -> None:
    scene.board("a", heading="One")
    scene.board("b", heading="Two")
    assert admin.post("/admin/headings/1", {"title": " First \n of all "}).status_code == 303
    assert "<h2>First of all</h2>" in admin.get("/").text
    for wrong in ("", "x" * 81, "Two"):
        answer = admin.post("/admin/headings/1", {"title": wrong})
        assert answer.status_code == 422 and 'id="f-heading-1-error"' in answer.text
    assert log(scene)[2:] == ["rename heading"]


def test_a_heading_is_removed_and_its_boards_stay(scene: Scene, admin: Browser) -> None:
    scene.board("a", heading="One")
    scene.board("b", heading="Two")
    assert admin.post("/admin/headings/1/delete").status_code == 303
    assert order(admin) == ["b", "a"] and "<h2>One</h2>" not in admin.get("/").text
    assert log(scene)[2:] == ["remove heading"]


def test_a_board_is_archived_and_opened_again(scene: Scene, talk: str, admin: Browser) -> None:
    scene.board("zebra")
    admin.post(f"/admin/boards/{talk}/archive")
    assert order(admin) == ["zebra", "talk"]
    assert "Open again" in admin.get("/admin/boards").text
    admin.post(f"/admin/boards/{talk}/archive/delete")
    assert order(admin) == ["talk", "zebra"]
    assert log(scene)[2:] == ["archive board", "reopen board"]
    assert scene.values(Decision.actor_id, Decision.action == "archive board") == [admin.member_id]


@pytest.mark.parametrize("who", ["patient", "greeter", "moderator"])
def test_for_everybody_else_administration_is_not_there(
    scene: Scene, talk: str, request: pytest.FixtureRequest, who: str
) -> None:
    browser: Browser = request.getfixturevalue(who)
    assert browser.post("/admin/boards/new", FORM).status_code == 404
    assert browser.post(f"/admin/boards/{talk}/archive").status_code == 404
    assert "/admin" not in browser.get("/").text
    assert scene.values(Board.slug) == ["talk"] and len(log(scene)) == 1
