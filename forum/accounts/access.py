"""Finding members: by the name others call them, or by the address they sign in with."""

from __future__ import annotations

import re

from sqlalchemy import and_, or_, select

from forum.accounts.handles import handle_key
from forum.accounts.lookalikes import name_key
from forum.accounts.models import Joining, Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import NotFound, Refused


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
    named = and_(Member.name_key == name_key(handle), Member.claimed_at.is_not(None))
    if db.session.scalar(select(Member.id).where(or_(Member.handle_key == key, named)).limit(1)) is not None:
        return True
    waiting = select(Joining.id).where(
        Joining.handle_key == key,
        Joining.expires_at > now(),
        Joining.used_at.is_(None),
        Joining.email != but_by,
    )
    return db.session.scalar(waiting.limit(1)) is not None


def check_name_is_free(member: Member, name: str) -> str:
    """``name``, unless ``member`` would be taken for somebody else by it.

    Names that an archive brought do not count: whoever wrote there may come and use their own.
    """
    key = name_key(name)
    if not key or key in (member.name_key, name_key(member.handle)):
        return name
    words = re.split(r"[\s._-]+", handle_key(name))
    theirs = or_(Member.name_key == key, Member.handle_key.in_([sign.join(words) for sign in ("", *"-_.")]))
    others = select(Member.id).where(theirs, Member.claimed_at.is_not(None), Member.id != member.id)
    if db.session.scalar(others.limit(1)) is not None:
        raise Refused(
            "Another member is called this. Please choose a name that tells you apart.", field="name"
        )
    return name
