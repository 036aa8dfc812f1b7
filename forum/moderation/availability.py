"""How somebody who looks after the group is told of things, and until when they are away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, exists
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, db

#: The ways of being told, in words; the first is that of whoever has not chosen.
WAYS = {
    "at once": "By mail, at once",
    "hourly": "By mail, at most once an hour",
    "here": "Only here, when I come by",
}
FIRST_WAY = next(iter(WAYS))


class Availability(Base):
    """What somebody chose; without a row, nothing yet."""

    __tablename__ = "availabilities"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    told: Mapped[str] = mapped_column(String(8), default=FIRST_WAY)
    #: Nothing brings them back but time.
    away_until: Mapped[datetime | None]
    #: When they were last written to.
    mailed_at: Mapped[datetime | None]

    @property
    def is_away(self) -> bool:
        return self.away_until is not None and self.away_until > now()


def availability_of(member: Member) -> Availability:
    """What somebody chose, to be looked at."""
    return db.session.get(Availability, member.id) or Availability(member_id=member.id, told=FIRST_WAY)


def availability_to_change(member_id: int) -> Availability:
    """The row of somebody, made now if there is none, and theirs alone until this has been committed."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    row = insert(Availability).values(member_id=member_id, told=FIRST_WAY)
    db.session.execute(row.on_conflict_do_nothing(index_elements=["member_id"]))
    return db.session.get_one(Availability, member_id, with_for_update=True, populate_existing=True)


def is_here() -> ColumnElement[bool]:
    """Of members: that they are not away."""
    away = exists().where(Availability.member_id == Member.id, Availability.away_until > now())
    return ~away.correlate(Member)
