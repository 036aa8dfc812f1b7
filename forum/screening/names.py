"""Full names of people in a text: a first name that is no other word, or a title, and a surname."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from forum.accounts.lookalikes import folded


def _listed(name: str) -> frozenset[str]:
    return frozenset(Path(__file__).with_name("words").joinpath(name).read_text("utf-8").split())


#: First names that are not also words, months, places or illnesses; with a title or "my sister", any will do.
FIRST_NAMES = _listed("first_names.txt")

_NAME = r"[^\W\d_a-z][^\W\d_A-Z]+(?:['’-][^\W\d_]+)*"
_SURNAME = rf"(?:(?:van|von|de|der|den|la|Mc|Mac|O['’])[ ]?)?{_NAME}"
_WHOLE = rf"(?P<whole>(?P<first>{_NAME})[ ](?P<last>{_SURNAME}))"
_PLAIN = re.compile(rf"(?<![\w@.’'-])(?P<first>{_NAME})[ ](?:[A-Z]\.?[ ])?(?P<last>{_SURNAME})(?!\w)")
_TITLED = re.compile(rf"\b(?:Dr|Prof|Professor|Doctor|Mr|Mrs|Ms|Herr|Frau)\.?[ ]{_WHOLE}")
_KIN = re.compile(
    r"\bmy (?:friend|sister|brother|mother|father|mum|mom|dad|husband|wife|partner|daughter|son|aunt|uncle"
    rf"|cousin|neighbou?r|oncologist|surgeon|doctor|nurse|boss|colleague),? {_WHOLE}"
)
#: What follows a name that is then the name of a thing ("the Susan Miller Foundation"), or is no surname.
_THINGS = _listed("not_names.txt")
_NEXT_WORD = re.compile(r"[ ]+(\w+)")


def full_names(text: str, own_names: Iterable[str] = ()) -> Iterator[tuple[int, int, str]]:
    """Where full names stand, and which; ``own_names`` are those of whoever wrote it."""
    own = {folded(name) for name in own_names}
    for pattern in (_TITLED, _KIN):
        for found in pattern.finditer(text):
            if _may_be_name(text, found) and folded(found["whole"]) not in own:
                yield found.start("whole"), found.end("whole"), found["whole"]
    for found in _plain_names(text):
        if folded(found[0]) not in own and _may_be_name(text, found):
            yield found.start(), found.end(), found[0]


def _plain_names(text: str) -> Iterator[re.Match[str]]:
    """Each pair of names that begins with a first name; pairs may overlap ("Then Susan Miller")."""
    at = 0
    while found := _PLAIN.search(text, at):
        if folded(found["first"]) in FIRST_NAMES:
            yield found
            at = found.end()
        else:
            at = found.end("first")


def _may_be_name(text: str, found: re.Match[str]) -> bool:
    following = _NEXT_WORD.match(text, found.end())
    words = (found["first"], found["last"], following[1] if following and following[1][0].isupper() else "")
    return not any(folded(word) in _THINGS for word in words)
