"""The words of our own safe HTML that may become links, and the HTML with some of them made so.

What is a link already stays as it is, and so do code, quotes, signatures and headings: their words are not
the writer's own, or not a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape
from itertools import groupby
from typing import NamedTuple, Protocol, TypeVar

#: Stands between two passages of the text, so that nothing found reaches from one into the next.
GAP = "\x1f"
#: Stands for a line break while links are drawn: a link may go on in the next line.
_BREAK = "\x1e"

_PIECE = re.compile(r"<(/?)(\w+)[^>]*>|[^<]+")
_NOT_LINKED = frozenset({"a", "code", "pre", "blockquote", "details", "h2", "h3", "h4"})
_NOT_OWN = frozenset({"code", "pre", "blockquote", "details"})
_TARGET = re.compile(r'<a [^>]*?href="([^"]*)"')
_WITHIN_A_LINE = frozenset({"strong", "em", "s", "wbr"})


class Link(NamedTuple):
    """Where a link begins and ends in the text, and where it leads."""

    start: int
    end: int
    href: str


class Place(Protocol):
    """Where something begins and ends in the text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=Place)


def linkable_text(html: str) -> str:
    """The words that may become links, as people read them; places in it are what ``with_links`` takes."""
    return "".join(words for _, words in _passages(html)).replace(_BREAK, "\n")


def uncut(html: str, places: Iterable[P]) -> list[P]:
    """Those of some places of the text that ``with_links`` can draw: no markup cuts them in two."""
    ends, end = [0], 0
    for _, words in _with_their_lines(html):
        end += len(words)
        ends.append(end)
    return [place for place in places if place.end <= ends[bisect_right(ends, place.start)]]


def with_links(html: str, links: Sequence[Link], css_class: str) -> str:
    """``html`` with links around some places of its text; a place that markup cuts in two is left alone.

    ``links`` are in order and apart from each other.
    """
    pieces: list[str] = []
    waiting = list(reversed(links))
    begin = 0
    for markup, words in _with_their_lines(html):
        end = begin + len(words)
        while waiting and waiting[-1].start < begin:
            waiting.pop()
        if markup or not (waiting and waiting[-1].start < end):
            pieces.append(markup or _as_html(words))
        else:
            pieces.append(_linked(words, begin, waiting, css_class))
        begin = end
    return "".join(pieces)


def _with_their_lines(html: str) -> Iterator[tuple[str, str]]:
    """The passages, with the lines of one paragraph together."""
    for is_markup, pieces in groupby(_passages(html), lambda piece: bool(piece[0])):
        if is_markup:
            yield from pieces
        else:
            yield "", "".join(words for _, words in pieces)


def _linked(words: str, begin: int, waiting: list[Link], css_class: str) -> str:
    pieces: list[str] = []
    done = 0
    while waiting and waiting[-1].start < begin + len(words):
        link = waiting.pop()
        start, end = link.start - begin, link.end - begin
        if end > len(words):
            continue
        inside = _as_html(words[start:end])
        pieces += [
            _as_html(words[done:start]),
            f'<a class="{css_class}" href="{escape(link.href)}">{inside}</a>',
        ]
        done = end
    pieces.append(_as_html(words[done:]))
    return "".join(pieces)


def _as_html(words: str) -> str:
    return escape(words, quote=False).replace(_BREAK, "<br>")


def own_words(html: str) -> Iterator[str]:
    """What somebody says themselves: their words, and where their links lead; nothing quoted and no code."""
    closed = 0
    for piece in _PIECE.finditer(html):
        closing, tag = piece.groups()
        if tag in _NOT_OWN:
            closed += -1 if closing else 1
        elif not closed and tag is None:
            yield unescape(piece[0])
        elif not closed and (target := _TARGET.match(piece[0])):
            yield unescape(target[1])


def _passages(html: str) -> Iterator[tuple[str, str]]:
    """The HTML in pieces: markup with the gap it leaves in the text, or words without markup."""
    closed = 0
    for piece in _PIECE.finditer(html):
        closing, tag = piece.groups()
        if tag is None:
            yield ("", unescape(piece[0])) if not closed else (piece[0], "")
            continue
        if tag in _NOT_LINKED:
            closed += -1 if closing else 1
        if piece[0] == "<br>" and not closed:
            yield "", _BREAK
            continue
        gap = "" if tag in _WITHIN_A_LINE else "\n" if tag == "br" else GAP
        yield piece[0], gap
