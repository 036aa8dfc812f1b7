"""Where moderators word the letters of the group: seen with an example, and always with a way back."""

from __future__ import annotations

import re

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.moderation.letters import LONGEST_LETTER, WORDS
from forum.moderation.wording import PLACES, LetterWords, filled_in, own_wording, places_in

#: Whoever is told of a decision must hear why.
NEEDED = ("rule", "reason")
_BRACES = re.compile(r"[{}]")


def starter_of(action: str) -> str:
    """The words that a group begins with."""
    if action not in WORDS:
        raise NotFound
    return _spread(WORDS[action])


def _spread(words: str) -> str:
    """Rule and reason on lines of their own, as they will be read."""
    return re.sub(r"\s*(\{(?:rule|reason)\})", r"\n\n\1", words).strip()


def wording_of(action: str) -> str:
    """The words as they are now."""
    starter, own = starter_of(action), own_wording(action)
    return own.words if own else starter


def own_actions() -> set[str]:
    """The letters that the group has worded itself."""
    return set(db.session.scalars(db.select(LetterWords.action)))


def places_of(action: str) -> dict[str, tuple[str, str]]:
    """What can be filled in in a letter: what it becomes, and an example."""
    return {name: PLACES[name] for name in places_in(WORDS[action])}


def example_of(action: str, words: str) -> str:
    """The letter as somebody would read it."""
    return filled_in(words, {name: example for name, (_, example) in places_of(action).items()})


def check_wording(action: str, words: str) -> None:
    known = places_of(action)
    if not words:
        raise Refused("Please write what they should read.", field="letter")
    if len(words) > LONGEST_LETTER:
        raise Refused(f"Please say it in at most {LONGEST_LETTER:,} characters.", field="letter")
    for name in places_in(words):
        if name not in known:
            can = ", ".join(f"{{{each}}}" for each in known) or "nothing"
            raise Refused(f"“{{{name}}}” can't be filled in here. What can: {can}.", field="letter")
    if _BRACES.search(filled_in(words, dict.fromkeys(known, ""))):
        raise Refused("There is a “{” or “}” too many. They come in pairs: “{reason}”.", field="letter")
    for name in NEEDED:
        if name in known and name not in places_in(words):
            raise Refused(f"Please keep “{{{name}}}”: they must hear why.", field="letter")


def change_wording(by: Member, action: str, words: str) -> None:
    """From now on, letters are written with these words; those that were sent stay as they are."""
    before = wording_of(action)
    check_wording(action, words)
    if words == before:
        raise Refused("These are the words as they are. Change them, or go back.", field="letter")
    db.session.merge(LetterWords(action=action, words=words, changed_at=now()))
    record_decision(by.id, "change letter", f"letter:{action}", before=before, after=words)


def reset_wording(by: Member, action: str) -> None:
    """Back to the words that a group begins with."""
    before, own = wording_of(action), own_wording(action)
    if own is not None:
        db.session.delete(own)
        record_decision(by.id, "reset letter", f"letter:{action}", before=before, after=starter_of(action))
