"""How long held posts have waited lately, told to whoever waits now."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, cast, literal, select

from forum.boards.screened import Screening
from forum.core.clock import now
from forum.core.db import db
from forum.moderation.models import Item

#: What is told is of this time, and of the latest so many: nobody waits longer for a sentence about waiting.
LATELY = timedelta(days=30)
MOST = 500

UNTOLD = "Moderators are volunteers, and read as soon as they can"


def usual_wait() -> str:
    """The middle of the times that held posts waited, and what nine of ten stayed within."""
    waited = sorted(_waits())
    if not waited:
        return UNTOLD
    middle, nearly_all = at_share(waited, 0.5), at_share(waited, 0.9)
    often, mostly = _words(middle), _words(nearly_all)
    return (
        f"Usually within {often}"
        if often == mostly
        else f"Usually within {often}, nearly always within {mostly}"
    )


def waited(since: datetime) -> str:
    """How long something has waited until now, to the minute while it matters."""
    minutes = int((now() - since).total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 60:
        return _many(minutes, "minute")
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{_many(hours, 'hour')} {_many(minutes, 'minute')}" if minutes else _many(hours, "hour")
    days, hours = divmod(hours, 24)
    return f"{_many(days, 'day')} {_many(hours, 'hour')}" if hours and days < 7 else _many(days, "day")


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _waits() -> list[timedelta]:
    subject = literal("post:") + cast(Screening.post_id, String)
    query = (
        select(Item.opened_at, Item.handled_at)
        .where(Item.handled_at > now() - LATELY, Item.subject.startswith("post:"), Item.kind != "worry")
        .where(select(Screening.post_id).where(subject == Item.subject, Screening.outcome == "hold").exists())
        .order_by(Item.handled_at.desc())
        .limit(MOST)
    )
    return [handled_at - opened_at for opened_at, handled_at in db.session.execute(query) if handled_at]


def at_share(waited: list[timedelta], share: float) -> timedelta:
    """The time within which so many of them were over."""
    return waited[min(len(waited) - 1, int(share * len(waited)))]


def _words(time: timedelta) -> str:
    """A time as people say it, rounded up: nobody waits longer than they were told."""
    minutes = max(1, -(-int(time.total_seconds()) // 60))
    if minutes <= 60:
        shown = next(step for step in (5, 10, 15, 30, 45, 60) if minutes <= step)
        return "an hour" if shown == 60 else f"{shown} minutes"
    hours = -(-minutes // 60)
    if hours <= 36:
        return f"{hours} hours"
    return f"{-(-hours // 24)} days"
