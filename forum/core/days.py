"""Days as forms send them."""

from __future__ import annotations

from datetime import date, datetime

from forum.core.errors import Refused

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def day_of(name: str, typed: str) -> date | None:
    """A day as a browser sends it; nothing typed is no day."""
    if not typed:
        return None
    try:
        day = datetime.strptime(typed, "%Y-%m-%d").date()
    except ValueError:
        day = LATEST
    if not EARLIEST <= day < LATEST:
        raise Refused("A day is written as year, month, day: 2026-11-25.", field=name)
    return day
