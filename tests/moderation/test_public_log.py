"""The public log: not there until it is wanted, and then without anybody in it."""

from __future__ import annotations

import pytest

from forum.core.decisions import Decision
from tests.boards.scene import Scene
from tests.cast import Browser, Cast

WHY = {"reason": "Rosalind's liver is nobody's business.", "rule": "3"}


@pytest.fixture
def decided(scene: Scene, post: int, moderator: Browser, cast: Cast) -> int:
    """A post hidden on a members' board, one on a public board, one on the moderators'."""
    author = scene.do(lambda: 1)
    for slug, audience in (("open", "public"), ("room", "moderators")):
        scene.board(slug, audience)
        other = scene.first_post(scene.thread(slug, author, "A secret title"))
        moderator.post(f"/posts/{other}/moderation/hide", WHY, page=f"/posts/{other}/moderation/hide")
    moderator.post(f"/posts/{post}/moderation/hide", WHY)
    return post


def switch(admin: Browser, *, on: bool) -> None:
    path = "/admin/log/public" if on else "/admin/log/public/delete"
    assert admin.post(path, page="/admin/log").status_code == 303


def test_it_is_not_there_until_it_is_switched_on(
    scene: Scene, decided: int, admin: Browser, stranger: Browser, patient: Browser
) -> None:
    for browser in (stranger, patient, admin):
        assert browser.get("/log").status_code == 404
    switch(admin, on=True)
    for browser in (stranger, patient, admin):
        assert browser.get("/log").status_code == 200
    switch(admin, on=False)
    assert stranger.get("/log").status_code == 404
    both = ["close public log", "open public log"]
    assert scene.values(Decision.action, Decision.subject == "public log") == both
    switch(admin, on=False)
    assert scene.count(Decision, Decision.action == "close public log") == 1


def test_it_names_nobody_and_shows_no_words(
    scene: Scene, decided: int, admin: Browser, stranger: Browser, patient: Browser, moderator: Browser
) -> None:
    switch(admin, on=True)
    for browser in (stranger, patient, moderator):
        page = browser.get("/log").text.partition("<main")[2]
        for secret in ("Rosalind", "liver", "blue chair", "secret title", "Buy my tea", "Harbour"):
            assert secret not in page
        assert page.count("A post was hidden") == 2
        assert "rule 3" in page


def test_a_board_is_named_only_to_whom_may_see_it(
    decided: int, admin: Browser, stranger: Browser, patient: Browser, moderator: Browser
) -> None:
    switch(admin, on=True)
    assert ">Talk<" not in stranger.get("/log").text and "on a board for members" in stranger.get("/log").text
    assert ">Talk<" in patient.get("/log").text
    for browser in (stranger, patient, moderator):
        page = browser.get("/log").text
        assert ">Open<" in page and ">Room<" not in page


def test_only_kinds_that_are_meant_for_it_are_told(
    scene: Scene, decided: int, admin: Browser, stranger: Browser
) -> None:
    line = {"subject": "member:1", "reason": "", "actor_id": 1}
    from_now = scene.values(Decision.at)[-1]
    for action in ("note", "leave", "hold", "memorial"):
        scene.add(Decision(action=action, at=from_now, **line))
    switch(admin, on=True)
    page = stranger.get("/log").text.lower()
    assert "note" not in page.partition("<main")[2] and "memorial" not in page


def test_the_administrator_sees_first_what_strangers_would(decided: int, admin: Browser) -> None:
    page = admin.get("/admin/log").text
    assert "What a stranger would read today" in page and "on a board for members" in page
    assert ">Talk<" not in page and ">Room<" not in page
