"""The group's own words for letters: kept by action, with places that are filled in for each letter."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, db

#: What can be filled in: what it becomes, and an example of it.
PLACES = {
    "thread": ("The title of the thread.", "Tea that helps"),
    "other": ("The title of the other thread.", "Tea and ginger"),
    "board": ("The board on which the thread stands then.", "Everyday life"),
    "readers": (
        "Who can read it there, as a sentence; nothing, if that stays the same.",
        " Members can read it there, and nobody else.",
    ),
    "until": ("The day on which it ends.", "3 May 2027"),
    "over": ("What is over, or what changed, in a sentence.", "You can write here again."),
    "lines": (
        "The help lines of the country they live in, each on a line of its own.",
        "Samaritans: 116 123\nMore numbers: https://forum.example.org/help",
    ),
    "what": ("What was changed, or added, in a few words.", "private information taken out"),
    "rule": (
        "The rule, as a paragraph of its own; nothing, if none was chosen.",
        "\n\nThe rule: 4. Nothing is for sale.",
    ),
    "reason": (
        "The reason, as a paragraph of its own; nothing, if none was given.",
        "\n\nThe reason: This shop belongs to a friend of yours, and others could not know that.",
    ),
}
_PLACE = re.compile(r"\{([^{}]*)\}")
_GAPS = re.compile(r"\n{3,}")


class LetterWords(Base):
    """What the group writes instead of the words to begin with."""

    __tablename__ = "letter_words"

    action: Mapped[str] = mapped_column(String(40), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]


def own_wording(action: str) -> LetterWords | None:
    return db.session.get(LetterWords, action)


def places_in(words: str) -> list[str]:
    """What is filled in somewhere in these words, each once, as it comes."""
    return list(dict.fromkeys(_PLACE.findall(words)))


def filled_in(words: str, values: dict[str, str]) -> str:
    """The words with every place filled in; what has no value stays as it is written.

    Not ``str.format``: what moderators type is no program, and "{reason.x}" is no place.
    """
    filled = _PLACE.sub(lambda place: values.get(place[1], place[0]), words)
    return _GAPS.sub("\n\n", filled).strip()
