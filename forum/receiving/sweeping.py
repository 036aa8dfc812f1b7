"""The worker's part: each mail that waits is taken, read and handled, once.

A mail is claimed in one transaction and handled in the next, by whoever claimed it. Whoever is killed between
the two leaves it claimed; when the claim has run out another takes it. One that ends its reader again and
again is set aside: nothing is retried for ever.
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta

import structlog
from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload, undefer

from forum.accounts.access import account_of
from forum.accounts.addresses import same_email
from forum.boards.spam import SpamService
from forum.core.clock import now
from forum.core.db import db, let_others_write, use_session_to
from forum.mail_in.parse import Unreadable
from forum.receiving.handling import handle, set_aside
from forum.receiving.models import InboundBytes, InboundMail
from forum.receiving.reading import ReadMail, read_mail, take_files
from forum.screening.allowances import KNOWN_AFTER

log = structlog.get_logger()

#: How long a claim lasts, and how often a mail is tried.
LEASE = timedelta(minutes=5)
MOST_TRIES = 3
#: How long the bytes of a mail are kept after it was handled; those set aside are kept until somebody looked.
KEPT = timedelta(days=30)
#: Who claims here: one process.
_WORKER = f"{os.getpid()}-{secrets.token_hex(8)}"
ENDS_READERS = "Reading it failed, several times."
UNREADABLE = "It could not be read as a mail."


def handle_waiting_mail() -> int:
    """Handle the mail that was claimed, or claim one; says how many it was busy with."""
    mine = select(InboundMail.id).where(InboundMail.state == "working", InboundMail.worker == _WORKER)
    mail_id = db.session.scalar(mine.order_by(InboundMail.id).limit(1))
    if mail_id is None:
        return _claim()
    read, trouble = _read(mail_id)
    mail = db.session.get_one(InboundMail, mail_id)
    if read is None:
        set_aside(mail, trouble)
    else:
        _handle(mail, read)
    return 1


def _claim() -> int:
    due = (
        select(InboundMail.id)
        .where(InboundMail.state.in_(("waiting", "working")), InboundMail.due_at <= now())
        .order_by(InboundMail.due_at, InboundMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    mail_id = db.session.scalar(due)
    if mail_id is None:
        return 0
    mail = db.session.get_one(InboundMail, mail_id)
    if mail.tries >= MOST_TRIES:
        set_aside(mail, ENDS_READERS)
        return 1
    mail.state, mail.worker, mail.due_at = "working", _WORKER, now() + LEASE
    mail.tries += 1
    return 1


def _read(mail_id: int) -> tuple[ReadMail | None, str]:
    """Read a mail while nobody waits for us; it, or the reason why it cannot be read."""
    let_others_write()
    use_session_to("read")
    try:
        query = select(InboundMail).where(InboundMail.id == mail_id)
        whole = joinedload(InboundMail.content).options(undefer(InboundBytes.raw))
        mail = db.session.scalars(query.options(whole)).one()
        if mail.content is None:
            return None, UNREADABLE
        relay = current_app.extensions["settings"].mail_authserv
        read = read_mail(mail.content.raw, mail.sender, relay)
        _look_closer(read)
    except Unreadable:
        return None, UNREADABLE
    except (SQLAlchemyError, OSError):
        raise
    except Exception as error:
        # Whatever somebody sends, the next mail is read too.
        log.error("mail not read", mail=mail_id, error=type(error).__name__, exc_info=error)
        return None, ENDS_READERS
    finally:
        let_others_write()
        use_session_to("write")
    return read, ""


def _look_closer(read: ReadMail) -> None:
    """What takes time and is of use only if it is from a member: files, and the spam service's opinion."""
    member = account_of(same_email(read.sender)) if read.sender else None
    if member is None or read.origin.automatic:
        return
    take_files(read)
    service: SpamService | None = current_app.extensions["spam service"]
    if service and member.standing == "member" and now() - member.joined_at < KNOWN_AFTER:
        read.spam = service.why_spam(read.title, read.words)


def _handle(mail: InboundMail, read: ReadMail) -> None:
    try:
        with db.session.begin_nested():
            handle(mail, read)
    except (SQLAlchemyError, OSError):
        raise
    except Exception as error:
        log.error("mail not handled", mail=mail.id, error=type(error).__name__, exc_info=error)
        set_aside(mail, ENDS_READERS)


def sweep_old_mail(batch: int = 100) -> int:
    """Forget the bytes of mails that were handled long ago, and who wrote what came to nothing."""
    needed = select(InboundMail.bytes_id).where(
        InboundMail.state != "done", InboundMail.bytes_id.is_not(None)
    )
    old = select(InboundBytes.id).where(InboundBytes.came_at < now() - KEPT, InboundBytes.id.not_in(needed))
    gone = list(db.session.scalars(old.order_by(InboundBytes.came_at).limit(batch)))
    if gone:
        forgotten = update(InboundMail).where(InboundMail.bytes_id.in_(gone))
        db.session.execute(
            forgotten.values(author="", sender="", bytes_id=None).execution_options(synchronize_session=False)
        )
        db.session.execute(delete(InboundBytes).where(InboundBytes.id.in_(gone)))
    return len(gone)
