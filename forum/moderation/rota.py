"""Filling the rota, going away and coming back, and how much each carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.core.clock import now
from forum.core.db import Columns, Rows, db, rows
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.core.zones import zone_named
from forum.moderation.access import looks_after_the_group
from forum.moderation.availability import WAYS, Availability, availability_to_change
from forum.moderation.duty import on_duty_now
from forum.moderation.models import Item
from forum.moderation.queue import give_back_all
from forum.moderation.shifts import WEEKDAYS, Shift

MOST_SHIFTS = 40
LONGEST_AWAY = timedelta(days=366)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Carrying:
    """How somebody stands just now: whether they are here, and how much they carry."""

    member: Member
    on_duty_until: datetime | None
    away_until: datetime | None
    #: What they have claimed, and what they looked after within a week.
    open: int
    handled: int


def those_who_look_after() -> Sequence[Member]:
    query = select(Member).where(looks_after_the_group()).order_by(Member.name, Member.id)
    return db.session.scalars(query).all()


def carried() -> list[Carrying]:
    """Everybody by name: nobody is first because they did more."""
    claimed = _by_member(
        select(Item.claimed_by_id, func.count())
        .where(Item.handled_at.is_(None), Item.claimed_until > now())
        .group_by(Item.claimed_by_id)
    )
    handled = _by_member(
        select(Item.handled_by_id, func.count())
        .where(Item.handled_at > now() - WEEK)
        .group_by(Item.handled_by_id)
    )
    away = {
        each.member_id: each.away_until for each in db.session.scalars(select(Availability)) if each.is_away
    }
    duty = {each.member.id: each.until for each in on_duty_now()}
    return [
        Carrying(each, duty.get(each.id), away.get(each.id), claimed.get(each.id, 0), handled.get(each.id, 0))
        for each in those_who_look_after()
    ]


def _by_member(query: Select[*Columns]) -> dict[int, int]:
    return {row[0]: row[1] for row in rows(query)}


def rooms() -> Rows:
    """The boards that only moderators see."""
    query = select(Board.slug, Board.title).where(Board.audience == "moderators", Board.archived_at.is_(None))
    return rows(query.order_by(Board.title))


def all_shifts() -> Sequence[Shift]:
    """Everybody's, by name and day, also of those who are away."""
    query = select(Shift).join(Shift.member).options(joinedload(Shift.member)).where(looks_after_the_group())
    return db.session.scalars(query.order_by(Member.name, Member.id, Shift.weekday, Shift.starts)).all()


def add_shift(by: Member, whose: int, weekday: int | None, starts: str, ends: str) -> Shift:
    """Put somebody on the rota: oneself; by an administrator, anybody who looks after the group."""
    member = _on_rota(by, whose)
    if weekday is None or weekday not in range(7):
        raise Refused("Please choose a day.", field="weekday")
    shift = Shift(
        member_id=member.id, weekday=weekday, starts=_clock(starts, "starts"), ends=_clock(ends, "ends")
    )
    _check_fits(shift)
    db.session.add(shift)
    record_decision(by.id, "add shift", "rota", after=f"{member.name}: {shift.words}")
    db.session.flush()
    return shift


def _on_rota(by: Member, whose: int) -> Member:
    if whose != by.id and not by.is_admin:
        raise NotFound
    # Locked, so that of two equal shifts at once the second is told.
    query = select(Member).where(Member.id == whose, looks_after_the_group()).with_for_update(key_share=True)
    member = db.session.scalar(query)
    if member is None:
        raise Refused("Please choose somebody who looks after the group.", field="whose")
    return member


def _clock(typed: str, field: str) -> str:
    try:
        at = time.fromisoformat(typed.strip())
    except ValueError:
        at = None
    if at is None or at.tzinfo is not None:
        raise Refused("A time is written like this: 19:30.", field=field)
    return f"{at:%H:%M}"


def _check_fits(shift: Shift) -> None:
    theirs = db.session.scalars(select(Shift).where(Shift.member_id == shift.member_id)).all()
    if any((each.weekday, each.starts) == (shift.weekday, shift.starts) for each in theirs):
        raise Refused("A shift begins then already. Please take that one off first.", field="starts")
    if len(theirs) >= MOST_SHIFTS:
        raise Refused(f"{MOST_SHIFTS} shifts a week are more than anybody should have.")


def remove_shift(by: Member, number: int) -> None:
    query = (
        select(Shift).where(Shift.id == number).options(joinedload(Shift.member)).with_for_update(of=Shift)
    )
    shift = db.session.scalar(query)
    if shift is None or (shift.member_id != by.id and not by.is_admin):
        raise NotFound
    record_decision(by.id, "remove shift", "rota", before=f"{shift.member.name}: {shift.words}")
    db.session.delete(shift)


def choose_way(member: Member, way: str) -> None:
    """How somebody wants to be told of things."""
    if way not in WAYS:
        raise Refused("Please choose how we should tell you.", field="way")
    availability_to_change(member.id).told = way


def go_away(member: Member, back_on: date | None) -> datetime:
    """Have somebody left in peace until a day; what they had claimed waits for the others."""
    if back_on is None:
        raise Refused("Please say on which day you are back.", field="back")
    zone = zone_named(member.timezone)
    today = now().astimezone(zone).date()
    if back_on <= today:
        raise Refused("Please choose a day after today.", field="back")
    if back_on > today + LONGEST_AWAY:
        raise Refused(
            "Please choose a day within a year. For longer, an administrator can take this off you.",
            field="back",
        )
    until = datetime.combine(back_on, time.min, zone)
    availability_to_change(member.id).away_until = until
    give_back_all(member)
    return until


def come_back(member: Member) -> None:
    """Before the day that was said."""
    availability_to_change(member.id).away_until = None


def weekday_choices() -> list[tuple[int, str]]:
    return list(enumerate(WEEKDAYS))
