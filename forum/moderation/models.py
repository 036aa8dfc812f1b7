"""The queue: what waits for a moderator, who is on it, and the reports it came from."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered

#: Why something waits, in the words of the queue; the order is that of urgency.
KINDS = {
    "worry": "Somebody is worried about a person",
    "first": "A newcomer's first post",
    "held": "Held before it is published",
    "report": "Reported",
    "appeal": "An appeal",
    "memorial": "A member may have died",
    "mail": "Mail that was set aside",
}
#: A person before all else, then a newcomer who waits; what is left by weight and age.
URGENCY = {"worry": 0, "first": 1, "held": 2, "report": 2, "appeal": 2, "memorial": 2, "mail": 2}

#: Why somebody reports, in plain words.
REASONS = {
    "rule": "It breaks a rule",
    "private": "It shows private information",
    "selling": "It sells, raises funds or recruits",
    "claim": "A medical claim that worries me",
    "worry": "I'm worried about this person",
    "other": "Something else",
}

#: What is told on a page of its own, and chosen on no form.
DIED = "died"
WHY = REASONS | {DIED: "A member has died"}

#: A claim that nobody renews ends.
CLAIM = timedelta(minutes=20)
IS_OPEN = text("handled_at IS NULL")


class Item(Numbered, Base):
    """One thing that waits: a post, a member, an article or a decision, whatever brought it here."""

    __tablename__ = "queue_items"
    __table_args__ = (
        Index(
            "uq_queue_items_open_subject",
            "subject",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_queue_items_in_order", "handled_at", "urgency", "lightness", "opened_at", "id"),
        Index("ix_queue_items_of_board", "board_id", "handled_at", "urgency", "lightness", "opened_at", "id"),
    )

    kind: Mapped[str] = mapped_column(String(8))
    #: What it is about: ``post:12``, ``member:3``, ``memory:3``, ``article:5``, ``decision:8``,
    #: ``mail:4``.
    subject: Mapped[str] = mapped_column(String(40), index=True)
    board_id: Mapped[int | None] = mapped_column(Key, ForeignKey("boards.id"))
    #: Whose words or account it is about.
    about_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"), index=True)
    urgency: Mapped[int]
    #: Less for every report, so that an index in ascending order has the heaviest first.
    lightness: Mapped[int] = mapped_column(default=0)
    #: Why the screening held it, in words.
    why: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime]
    #: Since when somebody worries about a person: a clock of its own.
    worried_at: Mapped[datetime | None]
    claimed_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
    claimed_until: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
    #: What was done, as the action's name, and what the reporters are told of it.
    outcome: Mapped[str] = mapped_column(String(40), default="")
    outcome_words: Mapped[str] = mapped_column(Text, default="")

    about: Mapped[Member | None] = relationship(lazy="raise", foreign_keys=[about_id])
    claimed_by: Mapped[Member | None] = relationship(lazy="raise", foreign_keys=[claimed_by_id])
    handled_by: Mapped[Member | None] = relationship(lazy="raise", foreign_keys=[handled_by_id])
    reports: Mapped[list[Report]] = relationship(lazy="raise", order_by="Report.id")

    @property
    def path(self) -> str:
        return f"/moderation/mail/{self.key}" if self.kind == "mail" else f"/moderation/reports/{self.id}"

    @property
    def is_open(self) -> bool:
        return self.handled_at is None

    @property
    def waits_since(self) -> datetime:
        return self.worried_at or self.opened_at

    @property
    def weight(self) -> int:
        return -self.lightness

    @property
    def claimant(self) -> int | None:
        """Who is on it just now."""
        return self.claimed_by_id if self.claimed_until and self.claimed_until > now() else None

    @property
    def key(self) -> int:
        """The number in its subject."""
        return int(self.subject.rpartition(":")[2])

    def raise_to(self, kind: str) -> None:
        """Have it wait for the more urgent of two reasons."""
        if not self.kind or URGENCY[kind] < URGENCY[self.kind]:
            self.kind, self.urgency = kind, URGENCY[kind]
            self.worried_at = now() if kind == "worry" else None


class Report(Numbered, Base):
    """Somebody asks a moderator to look at something."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("item_id", "reporter_id"),
        Index("ix_reports_reporter_at", "reporter_id", "reported_at"),
    )

    item_id: Mapped[int] = mapped_column(Key, ForeignKey("queue_items.id", ondelete="CASCADE"))
    reporter_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id"))
    reason: Mapped[str] = mapped_column(String(8))
    #: Of a broken rule: which.
    rule: Mapped[int | None]
    words: Mapped[str] = mapped_column(Text, default="")
    reported_at: Mapped[datetime] = mapped_column(index=True)

    item: Mapped[Item] = relationship(lazy="raise", back_populates="reports")
    reporter: Mapped[Member] = relationship(lazy="raise")


class ModeratorBoard(Base):
    """A moderator who has rows here looks after these boards alone; without any, after all of them."""

    __tablename__ = "moderator_boards"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    board_id: Mapped[int] = mapped_column(
        Key, ForeignKey("boards.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )


class Appeal(Numbered, Base):
    """Whom a decision concerns asks for another pair of eyes: once for each decision."""

    __tablename__ = "appeals"

    decision_id: Mapped[int] = mapped_column(Key, ForeignKey("decisions.id"), unique=True)
    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    #: ``upheld`` or ``overturned``, once somebody has decided; and what they wrote.
    outcome: Mapped[str] = mapped_column(String(10), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
