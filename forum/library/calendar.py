"""Meetings as a file that any calendar program takes (iCalendar, RFC 5545). Pure: meetings in, bytes out.

A meeting "every Tuesday at 18:00 in Berlin" stays at 18:00 there when the clocks change, so its times are
given by the clocks of its place, and the file brings the rules of those along.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from forum.core.html import readable

#: For how many years ahead the clock changes of a place are given.
YEARS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Meeting:
    """Something that happens once, or every so many weeks at the same time by the clocks of its place."""

    uid: str
    summary: str
    #: By the clock of its place, without a zone.
    starts: datetime
    zone: ZoneInfo
    minutes: int
    changed_at: datetime
    #: 0: once.
    every_weeks: int = 0
    #: The last day on which it may happen.
    until: date | None = None
    place: str = ""
    description: str = ""
    address: str = ""
    #: How many times it was changed since it was first given out.
    sequence: int = 0

    def next_start(self, after: datetime) -> datetime | None:
        """When it begins the next time, or began if it is still going on; None when it is over for good."""
        length = timedelta(minutes=self.minutes)
        for start in self._starts_around(after):
            if self.until and self.every_weeks and start.date() > self.until:
                return None
            if start.astimezone(UTC) + length > after:
                return start
        return None

    def _starts_around(self, after: datetime) -> Iterator[datetime]:
        """The starts from shortly before a moment on, in order."""
        first = self.starts.replace(tzinfo=self.zone)
        if not self.every_weeks:
            yield first
            return
        step = timedelta(weeks=self.every_weeks)
        passed = max(0, (after - first) // step - 1)
        # By the clock: to add weeks to a time in a zone leaves the hour as it is. A meeting is shorter than
        # a week, so that the one before, this one and the next two are enough.
        yield from (first + number * step for number in range(passed, passed + 4))


def calendar(meetings: Sequence[Meeting]) -> bytes:
    """The file."""
    file = icalendar.Calendar()
    file.add("version", "2.0")
    file.add("prodid", "-//Kith//Where else to find help//EN")
    for meeting in meetings:
        file.add_component(_event(meeting))
    years = [each.year for meeting in meetings for each in (meeting.starts, meeting.changed_at)]
    file.add_missing_timezones(date(min(years), 1, 1), date(max(years) + YEARS_AHEAD, 12, 31))
    return bytes(file.to_ical())


def _event(meeting: Meeting) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", meeting.changed_at.astimezone(UTC))
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts.replace(tzinfo=meeting.zone))
    event.add("duration", timedelta(minutes=meeting.minutes))
    if meeting.every_weeks:
        event.add("rrule", _rule(meeting))
    event.add("url", meeting.address)
    texts = {"summary": meeting.summary, "location": meeting.place, "description": meeting.description}
    for name, words in texts.items():
        if words:
            event.add(name, readable(words))
    return event


def _rule(meeting: Meeting) -> dict[str, Any]:
    rule: dict[str, Any] = {"freq": "weekly", "interval": meeting.every_weeks}
    if meeting.until:
        rule["until"] = datetime.combine(meeting.until, time(23, 59, 59), meeting.zone).astimezone(UTC)
    return rule
