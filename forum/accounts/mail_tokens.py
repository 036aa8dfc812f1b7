"""Links that were sent by mail: made, looked at, and used once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import contains_eager

from forum.accounts.models import MailToken, Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.tokens import hashed, new_token

#: How long after the first the second click of a double one may come.
TWO_CLICKS = timedelta(minutes=1)


def make_mail_token(member: Member, purpose: str, lasting: timedelta, email: str | None = None) -> str:
    """A new secret for a link; an older one for the same purpose stops working."""
    void_mail_tokens(member.id, purpose)
    return add_mail_token(member, purpose, lasting, email)


def add_mail_token(member: Member, purpose: str, lasting: timedelta, email: str | None = None) -> str:
    """The same, beside the older ones."""
    token = new_token()
    moment = now()
    db.session.add(
        MailToken(
            token_hash=hashed(token),
            purpose=purpose,
            member_id=member.id,
            email=email,
            made_at=moment,
            expires_at=moment + lasting,
        )
    )
    return token


def void_mail_tokens(member_id: int, purpose: str, *, after: int = 0) -> None:
    """Make the links somebody was sent for a purpose useless, or those sent ``after`` one of them."""
    theirs = MailToken.member_id == member_id, MailToken.purpose == purpose, MailToken.id > after
    db.session.execute(delete(MailToken).where(*theirs, MailToken.used_at.is_(None)))


def find_mail_token(token: str, purpose: str, *, or_just_used: bool = False) -> MailToken:
    """The living token of a link, its member loaded with it; looking at it changes nothing."""
    moment = now()
    is_open: ColumnElement[bool] = MailToken.used_at.is_(None)
    if or_just_used:
        is_open = or_(is_open, MailToken.used_at > moment - TWO_CLICKS)
    query = (
        select(MailToken)
        .join(MailToken.member)
        .options(contains_eager(MailToken.member))
        .where(MailToken.token_hash == hashed(token), MailToken.purpose == purpose)
        .where(MailToken.expires_at > moment, is_open, Member.remembered_at.is_(None))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def use_mail_token(found: MailToken) -> bool:
    """Mark a token as used; only one of two clicks can. The other hears False, and finds what is so now."""
    unused = MailToken.id == found.id, MailToken.used_at.is_(None)
    taken = update(MailToken).where(*unused).values(used_at=now()).returning(MailToken.id)
    if db.session.scalar(taken.execution_options(synchronize_session=False)) is not None:
        return True
    db.session.refresh(found.member)
    return False


def sweep_mail_tokens() -> None:
    db.session.execute(delete(MailToken).where(MailToken.expires_at <= now()))
