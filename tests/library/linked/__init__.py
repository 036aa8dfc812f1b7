"""Texts written for these tests, with the links that a person made in them: [[biopsies|biopsy]]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from forum.library.finding import Form

HERE = Path(__file__).parent
_LINK = re.compile(r"\[\[([^]|]*)(?:\|([^]]*))?\]\]")


class Linked(NamedTuple):
    """A text, and the places of it that are links: from, to, and the term's name in small letters."""

    text: str
    links: list[tuple[int, int, str]]


def texts(name: str) -> Iterator[Linked]:
    """One text a line."""
    yield from map(_read, (HERE / name).read_text("utf-8").splitlines())


def dictionary() -> tuple[list[str], list[Form]]:
    """The names of the terms that the summaries were linked with, and their forms as a list has them."""
    names: list[str] = []
    forms: list[Form] = []
    for line in (HERE / "dictionary.tsv").read_text("utf-8").splitlines():
        name, _, others = line.partition("\t")
        forms += [Form(len(names), written) for written in (name, *filter(None, others.split("|")))]
        names.append(name.lower())
    return names, forms


def _read(line: str) -> Linked:
    text, links, done = "", [], 0
    for link in _LINK.finditer(line):
        text += line[done : link.start()]
        links.append((len(text), len(text) + len(link[1]), (link[2] or link[1]).lower()))
        text += link[1]
        done = link.end()
    return Linked(text + line[done:], links)
