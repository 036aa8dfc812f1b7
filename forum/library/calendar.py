"""Meetings as a file that any calendar program takes (iCalendar, RFC 5545). Pure: events in, bytes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum.library.zone_rules import LOCAL, vtimezone

#: A line holds so many octets; what is longer goes on in the next one, behind a space.
LINE = 75
#: For how many years ahead the rules of a time zone are given, where they are no rules but a list.
YEARS_AHEAD = 10

_UTC_TIME = f"{LOCAL}Z"
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Event:
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


def calendar(events: Sequence[Event]) -> bytes:
    """The file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kith//Where else to find help//EN",
        "CALSCALE:GREGORIAN",
    ]
    for zone in sorted({event.zone for event in events}, key=lambda zone: zone.key):
        lines += _zone_lines(zone, [event for event in events if event.zone == zone])
    for event in events:
        lines += _event_lines(event)
    return b"".join(map(folded, [*lines, "END:VCALENDAR"]))


def _zone_lines(zone: ZoneInfo, events: Sequence[Event]) -> Sequence[str]:
    if zone.key == "UTC":
        return ()
    latest = max(max(event.starts.year, event.changed_at.year) for event in events)
    return vtimezone(zone, min(event.starts.year for event in events), latest + YEARS_AHEAD)


def _event_lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text(event.uid)}"
    yield f"DTSTAMP:{_utc(event.changed_at)}"
    yield f"SEQUENCE:{event.sequence}"
    yield _start_line(event)
    yield f"DURATION:PT{event.minutes}M"
    if event.every_weeks:
        yield f"RRULE:{_rule(event)}"
    yield f"SUMMARY:{text(event.summary)}"
    for name, words in (("LOCATION", event.place), ("DESCRIPTION", event.description)):
        if words:
            yield f"{name}:{text(words)}"
    if event.address:
        yield f"URL:{''.join(event.address.split())}"
    yield "END:VEVENT"


def _start_line(event: Event) -> str:
    if event.zone.key == "UTC":
        return f"DTSTART:{event.starts.strftime(_UTC_TIME)}"
    return f"DTSTART;TZID={event.zone.key}:{event.starts.strftime(LOCAL)}"


def _rule(event: Event) -> str:
    rule = "FREQ=WEEKLY" + (f";INTERVAL={event.every_weeks}" if event.every_weeks > 1 else "")
    if event.until is None:
        return rule
    end = datetime.combine(event.until, time(23, 59, 59), event.zone)
    return f"{rule};UNTIL={_utc(end)}"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_UTC_TIME)


def text(words: str) -> str:
    """Words as a value: what has a meaning in the file is escaped, what nobody can see is left out."""
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    for sign in "\\;,":
        words = words.replace(sign, f"\\{sign}")
    return _UNSEEN.sub(" ", words).replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A line with its end, cut between characters where it is too long for one."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(piece) + len(octets) > LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece, b""])
