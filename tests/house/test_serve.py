"""``forum serve`` and ``forum worker`` as real processes: what they answer, send, and how they end."""

from __future__ import annotations

import os
import signal
import time
from email import message_from_bytes, policy

from forum.core.clock import now
from forum.core.db import db
from forum.core.edge import Kith
from forum.core.mailer import OutgoingMail, post_mail
from tests.house.homes import Home, fill, has_group, serving_children, wait_for
from tests.house.relay import open_relay
from tests.house.visitor import Visitor


def test_it_answers_and_ends_when_asked(either_ready_home: Home) -> None:
    people = fill(either_ready_home.app())
    with either_ready_home.served() as (process, address):
        visitor = Visitor(address)
        assert visitor.get("/readyz") == (200, "ready")
        visitor.sign_in(people[0])
        assert "Waiting, again" in visitor.get("/threads/1")[1]
        assert visitor.send("/threads/1", "/threads/1/replies", {"body": "By wire."}) == 303
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
        wait_for(lambda: not has_group(process), seconds=5)


def test_an_address_of_any_length_that_it_takes_gets_a_page_of_ours(ready_home: Home) -> None:
    with ready_home.served() as (_process, address):
        status, page = Visitor(address).get("/join?x=" + "y" * 8_100)
        assert (status, "That address is too long" in page) == (414, True)


def test_its_worker_ends_with_it_however_it_goes(ready_home: Home) -> None:
    with ready_home.served() as (process, _address):
        os.kill(process.pid, signal.SIGKILL)
        process.wait(5)
        wait_for(lambda: not has_group(process), seconds=15)


def test_a_server_process_that_dies_is_replaced(ready_home: Home) -> None:
    with ready_home.served() as (process, address):
        first = serving_children(process.pid)
        os.kill(first[0], signal.SIGKILL)
        wait_for(lambda: set(serving_children(process.pid)) - set(first), process)
        assert Visitor(address).get("/healthz")[0] == 200


def test_a_port_in_use_is_said(ready_home: Home) -> None:
    with ready_home.served() as (_process, address):
        done = ready_home.forum_process("serve", "--port", address.rpartition(":")[2])
    assert done.code != 0
    assert "Traceback" not in done.err


def test_mail_becomes_files_when_there_is_no_relay(ready_home: Home) -> None:
    post(ready_home, "mara@example.org")
    with ready_home.running("worker") as process:
        wait_for(lambda: list(ready_home.data.glob("outbox/*.eml")), process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    (file,) = ready_home.data.glob("outbox/*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (mail["To"], mail["Subject"]) == ("mara@example.org", "Grüße 🌱")
    assert mail.get_content().strip() == "Words for mara@example.org"


def test_each_mail_reaches_the_relay_once(either_ready_home: Home) -> None:
    app = post(either_ready_home, *[f"member{number}@example.org" for number in range(30)])
    with open_relay() as relay:
        either_ready_home.more = {"FORUM_SMTP_URL": relay.url}
        with either_ready_home.running("worker") as one, either_ready_home.running("worker"):
            wait_for(lambda: unsent(app) == 0, one)
        assert sorted(mail["To"] for mail in relay.mails) == sorted(
            f"member{number}@example.org" for number in range(30)
        )


def test_a_relay_that_is_away_for_a_while_gets_it_later(ready_home: Home) -> None:
    app = post(ready_home, "mara@example.org")
    with open_relay() as relay:
        relay.refusing = b"451 later"
        ready_home.more = {"FORUM_SMTP_URL": relay.url}
        with ready_home.running("worker") as worker:
            wait_for(lambda: tries(app) == 1, worker)
            relay.refusing = None
            make_due(app)
            wait_for(lambda: unsent(app) == 0, worker)
        assert len(relay.mails) == 1


def test_a_worker_killed_while_it_sends_leaves_nothing_unsent(ready_home: Home) -> None:
    app = post(ready_home, *[f"member{number}@example.org" for number in range(30)])
    with open_relay() as relay:
        ready_home.more = {"FORUM_SMTP_URL": relay.url}
        with ready_home.running("worker") as worker:
            wait_for(lambda: len(relay.mails) > 3, worker)
        make_due(app)
        with ready_home.running("worker") as worker:
            wait_for(lambda: unsent(app) == 0, worker)
        ids = [mail["Message-ID"] for mail in relay.mails]
        assert len(set(ids)) == 30
        assert len(ids) <= 31


def post(home: Home, *addresses: str) -> Kith:
    """Put a mail for each address into the outbox; returns the forum, to ask what became of them."""
    app = home.app()
    with app.app_context():
        for address in addresses:
            subject = "Grüße 🌱" if len(addresses) == 1 else "Hello"
            post_mail(address, subject, f"Words for {address}\n")
        db.session.commit()
    return app


def unsent(app: Kith) -> int:
    with app.app_context():
        return db.session.query(OutgoingMail).filter(OutgoingMail.sent_at.is_(None)).count()


def tries(app: Kith) -> int:
    with app.app_context():
        return db.session.query(OutgoingMail.tries).scalar()


def make_due(app: Kith) -> None:
    """Let the time pass that a lease or a pause takes."""
    time.sleep(0.2)
    with app.app_context():
        db.session.query(OutgoingMail).filter(OutgoingMail.sent_at.is_(None)).update({"due_at": now()})
        db.session.commit()
