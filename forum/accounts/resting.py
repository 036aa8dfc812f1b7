"""The account of somebody who has died: it rests, and can be woken if that was a mistake.

Nobody signs in to it, by a password, by a link from a mail or by a browser that was signed in, and no mail of
any kind goes to its address. All else stays: their page, their posts, their name.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete

from forum.accounts.models import BrowserSession, Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.mailer import let_hear, silence


def lay_to_rest(member: Member) -> None:
    """From now on the member is remembered; every browser of theirs is signed out."""
    member.remembered_at = now()
    db.session.execute(delete(BrowserSession).where(BrowserSession.member_id == member.id))
    if member.email:
        silence(member.email)


def wake(member: Member) -> None:
    """They are here after all: their password works again, and mail comes."""
    member.remembered_at = None
    if member.email:
        let_hear(member.email)


def is_among_us() -> ColumnElement[bool]:
    """Of members: those who can be told, suggested and counted, having an account and not having died."""
    return Member.claimed_at.is_not(None) & Member.remembered_at.is_(None)
