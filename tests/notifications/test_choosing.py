"""What members choose of mail, on one page; and the addresses in mails that choose for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.stopping import deed_address
from forum.boards.models import Board
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import AnyRow, db
from forum.notifications.choosing import way_of_thread
from forum.notifications.models import WAYS, BoardMail, MailChoice
from tests.boards.scene import Scene
from tests.cast import Browser
from tests.notifications.conftest import Choose


def chosen(scene: Scene, browser: Browser) -> AnyRow | None:
    theirs = select(MailChoice.__table__).where(MailChoice.member_id == browser.member_id)
    return scene.do(lambda: db.session.execute(theirs).one_or_none())


def ways(scene: Scene, browser: Browser) -> dict[str, str]:
    def ask() -> dict[str, str]:
        theirs = db.session.query(Board.slug, BoardMail.way).join(BoardMail, BoardMail.board_id == Board.id)
        return dict(list(theirs.filter(BoardMail.member_id == browser.member_id)))

    return scene.do(ask)


def ticked(page: str, name: str, value: str) -> bool:
    tag = next(
        tag for tag in page.split("<input")[1:] if f'name="{name}"' in tag and f'value="{value}"' in tag
    )
    return "checked" in tag.partition(">")[0]


def test_until_somebody_chooses_it_is_one_mail_a_day(scene: Scene, patient: Browser) -> None:
    assert ticked(patient.get("/settings/mail").text, "way", "daily")
    assert chosen(scene, patient) is None


@pytest.mark.parametrize("way", WAYS)
def test_one_press_chooses(scene: Scene, patient: Browser, choose: Choose, way: str) -> None:
    choose(patient, way)
    choose(patient, way, says_little="yes", names_threads="yes")
    choice = chosen(scene, patient)
    assert choice and (choice.way, choice.says_little, choice.names_threads) == (way, True, True)
    assert ticked(patient.get("/settings/mail").text, "way", way)


def test_a_board_may_come_another_way(scene: Scene, patient: Browser, choose: Choose) -> None:
    scene.board("talk")
    scene.board("sleep")
    choose(patient, "nothing", **{"board-1": "every", "board-2": ""})
    assert ways(scene, patient) == {"talk": "every"}
    assert '<option value="every" selected>' in patient.get("/settings/mail").text
    choose(patient, "nothing", **{"board-1": "", "board-2": "weekly"})
    assert ways(scene, patient) == {"sleep": "weekly"}


def test_a_board_one_may_not_read_is_not_there(scene: Scene, patient: Browser, choose: Choose) -> None:
    scene.board("room", audience="moderators", title="Moderators only")
    assert "Moderators only" not in patient.get("/settings/mail").text
    choose(patient, "daily", **{"board-1": "every"})
    assert ways(scene, patient) == {}


@pytest.mark.parametrize(
    "typed",
    [
        {"way": "hourly"},
        {"way": "daily", "board-1": "hourly"},
        {"way": "daily", "paused_until": "soon"},
        {"way": "daily", "paused_until": "2020-01-01"},
        {"way": "daily", "paused_until": "99999-01-01"},
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    scene: Scene, patient: Browser, typed: dict[str, str]
) -> None:
    scene.board("talk")
    answer = patient.post("/settings/mail", {**typed, "says_little": "yes"}, page="/settings/mail")
    assert answer.status_code == 422 and "field__error" in answer.text
    assert ticked(answer.text, "says_little", "yes")
    assert not (choice := chosen(scene, patient)) or not choice.says_little


def test_a_break_lasts_until_the_day_by_ones_own_clock(scene: Scene, cast: object) -> None:
    late = cast.member("late", timezone="Pacific/Auckland")  # type: ignore[attr-defined]
    day = (now() + timedelta(days=20)).strftime("%Y-%m-%d")
    answer = late.post("/settings/mail", {"way": "every", "paused_until": day}, page="/settings/mail")
    assert answer.status_code == 303
    choice = chosen(scene, late)
    assert choice and choice.paused_until and choice.paused_until.hour in (11, 12)
    assert f'value="{day}"' in late.get("/settings/mail").text


def thread_way(scene: Scene, browser: Browser, thread: int) -> str:
    def ask() -> str:
        member = db.session.get_one(Member, browser.member_id)
        return way_of_thread(member, db.session.get_one(Thread, thread))

    return scene.do(ask)


def test_a_thread_is_followed_muted_and_as_before(scene: Scene, talk: int, caregiver: Browser) -> None:
    page = f"/threads/{talk}/mail"
    assert f'href="{page}"' in caregiver.get(f"/threads/{talk}").text
    for way in ("follow", "mute", "follow", "", "mute", ""):
        assert caregiver.post(page, {"way": way}, page=page).status_code == 303
        assert thread_way(scene, caregiver, talk) == way
    assert caregiver.post(page, {"way": "sometimes"}, page=page).status_code == 422


@pytest.mark.parametrize(("kind", "way"), [("mute", "mute"), ("follow", "follow")])
def test_an_address_in_a_mail_asks_then_acts(
    app: Flask, scene: Scene, talk: int, caregiver: Browser, stranger: Browser, kind: str, way: str
) -> None:
    path = path_to(app, caregiver, kind, talk)
    page = stranger.get(path).text
    assert "this thread?" in page and "How I sleep" not in page
    assert thread_way(scene, caregiver, talk) == ""
    for _ in range(2):
        assert stranger.post(path, page=path).status_code == 200
    assert thread_way(scene, caregiver, talk) == way


def test_mail_of_a_board_ends_with_what_is_followed_there(
    app: Flask, scene: Scene, talk: int, caregiver: Browser, stranger: Browser, choose: Choose
) -> None:
    choose(caregiver, "every")
    caregiver.post(f"/threads/{talk}/mail", {"way": "follow"}, page=f"/threads/{talk}/mail")
    path = path_to(app, caregiver, "board", 1)
    assert stranger.send_without_token(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert ways(scene, caregiver) == {"talk": "nothing"}
    assert thread_way(scene, caregiver, talk) == ""


def test_digests_end_and_the_rest_stays(
    app: Flask, scene: Scene, talk: int, caregiver: Browser, stranger: Browser, choose: Choose
) -> None:
    scene.board("sleep")
    choose(caregiver, "daily", **{"board-1": "every", "board-2": "weekly"})
    path = path_to(app, caregiver, "digests")
    assert stranger.post(path, page=path).status_code == 200
    choice = chosen(scene, caregiver)
    assert choice and choice.way == "nothing"
    assert ways(scene, caregiver) == {"talk": "every", "sleep": "nothing"}


@pytest.mark.parametrize("kind", ["mute", "follow", "board"])
def test_what_is_not_there_cannot_be_chosen(
    app: Flask, caregiver: Browser, stranger: Browser, kind: str
) -> None:
    path = path_to(app, caregiver, kind, 999)
    assert stranger.post(path, page="/").status_code == 404


def path_to(app: Flask, browser: Browser, kind: str, about: int = 0) -> str:
    with app.app_context():
        return deed_address(browser.member_id, kind, about).removeprefix("http://localhost")
