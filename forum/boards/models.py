"""Headings and boards: where people write, who may read it, and who may write there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.clock import now
from forum.core.db import Base, Key, Numbered
from forum.core.decisions import record_decision

#: Who may see a board, from most to fewest.
AUDIENCES = {"public": "Anyone", "members": "Members", "moderators": "Moderators"}


class Heading(Numbered, Base):
    """Boards that belong together stand below one heading."""

    __tablename__ = "headings"

    title: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)


class Board(Numbered, Base):
    """A place with a purpose; its threads are seen by whoever may see the board."""

    __tablename__ = "boards"

    slug: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(300), default="")
    guide: Mapped[str] = mapped_column(Text, default="")
    guide_html: Mapped[str] = mapped_column(Text, default="")
    heading_id: Mapped[int | None] = mapped_column(Key, ForeignKey("headings.id"))
    position: Mapped[int] = mapped_column(default=0)
    audience: Mapped[str] = mapped_column(String(12), default="members")
    #: Roles in the group that may start threads, or answer ("patient,family"); empty: every member.
    start_roles: Mapped[str] = mapped_column(String(80), default="")
    reply_roles: Mapped[str] = mapped_column(String(80), default="")
    archived_at: Mapped[datetime | None]
    #: Kept right by boards.counts.
    threads_live: Mapped[int] = mapped_column(default=0)
    posts_live: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[datetime | None]
    #: Counts every change of what its pages show; rendered pieces of them are kept under it.
    version: Mapped[int] = mapped_column(default=0)

    heading: Mapped[Heading | None] = relationship(lazy="raise")

    def archive(self, *, by_id: int) -> None:
        """Close the board for new words; what stands there can still be read."""
        self.archived_at = now()
        record_decision(by_id, "archive board", f"board:{self.id}")

    def reopen(self, *, by_id: int) -> None:
        self.archived_at = None
        record_decision(by_id, "reopen board", f"board:{self.id}")


#: Boards as they stand on the front page: below their headings, then those without one, archived ones last.
IN_ORDER = (
    Board.archived_at.is_not(None),
    Board.heading_id.is_(None),
    Heading.position,
    Heading.id,
    Board.position,
    Board.id,
)


class BoardMonth(Base):
    """How many posts of a board that can be read were written in a month (UTC)."""

    __tablename__ = "board_months"

    board_id: Mapped[int] = mapped_column(Key, ForeignKey("boards.id", ondelete="CASCADE"), primary_key=True)
    #: Years and months as one number: 202611 for November 2026.
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    posts: Mapped[int] = mapped_column(default=0)
