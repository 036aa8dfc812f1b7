"""Sending: what a mail looks like as bytes, and what becomes of its row when a relay is difficult."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from forum.config import Settings
from forum.core import mailer
from forum.core.clock import now
from forum.core.db import db
from forum.core.mail_addresses import read_address
from forum.core.mail_writing import address_of, mail_bytes
from forum.core.mailer import OutgoingMail, call_back, mail_key, post_mail, send_due_mail, sweep_old_mail
from tests.house.relay import Relay, open_relay

Mails = Callable[[], list[OutgoingMail]]
WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=300)


@pytest.fixture
def relay() -> Iterator[Relay]:
    with open_relay() as relay:
        yield relay


@pytest.fixture
def way(settings: Settings, relay: Relay) -> Settings:
    return settings.model_copy(update={"smtp_url": SecretStr(relay.url)})


def post(app: Flask, many: int = 1, **columns: object) -> None:
    with app.app_context():
        for number in range(many):
            mail = post_mail(f"m{number}@example.org", f"Subject {number}", f"Words {number}\n")
            for name, value in columns.items():
                setattr(mail, name, value)
        db.session.commit()


def send(app: Flask, way: Settings) -> int:
    with app.app_context():
        return send_due_mail(way)


def read(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage) and not mail.defects
    return mail


@given(WORDS, WORDS, WORDS, WORDS)
def test_what_is_written_is_read_again(subject: str, name: str, text: str, html: str) -> None:
    headers = {"From": address_of(name, "a@example.org"), "Subject": subject}
    raw = mail_bytes(headers, text, html)
    assert max(map(len, raw.split(b"\r\n"))) <= 998 and b"\n" not in raw.replace(b"\r\n", b"")
    mail = read(raw)
    assert mail["Subject"].split() == subject.split()
    assert mail["From"].addresses[0].addr_spec == "a@example.org"
    plain = mail.get_body(["plain"])
    assert plain is not None and said(plain) == text


@pytest.mark.parametrize("words", ["x" * 3000, "Grüße " * 400, "日本語" * 900, ".\n..\nFrom me\n"])
def test_long_lines_and_any_script_arrive_whole(words: str) -> None:
    mail = read(mail_bytes({"Subject": "s"}, words, f"<p>{words}</p>"))
    bodies = [mail.get_body([kind]) for kind in ("plain", "html")]
    assert [said(body) for body in bodies if body] == [words.removesuffix("\n"), f"<p>{words}</p>"]


def said(part: EmailMessage) -> str:
    """The words of a part, without the line end that closes it."""
    return str(part.get_content()).replace("\r\n", "\n").removesuffix("\n")


def test_nobodys_words_become_a_header() -> None:
    raw = mail_bytes({"Subject": "a\r\nBcc: all@example.org", "From": address_of("b\nX: y", "a@b.org")}, "t")
    assert set(read(raw).keys()) >= {"Subject", "From"} and not {"Bcc", "X"} & set(read(raw).keys())


def test_one_connection_carries_a_batch(app: Flask, way: Settings, relay: Relay, mails: Mails) -> None:
    post(app, 30)
    assert send(app, way) == 30
    assert relay.greeted == 1
    assert all(mail.sent_at and not mail.due_at and not mail.text for mail in mails())


def test_one_that_was_hung_up_is_opened_again(app: Flask, way: Settings, relay: Relay) -> None:
    relay.most_a_connection = 4
    post(app, 10)
    assert send(app, way) == 10
    assert (len(relay.mails), relay.greeted) == (10, 3)


def test_a_mail_of_its_own_kind(app: Flask, way: Settings, relay: Relay) -> None:
    own = {"From": "x <b@localhost>", "Reply-To": "r@localhost"}
    post(app, member_id=7, html="<p>Words</p>", headers=own)
    send(app, way)
    (mail,), (sender,) = relay.mails, relay.senders
    assert (mail["From"], mail["Reply-To"]) == ("x <b@localhost>", "r@localhost")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    with app.app_context():
        sealed = read_address(mail_key(), sender.partition("@")[0], now().date())
    assert (sealed.kind, sealed.member_id, sealed.about) == ("bounce", 7, 1)


def test_growing_pauses_then_a_mark(app: Flask, way: Settings, relay: Relay, mails: Mails) -> None:
    relay.refusing = b"451 later"
    post(app)
    seen = []
    for _ in range(len(mailer.PAUSES) + 1):
        assert send(app, way) == 0
        (mail,) = mails()
        seen.append(round((mail.due_at - now()).total_seconds() / 60) if mail.due_at else None)
        make_due(app)
    assert seen == [*mailer.PAUSES, None]
    assert mails()[0].given_up_at and relay.mails == []


def test_a_relay_that_never_will_is_asked_once(app: Flask, way: Settings, relay: Relay, mails: Mails) -> None:
    relay.refusing = b"550 no such person"
    post(app)
    send(app, way)
    assert mails()[0].given_up_at and not mails()[0].due_at and not mails()[0].tries


def test_one_out_of_reach_is_no_mails_fault(app: Flask, way: Settings, relay: Relay, mails: Mails) -> None:
    relay.greeting = b"535 who are you"
    post(app, 5)
    assert send(app, way) == 0
    assert [(mail.tries, bool(mail.given_up_at)) for mail in mails()] == [(1, False)] * 5
    assert relay.greeted == 1


def test_a_slow_one_keeps_no_mail_from_others(
    app: Flask, way: Settings, relay: Relay, mails: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailer, "TURN", -1)
    post(app, 3)
    assert send(app, way) == 1
    assert [mail.due_at <= now() for mail in mails() if mail.due_at] == [True, True]


def test_letters_go_before_what_goes_to_many(app: Flask, way: Settings, relay: Relay) -> None:
    post(app, 2, is_bulk=True)
    post(app, subject="A new password")
    send(app, way)
    assert [mail["Subject"] for mail in relay.mails] == ["A new password", "Subject 0", "Subject 1"]


def test_what_is_called_back_does_not_leave(app: Flask, way: Settings, relay: Relay) -> None:
    post(app, 2, about="post:1")
    post(app, about="post:12")
    post(app)
    with app.app_context():
        call_back("post:1")
        db.session.commit()
    assert send(app, way) == 2


def test_what_left_long_ago_is_forgotten(app: Flask, mails: Mails) -> None:
    post(app, 2, created_at=now() - timedelta(days=91))
    post(app)
    with app.app_context():
        assert sweep_old_mail() == 2
        db.session.commit()
    assert len(mails()) == 1


def make_due(app: Flask) -> None:
    with app.app_context():
        waits = db.session.query(OutgoingMail).filter(OutgoingMail.due_at.is_not(None))
        waits.update({"due_at": now()})
        db.session.commit()
