"""Taking people in: the one way somebody becomes a member, by mail or by an administrator's hand."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.access import account_of, archive_author, is_handle_taken
from forum.accounts.addresses import check_email
from forum.accounts.handles import check_handle, handle_from_name, handle_key
from forum.accounts.mail_tokens import make_mail_token
from forum.accounts.models import STANDINGS, Member
from forum.accounts.passwords import check_password, hash_password
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused

#: An administrator may be on holiday when the forum is set up for them.
FIRST_PASSWORD_WITHIN = timedelta(days=7)
HANDLE_TAKEN = "Somebody here has this name already, or one that looks like it. Please choose another."


def add_member(email: str, handle: str | None, standing: str, password: str | None) -> Member:
    """Make a member by hand; without a handle they are called after their address."""
    email = check_email(email)
    if standing not in STANDINGS:
        raise Refused(f"The standing must be one of: {', '.join(STANDINGS)}.", field="standing")
    if account_of(email):
        raise Refused("There is a member with this address already.", field="email")
    local_part = email.partition("@")[0]
    handle = check_handle(handle) if handle else handle_from_name(local_part, is_handle_taken)
    if is_handle_taken(handle):
        raise Refused(HANDLE_TAKEN, field="handle")
    kept = hash_password(check_password(password, handle, local_part)) if password else None
    member = take_in(email, handle, kept)
    member.standing = standing
    return member


def take_in(email: str, handle: str, password_hash: str | None) -> Member:
    """Make somebody a member; who wrote in the archive from this address keeps their posts."""
    moment = now()
    member = archive_author(email) or Member(email=email, joined_at=moment)
    member.handle, member.handle_key, member.name = handle, handle_key(handle), handle
    member.password_hash, member.claimed_at = password_hash, moment
    try:
        with db.session.begin_nested():
            db.session.add(member)
    except IntegrityError:  # Somebody else took the name in this very moment.
        raise Refused(HANDLE_TAKEN, field="handle") from None
    return member


def set_password_link(member: Member) -> str:
    """The path of a page where ``member`` chooses a password; it works once."""
    return f"/password/reset/{make_mail_token(member, 'password', FIRST_PASSWORD_WITHIN)}"


def list_members() -> list[Member]:
    """Everybody who has an account, by handle."""
    query = select(Member).where(Member.claimed_at.is_not(None)).order_by(Member.handle_key)
    return list(db.session.scalars(query))
