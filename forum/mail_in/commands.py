"""Short commands in a mail: one of a few words, alone in its first line or its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

#: In the order in which ``help`` explains them.
NAMES = ("follow", "mute", "digest", "pause", "unsubscribe", "help")
_DAYS = {"day": 1, "week": 7, "month": 30}
_LONGEST_PAUSE = 365
_COMMAND = re.compile(
    r"(?P<name>follow|mute|digest|pause|unsubscribe|help)"
    r"(?:\s+(?:for\s+)?(?P<many>\d{1,3}|an?|one|two|three|four)\s+(?P<unit>day|week|month)s?)?\s*[.!]?",
    re.IGNORECASE,
)
_IN_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody asks for; ``lasting`` is how long they want to pause."""

    name: str
    lasting: timedelta | None = None


def read_command(subject: str, is_reply: bool, words: str) -> Command | None:
    """The command that a mail gives, if it says nothing else: in doubt, words are words.

    ``words`` is what its author wrote, without quotes and signature. The subject of an answer is not theirs.
    """
    if words.strip():
        return _command(words)
    return None if is_reply else _command(subject)


def _command(line: str) -> Command | None:
    found = _COMMAND.fullmatch(line.strip())
    if not found:
        return None
    name, unit = found["name"].lower(), found["unit"]
    if name != "pause":
        return Command(name) if not unit else None
    many = found["many"].lower() if unit else "2"
    days = int(_IN_WORDS.get(many, many)) * _DAYS[unit.lower() if unit else "week"]
    return Command(name, timedelta(days=days)) if 0 < days <= _LONGEST_PAUSE else None
