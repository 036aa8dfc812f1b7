"""Mails to the forum, written for the purpose, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from unittest.mock import patch

from flask import Flask
from sqlalchemy import select

from forum.boards.posts import Post
from forum.core.clock import now
from forum.core.db import db
from forum.core.mail_addresses import Sealed, sealed_address
from forum.core.mailer import OutgoingMail, mail_key
from forum.receiving.models import InboundMail
from forum.receiving.storing import keep_mail
from forum.receiving.sweeping import handle_waiting_mail
from tests.boards.scene import unhurried
from tests.cast import Person

PROVEN = "mx.example.net; dmarc=pass header.from=example.org"


class Letterbox:
    """Takes mails in and has them handled, as the server and the worker do."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.written = 0

    def seal(self, kind: str, member: Person, about: int, *, days: int = 0) -> str:
        """An address as it stands in a mail of ours, written so many days ago."""
        with self.app.app_context():
            day = (now() - timedelta(days=days)).date()
            return sealed_address(mail_key(), Sealed(kind, member.id, about), "localhost", day)

    def mail(self, sender: str, to: str, text: str, headers: Mapping[str, str] | None = None) -> EmailMessage:
        self.written += 1
        mail = EmailMessage(policy=SMTP)
        all_of_them = {
            "From": sender,
            "To": to,
            "Subject": "A thought",
            "Message-ID": f"<thought-{self.written}@example.org>",
        } | dict(headers or {})
        for name, value in all_of_them.items():
            if value:
                mail[name] = value
        mail.set_content(text)
        return mail

    def take(
        self, mail: EmailMessage | bytes, to: str = "", sender: str = "someone@example.org"
    ) -> InboundMail:
        """Take a mail in and handle what waits; returns what became of it."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        recipient = to or (str(mail["To"]) if isinstance(mail, EmailMessage) else "talk@localhost")
        with self.app.app_context():
            keep_mail(raw, sender, [recipient])
            db.session.commit()
        self.work()
        return self.all()[-1]

    def send(
        self, sender: str, to: str, text: str, envelope: str = "someone@example.org", **headers: str
    ) -> InboundMail:
        """Write a mail and take it in; header fields with ``_`` for ``-``."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.take(self.mail(sender, to, text, fields), sender=envelope)

    def work(self) -> None:
        """What the worker does until nothing waits, a transaction at a time."""
        with self.app.app_context(), unhurried():
            while handle_waiting_mail():
                db.session.commit()
            db.session.commit()

    def all(self) -> list[InboundMail]:
        with self.app.app_context():
            return list(db.session.scalars(select(InboundMail).order_by(InboundMail.id)))

    def answers(self) -> list[OutgoingMail]:
        """What we wrote, the oldest first."""
        with self.app.app_context():
            return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))

    def posts(self, thread: int) -> list[Post]:
        with self.app.app_context():
            query = select(Post).where(Post.thread_id == thread).order_by(Post.id)
            return list(db.session.scalars(query))

    def setting(self, name: str, value: object) -> object:
        return patch.object(self.app.extensions["settings"], name, value)
