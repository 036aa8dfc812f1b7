"""Where a text speaks of something the glossary explains. Pure: text and forms in, places out.

A form is one way to write a term. The longest form wins, only whole words count, and a form that means
several things ("AI", "PT") counts only near a word that settles which. Plurals, possessives, hyphens and
British spelling need no forms of their own; words of every day are never taken for a short form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import combining

import ahocorasick

from forum.library.everyday import is_small_word, needs_its_capitals
from forum.library.folding import Passage
from forum.library.inflecting import shapes

#: A word that settles what an ambiguous form means stands within this many words of it.
NEARBY_WORDS = 12
#: More letters than that many words have.
REACH = 400
#: Whether a text shouts is seen from so many signs before a form and behind it, if they are letters enough.
EARSHOT = 30
ENOUGH_LETTERS = 8

_WORD = re.compile(r"[^\W_]+")
#: Beside a form these belong to it: "HER2+" is not "HER2", and "me@zometa" names no medicine.
_JOINED = frozenset("+@&_")
#: Behind these, or at the very beginning, a sentence starts.
_BEFORE_A_SENTENCE = frozenset(".!?:\x1f•*\"'“(")


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


class _Way(NamedTuple):
    """A form as it is looked for."""

    term: int
    #: In exactly these letters, if the case counts.
    cased: str
    context: tuple[frozenset[str], ...]
    #: Whether a text that shouts may have meant another word.
    is_ambiguous: bool


class Finder:
    """Finds the forms it was made with. Making one takes some milliseconds, using it far less than one."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._ways: dict[str, list[_Way]] = {}
        others: list[tuple[str, _Way]] = []
        for form in forms:
            written = Passage(form.written.strip())
            if not written.lower or is_small_word(form.written.strip()):
                continue
            way = _way(form, written.cased)
            self._ways.setdefault(written.lower, []).append(way)
            if not way.cased:
                others += [(shape, way) for shape in _other_shapes(written.lower, form.written)]
        self._add_others(others)
        self._automaton = ahocorasick.Automaton()
        for key, ways in self._ways.items():
            # What says more of itself is asked first.
            ways.sort(key=lambda way: (not way.context, not way.cased))
            self._automaton.add_word(key, (len(key), ways))
        if self._ways:
            self._automaton.make_automaton()

    def _add_others(self, others: Sequence[tuple[str, _Way]]) -> None:
        """A word that has a form of its own is not taken for the plural of another."""
        own = set(self._ways)
        for shape, way in others:
            if shape not in own:
                self._ways.setdefault(shape, []).append(way)

    def find(self, text: str) -> list[Found]:
        """Every place that names a term, in order; none reaches into another."""
        if not self._ways:
            return []
        passage = Passage(text)
        places = sorted(self._candidates(passage), key=lambda found: (found.start, -found.end))
        return [Found(passage.begin(start), passage.end(end), term) for start, end, term in _apart(places)]

    def _candidates(self, passage: Passage) -> Iterator[Found]:
        text = passage.lower
        for last, (length, ways) in self._automaton.iter(text):
            start, end = last + 1 - length, last + 1
            if start and _goes_on(text[start - 1]) and text[start].isalnum():
                continue
            whole = _end_of_word(text, end)
            if not whole:
                continue
            for way in ways:
                if _fits(way, passage, start, end, whole):
                    yield Found(start, whole, way.term)
                    break


def _way(form: Form, cased: str) -> _Way:
    alone = needs_its_capitals(form.written.strip())
    context = tuple(frozenset(_WORD.findall(words.lower())) for words in form.context)
    return _Way(form.term, cased if form.exact_case or alone else "", context, alone or bool(context))


def _other_shapes(key: str, written: str) -> set[str]:
    closed = {Passage(written.strip().replace("-", "")).lower} if "-" in written else set()
    return {shape for shape in shapes(key) | closed if len(shape) > 3}


def _end_of_word(text: str, end: int) -> int:
    """Where the word ends that a form was found in, its plural with it; 0 if it stands within one."""
    if end == len(text) or not _goes_on(text[end]):
        return end
    is_plural = text[end] == "s" and text[end - 1].isalnum() and text[end - 1] != "s"
    return end + 1 if is_plural and (end + 1 == len(text) or not _goes_on(text[end + 1])) else 0


def _goes_on(sign: str) -> bool:
    """Whether a word goes on with this: before another sign it is over."""
    return sign.isalnum() or sign in _JOINED or (sign > "\x7f" and combining(sign) > 0)


def _fits(way: _Way, passage: Passage, start: int, end: int, whole: int) -> bool:
    if way.cased and not _is_in_its_case(way.cased, passage.cased, start, end, whole):
        return False
    if way.is_ambiguous and _shouts(passage.cased, start, whole):
        return False
    if not way.context:
        return True
    near = _words_near(passage.lower, start, end)
    return any(words <= near for words in way.context)


def _is_in_its_case(form: str, text: str, start: int, end: int, whole: int) -> bool:
    """As the form is written, with a small "s" behind it, and a capital if it begins a sentence."""
    if not text.startswith(form[1:], start + 1) or (whole > end and text[end] != "s"):
        return False
    first = text[start]
    return first == form[0] or (first.lower() == form[0] and _begins_a_sentence(text, start))


def _begins_a_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" ")
    return not before or before[-1] in _BEFORE_A_SENTENCE


def _shouts(text: str, start: int, end: int) -> bool:
    """Whether capitals mean nothing here, since all the words around are written so."""
    around = text[max(0, start - EARSHOT) : start] + text[end : end + EARSHOT]
    letters = [letter for letter in around if letter.isalpha()]
    return len(letters) >= ENOUGH_LETTERS and sum(map(str.isupper, letters)) > len(letters) / 2


def _words_near(text: str, start: int, end: int) -> set[str]:
    """The words around a place, as they are compared."""
    before = _WORD.findall(text[max(0, start - REACH) : start])[-NEARBY_WORDS:]
    behind = _WORD.findall(text[end : end + REACH])[:NEARBY_WORDS]
    return {*before, *behind}


def _apart(places: Sequence[Found]) -> Iterator[Found]:
    """From the left, the longest first; what reaches into one that was taken is left out."""
    done = 0
    for found in places:
        if found.start >= done:
            yield found
            done = found.end
