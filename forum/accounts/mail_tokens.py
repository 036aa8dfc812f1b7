"""Links that were sent by mail: made, looked at, and used once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import contains_eager

from forum.accounts.models import MailToken, Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.tokens import hashed, new_token


def make_mail_token(member: Member, purpose: str, lasting: timedelta, email: str | None = None) -> str:
    """A new secret for a link; an older one for the same purpose stops working."""
    void_mail_tokens(member.id, purpose)
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


def void_mail_tokens(member_id: int, purpose: str) -> None:
    """Make the links somebody was sent for a purpose useless."""
    db.session.execute(
        delete(MailToken).where(MailToken.member_id == member_id, MailToken.purpose == purpose)
    )


def find_mail_token(token: str, purpose: str) -> MailToken:
    """The living token of a link, its member loaded with it; looking at it changes nothing."""
    query = (
        select(MailToken)
        .join(MailToken.member)
        .options(contains_eager(MailToken.member))
        .where(
            MailToken.token_hash == hashed(token), MailToken.purpose == purpose, MailToken.expires_at > now()
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def use_mail_token(found: MailToken) -> None:
    """Take a token out of the world; only one of two clicks can."""
    taken = delete(MailToken).where(MailToken.id == found.id).returning(MailToken.id)
    if db.session.scalar(taken.execution_options(synchronize_session=False)) is None:
        raise NotFound


def sweep_mail_tokens() -> None:
    db.session.execute(delete(MailToken).where(MailToken.expires_at <= now()))
