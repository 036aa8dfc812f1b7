"""Finding members: by the name others call them, or by the address they sign in with."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.handles import handle_key
from forum.accounts.models import Joining, Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import NotFound


def member_called(handle: str) -> Member:
    """The member with this handle, in any spelling."""
    member = db.session.scalar(select(Member).where(Member.handle_key == handle_key(handle)[:100]))
    if member is None:
        raise NotFound
    return member


def account_of(email: str) -> Member | None:
    """Whoever signs in with this address; not somebody known only from an archive."""
    query = select(Member).where(Member.email == email, Member.claimed_at.is_not(None))
    return db.session.scalar(query)


def archive_author(email: str) -> Member | None:
    """Whoever wrote from this address in an archive and has not joined yet."""
    return db.session.scalar(select(Member).where(Member.email == email, Member.claimed_at.is_(None)))


def is_handle_taken(handle: str, *, but_by: str = "") -> bool:
    """Whether a member is called this, or somebody about to join from another address than ``but_by``."""
    key = handle_key(handle)
    if db.session.scalar(select(Member.id).where(Member.handle_key == key)) is not None:
        return True
    waiting = select(Joining.id).where(
        Joining.handle_key == key,
        Joining.expires_at > now(),
        Joining.used_at.is_(None),
        Joining.email != but_by,
    )
    return db.session.scalar(waiting.limit(1)) is not None
