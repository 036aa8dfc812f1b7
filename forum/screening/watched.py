"""Watched words: how they are found in a text, whatever they are dressed up as, and what each then does.

Text and words are brought to one shape first: small letters without marks, look-alikes as the letter they
look like, one space for whatever stands between words. Then one pass over the text finds all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import ahocorasick

from forum.accounts.lookalikes import INVISIBLE, LOOKS

#: What a watched word can do to a post, in the order in which one outdoes the other.
DOES = {
    "block": "Block: the author is told why, and nothing is posted",
    "worry": "Look after its author: held, and on top of the queue",
    "hold": "Hold until a moderator has read it",
    "report": "Publish, and show it to a moderator",
    "replace": "Publish with other words in its place",
}
#: Letters written apart ("v i a g r a") are a word from so many on.
FEWEST_APART = 4

_LETTERS = str.maketrans(
    {sign: letter for letter, signs in LOOKS.items() for sign in signs}
    | dict.fromkeys(f"i1!|{LOOKS['i']}", "l")
    | {"0": "o", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s"}
)
#: These are letters in disguise only within a word.
_DISGUISES = frozenset("!|@$")
_APOSTROPHES = frozenset("'’‘ʼ`´")
_LETTERS_APART = re.compile(r"(?<= )\w(?: \w){3,}(?= )")
_STARTER = Path(__file__).with_name("words") / "worry.txt"


@dataclass(frozen=True, slots=True)
class Watched:
    """A word or phrase, and what it does. Where one of ``unless`` stands around it, it does nothing."""

    phrase: str
    does: str
    whole: bool = True
    #: With "block": what the author is told. With "replace": what stands there instead.
    message: str = ""
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A watched word in a text, and where it stands there."""

    watched: Watched
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A text in the shape in which words are looked for, and where each of its signs came from."""

    text: str
    places: Sequence[int]


def hits(text: str, watched: tuple[Watched, ...]) -> list[Hit]:
    """Every watched word in a text, in its order, each place once for each word."""
    if not watched:
        return []
    shape = _shape_of(text)
    found = {
        *_hits_in(shape, _automaton(watched)),
        *_hits_in(_letters_joined(shape), _automaton_of_letters(watched)),
    }
    return sorted(found, key=lambda hit: (hit.start, hit.end, hit.watched.phrase))


def replaced(text: str, found: Iterable[Hit]) -> str:
    """The text with other words where the group wants them."""
    wanted = [hit for hit in found if hit.watched.does == "replace"]
    end = len(text)
    for hit in sorted(wanted, key=lambda hit: (-hit.end, hit.start)):
        if hit.end <= end:
            text, end = text[: hit.start] + hit.watched.message + text[hit.end :], hit.start
    return text


def is_findable(phrase: str) -> bool:
    """Whether a phrase has anything that could be looked for."""
    return len(_shape_of(phrase).text.replace(" ", "")) >= 2


def starter_words() -> list[Watched]:
    """Phrases that point to suicide, for a group to begin with: ``phrase | unless, unless`` on each line."""
    lines = [line for line in _STARTER.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    parts = [line.partition("|") for line in lines]
    return [Watched(phrase.strip(), "worry", unless=_listed(unless)) for phrase, _, unless in parts]


def _listed(words: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in words.split(","))))


def _hits_in(shape: Shape, automaton: ahocorasick.Automaton) -> Iterator[Hit]:
    spared: dict[str, list[tuple[int, int]]] = {}
    found: list[tuple[Watched, int, int]] = []
    for last, names in automaton.iter(shape.text) if len(automaton) else ():
        for kind, of, length in names:
            start = last - length + 1
            if kind == "unless":
                spared.setdefault(of.phrase, []).append((start, last))
            elif shape.text[start : last + 1].strip():
                found.append((of, start, last))
    for word, start, last in found:
        inside = spared.get(word.phrase, ())
        begin, end = _within(shape, start, last)
        if not any(first <= start and last <= end_ for first, end_ in inside) and end > begin:
            yield Hit(word, shape.places[begin], shape.places[end - 1] + 1)


def _within(shape: Shape, start: int, last: int) -> tuple[int, int]:
    """The place of a match without the spaces at its edges."""
    end = last + 1
    start += shape.text[start] == " "
    end -= shape.text[end - 1] == " "
    return start, end


@lru_cache(maxsize=8)
def _automaton(watched: tuple[Watched, ...]) -> ahocorasick.Automaton:
    """All words and what spares them, to be looked for in one pass."""
    return _looking_for(
        (shape if word.whole else shape.strip(), kind, word) for shape, kind, word in _shapes(watched)
    )


@lru_cache(maxsize=8)
def _automaton_of_letters(watched: tuple[Watched, ...]) -> ahocorasick.Automaton:
    """The same without spaces, for what was written as letters apart."""
    closed = ((shape.replace(" ", ""), kind, word) for shape, kind, word in _shapes(watched))
    return _looking_for((key, kind, word) for key, kind, word in closed if len(key) >= FEWEST_APART)


def _shapes(watched: tuple[Watched, ...]) -> Iterator[tuple[str, str, Watched]]:
    for word in watched:
        yield _shape_of(word.phrase).text, "word", word
        yield from ((_shape_of(each).text, "unless", word) for each in word.unless)


def _looking_for(wanted: Iterable[tuple[str, str, Watched]]) -> ahocorasick.Automaton:
    names: dict[str, list[tuple[str, Watched, int]]] = {}
    for key, kind, word in wanted:
        if key.strip():
            names.setdefault(key, []).append((kind, word, len(key)))
    automaton = ahocorasick.Automaton()
    for key, meant in names.items():
        automaton.add_word(key, meant)
    automaton.make_automaton()
    return automaton


def _shape_of(text: str) -> Shape:
    """One space at each end and between words; nothing for apostrophes, marks and what nobody sees."""
    signs, places = [" "], [0]
    for place, sign in enumerate(text):
        within_word = text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum()
        for plain in " " if sign in _DISGUISES and not within_word else _plain(sign):
            if plain != " ":
                signs.append(plain)
                places.append(place)
            elif signs[-1] != " ":
                signs.append(" ")
                places.append(place)
    if signs[-1] != " ":
        signs.append(" ")
        places.append(max(0, len(text) - 1))
    return Shape("".join(signs), places)


@lru_cache(maxsize=4_096)
def _plain(sign: str) -> str:
    if sign in _APOSTROPHES or INVISIBLE.match(sign):
        return ""
    letters = unicodedata.normalize("NFKD", sign).casefold().translate(_LETTERS)
    kept = (each for each in letters if unicodedata.category(each) not in ("Mn", "Me", "Cf"))
    return "".join(each if each.isalnum() else " " for each in kept)


def _letters_joined(shape: Shape) -> Shape:
    """Only what was written as letters apart, as words."""
    signs, places = [" "], [0]
    for run in _LETTERS_APART.finditer(shape.text):
        for place in range(run.start(), run.end(), 2):
            signs.append(shape.text[place])
            places.append(shape.places[place])
        signs.append(" ")
        places.append(shape.places[run.end() - 1])
    return Shape("".join(signs), places)
