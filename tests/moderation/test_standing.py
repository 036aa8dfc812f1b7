"""Administrators say who looks after the group, and which boards."""

from __future__ import annotations

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.core.db import db
from forum.core.decisions import Decision
from forum.moderation.models import ModeratorBoard
from tests.boards.scene import Scene
from tests.boards.test_twice import at_once
from tests.cast import Browser, Cast

PAGE = "/admin/moderators/patient"


@pytest.fixture
def boards(scene: Scene) -> list[int]:
    for slug in ("talk", "other"):
        scene.board(slug)
    return scene.values(Board.id)


def give(admin: Browser, choice: str, boards: list[int] | None = None, page: str = PAGE) -> int:
    return admin.post(page, {"choice": choice, "boards": boards or []}, page=page).status_code


def standing(scene: Scene, who: Browser) -> str:
    return str(scene.values(Member.standing, Member.id == who.member_id)[0])


def test_somebody_is_made_a_moderator_of_some_boards_and_told(
    scene: Scene, boards: list[int], admin: Browser, patient: Browser
) -> None:
    assert give(admin, "boards", boards[:1]) == 303
    assert scene.values(ModeratorBoard.board_id) == boards[:1]
    assert patient.get("/moderation").status_code == 200
    assert patient.get("/moderation/blocks").status_code == 404
    assert "You look after these boards now: Talk." in patient.get("/letters").text
    assert "Talk" in admin.get("/admin/moderators").text
    assert give(admin, "moderator") == 303
    assert scene.count(ModeratorBoard) == 0 and patient.get("/moderation/blocks").status_code == 200
    assert give(admin, "member") == 303
    assert patient.get("/moderation").status_code == 404
    lines = scene.values(Decision.after, Decision.action == "standing")
    assert len(lines) == 3 and any("Moderator of some boards: Talk" in line for line in lines)


def test_without_any_board_nobody_becomes_moderator_of_all(
    scene: Scene, boards: list[int], admin: Browser, patient: Browser
) -> None:
    give(admin, "boards", boards)
    assert give(admin, "boards") == give(admin, "boards", [999]) == 422
    assert scene.values(ModeratorBoard.board_id) == boards
    with pytest.raises(IntegrityError):
        scene.do(lambda: db.session.execute(delete(Board).where(Board.id.in_(boards))))
    assert patient.get("/moderation/blocks").status_code == 404


def test_bad_choices(scene: Scene, boards: list[int], admin: Browser, patient: Browser, cast: Cast) -> None:
    cast.person("old-author", claimed_at=None)
    assert give(admin, "") == give(admin, "queen") == 422
    assert give(admin, "admin", page="/admin/moderators/admin") == 422
    assert admin.get("/admin/moderators/old-author").status_code == 404
    assert admin.get("/admin/moderators?handle=nobody").status_code == 422
    assert admin.get("/admin/moderators?handle=@patient").headers["Location"] == PAGE
    assert give(admin, "member") == 303
    assert scene.values(Decision.id, Decision.action == "standing") == []
    assert standing(scene, patient) == "member"


def test_two_administrators_against_each_other_leave_one(scene: Scene, admin: Browser, cast: Cast) -> None:
    other = cast.member("other", standing="admin")
    pages = {admin: "/admin/moderators/other", other: "/admin/moderators/admin"}
    for who, page in pages.items():
        who.get(page)
    press = [
        lambda who=who, page=page: who.post(page, {"choice": "member"}).status_code
        for who, page in pages.items()
    ]
    assert sorted(at_once(*press)) == [303, 404]
    assert sorted([standing(scene, admin), standing(scene, other)]) == ["admin", "member"]
