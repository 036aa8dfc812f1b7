"""Members who have died, and whom they chose beforehand to look after their words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Member
from forum.boards.threads import Thread
from forum.core.db import Base, Key, Numbered, db

#: What a member may let somebody do, in the order of the form: the choice, the button, and what it means.
MAY = {
    "keep": ("Leave everything as it is", "They say that all may stay, and nothing is changed."),
    "export": (
        "Get a copy of what I wrote",
        "They can save all my posts as one file. What others wrote is not in it.",
    ),
    "take-down": (
        "Take down what I wrote",
        "The words of all my posts are removed; their places in the threads stay. This waits seven days, so "
        "that it can be called off.",
    ),
}


class Memorial(Numbered, Base):
    """That a member has died: one moderator confirmed it, and it is so once another one did."""

    __tablename__ = "memorials"

    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id"), index=True)
    #: The item of the queue with what was told.
    item_id: Mapped[int] = mapped_column(Key, ForeignKey("queue_items.id"), unique=True)
    first_by_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id"))
    first_at: Mapped[datetime]
    second_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
    confirmed_at: Mapped[datetime | None]
    #: It was a mistake.
    undone_at: Mapped[datetime | None]
    #: The thread in their memory that a moderator opened.
    thread_id: Mapped[int | None] = mapped_column(Key, ForeignKey("threads.id"))

    first_by: Mapped[Member] = relationship(lazy="raise", foreign_keys=[first_by_id])
    second_by: Mapped[Member | None] = relationship(lazy="raise", foreign_keys=[second_by_id])


class LegacyContact(Base):
    """Whom a member chose, and for what; what they did with it."""

    __tablename__ = "legacy_contacts"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254))
    #: Keys of ``MAY``, parted by commas.
    may: Mapped[str] = mapped_column(String(40))
    chosen_at: Mapped[datetime]
    #: When the words go that they asked to take down; and when they went.
    takes_down_at: Mapped[datetime | None] = mapped_column(index=True)
    taken_down_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]

    @property
    def choices(self) -> list[str]:
        return [key for key in MAY if key in self.may.split(",")]

    @property
    def choices_words(self) -> list[str]:
        """As others read them."""
        return [MAY[key][0].replace("I wrote", "they wrote") for key in self.choices]


def memorial_on(item_id: int) -> Memorial | None:
    """What was confirmed so far about an item of the queue."""
    query = select(Memorial).where(Memorial.item_id == item_id).options(joinedload(Memorial.first_by))
    return db.session.scalar(query.execution_options(populate_existing=True))


def memorial_of(member: Member) -> Memorial | None:
    """Of somebody who is remembered: who confirmed it, and when."""
    if not member.is_remembered:
        return None
    query = (
        select(Memorial)
        .where(Memorial.member_id == member.id, Memorial.confirmed_at.is_not(None))
        .where(Memorial.undone_at.is_(None))
        .options(joinedload(Memorial.first_by), joinedload(Memorial.second_by))
        .order_by(Memorial.id.desc())
        .limit(1)
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def remembrance_of(member: Member, reader: Member) -> Thread | None:
    """The thread in somebody's memory, for whoever wants to see such threads, while it can be read."""
    if not member.is_remembered or reader.spares_memorials:
        return None
    query = (
        select(Thread)
        .join(Memorial, Memorial.thread_id == Thread.id)
        .where(Memorial.member_id == member.id, Memorial.undone_at.is_(None), Thread.state == "live")
    )
    return db.session.scalar(query.order_by(Memorial.id.desc()).limit(1))


def contact_of(member: Member) -> LegacyContact | None:
    return db.session.get(LegacyContact, member.id)
