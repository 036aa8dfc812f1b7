"""Threads: a title, what its author hopes for, and how far each member has read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered
from forum.core.decisions import record_decision

#: What somebody hopes for when they start a thread; a mismatch between wish and answer disappoints.
HOPES = {"facts": "Facts and experience", "company": "Company", "heard": "Just to be heard"}

#: Posts on one page of a thread, threads on one page of a board.
POSTS_A_PAGE = 20
THREADS_A_PAGE = 30
LONGEST_TITLE = 200
#: Written out, so that the index of these few threads is found.
MEMORIALS = text("is_memorial")


class Thread(Numbered, Base):
    """A conversation. It stands where its board stands, and is as old as its last post."""

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_board_state_last", "board_id", "state", "last_post_at", "id"),
        Index("ix_threads_state_last", "state", "last_post_at"),
        Index("ix_threads_unanswered", "state", "answers_live", "started_at"),
        Index("ix_threads_author_id", "author_id"),
        Index("ix_threads_memorial", "board_id", sqlite_where=MEMORIALS, postgresql_where=MEMORIALS),
    )

    board_id: Mapped[int] = mapped_column(Key, ForeignKey("boards.id"))
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    hope: Mapped[str] = mapped_column(String(10), default="")
    #: ``live``, ``held``, ``hidden`` or ``deleted``: that of its first post while it stands alone.
    state: Mapped[str] = mapped_column(String(8), default="live")
    #: Written in memory of somebody who has died; whoever wants to see none is spared it.
    is_memorial: Mapped[bool] = mapped_column(default=False, server_default=false())
    started_at: Mapped[datetime] = mapped_column(index=True)
    locked_at: Mapped[datetime | None]
    lock_reason: Mapped[str] = mapped_column(Text, default="")
    is_from_archive: Mapped[bool] = mapped_column(default=False)
    #: Where the posts went when this thread turned out to be part of another; readers are sent there.
    joined_to_id: Mapped[int | None] = mapped_column(Key, ForeignKey("threads.id", deferrable=True))
    #: Kept right by boards.counts. ``last_number`` counts every place, also those whose words are gone.
    posts_live: Mapped[int] = mapped_column(default=0)
    #: Those of ``posts_live`` that somebody else wrote than who started the thread.
    answers_live: Mapped[int] = mapped_column(default=0, server_default="0")
    posts_held: Mapped[int] = mapped_column(default=0)
    last_number: Mapped[int] = mapped_column(default=0)
    last_live_number: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[datetime]
    last_author_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
    #: Counts every change of what its pages show; rendered pieces of them are kept under it.
    version: Mapped[int] = mapped_column(default=0)
    #: Whether a post there mentioned something of the library, or a moderator pinned an article: else there
    #: is nothing to look up. It may outlive what was mentioned.
    touches_library: Mapped[bool] = mapped_column(default=False, server_default=false())

    board: Mapped[Board] = relationship(lazy="raise")
    author: Mapped[Member] = relationship(lazy="raise", foreign_keys=[author_id])

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def path(self) -> str:
        return f"/threads/{self.id}"

    def lock(self, *, by_id: int, reason: str) -> None:
        """Stop further replies, with a reason that everyone reads."""
        self.locked_at, self.lock_reason = now(), reason
        record_decision(by_id, "lock", f"thread:{self.id}", reason)

    def unlock(self, *, by_id: int) -> None:
        self.locked_at, self.lock_reason = None, ""
        record_decision(by_id, "unlock", f"thread:{self.id}")


class ReadMark(Base):
    """How far a member has read in a thread: the number of the last post they were shown."""

    __tablename__ = "read_marks"
    __table_args__ = (Index("ix_read_marks_member_at", "member_id", "at"),)

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    thread_id: Mapped[int] = mapped_column(
        Key, ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int]
    at: Mapped[datetime]
