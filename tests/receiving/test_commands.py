"""Short commands: known only when they stand alone, done once, answered once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.models import Member
from forum.boards.quiet import quiet_of
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.mail_in.commands import NAMES, Command, read_command
from forum.notifications.choosing import choice_of, way_of_thread
from forum.receiving.commanding import EFFECTS
from tests.cast import Person
from tests.receiving.letterbox import Letterbox


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("mute", Command("mute")),
        (" Follow. \n", Command("follow")),
        ("HELP!", Command("help")),
        ("pause", Command("pause", timedelta(days=14))),
        ("pause 2 weeks", Command("pause", timedelta(days=14))),
        ("Pause for a month", Command("pause", timedelta(days=30))),
        ("pause 10 days", Command("pause", timedelta(days=10))),
        ("pause 0 days", None),
        ("pause 900 months", None),
        ("mute 2 weeks", None),
        ("help me", None),
        ("Help\n\nI cannot sleep.", None),
        ("I want to unsubscribe", None),
        ("", None),
    ],
)
def test_the_first_line(words: str, wanted: Command | None) -> None:
    assert read_command("A thought", False, words) == wanted


def test_the_subject_counts_if_there_is_nothing_else() -> None:
    assert read_command("unsubscribe", False, " \n") == Command("unsubscribe")
    assert read_command("unsubscribe", True, "") is None
    assert read_command("help", False, "I cannot sleep.") is None


def test_a_command_is_done_and_answered_once(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    mail = box.mail(
        ines.email, box.seal("reply", ines, thread), "mute\n\nOn Tue, 3 Mar 2026, Mara wrote:\n> Hello\n"
    )
    for _ in range(2):
        assert box.take(mail).outcome == "command"
    with app.app_context():
        assert thread in quiet_of(db.session.get_one(Member, ines.id)).threads
    (answer,) = box.answers()
    assert "You hear no more of this thread" in answer.text and answer.to_address == ines.email
    assert len(box.posts(thread)) == 1


def test_unsubscribing_by_the_subject(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    assert (
        box.send(ines.email, box.seal("reply", ines, thread), "", Subject="unsubscribe").outcome == "command"
    )
    with app.app_context():
        assert db.session.get_one(Member, ines.id).article_mails is False


def test_each_command_does_what_it_says(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    for words in ("help", "digest", "follow", "pause 2 weeks"):
        assert box.send(ines.email, box.seal("reply", ines, thread), words).outcome == "command"
    help_, digest, follow, paused = box.answers()
    assert all(name in help_.text for name in NAMES) and set(EFFECTS) == set(NAMES)
    assert "once a day" in digest.text and "Every message" in follow.text
    assert "No mail comes until" in paused.text
    with app.app_context():
        member = db.session.get_one(Member, ines.id)
        assert choice_of(member).way == "daily"
        assert way_of_thread(member, db.session.get_one(Thread, thread)) == "follow"
        until = choice_of(member).paused_until
        assert until is not None and timedelta(days=13) < until - now() <= timedelta(days=14)
