"""The decision log: what those who look after the group did, to what, when and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db


class Decision(Numbered, Base):
    """One line of the log; lines are only ever added."""

    __tablename__ = "decisions"

    actor_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


def record_decision(actor_id: int | None, action: str, subject: str, reason: str = "") -> None:
    """Write one line, in the transaction of what was decided. ``subject`` names a thing: ``board:3``."""
    db.session.add(Decision(actor_id=actor_id, action=action, subject=subject, reason=reason, at=now()))
