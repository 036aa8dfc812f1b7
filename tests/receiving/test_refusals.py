"""Each refusal is answered by one plain mail that says why and holds the words; nothing else is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.receiving.refusals import REFUSALS
from forum.receiving.storing import keep_mail
from forum.receiving.sweeping import handle_waiting_mail
from tests.cast import Person
from tests.receiving.letterbox import PROVEN, Letterbox
from tests.receiving.test_posting import picture

WORDS = "These are my words."


def change(app: Flask, table: type, number: int, **values: object) -> None:
    with app.app_context():
        db.session.execute(update(table).where(table.id == number).values(**values))
        db.session.commit()


Reason = Callable[[Flask, Letterbox, int, Person], None]


def suspended(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    change(app, Member, ines.id, suspended_until=now() + timedelta(days=3))
    box.send(ines.email, box.seal("reply", ines, thread), WORDS)


def read_only(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    change(app, Member, ines.id, read_only_until=now() + timedelta(days=3))
    box.send(ines.email, box.seal("reply", ines, thread), WORDS)


def archived(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    change(app, Board, 1, archived_at=now())
    box.send(ines.email, box.seal("reply", ines, thread), WORDS)


def for_others(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    change(app, Board, 1, reply_roles="patient")
    box.send(ines.email, box.seal("reply", ines, thread), WORDS)


def locked(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    change(app, Thread, thread, locked_at=now(), lock_reason="It is all said.")
    box.send(ines.email, box.seal("reply", ines, thread), WORDS)


def gone(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    change(app, Thread, thread, state="deleted")
    box.send(ines.email, box.seal("reply", ines, thread), WORDS)


def too_long(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    box.send(ines.email, box.seal("reply", ines, thread), WORDS + "\n" + "All of it.\n" * 5_000)


def empty(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    box.send(ines.email, box.seal("reply", ines, thread), f"On Tue, 3 Mar 2026, Mara wrote:\n> {WORDS}")


def many_files(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    mail = box.mail(ines.email, box.seal("reply", ines, thread), WORDS)
    for number in range(9):
        mail.add_attachment(picture((20, 20 + number)), "image", "jpeg", filename=f"{number}.jpg")
    box.take(mail)


def many_people(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    crowd = ", ".join(f"p{number}@example.net" for number in range(12))
    box.send(ines.email, box.seal("reply", ines, thread), WORDS, Cc=crowd)


def expired(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    with time_machine.travel(now() + timedelta(days=100), tick=True):
        box.send(ines.email, box.seal("reply", ines, thread, days=95), WORDS)


def wrong_sender(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    box.send("mara@example.org", box.seal("reply", ines, thread), WORDS)


CASES: list[tuple[Reason, str, str]] = [
    (suspended, "suspended", "letter from a moderator"),
    (read_only, "suspended", "not write until"),
    (archived, "read-only board", "is an archive now"),
    (for_others, "read-only board", "keeps this board for people"),
    (locked, "locked thread", "talk@localhost"),
    (gone, "gone", "cannot be read any more"),
    (too_long, "too long", "one post holds 50,000"),
    (empty, "empty", "no words"),
    (many_files, "too many files", "9 files, and a post holds at most 8"),
    (many_people, "too many recipients", "13 addresses"),
    (expired, "expired address", "last for 90 days"),
    (wrong_sender, "wrong sender", "made for another address"),
]


@pytest.mark.parametrize(("case", "kind", "said"), CASES, ids=[case.__name__ for case, _, _ in CASES])
def test_a_refusal_says_why_and_gives_the_words_back(
    app: Flask, box: Letterbox, thread: int, ines: Person, case: Reason, kind: str, said: str
) -> None:
    case(app, box, thread, ines)
    mail = box.all()[-1]
    assert (mail.outcome, mail.reason) == ("refused", kind) and kind in REFUSALS
    assert len(box.posts(thread)) == 1
    (answer,) = box.answers()
    text = " ".join(answer.text.split())
    assert said in text and WORDS in text
    assert answer.to_address == mail.author
    assert answer.headers["In-Reply-To"] == "<thought-1@example.org>"
    assert answer.headers["Auto-Submitted"] == "auto-replied"
    # The same message once more, by another way: nobody is told twice.
    box.take(b"Received: by elsewhere.example\r\n" + raw_of(app, mail.bytes_id), mail.recipient)
    assert len(box.answers()) == 1


def raw_of(app: Flask, number: int | None) -> bytes:
    with app.app_context():
        from_table = db.text("SELECT raw FROM inbound_bytes WHERE id = :number")
        return bytes(db.session.execute(from_table, {"number": number}).scalar_one())


def test_the_words_of_the_whole_list_are_sentences() -> None:
    for why, advice in REFUSALS.values():
        assert why.endswith((".", "{}")) and (not advice or advice.endswith("."))


def test_somebody_who_is_no_member_hears_once_a_week_how_to_join(
    app: Flask, box: Letterbox, thread: int
) -> None:
    assert box.send("who@example.net", "talk@localhost", WORDS).outcome == "invited"
    (answer,) = box.answers()
    assert "/join" in answer.text and f"> {WORDS}" in answer.text
    assert box.send("who@example.net", "talk@localhost", "Once more.").outcome == "stranger"
    with time_machine.travel(now() + timedelta(days=8), tick=True):
        assert box.send("who@example.net", "talk@localhost", "A week later.").outcome == "invited"
    assert len(box.answers()) == 2


def test_a_group_may_have_moderators_read_what_strangers_write(box: Letterbox, thread: int) -> None:
    with box.setting("mail_strangers", "queue"):
        done = box.send("who@example.net", "talk@localhost", WORDS)
    assert done.state == "aside" and box.answers() == []


def test_a_forged_stranger_is_not_written_to(box: Letterbox, thread: int, proving: None) -> None:
    failed = PROVEN.replace("pass", "fail")
    for results in (failed, "", PROVEN.replace("example.org", "elsewhere.example")):
        box.send("who@example.org", "talk@localhost", WORDS, Authentication_Results=results)
    assert {mail.outcome for mail in box.all()} == {"stranger"}
    assert box.answers() == []


AUTOMATIC = [
    {"Auto_Submitted": "auto-replied"},
    {"Auto_Submitted": "auto-generated (vacation)"},
    {"Precedence": "bulk"},
    {"Precedence": "junk"},
    {"envelope": ""},
    {"envelope": "MAILER-DAEMON"},
    {"X_Loop": "localhost"},
    {"X_Autoreply": "yes"},
]


@pytest.mark.parametrize("headers", AUTOMATIC)
@pytest.mark.parametrize("to", ["board", "member", "expired"])
def test_what_programs_write_is_neither_posted_nor_answered(
    box: Letterbox, thread: int, ines: Person, headers: dict[str, str], to: str
) -> None:
    address = {
        "board": "talk@localhost",
        "member": box.seal("reply", ines, thread),
        "expired": box.seal("reply", ines, thread, days=200),
    }[to]
    done = box.send("who@example.net" if to == "board" else ines.email, address, WORDS, **headers)
    assert done.state == "done" and done.outcome in ("machine", "bounce", "loop")
    assert len(box.posts(thread)) == 1 and box.answers() == []


def test_a_list_is_never_answered(box: Letterbox, thread: int, ines: Person) -> None:
    of_list = {"List_Id": "<friends.example.net>"}
    assert box.send("who@example.net", "talk@localhost", WORDS, **of_list).outcome == "stranger"
    assert box.send(ines.email, box.seal("reply", ines, thread), WORDS, **of_list).state == "aside"
    assert box.answers() == []


def test_two_forums_do_not_write_to_each_other(box: Letterbox, thread: int) -> None:
    """Our own answer, come back from another forum that answered it: it ends here."""
    box.send("board@forum.example", "talk@localhost", WORDS)
    (ours,) = box.answers()
    assert ours.headers["X-Loop"] == "localhost"
    echo = {"X_Loop": "localhost", "In_Reply_To": ours.message_id}
    assert (
        box.send("board@forum.example", "talk@localhost", "Thank you for writing.", **echo).outcome == "loop"
    )
    round_and_round = box.mail("board@forum.example", "talk@localhost", WORDS).as_bytes()
    round_and_round = b"Received: by a.example\r\n" * 70 + round_and_round
    assert box.take(round_and_round).outcome == "loop"
    assert len(box.answers()) == 1


@pytest.mark.parametrize(
    "to", ["noreply@localhost", "reply+abcdef@localhost", "private+@localhost", "nobody@localhost"]
)
def test_an_address_that_we_do_not_have_is_not_answered(box: Letterbox, thread: int, to: str) -> None:
    assert box.send("who@example.net", to, WORDS).outcome == "unknown"
    assert box.send("noreply@localhost", "talk@localhost", WORDS).outcome == "loop"
    assert box.answers() == []


def test_who_cannot_be_told_is_read_by_a_moderator(
    app: Flask, box: Letterbox, thread: int, ines: Person
) -> None:
    change(app, Thread, thread, locked_at=now())
    done = box.send(ines.email, box.seal("reply", ines, thread), WORDS, X_Auto_Response_Suppress="All")
    assert done.state == "aside" and "locked thread" in done.reason


def test_the_same_words_again_stand_there_once(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    for _ in range(2):
        mail = box.mail(ines.email, box.seal("reply", ines, thread), WORDS)
        with app.app_context():
            keep_mail(mail.as_bytes(), "x@example.org", [str(mail["To"])])
            db.session.commit()
            while handle_waiting_mail():
                db.session.commit()
            db.session.commit()
    assert [mail.outcome for mail in box.all()] == ["posted", "refused"]
    assert box.all()[1].reason == "duplicate"
    assert [post.source for post in box.posts(thread)].count(WORDS) == 1
    (answer,) = box.answers()
    assert f"/posts/{box.posts(thread)[-1].id}" in answer.text
