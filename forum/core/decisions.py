"""The decision log: what those who look after the group did, to what, when and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db


class Decision(Numbered, Base):
    """One line of the log; lines are only ever added."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index("ix_decisions_in_order", "at", "id"),
        *(
            Index(f"ix_decisions_of_{name}", name, "at", "id")
            for name in ("actor_id", "about_id", "board_id", "action")
        ),
    )

    actor_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    #: Whose words or account it concerns, if somebody's; and the board it happened on, if one.
    about_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
    board_id: Mapped[int | None] = mapped_column(Key, ForeignKey("boards.id"))
    #: The number of the rule it refers to.
    rule: Mapped[int | None]
    #: What it changed, as words.
    before: Mapped[str] = mapped_column(Text, default="", server_default="")
    after: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: What whom it concerns was told.
    letter: Mapped[str] = mapped_column(Text, default="", server_default="")


@event.listens_for(Decision, "before_update")
@event.listens_for(Decision, "before_delete")
def _lines_are_only_added(*_: Any) -> None:
    raise RuntimeError("A line of the decision log is never changed.")


def record_decision(
    actor_id: int | None, action: str, subject: str, reason: str = "", **more: Any
) -> Decision:
    """Write one line, in the transaction of what was decided. ``subject`` names a thing: ``board:3``.

    ``more`` are further columns of ``Decision``: whom it is about, on which board, before and after.
    """
    decision = Decision(actor_id=actor_id, action=action, subject=subject, reason=reason, at=now(), **more)
    db.session.add(decision)
    return decision
