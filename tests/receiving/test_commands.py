"""Short commands: known only when they stand alone, done once, answered once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.models import Member
from forum.core.db import db
from forum.mail_in.commands import NAMES, Command, read_command
from forum.receiving import commanding
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


@pytest.fixture
def muted() -> Iterator[list[tuple[int, int | None]]]:
    """What was muted by a room that knows how."""
    done: list[tuple[int, int | None]] = []

    def mute(member: Member, _command: Command, thread_id: int | None) -> str:
        done.append((member.id, thread_id))
        return "It is quiet now."

    before = dict(commanding._effects)
    commanding.register_command("mute", mute)
    yield done
    commanding._effects.clear()
    commanding._effects.update(before)


def test_a_command_is_done_and_answered_once(
    box: Letterbox, thread: int, ines: Person, muted: list[tuple[int, int | None]]
) -> None:
    mail = box.mail(
        ines.email, box.seal("reply", ines, thread), "mute\n\nOn Tue, 3 Mar 2026, Mara wrote:\n> Hello\n"
    )
    for _ in range(2):
        assert box.take(mail).outcome == "command"
    assert muted == [(ines.id, thread)]
    (answer,) = box.answers()
    assert "It is quiet now." in answer.text and answer.to_address == ines.email
    assert len(box.posts(thread)) == 1


def test_unsubscribing_by_the_subject(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    assert (
        box.send(ines.email, box.seal("reply", ines, thread), "", Subject="unsubscribe").outcome == "command"
    )
    with app.app_context():
        assert db.session.get_one(Member, ines.id).article_mails is False


def test_what_nobody_can_do_yet_is_said(box: Letterbox, thread: int, ines: Person) -> None:
    box.send(ines.email, box.seal("reply", ines, thread), "help")
    box.send(ines.email, box.seal("reply", ines, thread), "digest")
    help_, digest = box.answers()
    assert all(name in help_.text for name in NAMES)
    assert "/settings/mail" in digest.text
    with pytest.raises(ValueError, match="no command"):
        commanding.register_command("dance", lambda *_: "")
