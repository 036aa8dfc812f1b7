"""Where a text speaks of something the glossary explains. Pure: text and forms in, places out.

A form is one way to write a term. The longest form wins, only whole words count, and a form that means
several things ("AI", "PT") counts only near a word that settles which.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick

#: A word that settles what an ambiguous form means stands within this many words of it.
NEARBY_WORDS = 12
#: More letters than that many words have.
REACH = 400

_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(" {2,}")
#: One kind of apostrophe, hyphen and space.
_PLAIN = str.maketrans("’‘ʼ`´‐‑–−\t\n\v\f\r\u00a0\u2007\u2009\u202f\u3000", "'" * 5 + "-" * 4 + " " * 10)
#: Beside a form these belong to it: "HER2+" is not "HER2", and "T-cell" is not "T".
_JOINED = frozenset("+@&_")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a term; ``context`` lists the words of which one must stand nearby, if any must."""

    term: int
    written: str
    exact_case: bool = False
    context: tuple[str, ...] = ()


class Found(NamedTuple):
    """A place in a text, as the offsets of its first letter and behind its last, and the term it names."""

    start: int
    end: int
    term: int


class Finder:
    """Finds the forms it was made with. Making one takes some milliseconds, using it far less than one."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._forms: dict[str, list[Form]] = {}
        for form in forms:
            self._forms.setdefault(folded(form.written).lower(), []).append(form)
        self._automaton = ahocorasick.Automaton()
        for key in self._forms:
            if key:
                self._automaton.add_word(key, key)
        if self._forms:
            self._automaton.make_automaton()

    def find(self, text: str) -> list[Found]:
        """Every place that names a term, in order; none reaches into another."""
        if not self._forms:
            return []
        passage = _Passage(text)
        places = sorted(self._candidates(passage), key=lambda found: (found.start, -found.end))
        return [Found(passage.at(found.start), passage.at(found.end), found.term) for found in _apart(places)]

    def _candidates(self, passage: _Passage) -> Iterator[Found]:
        for last, key in self._automaton.iter(passage.lower):
            start = last + 1 - len(key)
            end = passage.end_of_word(start, last + 1)
            if end is None:
                continue
            for form in self._forms[key]:
                if _fits(form, passage, start, last + 1):
                    yield Found(start, end, form.term)
                    break


def folded(text: str) -> str:
    """The text with one kind of apostrophe and hyphen, and single spaces."""
    return _RUN.sub(" ", text.translate(_PLAIN)).strip(" ")


class _Passage:
    """A text with its spaces folded, in its own case and in small letters, and the way back to the text."""

    def __init__(self, text: str) -> None:
        plain = text.translate(_PLAIN)
        #: Where spaces were taken out, in the folded text, and how many up to there.
        self._cuts: list[int] = []
        self._taken: list[int] = [0]
        for run in _RUN.finditer(plain):
            self._cuts.append(run.start() + 1 - self._taken[-1])
            self._taken.append(self._taken[-1] + len(run[0]) - 1)
        self.cased = _RUN.sub(" ", plain) if self._cuts else plain
        lower = self.cased.lower()
        # Few letters change their length with their case ("İ"): where one does, letter by letter.
        self.lower = lower if len(lower) == len(self.cased) else "".join(map(_small, self.cased))

    def at(self, place: int) -> int:
        """The offset in the text as it came."""
        return place + self._taken[bisect_right(self._cuts, place)]

    def end_of_word(self, start: int, end: int) -> int | None:
        """Where the word ends that a form was found in, its plural with it; None if it stands within one."""
        text = self.lower
        if start and _goes_on(text[start - 1]) and text[start].isalnum():
            return None
        if self._is_over(end):
            return end
        is_plural = text[end - 1].isalnum() and text.startswith("s", end)
        return end + 1 if is_plural and self._is_over(end + 1) else None

    def _is_over(self, end: int) -> bool:
        return end == len(self.lower) or not _goes_on(self.lower[end])

    def words_near(self, start: int, end: int) -> set[str]:
        """The words around a place, as they are compared."""
        before = _WORD.findall(self.lower[max(0, start - REACH) : start])[-NEARBY_WORDS:]
        behind = _WORD.findall(self.lower[end : end + REACH])[:NEARBY_WORDS]
        return {*before, *behind}


def _small(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter


def _goes_on(sign: str) -> bool:
    """Whether a word goes on with this: before another sign it is over."""
    return sign.isalnum() or sign in _JOINED


def _fits(form: Form, passage: _Passage, start: int, end: int) -> bool:
    if form.exact_case and passage.cased[start:end] != folded(form.written):
        return False
    if not form.context:
        return True
    near = passage.words_near(start, end)
    return any(set(_WORD.findall(words.lower())) <= near for words in form.context)


def _apart(places: Sequence[Found]) -> Iterator[Found]:
    """From the left, the longest first; what reaches into one that was taken is left out."""
    done = 0
    for found in places:
        if found.start >= done:
            yield found
            done = found.end
