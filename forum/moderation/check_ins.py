"""A kind word on the day after a hard one, for whoever looked after it: asked once, and never counted."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import ForeignKey, delete, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, db
from forum.core.zones import zone_named

#: For how long it is asked; a question that comes weeks later helps nobody.
LASTS = timedelta(days=5)


class CheckIn(Base):
    """That somebody is to be asked how they are: not because of whom or what, and not what they answered."""

    __tablename__ = "check_ins"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    due_at: Mapped[datetime]


def ask_tomorrow(member: Member) -> None:
    """Have somebody asked once their next day has begun, by their own clock."""
    zone = zone_named(member.timezone)
    tomorrow = now().astimezone(zone).date() + timedelta(days=1)
    db.session.merge(CheckIn(member_id=member.id, due_at=datetime.combine(tomorrow, time.min, zone)))


def asks_now(member: Member) -> bool:
    """Whether somebody is asked just now."""
    mine = exists().where(
        CheckIn.member_id == member.id, CheckIn.due_at <= now(), CheckIn.due_at > now() - LASTS
    )
    return bool(db.session.scalar(select(mine)))


def put_away(member: Member) -> None:
    """They have seen it: nothing of it stays."""
    db.session.execute(delete(CheckIn).where(CheckIn.member_id == member.id))


def forget_old() -> None:
    """Nobody looked in time: nothing of that stays, either."""
    db.session.execute(delete(CheckIn).where(CheckIn.due_at <= now() - LASTS))
