"""When a member's morning is."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from forum.core.zones import zone_named

#: When the day begins for mail, by the clock of whoever reads it.
MORNING = time(7)
#: The day on which weekly digests come: Monday.
WEEKDAY = 0


def next_morning(timezone: str, after: datetime) -> datetime:
    """The first morning there that is later than a moment."""
    zone = zone_named(timezone)
    today = after.astimezone(zone).date()
    mornings = (datetime.combine(today + timedelta(days=days), MORNING, zone) for days in (0, 1))
    return next(morning for morning in mornings if morning > after)


def is_weekly(timezone: str, moment: datetime) -> bool:
    """Whether it is the day of weekly digests there."""
    return moment.astimezone(zone_named(timezone)).weekday() == WEEKDAY
