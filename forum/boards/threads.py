"""Threads: a title, what its author hopes for, and how far each member has read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, and_, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered
from forum.core.decisions import Decision, record_decision

#: What somebody hopes for when they start a thread; a mismatch between wish and answer disappoints.
HOPES = {"facts": "Facts and experience", "company": "Company", "heard": "Just to be heard"}

#: Posts on one page of a thread, threads on one page of a board.
POSTS_A_PAGE = 20
THREADS_A_PAGE = 30
LONGEST_TITLE = 200
#: The few threads that close after silence; written out, so that their index is found.
CLOSES = text("closes_after_days > 0")
#: Written out, so that the index of these few threads is found.
MEMORIALS = text("is_memorial")


class Thread(Numbered, Base):
    """A conversation. It stands where its board stands, and is as old as its last post."""

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_board_in_order", "board_id", "state", "is_pinned", "last_post_at", "id"),
        Index("ix_threads_state_last", "state", "last_post_at"),
        Index("ix_threads_unanswered", "state", "answers_live", "started_at"),
        Index("ix_threads_author_id", "author_id"),
        Index("ix_threads_closing", "closes_after_days", sqlite_where=CLOSES, postgresql_where=CLOSES),
        Index("ix_threads_memorial", "board_id", sqlite_where=MEMORIALS, postgresql_where=MEMORIALS),
    )

    board_id: Mapped[int] = mapped_column(Key, ForeignKey("boards.id"))
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    hope: Mapped[str] = mapped_column(String(10), default="")
    #: What a reader should know before they read any of its posts; and that of its first post, kept here by
    #: boards.counts, so that lists need not look.
    content_note: Mapped[str] = mapped_column(String(80), default="", server_default="")
    first_note: Mapped[str] = mapped_column(String(80), default="", server_default="")
    #: ``live``, ``held``, ``hidden`` or ``deleted``: that of its first post while it stands alone.
    state: Mapped[str] = mapped_column(String(8), default="live")
    #: Written in memory of somebody who has died; whoever wants to see none is spared it.
    is_memorial: Mapped[bool] = mapped_column(default=False, server_default=false())
    started_at: Mapped[datetime] = mapped_column(index=True)
    locked_at: Mapped[datetime | None]
    #: When somebody who looks after newcomers said, with a reason, that it needs no answer.
    wait_closed_at: Mapped[datetime | None]
    lock_reason: Mapped[str] = mapped_column(Text, default="")
    #: Whether it stands above the others of its board.
    is_pinned: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Minutes from one post of somebody to their next, days without a post after which it closes; 0: none.
    slow_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    closes_after_days: Mapped[int] = mapped_column(default=0, server_default="0")
    #: The thread in which its posts stood before a moderator made it a thread of its own.
    split_from_id: Mapped[int | None] = mapped_column(Key, ForeignKey("threads.id"))
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

    def lock(self, *, by_id: int | None, reason: str, **more: Any) -> Decision:
        """Stop further replies, with a reason that everyone reads."""
        self.locked_at, self.lock_reason = now(), reason
        return self._decided(by_id, "lock", reason, **more)

    def unlock(self, *, by_id: int, reason: str = "", **more: Any) -> Decision:
        """Open it again; silence closes it no more, or it would do so at once."""
        self.locked_at, self.lock_reason, self.closes_after_days = None, "", 0
        return self._decided(by_id, "unlock", reason, **more)

    def pin(self, *, by_id: int, reason: str = "") -> Decision:
        """Have it stand above the others of its board."""
        self.is_pinned = True
        return self._decided(by_id, "pin", reason)

    def unpin(self, *, by_id: int, reason: str = "") -> Decision:
        self.is_pinned = False
        return self._decided(by_id, "unpin", reason)

    def slow_down(self, minutes: int, *, by_id: int, reason: str = "") -> Decision:
        """Let everybody write once in so many minutes; 0: as often as they like again."""
        before, self.slow_minutes = self.slow_minutes, minutes
        return self._decided(
            by_id, "slow" if minutes else "unslow", reason, after=f"{_pace(before)} → {_pace(minutes)}"
        )

    def close_after(self, days: int, *, by_id: int, reason: str = "") -> Decision:
        """Have it lock itself after so many days without a post; 0: it stays open."""
        before, self.closes_after_days = self.closes_after_days, days
        return self._decided(
            by_id, "silence" if days else "stay-open", reason, after=f"{_silence(before)} → {_silence(days)}"
        )

    def _decided(self, by_id: int | None, action: str, reason: str, **more: Any) -> Decision:
        about = {"about_id": self.author_id, "board_id": self.board_id}
        return record_decision(by_id, action, f"thread:{self.id}", reason, **(about | more))


def _pace(minutes: int) -> str:
    return f"one post each in {minutes} minutes" if minutes else "no limit"


def _silence(days: int) -> str:
    return f"closes after {days} days without a post" if days else "stays open"


#: That somebody waits for an answer there: old mails wait no longer.
WAITS_FOR_ANSWER = and_(
    Thread.state == "live",
    Thread.answers_live == 0,
    Thread.wait_closed_at.is_(None),
    Thread.locked_at.is_(None),
    Thread.joined_to_id.is_(None),
    Thread.is_from_archive.is_(False),
)


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
