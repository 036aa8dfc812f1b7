"""Outgoing mail: a row first, in the transaction of what caused it; a mail afterwards, by the worker.

A row is marked as sent only when the relay has taken it, so that a kill loses nothing; the message id
is fixed with the row, so that a mail sent twice is shown once by any mail program.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog
from flask import Flask, current_app
from sqlalchemy import String, Text, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.config import Settings
from forum.core.clock import now
from forum.core.db import Base, Numbered, db
from forum.core.jobs import register_sweep
from forum.core.tokens import new_token

log = structlog.get_logger()

#: How long one worker keeps a mail to itself; after that another may try.
LEASE = timedelta(minutes=5)
#: Pauses before the next try, in minutes; after the last one a mail is given up.
PAUSES = (1, 5, 15, 60, 240, 720, 1440)
BATCH = 50
RELAY_SECONDS = 30


def init_mailer(app: Flask, settings: Settings) -> None:
    register_sweep(app, "mail", timedelta(seconds=1), lambda: send_due_mail(settings))


class OutgoingMail(Numbered, Base):
    """One mail to one person, waiting, sent or given up."""

    __tablename__ = "outgoing_mails"

    to_address: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(400))
    text: Mapped[str] = mapped_column(Text)
    #: The address that ends mails of this kind, for mail that somebody may want no more of.
    stop_at: Mapped[str] = mapped_column(String(500), default="", server_default="")
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]


class SilencedAddress(Base):
    """An address that no mail of any kind goes to, whatever put it in the outbox, and whenever."""

    __tablename__ = "silenced_addresses"

    address: Mapped[str] = mapped_column(String(320), primary_key=True)
    since: Mapped[datetime]


def silence(address: str) -> None:
    """Have nothing sent there from now on, not even what waits in the outbox."""
    db.session.merge(SilencedAddress(address=address, since=now()))


def let_hear(address: str) -> None:
    """Undo that; what was written meanwhile is not sent."""
    db.session.execute(delete(SilencedAddress).where(SilencedAddress.address == address))
    waits = OutgoingMail.to_address == address, OutgoingMail.due_at.is_not(None)
    db.session.execute(delete(OutgoingMail).where(*waits).execution_options(synchronize_session=False))


def post_mail(to_address: str, subject: str, text: str, *, stop_at: str = "") -> OutgoingMail:
    """Put a mail in the outbox; it leaves once the transaction around it has been committed."""
    moment = now()
    domain = current_app.extensions["settings"].mail_domain
    mail = OutgoingMail(
        to_address=to_address,
        subject=" ".join(subject.split()),
        text=text,
        stop_at=stop_at,
        message_id=f"<{new_token()[:24]}@{domain}>",
        created_at=moment,
        due_at=moment,
    )
    db.session.add(mail)
    return mail


def send_due_mail(settings: Settings) -> int:
    """Send what is due; returns how many mails left. Commits after each, so that none is sent unmarked."""
    send = _transport(settings)
    mails = _claim()
    return sum(_try_to_send(mail, send, settings) for mail in mails)


def _claim() -> list[OutgoingMail]:
    """Take some mails for this worker alone, for the length of a lease."""
    moment = now()
    _drop_what_nobody_should_get()
    waiting = (
        select(OutgoingMail.id)
        .where(OutgoingMail.due_at <= moment)
        .order_by(OutgoingMail.due_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    ids = list(db.session.scalars(waiting))
    db.session.execute(update(OutgoingMail).where(OutgoingMail.id.in_(ids)).values(due_at=moment + LEASE))
    db.session.commit()
    return list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.id.in_(ids))))


def _drop_what_nobody_should_get() -> None:
    """Looked for here, last of all, so that no page takes longer or shorter for such an address."""
    silenced = select(SilencedAddress.address).where(SilencedAddress.address == OutgoingMail.to_address)
    waits = OutgoingMail.due_at <= now(), silenced.exists()
    db.session.execute(delete(OutgoingMail).where(*waits).execution_options(synchronize_session=False))


def _try_to_send(mail: OutgoingMail, send: Callable[[EmailMessage, int], None], settings: Settings) -> bool:
    try:
        send(_message(mail, settings), mail.id)
    except (OSError, smtplib.SMTPException) as error:
        _put_off(mail, final=_is_final(error))
        log.warning("mail not sent", mail=mail.id, tries=mail.tries, error=type(error).__name__)
    else:
        mail.sent_at, mail.due_at, mail.text, mail.stop_at = now(), None, "", ""
    db.session.commit()
    return mail.sent_at is not None


def _put_off(mail: OutgoingMail, *, final: bool) -> None:
    if final or mail.tries >= len(PAUSES):
        mail.given_up_at, mail.due_at = now(), None
        return
    mail.due_at = now() + timedelta(minutes=PAUSES[mail.tries])
    mail.tries += 1


def _is_final(error: Exception) -> bool:
    """5xx: the relay will never take this one (RFC 5321, 4.2.1)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def _message(mail: OutgoingMail, settings: Settings) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = f'"{settings.site_name.replace(chr(34), "")}" <noreply@{settings.mail_domain}>'
    message["To"] = mail.to_address
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if mail.stop_at:
        message["List-Unsubscribe"] = f"<{mail.stop_at}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    return message


class _OnOneLine(UnstructuredHeader):
    """An address that mail programs look for: folded and encoded as words are, none would find it."""

    def fold(self, *, policy: Policy) -> str:
        return f"List-Unsubscribe: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _OnOneLine)  # type: ignore[arg-type]
_POLICY = SMTP.clone(header_factory=_headers)


def _transport(settings: Settings) -> Callable[[EmailMessage, int], None]:
    if settings.smtp_url:
        return lambda message, _number: _relay(settings.smtp_url.get_secret_value(), message)  # type: ignore[union-attr]
    return lambda message, number: _write_file(settings.outbox, message, number)


def _relay(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    port = parts.port or (465 if parts.scheme == "smtps" else 25)
    with kind(parts.hostname or "localhost", port, timeout=RELAY_SECONDS) as relay:
        if parts.scheme == "smtp" and relay.has_extn("starttls"):
            relay.starttls()
        if parts.username:
            relay.login(unquote(parts.username), unquote(parts.password or ""))
        relay.send_message(message)


def _write_file(folder: Path, message: EmailMessage, number: int) -> None:
    """For a forum without a relay: each mail a file, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{number}.part"
    draft.write_bytes(message.as_bytes())
    draft.rename(folder / f"{number:08}.eml")


def waiting_and_given_up() -> tuple[int, int]:
    """How many mails are overdue by more than an hour, and how many were given up."""
    late = or_(OutgoingMail.due_at < now() - timedelta(hours=1))
    count = select(db.func.count()).select_from(OutgoingMail)
    return (
        db.session.scalar(count.where(late)) or 0,
        db.session.scalar(count.where(OutgoingMail.given_up_at.is_not(None))) or 0,
    )
