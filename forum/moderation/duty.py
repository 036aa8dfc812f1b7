"""Who is on duty now, and when somebody is next: from the rota, without those who are away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.zones import zone_named
from forum.moderation.access import looks_after_the_group
from forum.moderation.availability import is_here
from forum.moderation.models import ModeratorBoard
from forum.moderation.shifts import Shift, run_at, runs

#: A rota comes round within a week; a little more, for clocks that are changed.
ROUND = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who is there for the group, and until when."""

    member: Member
    until: datetime


@dataclass(frozen=True, slots=True)
class DutyNote:
    """What anybody may know: whether somebody is on duty; and if nobody, when somebody is next."""

    is_anybody: bool
    next_at: datetime | None = None


def on_duty_now() -> list[OnDuty]:
    """Each once, with the end of their run that ends last."""
    return _on_duty(shifts_that_count())


def _on_duty(shifts: Sequence[Shift]) -> list[OnDuty]:
    moment, found = now(), dict[int, OnDuty]()
    for shift in shifts:
        run = run_at(shift, zone_named(shift.member.timezone), moment)
        known = found.get(shift.member_id)
        if run and (known is None or run.ends > known.until):
            found[shift.member_id] = OnDuty(shift.member, run.ends)
    return list(found.values())


def duty_note() -> DutyNote:
    """For the pages where people report and look for help."""
    shifts = shifts_that_count()
    return DutyNote(True) if _on_duty(shifts) else DutyNote(False, _next_begin(shifts))


def _next_begin(shifts: Sequence[Shift]) -> datetime | None:
    moment = now()
    begins = (
        run.begins
        for shift in shifts
        for run in runs(shift, zone_named(shift.member.timezone), moment, moment + ROUND)
    )
    return min(begins, default=None)


def shifts_that_count() -> Sequence[Shift]:
    """The rota of those who may do something just now and are not away, by name."""
    query = (
        select(Shift)
        .join(Shift.member)
        .options(contains_eager(Shift.member))
        .where(looks_after_the_group(), is_here())
        .order_by(Member.name, Member.id, Shift.weekday, Shift.starts)
    )
    return db.session.scalars(query).all()


def whom_to_call(board_id: int | None) -> Sequence[Member]:
    """Those on duty who look after a board (None: the whole group); nobody on duty: all who are not away."""
    on_duty = {each.member.id for each in on_duty_now()}
    everybody = all_here(board_id)
    return [member for member in everybody if member.id in on_duty] or everybody


def all_here(board_id: int | None) -> Sequence[Member]:
    """Everybody who looks after a board and is not away; what is on no board is for those who see all."""
    some = dict[int, set[int]]()
    for row in db.session.scalars(select(ModeratorBoard)):
        some.setdefault(row.member_id, set()).add(row.board_id)
    query = select(Member).where(looks_after_the_group(), is_here()).order_by(Member.name, Member.id)
    return [
        member
        for member in db.session.scalars(query)
        if member.is_admin or member.id not in some or board_id in some[member.id]
    ]
