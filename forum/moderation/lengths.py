"""How long something lasts that moderators decide: one of the usual times, or until a day of their own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum.core.clock import now
from forum.core.errors import Refused

#: The usual steps; what is grave begins with the mildest that could do.
LENGTHS = {
    "24h": ("24 hours", timedelta(hours=24)),
    "3d": ("3 days", timedelta(days=3)),
    "7d": ("7 days", timedelta(days=7)),
    "30d": ("30 days", timedelta(days=30)),
}
OWN = "own"
LONGEST = timedelta(days=366)
CHOICES = [
    *((key, words) for key, (words, _) in LENGTHS.items()),
    (OWN, "Until the end of a day of your own"),
]


def end_chosen(length: str, day: str, zone: ZoneInfo) -> datetime:
    """When something ends that begins now; a day of one's own ends at midnight in one's own zone."""
    if length in LENGTHS:
        return now() + LENGTHS[length][1]
    if length != OWN:
        raise Refused("Please choose for how long.", field="length")
    ends = _end_of(_day(day), zone)
    if ends <= now():
        raise Refused("This day is over already. Please choose a later one.", field="until")
    return ends


def _day(typed: str) -> date:
    if not typed:
        raise Refused("Please say until which day.", field="until")
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Refused("A day is written as year, month, day: 2026-11-25.", field="until") from None
    if day > (now() + LONGEST).date():
        raise Refused(
            "It can last a year at most. What lasts longer is better looked at again.", field="until"
        )
    return day


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, zone)
