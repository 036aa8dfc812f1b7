"""A group with a board, and a thread of the patient's on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from forum.config import Settings
from forum.core.clock import now
from forum.core.db import Rows, db
from forum.core.mailer import OutgoingMail, send_due_mail
from forum.notifications.models import MailChoice, Notice
from tests.boards.scene import Scene
from tests.cast import Browser


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


@pytest.fixture
def talk(scene: Scene, patient: Browser) -> int:
    """The number of a thread that the patient started; nobody is to be told of its first post."""
    scene.board("talk")
    return scene.thread("talk", patient.member_id, "How I sleep")


@dataclass
class Post:
    """What the worker does, and what came of it."""

    app: Flask
    scene: Scene

    def work(self) -> None:
        """Let every sweep run that tells somebody something; nothing leaves."""
        for sweep in self.app.extensions["sweeps"]:
            if sweep.name in ("posts to tell", "notices", "digests", "mail choices"):
                with self.app.app_context():
                    while sweep.run():
                        db.session.commit()
                    db.session.commit()

    def pass_hold(self) -> None:
        """Let the minutes pass for which notices are held."""
        self.scene.do(lambda: db.session.query(Notice).update({"due_at": now()}))

    def come_morning(self) -> None:
        """Have everybody's digest be due, of what is new since a day ago."""
        day_ago = now() - timedelta(days=1)
        self.scene.do(
            lambda: db.session.query(MailChoice).update(
                {"digest_at": now(), "daily_from": day_ago, "weekly_from": day_ago - timedelta(days=6)}
            )
        )

    def mails_to(self, browser: Browser) -> Rows:
        theirs = select(OutgoingMail.__table__).where(OutgoingMail.member_id == browser.member_id)
        return self.scene.do(lambda: db.session.execute(theirs.order_by(OutgoingMail.id)).all())


@pytest.fixture
def post(app: Flask, scene: Scene) -> Post:
    return Post(app, scene)


Choose = Callable[..., None]


@pytest.fixture
def choose(scene: Scene) -> Choose:
    """Have somebody choose by the page, as they would."""

    def send(browser: Browser, way: str = "daily", **fields: str) -> None:
        answer = browser.post("/settings/mail", {"way": way, **fields}, page="/settings/mail")
        assert answer.status_code == 303

    return send


def sent(app: Flask, settings: Settings) -> list[EmailMessage]:
    """What leaves, read as a mail program reads it."""
    for file in settings.outbox.glob("*.eml"):
        file.unlink()
    with app.app_context():
        send_due_mail(settings)
    files = sorted(settings.outbox.glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]  # type: ignore[misc]


def body(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body([kind])
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
