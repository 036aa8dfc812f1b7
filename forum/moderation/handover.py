"""Handover notes: what the next one on duty should know, in a few words that lapse by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db
from forum.core.errors import NotFound, Refused

LONGEST_NOTE = 1_000
LASTS, MOST = timedelta(days=14), 30


class HandoverNote(Numbered, Base):
    """A few words from one moderator to the next."""

    __tablename__ = "handover_notes"

    by_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(index=True)

    by: Mapped[Member] = relationship(lazy="raise")


def notes_lately() -> Sequence[HandoverNote]:
    query = select(HandoverNote).where(HandoverNote.written_at > now() - LASTS)
    latest = query.options(joinedload(HandoverNote.by)).order_by(HandoverNote.id.desc()).limit(MOST)
    return db.session.scalars(latest).all()


def hand_over(by: Member, words: str) -> None:
    """Leave a note for the others."""
    if not words:
        raise Refused("Please write what the next one should know.", field="note")
    if len(words) > LONGEST_NOTE:
        raise Refused(f"Please say it in at most {LONGEST_NOTE:,} characters.", field="note")
    db.session.add(HandoverNote(by_id=by.id, words=words, written_at=now()))


def take_note_off(by: Member, number: int) -> None:
    """One's own notes; of others, administrators may."""
    note = db.session.get(HandoverNote, number)
    if note is None or (note.by_id != by.id and not by.is_admin):
        raise NotFound
    db.session.delete(note)
