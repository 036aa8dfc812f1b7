"""A time zone as calendar programs want it (VTIMEZONE, RFC 5545). Pure: a zone and years in, lines out.

A meeting "every Tuesday at 18:00 in Berlin" stays at 18:00 there when the clocks change, so its times cannot
be given in UTC; and a calendar program may only use the rules that the file itself brings along.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LOCAL = "%Y%m%dT%H%M%S"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """A moment at which the clocks of a zone change; ``at`` is what they showed without the change."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def is_forward(self) -> bool:
        """Whether clocks go ahead: daylight time to calendar programs, whatever Dublin's law calls it."""
        return self.after > self.before

    @property
    def week(self) -> int:
        """Which such weekday of its month it is, from 1; the last one is told apart by ``is_last``."""
        return (self.at.day - 1) // 7 + 1

    @property
    def is_last(self) -> bool:
        return self.at.day + 7 > monthrange(self.at.year, self.at.month)[1]

    @property
    def habit(self) -> tuple[object, ...]:
        """What a yearly rule must keep, but for the week."""
        return self.at.month, self.at.weekday(), self.at.time(), self.before, self.after, self.name


@lru_cache(maxsize=64)
def vtimezone(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[str, ...]:
    """The lines of a VTIMEZONE that is right from the first year to the last, and mostly beyond."""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone.key}", *_observance(_opening(zone, first_year))]
    shifts = list(_shifts(zone, first_year, last_year))
    for shift, rule in _by_rule(shifts, last_year - first_year + 1) or [(each, "") for each in shifts]:
        lines += _observance(shift, rule)
    return (*lines, "END:VTIMEZONE")


def _observance(shift: Shift, rule: str = "") -> list[str]:
    kind = "DAYLIGHT" if shift.is_forward else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{shift.at.strftime(LOCAL)}",
        f"TZOFFSETFROM:{_offset(shift.before)}",
        f"TZOFFSETTO:{_offset(shift.after)}",
        f"TZNAME:{shift.name}",
        *([f"RRULE:{rule}"] if rule else []),
        f"END:{kind}",
    ]


def _offset(offset: timedelta) -> str:
    sign, seconds = "-" if offset < timedelta(0) else "+", int(abs(offset).total_seconds())
    minutes, rest = divmod(seconds, 60)
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{rest:02}" if rest else "")


def _opening(zone: ZoneInfo, year: int) -> Shift:
    """How the clocks stand when the first year begins."""
    start = datetime(year, 1, 1, tzinfo=zone)
    return _shift(start, start.utcoffset() or timedelta(0))


def _shift(after: datetime, before: timedelta) -> Shift:
    at = (after.astimezone(UTC) + before).replace(tzinfo=None)
    return Shift(at, before, after.utcoffset() or timedelta(0), after.tzname() or "UTC")


def _shifts(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[Shift]:
    day, end = (
        datetime(first_year, 1, 1, tzinfo=zone).astimezone(UTC),
        datetime(last_year + 1, 1, 1, tzinfo=UTC),
    )
    while day < end:
        before = _offset_at(zone, day)
        if _offset_at(zone, day + ONE_DAY) != before:
            yield _shift(_moment_of_change(zone, day, before).astimezone(zone), before)
        day += ONE_DAY


def _moment_of_change(zone: ZoneInfo, day: datetime, before: timedelta) -> datetime:
    """To the second, by halving the day in which the offset changes."""
    low, high = 0, 86_400
    while high - low > 1:
        middle = (low + high) // 2
        same = _offset_at(zone, day + timedelta(seconds=middle)) == before
        low, high = (middle, high) if same else (low, middle)
    return day + timedelta(seconds=high)


def _offset_at(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _by_rule(shifts: Sequence[Shift], years: int) -> list[tuple[Shift, str]] | None:
    """The first shift of each kind with its yearly rule; None if the zone keeps no rule we can name.

    Few do not (Morocco's clocks follow the moon): theirs are then listed one by one.
    """
    series: dict[tuple[object, ...], list[Shift]] = defaultdict(list)
    for shift in shifts:
        series[shift.habit].append(shift)
    ruled = []
    for each in series.values():
        rule = _rule(each)
        if rule is None or len(each) != years or len({shift.at.year for shift in each}) != years:
            return None
        ruled.append((each[0], rule))
    return ruled


def _rule(series: Sequence[Shift]) -> str | None:
    weeks = {shift.week for shift in series}
    if all(shift.is_last for shift in series):
        week = -1
    elif len(weeks) == 1:
        week = weeks.pop()
    else:
        return None
    at = series[0].at
    return f"FREQ=YEARLY;BYMONTH={at.month};BYDAY={week}{WEEKDAYS[at.weekday()]}"
