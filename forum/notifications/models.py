"""What each member wants by mail, for the group, a board or a thread; and what is yet to be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Base, Key

#: How the messages of a board reach somebody, from most mail to none.
WAYS = {
    "every": ("Every message", "Each comes as a mail of its own, as soon as it is written."),
    "daily": ("One mail a day", "What is new, in the morning. None when there is nothing new."),
    "weekly": ("One mail a week", "The same, on Monday mornings."),
    "replies": ("Only answers to me", "A mail when somebody answers you or mentions you."),
    "nothing": ("Nothing", "You read on the web when you like. Letters about your account still come."),
}
#: What is so until somebody chooses: one mail a day at most, and none when there is nothing new.
USUAL = "daily"
#: The same for one thread.
THREAD_WAYS = {
    "": ("As I chose for its board", ""),
    "follow": ("Every message of this thread", "Each comes as a mail of its own."),
    "mute": (
        "Nothing about this thread",
        "It does not come up among what is new on the web either. Nobody else can tell.",
    ),
}


class MailChoice(Base):
    """One member's choices for the whole group, and where their digests stand."""

    __tablename__ = "mail_choices"
    __table_args__ = (Index("ix_mail_choices_way", "way", "member_id"),)

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    way: Mapped[str] = mapped_column(String(8), default=USUAL)
    #: Mails say only that there is news: no words, no names, no titles.
    says_little: Mapped[bool] = mapped_column(default=False)
    #: Subjects name the thread; others read them on a screen that lies about.
    names_threads: Mapped[bool] = mapped_column(default=False)
    paused_until: Mapped[datetime | None]
    #: When they are next to be looked at for a digest, and since when messages are new to it.
    digest_at: Mapped[datetime] = mapped_column(index=True)
    daily_from: Mapped[datetime]
    weekly_from: Mapped[datetime]
    #: When they last said that they are there; and since when we take them to be away.
    here_at: Mapped[datetime]
    asleep_at: Mapped[datetime | None]

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until > now()


class BoardMail(Base):
    """How a board's messages reach a member who wants it otherwise there than for the whole group."""

    __tablename__ = "board_mails"
    __table_args__ = (Index("ix_board_mails_board_id_way", "board_id", "way", "member_id"),)

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    board_id: Mapped[int] = mapped_column(
        Key, ForeignKey("boards.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    way: Mapped[str] = mapped_column(String(8))


class FollowedThread(Base):
    """A thread of which somebody wants each message by mail."""

    __tablename__ = "followed_threads"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    thread_id: Mapped[int] = mapped_column(
        Key, ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class PostNews(Base):
    """A post that members are yet to be told of: one small row, made together with the post."""

    __tablename__ = "post_news"

    post_id: Mapped[int] = mapped_column(
        Key, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    #: The last member who was told: whatever is interrupted goes on behind them.
    told_to: Mapped[int] = mapped_column(Key, default=0)


class Notice(Base):
    """An answer to somebody, or a mention of them: held for some minutes, then told together."""

    __tablename__ = "notices"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    post_id: Mapped[int] = mapped_column(
        Key, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    due_at: Mapped[datetime] = mapped_column(index=True)
