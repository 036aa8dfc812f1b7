"""Closing a way in for a time: new accounts from a mail provider or a network are stopped, others stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_network

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.addresses import check_email
from forum.accounts.closed_ways import KINDS, ClosedWay, is_closed
from forum.accounts.models import Member
from forum.boards.access import LARGEST_ID
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.moderation.acting import check_reason

#: A larger network is a whole country's, or all of a telephone company's.
SMALLEST_PREFIX = {4: 16, 6: 32}


def closed_now() -> Sequence[ClosedWay]:
    """What is closed, what opens soonest first."""
    query = select(ClosedWay).where(is_closed()).options(joinedload(ClosedWay.made_by))
    return db.session.scalars(query.order_by(ClosedWay.ends_at, ClosedWay.id)).all()


def close_way(moderator: Member, kind: str, typed: str, reason: str, ends_at: datetime) -> ClosedWay:
    """Close one; closed already, it is said, and nothing is done twice."""
    if kind not in KINDS:
        raise Refused("Please choose what it is.", field="kind")
    value = _domain(typed) if kind == "domain" else _network(typed)
    if not reason:
        raise Refused("Please say why: other moderators read it.", field="reason")
    check_reason(reason)
    same = select(ClosedWay.id).where(ClosedWay.kind == kind, ClosedWay.value == value, is_closed())
    if db.session.scalar(same.limit(1)) is not None:
        raise Refused(f"{value} is closed already.", field="value")
    way = ClosedWay(
        kind=kind, value=value, reason=reason, made_at=now(), made_by_id=moderator.id, ends_at=ends_at
    )
    db.session.add(way)
    db.session.flush()
    record_decision(
        moderator.id,
        "close way in",
        f"way:{way.id}",
        reason,
        after=f"{value} until {ends_at:%Y-%m-%d %H:%M} UTC",
    )
    return way


def open_way(moderator: Member, number: int) -> ClosedWay:
    """Let people join from there again."""
    query = select(ClosedWay).where(ClosedWay.id == min(number, LARGEST_ID)).with_for_update()
    way = db.session.scalar(query.execution_options(populate_existing=True))
    if way is None:
        raise NotFound
    if way.is_in_force:
        way.lifted_at = now()
        record_decision(moderator.id, "open way in", f"way:{way.id}", before=way.value)
    return way


def _domain(typed: str) -> str:
    """The part of an address behind the @, as addresses are kept."""
    try:
        return check_email(f"someone@{typed.strip().rpartition('@')[2]}").rpartition("@")[2]
    except Refused:
        raise Refused(
            "Please write what stands behind the @ of an address, such as example.org.", field="value"
        ) from None


def _network(typed: str) -> str:
    try:
        network = ip_network(typed.strip(), strict=False)
    except ValueError:
        raise Refused(
            "Please write a network as 192.0.2.0/24 or 2001:db8::/48, or a single address.", field="value"
        ) from None
    if network.prefixlen < SMALLEST_PREFIX[network.version]:
        raise Refused("This network is so large that it would shut out very many people.", field="value")
    if network.is_loopback or network.is_unspecified:
        raise Refused("This is the forum's own machine.", field="value")
    return str(network)
