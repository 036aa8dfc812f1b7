"""When a mail was written, from header fields that thirty years of mail programs filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_CLOCKS_DIFFER = timedelta(days=2)
_LONGEST_WAY = timedelta(days=30)
_FARTHEST_ZONE = timedelta(hours=26)
# Zones by name, where the standard library knows only the American ones.
_ZONES = {
    "BST": "+0100", "WEST": "+0100", "IST": "+0530", "CET": "+0100", "MET": "+0100", "MEZ": "+0100",
    "CEST": "+0200", "MEST": "+0200", "MESZ": "+0200", "EET": "+0200", "EEST": "+0300", "SAST": "+0200",
    "MSK": "+0300", "MSD": "+0400", "SGT": "+0800", "HKT": "+0800", "AWST": "+0800", "JST": "+0900",
    "KST": "+0900", "ACST": "+0930", "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300",
    "AKST": "-0900", "AKDT": "-0800", "HST": "-1000", "NST": "-0330", "NDT": "-0230", "BRT": "-0300",
}  # fmt: skip
_ZONE_NAME = re.compile(r"(\d\d:\d\d(?::\d\d)?)\s+\(?([A-Z]{3,4})\b\)?(?!\s*[+-]\d)")
_OLD_YEAR = re.compile(r"\b(?:19)?1(\d\d)(?=\s+\d{1,2}:\d\d)")
_COMMENT = re.compile(r"\([^()]*\)")
_HALF_DAY = re.compile(r"\b(\d{1,2})(:\d\d(?::\d\d)?) ?([AP])\.?M\b\.?", re.IGNORECASE)
_ENVELOPE_DATE = re.compile(
    r"\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|\d{1,2} [A-Z][a-z]{2} \d{4}|\d{4}-\d\d-\d\d).*", re.DOTALL
)
_LONGEST = 120


def sent_at(date: str, received: Sequence[str], now: datetime, envelope: str = "") -> datetime | None:
    """The moment a mail was sent, in UTC; None if nothing in it is believable.

    ``received`` holds the Received fields as they stand, the last server's first; ``envelope`` is the line
    an archive keeps above a mail. A Date that lies days after a server had the mail in its hands, or a month
    before the first one had, comes from a clock set wrong.
    """
    written = _believable(date, now)
    arrivals = [moment for line in received if (moment := _believable(line.rpartition(";")[2], now))]
    if not arrivals:
        return written or _believable(_date_in_envelope(envelope), now)
    if written is None or written > arrivals[0] + _CLOCKS_DIFFER:
        return arrivals[0]
    return arrivals[-1] if written < min(arrivals) - _LONGEST_WAY else written


def _date_in_envelope(line: str) -> str:
    found = _ENVELOPE_DATE.search(line)
    return found[0] if found else ""


def _believable(text: str, now: datetime) -> datetime | None:
    moment = parse_date(text)
    return moment if moment and _EARLIEST <= moment <= now + _CLOCKS_DIFFER else None


def parse_date(text: str) -> datetime | None:
    """Any form of date that mail has used; without a zone it is taken as UTC."""
    text = text.strip()[:_LONGEST]
    for reading in (_mail_date, _iso_date):
        try:
            moment = reading(text)
        except (ValueError, OverflowError, TypeError, IndexError, OSError):
            continue
        if moment is not None:
            return moment
    return None


def _mail_date(text: str) -> datetime | None:
    text = _ZONE_NAME.sub(lambda found: f"{found[1]} {_ZONES.get(found[2], found[2])}", text)
    # In January 2000 many programs wrote the year as 100, or as 19100.
    text = _OLD_YEAR.sub(lambda found: str(2000 + int(found[1])), _COMMENT.sub(" ", text))
    parsed = parsedate_tz(_HALF_DAY.sub(_whole_day, text))
    if parsed is None:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    offset = timedelta(seconds=parsed[9] or 0)
    local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    return local if abs(offset) > _FARTHEST_ZONE else local - offset


def _whole_day(found: re.Match[str]) -> str:
    hour = int(found[1]) % 12 + (12 if found[3] in "pP" else 0)
    return f"{hour:02}{found[2]}"


def _iso_date(text: str) -> datetime | None:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
