"""The coming seven days of the rota by a reader's clock: who is there when, and when nobody is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum.core.zones import zone_named
from forum.moderation.shifts import Run, Shift, runs

#: Of a day, in parts: as wide as a day is drawn.
WIDTH = 1440


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a day: by the clock, in words; and where it is drawn."""

    begins: str
    ends: str
    left: int
    width: int
    name: str = ""

    @property
    def words(self) -> str:
        return f"{self.begins} to {self.ends}"


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    taken: Sequence[Span]
    #: When nobody is there.
    empty: Sequence[Span]


def week_of(
    shifts: Sequence[Shift], away: dict[int, datetime], zone: ZoneInfo, moment: datetime
) -> list[Day]:
    """Seven days from today; whoever is away is there again once they are back."""
    first = moment.astimezone(zone).date()
    return [_day(first + timedelta(days=number), shifts, away, zone) for number in range(7)]


def _day(day: date, shifts: Sequence[Shift], away: dict[int, datetime], zone: ZoneInfo) -> Day:
    whole = Run(_midnight(day, zone), _midnight(day + timedelta(days=1), zone))
    found = [
        (part, shift.member.name)
        for shift in shifts
        for run in runs(shift, zone_named(shift.member.timezone), whole.begins, whole.ends)
        if (part := _within(run, whole, away.get(shift.member_id)))
    ]
    found.sort(key=lambda each: (each[0].begins, each[1]))
    gaps = _gaps([part for part, _ in found], whole)
    return Day(
        day,
        [_span(part, whole, zone, name) for part, name in found],
        [_span(gap, whole, zone) for gap in gaps],
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _within(run: Run, whole: Run, back_at: datetime | None) -> Run | None:
    begins, ends = max(run.begins, whole.begins, back_at or run.begins), min(run.ends, whole.ends)
    return Run(begins, ends) if begins < ends else None


def _gaps(parts: Iterable[Run], whole: Run) -> list[Run]:
    """What no part covers; the parts come in the order of their beginnings."""
    found, until = [], whole.begins
    for part in parts:
        if part.begins > until:
            found.append(Run(until, part.begins))
        until = max(until, part.ends)
    return [*found, Run(until, whole.ends)] if until < whole.ends else found


def _span(part: Run, whole: Run, zone: ZoneInfo, name: str = "") -> Span:
    length = (whole.ends - whole.begins).total_seconds()
    left = round((part.begins - whole.begins).total_seconds() / length * WIDTH)
    right = round((part.ends - whole.begins).total_seconds() / length * WIDTH)
    ends = "midnight" if part.ends == whole.ends else f"{part.ends.astimezone(zone):%H:%M}"
    return Span(f"{part.begins.astimezone(zone):%H:%M}", ends, left, right - left, name)
