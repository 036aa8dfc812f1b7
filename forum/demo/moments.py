"""Spans of time as the demo's texts write them: ``40m``, ``2h 30m``, ``12d 4h``."""

from __future__ import annotations

import re
from datetime import timedelta

SPAN = re.compile(r"(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)?")


def span(written: str) -> timedelta:
    found = SPAN.fullmatch(written)
    if not found or not any(found.groups()):
        raise ValueError(f"not a span of time: {written!r}")
    days, hours, minutes = (int(number or 0) for number in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)
