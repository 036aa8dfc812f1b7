"""Who was told of what, when and how: once for each thing and person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db
from forum.moderation.availability import FIRST_WAY, WAYS, Availability

OWES_MAIL = text("owes_mail")


class Telling(Numbered, Base):
    """Somebody was told that something waits. Whether a mail is still to be written is known here alone."""

    __tablename__ = "tellings"
    __table_args__ = (
        UniqueConstraint("subject", "member_id"),
        Index("ix_tellings_owing", "member_id", sqlite_where=OWES_MAIL, postgresql_where=OWES_MAIL),
    )

    #: ``item:12`` of the queue, or ``thread:41``.
    subject: Mapped[str] = mapped_column(String(40))
    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id", ondelete="CASCADE"))
    told_at: Mapped[datetime]
    #: The way they had chosen.
    way: Mapped[str] = mapped_column(String(8))
    owes_mail: Mapped[bool] = mapped_column(default=False, server_default=false())
    mailed_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(lazy="raise")

    @property
    def way_words(self) -> str:
        return WAYS[self.way]


def tell(pairs: Sequence[tuple[str, Member]]) -> None:
    """Have people told of things; whoever was told of one already is not told again."""
    if not pairs:
        return
    ways = _ways_of({member.id for _, member in pairs})
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    values = [_row(subject, member, ways.get(member.id, FIRST_WAY)) for subject, member in pairs]
    row = insert(Telling).on_conflict_do_nothing(index_elements=["subject", "member_id"])
    db.session.execute(row, values)


def _row(subject: str, member: Member, way: str) -> dict[str, object]:
    """Whoever has no address of their own is told here alone."""
    can_be_mailed = bool(member.email and member.claimed_at)
    return {
        "subject": subject,
        "member_id": member.id,
        "told_at": now(),
        "way": way if can_be_mailed else "here",
        "owes_mail": can_be_mailed and way != "here",
    }


def _ways_of(members: Iterable[int]) -> dict[int, str]:
    query = select(Availability).where(Availability.member_id.in_(members))
    return {each.member_id: each.told for each in db.session.scalars(query)}


def told_of(subject: str) -> Sequence[Telling]:
    """Everybody who was told of a thing, the first one first."""
    query = select(Telling).where(Telling.subject == subject).options(joinedload(Telling.member))
    return db.session.scalars(query.order_by(Telling.told_at, Telling.id)).all()
