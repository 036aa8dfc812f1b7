"""What was done for a person somebody worries about, written down with its time, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Text, false, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db


class CareNote(Numbered, Base):
    """One thing that was done. Only moderators read it; it stays when the item is closed."""

    __tablename__ = "care_notes"

    item_id: Mapped[int] = mapped_column(Key, ForeignKey("queue_items.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)
    is_outcome: Mapped[bool] = mapped_column(default=False, server_default=false())

    by: Mapped[Member] = relationship(lazy="raise")


def note_done(item_id: int, by: Member, words: str, *, is_outcome: bool = False) -> None:
    db.session.add(CareNote(item_id=item_id, by_id=by.id, at=now(), words=words, is_outcome=is_outcome))


def done_about(item_id: int) -> Sequence[CareNote]:
    """Everything in the order in which it was done."""
    query = select(CareNote).where(CareNote.item_id == item_id).options(joinedload(CareNote.by))
    return db.session.scalars(query.order_by(CareNote.id)).all()
