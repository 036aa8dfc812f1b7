"""A plain-text mail from an archive as a readable page: quoted words and signatures are folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from forum.core.addresses import hide_addresses
from forum.core.html import clean_own_markup, readable
from forum.core.quoting import DEEPEST_QUOTE, Line, is_marked, openings, quoted_lines, read_line
from forum.core.weblinks import linked

# Somebody who answers line by line quotes a little at a time: folded, the answers would make no sense.
SHORT_QUOTE = 5
# What follows "--" is a signature if it is short; otherwise it is text after a line somebody drew.
LONGEST_SIGNATURE = 12

_SIGNATURE_MARK = re.compile(r"(?:--|_{40,})[ \t]*\Z")


def render_mail_text(text: str) -> str:
    """Safe HTML of a plain-text mail; its e-mail addresses are hidden.

    Every character is escaped here and every tag is ours, so the second wall alone is enough: an archive of
    200,000 mails is read in minutes, not hours.
    """
    lines = [read_line(line) for line in hide_addresses(readable(text)).strip("\n").split("\n")]
    end = _start_of_forwarded(lines)
    own = "".join(_own_and_quoted(lines[:end]))
    return clean_own_markup(own + _forwarded(lines[end:], folded=bool(own)))


def _start_of_forwarded(lines: Sequence[Line]) -> int:
    for found in openings(lines):
        if found.kind != "attribution" or not is_marked(lines, found):
            return found.start
    return len(lines)


def _forwarded(lines: Sequence[Line], *, folded: bool) -> str:
    if not lines:
        return ""
    deeper = [Line(min(line.depth + 1, DEEPEST_QUOTE), line.words) for line in lines]
    quote = _nested_quotes(deeper)
    return _folded("quoted", "Quoted words", quote) if folded else quote


def _own_and_quoted(lines: Sequence[Line]) -> Iterator[str]:
    quoted = quoted_lines(lines)
    groups = [list(group) for _, group in groupby(range(len(lines)), quoted.__getitem__)]
    for place, group in enumerate(groups):
        part = lines[group[0] : group[-1] + 1]
        if quoted[group[0]]:
            yield _quote(part, answered=place + 1 < len(groups))
        else:
            yield _own_words([line.words for line in part])


def _quote(lines: Sequence[Line], *, answered: bool) -> str:
    first = next(number for number, line in enumerate(lines) if line.depth)
    opening = [line.words for line in lines[:first] if line.words]
    attribution = f'<p class="attribution">{_broken(opening)}</p>' if opening else ""
    quote = attribution + _nested_quotes(lines[first:])
    short = sum(bool(line.words) for line in lines[first:]) <= SHORT_QUOTE
    return quote if short and answered else _folded("quoted", "Quoted words", quote)


def _nested_quotes(lines: Sequence[Line]) -> str:
    pieces: list[str] = []
    depth = 0
    for wanted, group in groupby(_with_depth_of_gaps(lines), key=lambda line: line.depth):
        pieces.append("<blockquote>" * (wanted - depth) + "</blockquote>" * (depth - wanted))
        pieces.append(_paragraphs([line.words for line in group]))
        depth = wanted
    return "".join(pieces) + "</blockquote>" * depth


def _with_depth_of_gaps(lines: Sequence[Line]) -> Iterator[Line]:
    depth = 1
    for line in lines:
        # An empty line has lost its marks now and then; it belongs to what stands above it.
        depth = line.depth if line.words else min(depth, line.depth or depth)
        yield Line(depth, line.words)


def _own_words(lines: Sequence[str]) -> str:
    marks = (number for number, words in enumerate(lines) if _SIGNATURE_MARK.match(words))
    start = next(marks, len(lines))
    signature = lines[start + 1 :]
    if not 0 < sum(map(bool, signature)) <= LONGEST_SIGNATURE:
        return _paragraphs(lines)
    return _paragraphs(lines[:start]) + _folded("signature", "Signature", _paragraphs(signature))


def _paragraphs(lines: Sequence[str]) -> str:
    groups = (list(group) for filled, group in groupby(lines, key=bool) if filled)
    return "".join(f"<p>{_broken(group)}</p>" for group in groups)


def _broken(lines: Sequence[str]) -> str:
    return "<br>".join(map(linked, lines))


def _folded(kind: str, summary: str, html: str) -> str:
    return f'<details class="{kind}"><summary>{summary}</summary>{html}</details>'
