"""The group's watched words: who may change them, and a line in the log for each change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from forum.accounts.models import Member
from forum.boards.watched import WatchedWord, listed, watched_words
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.moderation.access import boards_of
from forum.screening.watched import DOES, Hit, hits, is_findable

LONGEST_PHRASE, LONGEST_MESSAGE, LONGEST_UNLESS = 100, 1_000, 2_000
#: More than any group looks through; each post is read against all of them.
MOST_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class WordForm:
    """A watched word as somebody typed it."""

    phrase: str = ""
    does: str = "hold"
    whole: bool = True
    message: str = ""
    unless: str = ""


def all_words() -> Sequence[WatchedWord]:
    """Those that look after people first, then by what they do and by the alphabet."""
    words = db.session.scalars(select(WatchedWord)).all()
    order = list(DOES)
    return sorted(words, key=lambda word: (order.index(word.does), word.phrase.casefold()))


def word_numbered(number: int) -> WatchedWord:
    found = db.session.get(WatchedWord, number)
    if found is None:
        raise NotFound
    return found


def what_would_happen(text: str) -> list[Hit]:
    """Which watched words a text holds; nothing is kept."""
    return hits(text, watched_words())


def watch(moderator: Member, form: WordForm) -> WatchedWord:
    """Put a word on the list."""
    check_may_change(moderator)
    form = _checked(form, None)
    if len(watched_words()) >= MOST_WORDS:
        raise Refused(f"The list holds {MOST_WORDS:,} words, and no more. Please take some off first.")
    word = WatchedWord()
    _write(word, form)
    db.session.add(word)
    db.session.flush()
    record_decision(moderator.id, "watch word", f"word:{word.id}", after=_line(word))
    return word


def change_word(moderator: Member, word: WatchedWord, form: WordForm) -> None:
    check_may_change(moderator)
    before = _line(word)
    _write(word, _checked(form, word))
    if _line(word) != before:
        record_decision(moderator.id, "change word", f"word:{word.id}", before=before, after=_line(word))


def unwatch(moderator: Member, word: WatchedWord) -> None:
    check_may_change(moderator)
    record_decision(moderator.id, "unwatch word", f"word:{word.id}", before=_line(word))
    db.session.delete(word)


def check_may_change(moderator: Member) -> None:
    """The list is the whole group's: whoever looks after some boards may read it and try it."""
    if boards_of(moderator) is not None:
        raise Refused("This list is for all boards, and you look after some. Please ask an administrator.")


def _checked(form: WordForm, word: WatchedWord | None) -> WordForm:
    if not is_findable(form.phrase):
        raise Refused("Please write a word or a phrase of at least two letters.", field="phrase")
    if form.does not in DOES:
        raise Refused("Please choose what it does.", field="does")
    if form.does == "block" and not form.message:
        raise Refused("Please write what its author is told, and what they can do.", field="message")
    for name, most in (("phrase", LONGEST_PHRASE), ("message", LONGEST_MESSAGE), ("unless", LONGEST_UNLESS)):
        if len(getattr(form, name)) > most:
            raise Refused(f"At most {most:,} characters fit.", field=name)
    same = db.session.scalar(select(WatchedWord).where(WatchedWord.phrase == form.phrase))
    if same is not None and same is not word:
        raise Refused("This is on the list already.", field="phrase")
    return replace(form, unless=", ".join(listed(form.unless)))


def _write(word: WatchedWord, form: WordForm) -> None:
    word.phrase, word.does, word.whole = form.phrase, form.does, form.whole
    word.message, word.unless = form.message, form.unless


def _line(word: WatchedWord) -> str:
    """A word as the log tells of it."""
    parts = [f"“{word.phrase}”", word.does]
    parts += [] if word.whole else ["also within words"]
    parts += [f"message: {word.message}"] if word.message else []
    parts += [f"unless: {word.unless}"] if word.unless else []
    return ", ".join(parts)
