"""The rota: shifts that come again each week, read by the clock of whoever takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.core.db import Base, Key, Numbered

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY = timedelta(days=1)


class Shift(Numbered, Base):
    """Somebody is there for the group, every week at this time of their own clock."""

    __tablename__ = "shifts"
    __table_args__ = (UniqueConstraint("member_id", "weekday", "starts"),)

    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id", ondelete="CASCADE"))
    #: Of the day on which it begins: 0 is Monday.
    weekday: Mapped[int]
    #: Such as 19:30. One that ends no later than it began ends on the day after.
    starts: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))

    member: Mapped[Member] = relationship(lazy="raise")

    @property
    def words(self) -> str:
        """ "Tuesday, 19:30 to 23:00"."""
        ends_on = "" if self.ends > self.starts else f"{WEEKDAYS[(self.weekday + 1) % 7]}, "
        return f"{WEEKDAYS[self.weekday]}, {self.starts} to {ends_on}{self.ends}"


@dataclass(frozen=True, slots=True)
class Run:
    """One time that a shift comes round."""

    begins: datetime
    ends: datetime


def run_at(shift: Shift, zone: ZoneInfo, moment: datetime) -> Run | None:
    """The run of a shift that a moment lies in, if one does."""
    return next((run for run in runs(shift, zone, moment, moment) if run.begins <= moment < run.ends), None)


def runs(shift: Shift, zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[Run]:
    """Every run of a shift that a span of time touches, the first one first."""
    day, last = since.astimezone(zone).date() - DAY, until.astimezone(zone).date() + DAY
    while day <= last:
        if day.weekday() == shift.weekday:
            run = _run_on(shift, day, zone)
            if run.begins < run.ends and run.ends > since and run.begins <= until:
                yield run
        day += DAY


def _run_on(shift: Shift, day: date, zone: ZoneInfo) -> Run:
    ends_on = day if shift.ends > shift.starts else day + DAY
    return Run(_moment(day, shift.starts, zone), _moment(ends_on, shift.ends, zone))


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """When a clock says this, as calendars read it (RFC 5545, 3.3.5).

    A time that comes twice is meant the first time; one that is skipped is told by the clock from before.
    """
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)
