"""Ways by which nobody may join for a time: a mail provider, or a network.

A provider is told plainly on the page: that says nothing of whether somebody has an account. From a network
the page says what it says to everybody, and only the mail, which its owner alone reads, says that it did not
work and what to do; so nobody can try out from which networks one may join.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db
from forum.core.errors import Refused

KINDS = {"domain": "A mail provider", "network": "A network"}
CLOSED = "This mail provider cannot be used here. Please join with an address of another one."


class ClosedWay(Numbered, Base):
    """A mail domain or a network from which nobody may join, and why."""

    __tablename__ = "closed_ways"
    __table_args__ = (Index("ix_closed_ways_kind_ends", "kind", "ends_at"),)

    kind: Mapped[str] = mapped_column(String(8))
    #: ``spam.example``, with all that is below it; or ``192.0.2.0/24``.
    value: Mapped[str] = mapped_column(String(255))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id"))
    ends_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]

    made_by: Mapped[Member] = relationship(lazy="raise")

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None and self.ends_at > now()


def is_closed() -> ColumnElement[bool]:
    return (ClosedWay.lifted_at.is_(None)) & (ClosedWay.ends_at > now())


def check_provider(email: str) -> str:
    """The address, unless its mail provider, or one above it, is closed."""
    if is_provider_closed(email):
        raise Refused(CLOSED, field="email")
    return email


def is_provider_closed(email: str) -> bool:
    names = email.rpartition("@")[2].split(".")
    above = [".".join(names[first:]) for first in range(len(names))]
    closed = select(ClosedWay.id).where(ClosedWay.kind == "domain", ClosedWay.value.in_(above), is_closed())
    return db.session.scalar(closed.limit(1)) is not None


def is_network_closed(address: str) -> bool:
    """Whether a network address lies in a network that is closed; the list of these is short."""
    found = _address(address)
    if found is None:
        return False
    values: Iterable[str] = db.session.scalars(
        select(ClosedWay.value).where(ClosedWay.kind == "network", is_closed())
    )
    return any(found in ip_network(value) for value in values)


def _address(typed: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(typed)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
