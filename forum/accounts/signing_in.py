"""Signing in: the same words and the same work for a wrong password and for a stranger's address."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.models import Joining, Member
from forum.accounts.passwords import hash_password, is_outdated, is_password
from forum.core.clock import now
from forum.core.db import db


def who_proves(account: Member | None, email: str, password: str) -> Member | Joining | None:
    """The member whose password this is, or else the joining that still waits for its mail.

    A wrong password costs the same two proofs whether there is an account, a joining, both or neither. To the
    account of somebody who has died, every password is a wrong one.
    """
    joining = _joining_with(email)
    if is_password(account.password_hash if account and not account.is_remembered else None, password):
        return account
    if is_password(joining.password_hash if joining else None, password):
        return joining
    return None


def _joining_with(email: str) -> Joining | None:
    """The latest wish to join from this address, also one from an address that has an account."""
    query = select(Joining).where(
        Joining.email == email, Joining.expires_at > now(), Joining.used_at.is_(None)
    )
    return db.session.scalar(query.order_by(Joining.id.desc()).limit(1))


def renew_hash(member: Member, password: str) -> None:
    """Keep the password by today's settings, now that it is at hand."""
    if member.password_hash and is_outdated(member.password_hash):
        member.password_hash = hash_password(password)
