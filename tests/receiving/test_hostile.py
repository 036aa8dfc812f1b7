"""Whatever comes, something comes of it: soon, within bounds, once, and the next mail is read too."""

from __future__ import annotations

import base64
import time
import zlib
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.core.clock import now
from forum.core.db import db
from forum.receiving import sweeping
from forum.receiving.handling import OUTCOMES
from forum.receiving.reading import read_mail, take_files
from forum.receiving.storing import LARGEST, keep_mail
from tests.cast import Person
from tests.receiving.letterbox import Letterbox

HEAD = b"From: ines@example.org\r\nTo: talk@localhost\r\nMessage-ID: <h@example.org>\r\nSubject: Hm\r\n"
MEGABYTE = 2**20


def nested() -> bytes:
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)
        for number in range(3_000)
    )
    return HEAD + parts + b"\r\nHello\r\n"


def many_parts() -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * (20 * MEGABYTE // len(part))


def many_headers() -> bytes:
    return HEAD + b"X-A: b\r\n" * (20 * MEGABYTE // 8) + b"\r\nHello\r\n"


def long_header() -> bytes:
    return HEAD + b"References: " + b"<a@b> " * (20 * MEGABYTE // 6) + b"\r\n\r\nHello\r\n"


def many_recipients() -> bytes:
    return HEAD.replace(b"talk@localhost", b"a@b.example, " * 500_000) + b"\r\nHello\r\n"


def open_brackets() -> bytes:
    return HEAD.replace(b"ines@example.org", b"(" * 200_000) + b"\r\nHello\r\n"


def results_without_end() -> bytes:
    return (
        HEAD + b"Authentication-Results: mx.example.net; " + b"dkim=pass (" * 200_000 + b"\r\n\r\nHello\r\n"
    )


def quotes() -> bytes:
    return HEAD + b"\r\n" + b">" * MEGABYTE + b"\r\n" + b"> On x wrote:\r\n" * 500_000


def attributions() -> bytes:
    return HEAD + b"\r\n" + b"On Tue, 3 Mar 2026 at 10:00, Mara\r\n" * 300_000


def html() -> bytes:
    return HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div><b>" * (10 * MEGABYTE // 8)


def one_line() -> bytes:
    return HEAD + b"\r\n" + b"a" * (24 * MEGABYTE)


def spaces() -> bytes:
    return HEAD + b"\r\n" + b" " * (8 * MEGABYTE) + b"x"


def bytes_of_base64() -> bytes:
    words = base64.encodebytes(b"Words and words. " * (MEGABYTE // 2))
    return HEAD + b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\n\r\n" + words


def bomb() -> bytes:
    """A picture that unfolds to far more than it is."""
    from_here = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", b"\0\0\x1b\x58\0\0\x1b\x58\x08\x02\0\0\0")
    data = zlib.compress(b"\0" * (7000 * 3 + 1) * 7000, 9)
    picture = from_here + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")
    part = b'--b\r\nContent-Type: image/png; name="a.png"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    parts = (part + base64.encodebytes(picture)) * 8
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n" + parts


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data).to_bytes(4)
    return len(data).to_bytes(4) + kind + data + crc


HOSTILE: list[Callable[[], bytes]] = [
    nested, many_parts, many_headers, long_header, many_recipients, open_brackets, results_without_end,
    quotes, attributions, html, one_line, spaces, bytes_of_base64, bomb,
]  # fmt: skip


@pytest.mark.parametrize("make", HOSTILE, ids=[make.__name__ for make in HOSTILE])
def test_no_mail_takes_long(make: Callable[[], bytes]) -> None:
    raw = make()
    assert len(raw) <= LARGEST + MEGABYTE
    begun = time.process_time()
    read = read_mail(raw, "x@example.org", "mx.example.net")
    assert read.addressees >= 0 and read.title is not None
    take_files(read)
    assert time.process_time() - begun < 5


ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["<", ">", "@", "(", '"', "=?utf-8?q?", "?=", "reply+", "a@b.example", "\0", "\r", ";", ","]
    ),
)
FIELDS = st.dictionaries(
    st.sampled_from([
        "From", "To", "Cc", "Subject", "Message-ID", "References", "In-Reply-To", "Content-Type", "Received",
        "Content-Transfer-Encoding", "Authentication-Results", "Auto-Submitted", "Return-Path", "X-Loop",
    ]),
    st.lists(ODD, max_size=6).map("".join),
)  # fmt: skip
BODIES = st.one_of(
    st.binary(max_size=400), st.lists(ODD, max_size=20).map(lambda words: " \n".join(words).encode())
)


@given(fields=FIELDS, body=BODIES, recipient=ODD, ours=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_something_comes_of_every_mail(
    app: Flask,
    box: Letterbox,
    thread: int,
    ines: Person,
    fields: dict[str, str],
    body: bytes,
    recipient: str,
    ours: bool,
) -> None:
    if ours:
        fields, recipient = {**fields, "From": ines.email}, box.seal("reply", ines, thread)
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode("utf-8", "replace")
    mail = box.take(head + b"\r\n" + body, f"{recipient}" if ours else f"{recipient}@localhost")
    assert mail.state in ("done", "aside") and mail.worker == ""
    assert mail.reason if mail.state == "aside" else mail.outcome in OUTCOMES


def test_a_mail_that_breaks_its_reader_is_set_aside_and_the_next_is_read(
    box: Letterbox, thread: int, ines: Person
) -> None:
    with patch.object(sweeping, "read_mail", side_effect=RecursionError):
        assert box.send(ines.email, box.seal("reply", ines, thread), "One.").state == "aside"
    with patch.object(sweeping, "handle", side_effect=KeyError):
        assert box.send(ines.email, box.seal("reply", ines, thread), "Two.").state == "aside"
    assert box.send(ines.email, box.seal("reply", ines, thread), "Three.").outcome == "posted"


def test_a_mail_that_kills_its_reader_is_not_tried_for_ever(app: Flask, box: Letterbox, thread: int) -> None:
    with app.app_context():
        keep_mail(HEAD + b"\r\nHello\r\n", "x@example.org", ["talk@localhost"])
        db.session.commit()
    for hours in range(4):
        with (
            app.app_context(),
            time_machine.travel(now() + timedelta(hours=hours)),
            patch.object(sweeping, "_WORKER", f"worker {hours}"),
        ):
            sweeping.handle_waiting_mail()
            db.session.commit()
    (mail,) = box.all()
    assert (mail.state, mail.reason) == ("aside", sweeping.ENDS_READERS)


def test_a_worker_that_was_killed_loses_nothing(
    app: Flask, box: Letterbox, thread: int, ines: Person
) -> None:
    with app.app_context(), patch.object(sweeping, "_WORKER", "killed"):
        mail = box.mail(ines.email, box.seal("reply", ines, thread), "Once.")
        keep_mail(mail.as_bytes(), "x@example.org", [str(mail["To"])])
        db.session.commit()
        assert sweeping.handle_waiting_mail() == 1
        db.session.commit()
    box.work()
    assert box.all()[0].state == "working"
    with time_machine.travel(now() + sweeping.LEASE * 2, tick=True):
        box.work()
    assert [post.source for post in box.posts(thread)].count("Once.") == 1


def test_the_bytes_are_forgotten_after_a_while(app: Flask, box: Letterbox, thread: int, ines: Person) -> None:
    posted = box.send(ines.email, box.seal("reply", ines, thread), "Once.")
    aside = box.send(ines.email, "talk@localhost", "Me.")
    with app.app_context(), time_machine.travel(now() + sweeping.KEPT * 2):
        assert sweeping.sweep_old_mail() == 1
        db.session.commit()
    kept = {mail.id: mail for mail in box.all()}
    assert (
        kept[posted.id].bytes_id is None and kept[posted.id].author == "" and kept[posted.id].text == "Once."
    )
    assert kept[aside.id].bytes_id is not None
