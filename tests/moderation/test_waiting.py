"""Nobody left alone: who waits for an answer is on the list, and somebody is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.boards.threads import Thread
from forum.core.decisions import Decision
from forum.core.jobs import run_due_sweeps
from forum.core.mailer import OutgoingMail
from forum.moderation.availability import Availability
from forum.moderation.bundles import write_mails
from forum.moderation.models import ModeratorBoard
from forum.moderation.tellings import Telling
from forum.moderation.waiting import tell_of_waiting
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person
from tests.recorder import statements

START = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
Mails = Callable[[], list[OutgoingMail]]


@pytest.fixture
def thread(scene: Scene, author: Person) -> int:
    scene.board("talk")
    with time_machine.travel(START, tick=False):
        return scene.thread("talk", author.id, title="The blue chair")


def after(hours: float) -> Any:
    return time_machine.travel(START + timedelta(hours=hours), tick=False)


def sweep(scene: Scene) -> None:
    scene.do(tell_of_waiting)
    scene.do(write_mails)


def listed(browser: Browser) -> list[str]:
    return re.findall(r'queue__title"[^>]*><a[^>]*>(.*?)</a>', browser.get("/waiting").text)


def mailed(mails: Mails) -> list[str]:
    return [mail.to_address.partition("@")[0] for mail in mails()]


def test_a_thread_waits_from_the_first_minute_until_somebody_else_answers(
    scene: Scene, thread: int, author: Person, greeter: Browser, patient: Browser
) -> None:
    with after(0.02):
        assert listed(greeter) == ["The blue chair"]
        assert "Waiting 1 minute<" in greeter.get("/waiting").text
        scene.reply(thread, author.id, "Is anybody here?")
        assert listed(greeter) == ["The blue chair"]
        answer = scene.reply(thread, patient.member_id)
        assert listed(greeter) == []
        scene.withdraw(answer)
        assert listed(greeter) == ["The blue chair"]


def test_newcomers_first_threads_come_first(scene: Scene, thread: int, cast: Cast, greeter: Browser) -> None:
    new = cast.person("new")
    with after(1):
        scene.thread("talk", new.id, title="Hello")
        scene.thread("talk", new.id, title="Hello again")
    scene.set(Member, new.id, joined_at=START - timedelta(days=2))
    with after(2):
        assert listed(greeter) == ["Hello", "The blue chair", "Hello again"]
        assert greeter.get("/waiting").text.count("New here, first thread") == 1


def test_what_needs_no_answer_or_can_have_none_is_not_there(
    scene: Scene, thread: int, author: Person, greeter: Browser, moderator: Browser
) -> None:
    scene.board("room", "moderators")
    scene.board("old")
    with after(0):
        scene.thread("room", moderator.member_id, title="Among us")
        scene.thread("old", author.id, title="Long ago")
        locked, mail = (scene.thread("talk", author.id, title=title) for title in ("Locked", "A mail"))
        scene.lock(locked, moderator.member_id, "Answered elsewhere.")
        scene.set(Thread, mail, is_from_archive=True)
        assert set(listed(greeter)) == {"The blue chair", "Long ago"} == set(listed(moderator))
        scene.set(Board, 3, archived_at=START)
        assert listed(greeter) == ["The blue chair"]


def test_greeters_are_told_after_four_hours_and_moderators_after_twelve_once(
    scene: Scene, thread: int, greeter: Browser, moderator: Browser, patient: Browser, mails: Mails
) -> None:
    for hours, told in ((3.9, []), (4, ["greeter"]), (11.9, ["greeter"]), (12, ["greeter", "moderator"]),
                        (40, ["greeter", "moderator"])):  # fmt: skip
        with after(hours):
            sweep(scene)
            sweep(scene)
            assert mailed(mails) == told
    first = mails()[0]
    assert first.subject == "When you have a moment: Kith"
    assert f"/threads/{thread}" in first.text and "blue chair" not in first.text


def test_several_are_bundled_into_one_mail(
    scene: Scene, thread: int, author: Person, greeter: Browser, mails: Mails
) -> None:
    with after(0.5):
        for number in range(24):
            scene.thread("talk", author.id, title=f"Thread {number}")
    with after(5):
        sweep(scene)
    (mail,) = mails()
    assert mail.text.count("/threads/") == 20 and "And 5 more" in mail.text
    assert scene.count(Telling) == 25


def test_the_way_each_chose_holds_and_whoever_is_away_is_told_when_back(
    scene: Scene, thread: int, author: Person, greeter: Browser, cast: Cast, mails: Mails
) -> None:
    here, away, hourly = (cast.person(name, standing="greeter") for name in ("here", "away", "hourly"))
    scene.add(Availability(member_id=here.id, told="here"))
    scene.add(Availability(member_id=away.id, told="at once", away_until=START + timedelta(hours=10)))
    scene.add(Availability(member_id=hourly.id, told="hourly", mailed_at=START + timedelta(hours=3.5)))
    with after(4.1):
        sweep(scene)
        assert mailed(mails) == ["greeter"]
    with after(4.6):
        sweep(scene)
        assert mailed(mails) == ["greeter", "hourly"]
    with after(10):
        sweep(scene)
        assert mailed(mails) == ["greeter", "hourly", "away"]


def test_nobody_is_told_of_their_own_or_of_other_boards(
    scene: Scene, thread: int, author: Person, boardmod: Browser, othermod: Browser, mails: Mails
) -> None:
    scene.board("other")
    scene.set(Member, author.id, standing="greeter")
    scene.add(ModeratorBoard(member_id=boardmod.member_id, board_id=1))
    scene.add(ModeratorBoard(member_id=othermod.member_id, board_id=2))
    with after(13):
        sweep(scene)
        assert mailed(mails) == ["boardmod"]
        assert listed(boardmod) == ["The blue chair"] and listed(othermod) == []


def test_an_answer_in_time_spares_the_mail(
    scene: Scene, thread: int, greeter: Browser, patient: Browser, mails: Mails
) -> None:
    with after(5):
        scene.do(tell_of_waiting)
        scene.reply(thread, patient.member_id)
        scene.do(write_mails)
    assert mails() == []


def test_workers_at_once_and_killed_ones_tell_once(
    app: Flask, scene: Scene, thread: int, greeter: Browser, mails: Mails
) -> None:
    """A sweep that was undone leaves nothing, and the next one does all of it."""
    with after(5):
        with app.app_context():
            tell_of_waiting()
        assert scene.count(Telling) == 0
        run_due_sweeps(app)
        run_due_sweeps(app)
        assert mailed(mails) == ["greeter"]


def test_the_hours_are_settings(
    app: Flask, scene: Scene, thread: int, greeter: Browser, mails: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["settings"], "greeters_after_hours", 0.5)
    with after(0.6):
        sweep(scene)
    assert mailed(mails) == ["greeter"]


def test_somebody_closes_it_with_a_reason(
    scene: Scene, thread: int, greeter: Browser, moderator: Browser, patient: Browser
) -> None:
    path = f"/waiting/{thread}/closed"
    with after(1):
        for reason in ("", "a" * 1_001):
            answer = greeter.post(path, {"reason": reason}, page="/waiting")
            assert answer.status_code == 422 and reason in answer.text and "The blue chair" in answer.text
        assert "The blue chair" in patient.get("/").text
        assert greeter.post(path, {"reason": "She only says thank you."}, page="/waiting").status_code == 303
        assert listed(greeter) == []
        assert "waiting" not in re.findall(r'id="(\w+)"', patient.get("/").text)
        answer = moderator.post(path, {"reason": "Thanks."}, page="/waiting")
        assert answer.status_code == 422 and "Somebody was quicker" in answer.text
    wanted = Decision.action == "close wait"
    assert scene.values(Decision.reason, wanted) == ["She only says thank you."]
    assert scene.all_counts_are_right()


def test_nobody_closes_their_own_or_what_was_answered(
    scene: Scene, thread: int, author: Person, cast: Cast, greeter: Browser, patient: Browser
) -> None:
    scene.set(Member, author.id, standing="greeter")
    rosalind = cast.stranger()
    rosalind.sign_in(author)
    path = f"/waiting/{thread}/closed"
    assert "your own thread" in rosalind.post(path, {"reason": "Mine."}, page="/waiting").text
    scene.reply(thread, patient.member_id)
    assert "answered meanwhile" in greeter.post(path, {"reason": "Late."}, page="/waiting").text
    assert scene.values(Thread.wait_closed_at) == [None]


def test_greeters_choose_their_way_and_go_away(scene: Scene, greeter: Browser) -> None:
    with after(0):
        assert greeter.post("/waiting/way", {"way": "x"}, page="/waiting").status_code == 422
        assert greeter.post("/waiting/way", {"way": "here"}, page="/waiting").status_code == 303
        answer = greeter.post("/waiting/away", {"back": "never"}, page="/waiting")
        assert answer.status_code == 422 and 'value="never"' in answer.text
        assert greeter.post("/waiting/away", {"back": "2026-12-01"}, page="/waiting").status_code == 303
        assert "You are away until 1 December 2026" in greeter.get("/waiting").text
        assert greeter.post("/waiting/away/delete", page="/waiting").status_code == 303
        assert greeter.get("/moderation/duty").status_code == 404


def test_the_list_costs_the_same_for_few_and_many(
    scene: Scene, thread: int, author: Person, greeter: Browser
) -> None:
    def asked() -> int:
        greeter.get("/waiting")
        with statements() as seen:
            greeter.get("/waiting")
        return len(seen)

    with after(0):
        few = asked()
        for number in range(30):
            scene.thread("talk", author.id, title=f"Thread {number}")
        assert asked() == few <= 7
        assert len(listed(greeter)) == 20
