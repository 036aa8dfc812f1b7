"""Outgoing mail: a row first, in the transaction of what caused it; a mail afterwards, by the worker.

A row is marked as sent only when the relay has taken it, so that a kill loses nothing; the message id
is fixed with the row, so that a mail sent twice is shown once by any mail program. A mark does not wait
for the disk: after a power cut the last mails may be sent twice, and none is lost.
"""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from email.utils import format_datetime
from time import monotonic

import structlog
from flask import Flask, current_app
from sqlalchemy import JSON, Index, String, Text, bindparam, delete, false, or_, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.config import Settings
from forum.core.clock import now
from forum.core.db import AnyRow, Base, Key, Numbered, Rows, db, use_session_to
from forum.core.jobs import register_sweep
from forum.core.mail_addresses import Sealed, sealed_address
from forum.core.mail_writing import address_of, mail_bytes
from forum.core.relay import Envelope, Unreachable, Way, way_out
from forum.core.tokens import new_token

log = structlog.get_logger()

#: How long one worker keeps a mail to itself; after that another may try.
LEASE = timedelta(minutes=5)
#: Pauses before the next try, in minutes; after the last one a mail is given up.
PAUSES = (1, 5, 15, 60, 240, 720, 1440, 1440)
#: Mails in one go, over one connection, and for how many seconds: the relay may take its time.
BATCH, TURN = 200, 3.0
#: How long the row of a mail is kept that has left, or was given up: as long as it may come back.
KEPT = timedelta(days=90)
WAITING = text("due_at IS NOT NULL")
TELLING = text("about <> ''")


def init_mailer(app: Flask, settings: Settings) -> None:
    register_sweep(app, "mail", timedelta(seconds=1), lambda: send_due_mail(settings), in_batches=True)
    register_sweep(app, "old mail", timedelta(hours=6), sweep_old_mail, in_batches=True)


class OutgoingMail(Numbered, Base):
    """One mail to one person, waiting, sent or given up."""

    __tablename__ = "outgoing_mails"
    __table_args__ = (
        Index(
            "ix_outgoing_mails_waiting", "is_bulk", "due_at", postgresql_where=WAITING, sqlite_where=WAITING
        ),
        Index("ix_outgoing_mails_about", "about", postgresql_where=TELLING, sqlite_where=TELLING),
    )

    to_address: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(400))
    text: Mapped[str] = mapped_column(Text)
    #: The same for programs that show HTML; empty: there is only the text.
    html: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: What this mail has beside what every mail has, such as Reply-To; or in its place, such as From.
    headers: Mapped[dict[str, str] | None] = mapped_column(JSON)
    #: The address that ends mails of this kind, for mail that somebody may want no more of.
    stop_at: Mapped[str] = mapped_column(String(500), default="", server_default="")
    message_id: Mapped[str] = mapped_column(String(320))
    #: Whom it is for, so that we know whose mail it is that came back.
    member_id: Mapped[int | None] = mapped_column(Key)
    #: What it tells of, such as ``post:12``: while it waits, it can be called back.
    about: Mapped[str] = mapped_column(String(40), default="", server_default="")
    #: One of many: letters to a single person go before.
    is_bulk: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
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
    mail = OutgoingMail(
        to_address=to_address,
        subject=" ".join(subject.split()),
        text=text,
        stop_at=stop_at,
        message_id=new_message_id(),
        created_at=moment,
        due_at=moment,
    )
    db.session.add(mail)
    return mail


def new_message_id() -> str:
    """A name that no other mail has."""
    return f"<{new_token()[:24]}@{current_app.extensions['settings'].mail_domain}>"


def call_back(about: str) -> None:
    """Have no mail leave any more that tells of this."""
    waits = OutgoingMail.about == about, OutgoingMail.about != "", OutgoingMail.sent_at.is_(None)
    db.session.execute(delete(OutgoingMail).where(*waits).execution_options(synchronize_session=False))


def send_due_mail(settings: Settings) -> int:
    """Send what is due, a batch of it; returns how many mails left. Marks each as it leaves."""
    db.session.commit()
    use_session_to("quick")
    try:
        mails = _claim()
        with way_out(settings) as way:
            return _send_all(mails, way, settings) if mails else 0
    finally:
        use_session_to("write")


def _claim() -> Rows:
    """Take some mails for this worker alone, for the length of a lease."""
    moment = now()
    waiting = (
        select(OutgoingMail.id)
        .where(OutgoingMail.due_at <= moment)
        .order_by(OutgoingMail.is_bulk, OutgoingMail.due_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    take = update(OutgoingMail).where(OutgoingMail.id.in_(waiting.scalar_subquery()))
    taken = db.session.execute(
        take.values(due_at=moment + LEASE).returning(*OutgoingMail.__table__.columns),
        execution_options={"synchronize_session": False},
    ).all()
    wanted = _without_silenced(taken)
    db.session.commit()
    return sorted(wanted, key=lambda mail: (mail.is_bulk, mail.id))


def _without_silenced(mails: Rows) -> Rows:
    """Looked for here, last of all, so that no page takes longer or shorter for such an address."""
    addresses = [mail.to_address for mail in mails]
    asked = select(SilencedAddress.address).where(SilencedAddress.address.in_(addresses))
    silenced = set(db.session.scalars(asked)) if mails else set()
    unwanted = [mail.id for mail in mails if mail.to_address in silenced]
    if unwanted:
        db.session.execute(delete(OutgoingMail).where(OutgoingMail.id.in_(unwanted)))
    return [mail for mail in mails if mail.to_address not in silenced]


def _send_all(mails: Rows, way: Way, settings: Settings) -> int:
    """One after another, for as long as a turn lasts; what is left then is for the next one."""
    end, sent = monotonic() + TURN, 0
    for place, mail in enumerate(mails):
        try:
            sent += _try_to_send(mail, way, settings)
        except Unreachable as error:
            log.warning("relay out of reach", error=str(error), mails=len(mails) - place)
            _mark_all([(mail, _later(mail)) for mail in mails[place:]])
            return sent
        if monotonic() > end:
            _mark_all([(mail, {"due_at": now()}) for mail in mails[place + 1 :]])
            return sent
    return sent


def _try_to_send(mail: AnyRow, way: Way, settings: Settings) -> bool:
    try:
        way.send(_envelope(mail, settings))
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail not sent", mail=mail.id, tries=mail.tries, error=type(error).__name__)
        _mark_all([(mail, _given_up() if _is_final(error) else _later(mail))])
        return False
    db.session.execute(_SENT, {"number": mail.id, "moment": now()})
    db.session.commit()
    return True


#: What it said is gone with the mark: the mail is where it belongs.
_SENT = (
    update(OutgoingMail)
    .where(OutgoingMail.id == bindparam("number", type_=Key))
    .values(sent_at=bindparam("moment"), due_at=None, text="", html="", headers=None, stop_at="")
    .execution_options(synchronize_session=False)
)


def _mark_all(marks: list[tuple[AnyRow, dict[str, object]]]) -> None:
    for mail, values in marks:
        db.session.execute(update(OutgoingMail).where(OutgoingMail.id == mail.id).values(values))
    db.session.commit()


def _later(mail: AnyRow) -> dict[str, object]:
    if mail.tries >= len(PAUSES):
        return _given_up()
    return {"due_at": now() + timedelta(minutes=PAUSES[mail.tries]), "tries": mail.tries + 1}


def _given_up() -> dict[str, object]:
    return {"given_up_at": now(), "due_at": None}


def _is_final(error: Exception) -> bool:
    """5xx: the relay will never take this one (RFC 5321, 4.2.1)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def _envelope(mail: AnyRow, settings: Settings) -> Envelope:
    headers = {
        "From": address_of(settings.site_name, f"noreply@{settings.mail_domain}"),
        "To": mail.to_address,
        "Subject": mail.subject,
        "Date": format_datetime(mail.created_at),
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        **(mail.headers or {}),
    }
    if mail.stop_at:
        headers["List-Unsubscribe"] = f"<{mail.stop_at}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    content = mail_bytes(headers, mail.text, mail.html)
    return Envelope(mail.id, _sender(mail, settings), mail.to_address, content)


def _sender(mail: AnyRow, settings: Settings) -> str:
    """Where a mail comes back to that cannot be delivered: an address that knows whose it was."""
    domain = settings.mail_domain
    if mail.member_id is None:
        return f"noreply@{domain}"
    return sealed_address(mail_key(), Sealed("bounce", mail.member_id, mail.id), domain, now().date())


def mail_key() -> bytes:
    """What our addresses are sealed with."""
    return str(current_app.secret_key).encode()


def sweep_old_mail(batch: int = 1000) -> int:
    """Forget mails that left long ago; they stand in the order in which they were written."""
    oldest = select(OutgoingMail.id, OutgoingMail.created_at).order_by(OutgoingMail.id).limit(batch)
    gone = [row.id for row in db.session.execute(oldest) if row.created_at < now() - KEPT]
    if gone:
        db.session.execute(delete(OutgoingMail).where(OutgoingMail.id.in_(gone)))
    return len(gone)


def waiting_and_given_up() -> tuple[int, int]:
    """How many mails are overdue by more than an hour, and how many were given up."""
    late = or_(OutgoingMail.due_at < now() - timedelta(hours=1))
    count = select(db.func.count()).select_from(OutgoingMail)
    return (
        db.session.scalar(count.where(late)) or 0,
        db.session.scalar(count.where(OutgoingMail.given_up_at.is_not(None))) or 0,
    )
