"""Who is on duty, who is away, how each is told, what is handed over; and a kind word after a hard one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision
from forum.moderation import check_ins, duty, rota
from forum.moderation.availability import Availability
from forum.moderation.check_ins import CheckIn
from forum.moderation.handover import HandoverNote
from forum.moderation.models import Item, ModeratorBoard
from forum.moderation.queue import put_in_queue
from forum.moderation.shifts import Shift
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person
from tests.recorder import statements

PAGE = "/moderation/duty"
#: A Wednesday.
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def send(browser: Browser, path: str, **given: Any) -> Any:
    return browser.post(f"{PAGE}/{path}", given, page=PAGE)


def shift(browser: Browser, weekday: int = 2, starts: str = "09:00", ends: str = "17:00", **more: Any) -> int:
    return send(browser, "shifts", weekday=weekday, starts=starts, ends=ends, **more).status_code


def names(scene: Scene, ask: Callable[[], Any]) -> list[str]:
    def found() -> list[str]:
        return [getattr(each, "member", each).handle for each in ask()]

    return scene.do(found)


def test_whoever_puts_themselves_on_the_rota_is_on_duty_then(scene: Scene, moderator: Browser) -> None:
    with time_machine.travel(NOON, tick=False):
        assert "Nobody is on duty just now" in moderator.get(PAGE).text
        assert shift(moderator) == 303
        shown = moderator.get(PAGE).text
        assert "Moderator</bdi> until 25 November 2026, 17:00 (UTC)" in shown
        assert "Wednesday, 09:00 to 17:00" in shown and "00:00 to 09:00, 17:00 to midnight" in shown
        assert names(scene, duty.on_duty_now) == ["moderator"]
    with time_machine.travel(NOON + timedelta(hours=5), tick=False):
        assert names(scene, duty.on_duty_now) == []
        assert scene.do(duty.duty_note).next_at == NOON + timedelta(days=7, hours=-3)
    with time_machine.travel(NOON + timedelta(days=7), tick=False):
        assert names(scene, duty.on_duty_now) == ["moderator"]
    assert scene.values(Decision.action) == ["add shift"]


def test_their_own_clock_counts(scene: Scene, cast: Cast) -> None:
    far = cast.member("kiwi", standing="moderator", timezone="Pacific/Auckland")
    with time_machine.travel(NOON, tick=False):
        assert shift(far, 3, "00:30", "02:00") == 303
        assert names(scene, duty.on_duty_now) == ["kiwi"]


def test_administrators_fill_it_for_others_and_moderators_for_themselves(
    scene: Scene, moderator: Browser, admin: Browser, patient: Browser
) -> None:
    assert shift(admin, whose=moderator.member_id) == 303
    assert scene.values(Shift.member_id) == [moderator.member_id]
    assert shift(moderator, 3, whose=admin.member_id) == 404
    assert shift(admin, 3, whose=patient.member_id) == 422
    own, other = scene.values(Shift.id)[0], 0
    assert shift(admin, 4) == 303
    other = scene.values(Shift.id)[-1]
    assert send(moderator, f"shifts/{other}/delete").status_code == 404
    assert send(moderator, f"shifts/{own}/delete").status_code == 303
    assert send(admin, f"shifts/{other}/delete").status_code == 303
    assert scene.count(Shift) == 0


def test_bad_shifts_lose_nothing(scene: Scene, moderator: Browser) -> None:
    for weekday, starts, ends in (
        (9, "09:00", "10:00"),
        ("", "09:00", "10:00"),
        (2, "", "10:00"),
        (2, "9 pm", "10:00"),
        (2, "09:00", "25:00"),
        (2, "09:00+01:00", "10:00"),
    ):
        answer = send(moderator, "shifts", weekday=weekday, starts=starts, ends=ends)
        assert answer.status_code == 422 and f'value="{ends}"' in answer.text
    assert [shift(moderator), shift(moderator)] == [303, 422]
    assert scene.count(Shift) == 1


def test_whoever_is_away_is_left_in_peace_and_comes_back_by_themselves(
    scene: Scene, post: int, author: Person, moderator: Browser, second: Browser
) -> None:
    with time_machine.travel(NOON, tick=False):
        item = scene.do(lambda: put_in_queue(f"post:{post}", "report", board_id=1, about_id=author.id).id)
        moderator.post(f"/moderation/reports/{item}/claim", page=f"/moderation/reports/{item}")
        shift(moderator, 2)
        shift(moderator, 3)
        assert scene.values(Item.claimed_by_id) == [moderator.member_id]
        assert send(moderator, "away", back="2026-11-26").status_code == 303
        assert scene.values(Item.claimed_by_id) == [None]
        assert names(scene, duty.on_duty_now) == []
        assert names(scene, lambda: duty.whom_to_call(1)) == ["harbour"]
        assert "Away until 26 November 2026" in second.get(PAGE).text
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert names(scene, duty.on_duty_now) == ["moderator"]
        assert names(scene, lambda: duty.whom_to_call(1)) == ["moderator"]
        assert "Away" not in re.sub("Time away|Go away|off you", "", second.get(PAGE).text)


def test_coming_back_early_and_days_that_are_none(scene: Scene, moderator: Browser) -> None:
    with time_machine.travel(NOON, tick=False):
        for back in ("", "soon", "2026-11-25", "2026-11-24", "2028-01-01", "0001-01-01"):
            answer = send(moderator, "away", back=back)
            assert answer.status_code == 422 and f'value="{back}"' in answer.text
        send(moderator, "away", back="2026-12-24")
        assert "You are away until 24 December 2026" in moderator.get(PAGE).text
        send(moderator, "away/delete")
        assert "You are away" not in moderator.get(PAGE).text


def test_each_chooses_how_to_be_told(scene: Scene, moderator: Browser) -> None:
    assert send(moderator, "way", way="pigeon").status_code == 422
    assert send(moderator, "way", way="hourly").status_code == 303
    assert send(moderator, "way", way="here").status_code == 303
    assert scene.values(Availability.told) == ["here"]


def test_nobody_is_called_who_may_not_see_it(
    scene: Scene, post: int, moderator: Browser, boardmod: Browser, suspended: Browser
) -> None:
    scene.board("other")
    scene.add(ModeratorBoard(member_id=boardmod.member_id, board_id=2))
    scene.set(Member, suspended.member_id, standing="moderator")
    with time_machine.travel(NOON, tick=False):
        shift(boardmod)
        assert names(scene, lambda: duty.whom_to_call(2)) == ["boardmod"]
        assert names(scene, lambda: duty.whom_to_call(1)) == ["moderator"]
        assert names(scene, lambda: duty.whom_to_call(None)) == ["moderator"]


def test_load_is_shown_by_name(
    scene: Scene, post: int, author: Person, moderator: Browser, second: Browser
) -> None:
    def handled(ago: int) -> Item:
        at = now() - timedelta(days=ago)
        return Item(kind="report", subject=f"member:{ago}", urgency=2, opened_at=at, handled_at=at,
                    handled_by_id=moderator.member_id)  # fmt: skip

    for ago in (1, 2, 8):
        scene.add(handled(ago))
    item = scene.do(lambda: put_in_queue(f"post:{post}", "report", board_id=1, about_id=author.id).id)
    second.post(f"/moderation/reports/{item}/claim", page=f"/moderation/reports/{item}")
    shown = scene.do(lambda: [(each.member.name, each.open, each.handled) for each in rota.carried()])
    assert shown == [("Moderator", 0, 2), ("Old Harbour", 1, 0)]
    assert "1 open with them" in moderator.get(PAGE).text


def test_notes_are_handed_over_and_lapse(
    scene: Scene, moderator: Browser, second: Browser, admin: Browser
) -> None:
    assert send(moderator, "notes", note="").status_code == 422
    long = "a" * 1_001
    answer = send(moderator, "notes", note=long)
    assert answer.status_code == 422 and long in answer.text
    assert send(moderator, "notes", note="Ring the <doctor>.\nThen rest.").status_code == 303
    assert "Ring the &lt;doctor&gt;." in second.get(PAGE).text
    note = scene.values(HandoverNote.id)[0]
    assert send(second, f"notes/{note}/delete").status_code == 404
    scene.set(HandoverNote, note, written_at=now() - timedelta(days=15))
    assert "Ring the" not in second.get(PAGE).text
    assert send(admin, f"notes/{note}/delete").status_code == 303


def test_the_page_costs_the_same_for_few_and_many(scene: Scene, moderator: Browser, cast: Cast) -> None:
    def asked() -> int:
        moderator.get(PAGE)
        with statements() as seen:
            moderator.get(PAGE)
        return len(seen)

    shift(moderator)
    few = asked()
    for number in range(5):
        member = cast.person(f"helper{number}", standing="moderator")
        scene.add(Shift(member_id=member.id, weekday=number, starts="10:00", ends="12:00"))
    assert asked() == few <= 12


def test_the_day_after_a_hard_one_somebody_asks(scene: Scene, moderator: Browser, second: Browser) -> None:
    def ask() -> None:
        check_ins.ask_tomorrow(scene_member(moderator))

    with time_machine.travel(NOON, tick=False):
        scene.do(ask)
        assert "How are you?" not in moderator.get("/moderation").text
    with time_machine.travel(NOON + timedelta(hours=12), tick=False):
        assert "How are you?" in moderator.get("/moderation").text
        assert "How are you?" not in second.get("/moderation").text
        moderator.post(f"{PAGE}/check-in/delete", page="/moderation")
        assert "How are you?" not in moderator.get("/moderation").text
        assert scene.count(CheckIn) == 0
        scene.do(ask)
    with time_machine.travel(NOON + timedelta(days=7), tick=False):
        assert "How are you?" not in moderator.get("/moderation").text
        scene.do(check_ins.forget_old)
        assert scene.count(CheckIn) == 0


def scene_member(browser: Browser) -> Member:
    return db.session.get_one(Member, browser.member_id)
