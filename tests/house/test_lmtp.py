"""Mail that comes in by the server and the pipe: acknowledged only when it is kept, and kept once."""

from __future__ import annotations

import random
import smtplib
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import create_connection
from unittest.mock import patch

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from forum.core.db import db
from forum.house import lmtp
from forum.receiving.models import InboundBytes, InboundMail
from forum.receiving.storing import LARGEST
from tests.house.homes import Home, free_port, kill_group, wait_for

SENDERS = 4
LINE = b"x" * 999 + b"\r\n"
MAIL = b"From: mara@example.org\r\nSubject: A walk\r\n\r\nIt was windy, %d of %d.\r\n"


def kept(app: Flask) -> list[tuple[str, str, bytes]]:
    """Each mail that is kept: who sent it, to whom, and its bytes."""
    with app.app_context():
        query = select(InboundMail.sender, InboundMail.recipient, InboundBytes.raw)
        query = query.join(InboundBytes, InboundBytes.id == InboundMail.bytes_id).order_by(InboundMail.id)
        return [tuple(row) for row in db.session.execute(query)]


@contextmanager
def listening(home: Home) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    with home.running("lmtp", "--port", str(port)) as process:
        wait_for(lambda: is_open(port), process)
        yield process, port


def is_open(port: int) -> bool:
    try:
        create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def test_what_was_acknowledged_survives_kill_9(either_ready_home: Home) -> None:
    acknowledged: list[bytes] = []
    for round_ in range(3):
        before = len(acknowledged)
        with listening(either_ready_home) as (process, port):
            threads = [
                start_sending(port, round_ * SENDERS + number, acknowledged) for number in range(SENDERS)
            ]
            end = time.monotonic() + 30
            while len(acknowledged) < before + 2 * SENDERS and time.monotonic() < end:
                time.sleep(0.02)
            time.sleep(random.uniform(0, 0.3))
            kill_group(process)
            for thread in threads:
                thread.join(30)
    # A relay that heard nothing sends the same mail again: those that were kept all the same are kept once.
    with listening(either_ready_home) as (_process, port), smtplib.LMTP("127.0.0.1", port) as relay:
        for mail in acknowledged:
            relay.sendmail("mara@example.org", ["scans@localhost"], mail)
    there = Counter(raw for _, _, raw in kept(either_ready_home.app()))
    assert len(acknowledged) >= 3 * 2 * SENDERS
    assert {mail: there[mail] for mail in acknowledged} == dict.fromkeys(acknowledged, 1)
    assert max(there.values()) == 1


def start_sending(port: int, number: int, acknowledged: list[bytes]) -> threading.Thread:
    def send() -> None:
        with suppress(OSError, smtplib.SMTPException), smtplib.LMTP("127.0.0.1", port) as relay:
            for count in range(10_000):
                relay.sendmail("mara@example.org", ["scans@localhost"], MAIL % (count, number))
                acknowledged.append(MAIL % (count, number))

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    return thread


def test_what_the_server_says(ready_home: Home) -> None:
    with listening(ready_home) as (_process, port):
        with smtplib.LMTP("127.0.0.1", port) as relay:
            for _ in range(2):
                assert given_to_two(relay, MAIL % (1, 2)) == [250, 250]
        with smtplib.SMTP("127.0.0.1", port) as relay:
            relay.ehlo()
            relay.docmd("MAIL", "FROM:<mara@example.org>")
            relay.docmd("RCPT", "TO:<scans@localhost>")
            assert relay.docmd("DATA")[0] == 354
            relay.send(b"Subject: bare\r\n\r\none\n.\ntwo\r\n.\r\n")
            assert relay.getreply()[0] == 250
            code, words = relay.docmd("MAIL", f"FROM:<mara@example.org> SIZE={LARGEST + 1}")
            assert code == 552 and b"larger than 25 MB" in words
            assert relay.docmd("MAIL", "FROM:<mara@example.org>")[0] == 250
            assert relay.docmd("RCPT", "TO:<scans@elsewhere.example>")[0] == 550
            assert relay.docmd("DATA")[0] == 503
        with smtplib.LMTP("127.0.0.1", port) as relay:
            assert given_to_two(relay, b"Subject: my photos\r\n\r\n" + LINE * (LARGEST // 1000)) == [552, 552]
    mails = kept(ready_home.app())
    assert [recipient for _, recipient, _ in mails] == [
        "scans@localhost",
        "reply+abc@localhost",
        "scans@localhost",
    ]
    # A dot between bare line feeds ends nothing: else a second mail could be hidden in one.
    assert mails[0][0] == "" and b"one\n.\ntwo" in mails[2][2]


def given_to_two(relay: smtplib.LMTP, mail: bytes) -> list[int]:
    """What it says of a mail for two people: LMTP answers for each of them (RFC 2033, 4.2)."""
    relay.ehlo_or_helo_if_needed()
    relay.docmd("MAIL", "FROM:<>")
    for address in ("Scans@localhost", "reply+abc@localhost"):
        relay.docmd("RCPT", f"TO:<{address}>")
    assert relay.docmd("DATA")[0] == 354
    relay.send(mail + b".\r\n")
    return [relay.getreply()[0], relay.getreply()[0]]


def test_without_the_database_it_asks_to_be_tried_again(ready_home: Home) -> None:
    app = ready_home.app()
    keeper = lmtp.Keeper(app, "localhost")
    envelope = lmtp.Envelope()
    envelope.original_content, envelope.rcpt_tos = b"Subject: x\r\n\r\ny\r\n", ["scans@localhost"]
    with patch.object(lmtp, "keep_mail", side_effect=OperationalError("x", {}, Exception())):
        assert keeper.keep(envelope).startswith("451 ")
    assert keeper.keep(envelope).startswith("250 ")


def piped(home: Home, raw: bytes, *words: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "forum", "receive", *words]
    environment = home.environment | more
    return subprocess.run(command, env=environment, input=raw, capture_output=True, timeout=60)


def test_the_pipe_keeps_a_mail_once(either_ready_home: Home) -> None:
    mail = b"From: mara@example.org\nTo: Scans <scans@localhost>, x@example.org\nSubject: A walk\n\nWindy.\n"
    for _ in range(2):
        assert piped(either_ready_home, mail).returncode == 0
    told = piped(either_ready_home, mail, "--sender", "a@example.org", "--recipient", "talk@localhost")
    assert told.returncode == 0
    assert piped(either_ready_home, mail, SENDER="b@example.org", RECIPIENT="rest@localhost").returncode == 0
    assert [(sender, recipient) for sender, recipient, _ in kept(either_ready_home.app())] == [
        ("mara@example.org", "scans@localhost"),
        ("a@example.org", "talk@localhost"),
        ("b@example.org", "rest@localhost"),
    ]


def test_the_pipe_says_what_went_wrong(ready_home: Home) -> None:
    large = piped(ready_home, b"Subject: all my photos\n\n" + b"x" * LARGEST)
    assert large.returncode == 65 and b"larger than 25 MB" in large.stderr
    nowhere = piped(ready_home, b"Subject: x\n\ny\n", FORUM_DATABASE_URL="sqlite:////nowhere/at.all")
    assert nowhere.returncode == 75 and b"Traceback" not in nowhere.stderr
    wrong = piped(ready_home, b"Subject: x\n\ny\n", FORUM_MAIL_STRANGERS="perhaps")
    assert wrong.returncode == 75
