"""The group's watched words, as rows; finding them in a text is the screening's work."""

from __future__ import annotations

from sqlalchemy import String, Text, select, true
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, Numbered, db, rows
from forum.screening.watched import Watched, starter_words


class WatchedWord(Numbered, Base):
    """A word or phrase that a group watches, and what it does to a post."""

    __tablename__ = "watched_words"

    phrase: Mapped[str] = mapped_column(String(100), unique=True)
    does: Mapped[str] = mapped_column(String(8))
    whole: Mapped[bool] = mapped_column(default=True, server_default=true())
    #: What the author is told, or what stands there instead.
    message: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: Phrases around it in which it means something else, parted by commas.
    unless: Mapped[str] = mapped_column(Text, default="", server_default="")


_ALL = select(
    WatchedWord.phrase, WatchedWord.does, WatchedWord.whole, WatchedWord.message, WatchedWord.unless
).order_by(WatchedWord.id)


def watched_words() -> tuple[Watched, ...]:
    """All of them, as the screening takes them: one query, and the same value while nothing changes."""
    return tuple(
        Watched(row.phrase, row.does, row.whole, row.message, listed(row.unless)) for row in rows(_ALL)
    )


def listed(unless: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in unless.split(","))))


def bring_watched_words() -> int:
    """The starter list, for a group that has no list yet; says how many there are."""
    if db.session.scalar(select(WatchedWord.id).limit(1)) is not None:
        return 0
    words = starter_words()
    db.session.add_all(
        WatchedWord(phrase=word.phrase, does=word.does, unless=", ".join(word.unless)) for word in words
    )
    db.session.flush()
    return len(words)
