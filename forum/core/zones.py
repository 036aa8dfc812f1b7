"""Time zones by name, and a moment in the words of whoever lives in one."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
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


def country_of(name: str) -> str:
    """The ISO 3166 code of the country whose clocks a zone is for; "" for one that is no country's."""
    return _countries().get(name, "")


@cache
def _countries() -> dict[str, str]:
    """As the time zone data has it that we depend on anyway: code, place on the globe, zone."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    parts = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {zone: code for code, _, zone, *_ in parts}
