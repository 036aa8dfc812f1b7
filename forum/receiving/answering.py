"""Our answers to mails: one plain mail, at most one to a message, never to what a program wrote."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from forum.accounts.letters import send_letter
from forum.core.clock import now
from forum.core.db import db
from forum.core.incoming import MOST_FILES
from forum.receiving.models import InboundMail
from forum.receiving.reading import LOOP, ReadMail
from forum.receiving.refusals import REFUSALS, MailRefused

#: Whoever is no member hears once in this time how to join.
INVITED_ONCE_IN = timedelta(days=7)


def tell_refused(mail: InboundMail, read: ReadMail, refused: MailRefused) -> bool:
    """Say why it is not posted, with every word of it; says whether they could be told."""
    why, advice = REFUSALS[refused.kind]
    about = {"most_files": MOST_FILES, "board_address": refused.board_address}
    return _answer(
        mail,
        read,
        "refused",
        why=why.format(refused.detail, **about).strip(),
        advice=advice.format(**about) if refused.board_address or "{board" not in advice else "",
        path=refused.path,
        words=read.parsed.text or read.words,
    )


def invite(mail: InboundMail, read: ReadMail) -> bool:
    """Tell somebody who is no member how to join, if nobody did so lately."""
    lately = (InboundMail.author == read.sender, InboundMail.answered_at > now() - INVITED_ONCE_IN)
    if not read.sender or db.session.scalar(select(InboundMail.id).where(*lately).limit(1)) is not None:
        return False
    return _answer(mail, read, "invite", words=read.parsed.text)


def tell_of_command(mail: InboundMail, read: ReadMail, done: str) -> bool:
    return _answer(mail, read, "command", done=done)


def tell_files_left_out(mail: InboundMail, read: ReadMail, path: str) -> bool:
    return _answer(mail, read, "files", reason=read.files.reason, path=path)


def _answer(mail: InboundMail, read: ReadMail, letter: str, **about: Any) -> bool:
    if not read.sender or read.origin.unanswerable or _was_answered(mail, read):
        return False
    outgoing = send_letter(letter, read.sender, room="receiving", **about)
    outgoing.headers = {
        "Auto-Submitted": "auto-replied",
        LOOP: current_app.extensions["settings"].mail_domain,
    }
    if read.parsed.message_id:
        outgoing.headers |= dict.fromkeys(("In-Reply-To", "References"), f"<{read.parsed.message_id}>")
    mail.answered_at = now()
    return True


def _was_answered(mail: InboundMail, read: ReadMail) -> bool:
    """To whichever of our addresses a message came: it is answered once."""
    same = InboundMail.bytes_id == mail.bytes_id
    if mail.header_id:
        same = (InboundMail.header_id == mail.header_id) & (InboundMail.author == read.sender)
    answered = select(InboundMail.id).where(same, InboundMail.answered_at.is_not(None)).limit(1)
    return db.session.scalar(answered) is not None
