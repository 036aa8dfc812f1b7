"""Time zones by name, and a moment in the words of whoever lives in one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_named(name: str) -> ZoneInfo:
    """The zone; UTC for a name that nobody knows any more."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """A day and a time as somebody in this zone reads their clock: "3 May 2026, 14:30 (Europe/Berlin)"."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M} ({zone.key})"
