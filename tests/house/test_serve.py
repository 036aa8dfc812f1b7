"""``forum serve`` and ``forum worker`` as real processes: what they answer, send, and how they end."""

from __future__ import annotations

import os
import signal
import time
from email import message_from_bytes, policy

import pytest

from forum.core.clock import now
from forum.core.db import db
from forum.core.mailer import OutgoingMail, post_mail
from tests.house.homes import Home, fill, has_group, serving_children, wait_for
from tests.house.relay import open_relay
from tests.house.visitor import Visitor


@pytest.fixture
def lived_in(either_home: Home) -> Home:
    either_home.said("setup")
    return either_home


def test_it_answers_and_ends_when_asked(lived_in: Home) -> None:
    people = fill(lived_in.app())
    with lived_in.served() as (process, address):
        visitor = Visitor(address)
        assert visitor.get("/readyz") == (200, "ready")
        visitor.sign_in(people[0])
        assert "Waiting, again" in visitor.get("/threads/1")[1]
        assert visitor.send("/threads/1", "/threads/1/replies", {"body": "By wire."}) == 303
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
        wait_for(lambda: not has_group(process), seconds=5)


def test_an_address_of_any_length_that_it_takes_gets_a_page_of_ours(home: Home) -> None:
    home.said("setup")
    with home.served() as (_process, address):
        status, page = Visitor(address).get("/join?x=" + "y" * 8_100)
        assert (status, "That address is too long" in page) == (414, True)


def test_its_worker_ends_with_it_however_it_goes(home: Home) -> None:
    home.said("setup")
    with home.served() as (process, _address):
        os.kill(process.pid, signal.SIGKILL)
        process.wait(5)
        wait_for(lambda: not has_group(process), seconds=15)


def test_a_server_process_that_dies_is_replaced(home: Home) -> None:
    home.said("setup")
    with home.served() as (process, address):
        first = serving_children(process.pid)
        os.kill(first[0], signal.SIGKILL)
        wait_for(lambda: set(serving_children(process.pid)) - set(first), process)
        assert Visitor(address).get("/healthz")[0] == 200


def test_a_port_in_use_is_said(home: Home) -> None:
    home.said("setup")
    with home.served() as (_process, address):
        done = home.forum_process("serve", "--port", address.rpartition(":")[2])
    assert done.code != 0
    assert "Traceback" not in done.err


def test_mail_becomes_files_when_there_is_no_relay(home: Home) -> None:
    post(home, "mara@example.org")
    with home.running("worker") as process:
        wait_for(lambda: list(home.data.glob("outbox/*.eml")), process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    (file,) = home.data.glob("outbox/*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (mail["To"], mail["Subject"]) == ("mara@example.org", "Grüße 🌱")
    assert mail.get_content().strip() == "Words for mara@example.org"


def test_each_mail_reaches_the_relay_once(lived_in: Home) -> None:
    post(lived_in, *[f"member{number}@example.org" for number in range(30)])
    with open_relay() as relay:
        lived_in.more = {"FORUM_SMTP_URL": relay.url}
        with lived_in.running("worker") as one, lived_in.running("worker"):
            wait_for(lambda: unsent(lived_in) == 0, one)
        assert sorted(mail["To"] for mail in relay.mails) == sorted(
            f"member{number}@example.org" for number in range(30)
        )


def test_a_relay_that_is_away_for_a_while_gets_it_later(home: Home) -> None:
    post(home, "mara@example.org")
    with open_relay() as relay:
        relay.refusing = b"451 later"
        home.more = {"FORUM_SMTP_URL": relay.url}
        with home.running("worker") as worker:
            wait_for(lambda: tries(home) == 1, worker)
            relay.refusing = None
            make_due(home)
            wait_for(lambda: unsent(home) == 0, worker)
        assert len(relay.mails) == 1


def test_a_worker_killed_while_it_sends_leaves_nothing_unsent(home: Home) -> None:
    post(home, *[f"member{number}@example.org" for number in range(30)])
    with open_relay() as relay:
        home.more = {"FORUM_SMTP_URL": relay.url}
        with home.running("worker") as worker:
            wait_for(lambda: len(relay.mails) > 3, worker)
        make_due(home)
        with home.running("worker") as worker:
            wait_for(lambda: unsent(home) == 0, worker)
        ids = [mail["Message-ID"] for mail in relay.mails]
        assert len(set(ids)) == 30
        assert len(ids) <= 31


def post(home: Home, *addresses: str) -> None:
    home.said("setup")
    with home.app().app_context():
        for address in addresses:
            subject = "Grüße 🌱" if len(addresses) == 1 else "Hello"
            post_mail(address, subject, f"Words for {address}\n")
        db.session.commit()


def unsent(home: Home) -> int:
    with home.app().app_context():
        return db.session.query(OutgoingMail).filter(OutgoingMail.sent_at.is_(None)).count()


def tries(home: Home) -> int:
    with home.app().app_context():
        return db.session.query(OutgoingMail.tries).scalar()


def make_due(home: Home) -> None:
    """Let the time pass that a lease or a pause takes."""
    time.sleep(0.2)
    with home.app().app_context():
        db.session.query(OutgoingMail).filter(OutgoingMail.sent_at.is_(None)).update({"due_at": now()})
        db.session.commit()
