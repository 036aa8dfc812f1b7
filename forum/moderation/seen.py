"""That nobody writes over unseen what somebody else wrote while the form was before them."""

from __future__ import annotations

from hashlib import sha256

from forum.core.errors import Refused


class ChangedMeanwhile(Refused):
    """What a form was about changed since it was made: ``theirs`` is what is there now."""

    def __init__(self, reason: str, field: str, theirs: str) -> None:
        super().__init__(reason, field=field)
        self.theirs = theirs


def key_of(words: str) -> str:
    """What a form remembers of the words it was made from."""
    return sha256(words.encode()).hexdigest()[:16]


def check_seen(was: str, now: str, who: str, field: str) -> None:
    """Refuse, unless a form was made from what is there ``now``."""
    if was != key_of(now):
        raise ChangedMeanwhile(
            f"{who} Both are below: what is there now, and what you wrote. Please look, and go on.",
            field,
            now,
        )
