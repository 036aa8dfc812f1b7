"""Of a mail that answers another one: its author's own words, and what is to be folded away.

Nothing is dropped: the pieces of a reply are the whole mail, in order. In doubt, a line is its author's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from forum.core.quoting import Line, Opening, is_marked, openings, quoted_lines, read_line
from forum.mail_in.endings import ending, is_sent_from

Kind = Literal["words", "quote", "signature", "footer"]
_MOST_ENDINGS = 12
_AMOUNT = re.compile(r">\s?[\d=]")
_PGP_BEGINS = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\s*\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a mail, and whose they are."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail in pieces that together are all of it."""

    pieces: tuple[Piece, ...]
    #: Somebody else's mail, passed on without a word.
    is_bare_forward: bool = False

    @property
    def words(self) -> str:
        """What the author wrote, and what it answers where the two are mixed: this becomes the post."""
        own = (piece.text.strip("\n") for piece in self.pieces if piece.kind == "words")
        return "\n".join(filter(str.strip, own)).strip()

    @property
    def folded(self) -> tuple[Piece, ...]:
        """Everything else."""
        return tuple(piece for piece in self.pieces if piece.kind != "words")


def read_reply(text: str, footer: str = "") -> Reply:
    """Take a mail's text apart; ``footer`` is what was found under it before."""
    written = text.split("\n")
    lines = [read_line(line) for line in written]
    kinds, is_bare = _Reading(written, lines).kinds()
    pieces = [
        Piece(kind, "\n".join(written[number] for number in group))
        for kind, group in groupby(range(len(written)), kinds.__getitem__)
    ]
    if footer:
        pieces.append(Piece("footer", footer))
    return Reply(tuple(pieces), is_bare)


class _Reading:
    """One mail while it is read: what each of its lines is taken to be."""

    def __init__(self, written: Sequence[str], lines: Sequence[Line]) -> None:
        self.written = written
        self.lines = lines
        self.of: list[Kind] = ["words"] * len(lines)
        self.quoted = quoted_lines(lines)

    def kinds(self) -> tuple[list[Kind], bool]:
        self._fold_wrapping()
        rest, is_forward = self._start_of_rest()
        self._fold_endings(rest)
        is_bare = is_forward and not self._has_words(rest)
        if rest < len(self.lines) and (is_bare or not is_forward):
            self._mark(rest, len(self.lines), "quote")
        if not is_forward:
            self._fold_first_quote(rest)
        self._give_gaps_to_what_follows()
        return self.of, is_bare

    def _start_of_rest(self) -> tuple[int, bool]:
        """From which line on the mail is another one, and whether that one is passed on."""
        found = list(openings(self.lines))
        asked_to_write_above = any(opening.kind == "reply above" for opening in found)
        for opening in found:
            if opening.kind == "forwarded":
                return opening.start, True
            if is_marked(self.lines, opening):
                self._quote_with_header(opening)
            elif asked_to_write_above or self._says_something(opening.start):
                return opening.start, False
        return len(self.lines), False

    def _quote_with_header(self, opening: Opening) -> None:
        """The lines above a marked quote that say whose it is belong to it."""
        below = next(at for at in range(opening.below, len(self.lines)) if self.lines[at].is_filled)
        self.quoted[opening.start : below] = [True] * (below - opening.start)

    def _says_something(self, end: int) -> bool:
        return any(
            line.words and not self.quoted[at] and not is_sent_from(line.words)
            for at, line in enumerate(self.lines[:end])
        )

    def _fold_endings(self, end: int) -> None:
        """Signatures, footers and quotes under the words, from the end upwards."""
        for _ in range(_MOST_ENDINGS):
            end = self._last_own(end) + 1
            if not end:
                return
            start, kind = self._ending_above(end)
            if kind == "words":
                return
            self._mark(start, end, kind)
            end = start

    def _ending_above(self, end: int) -> tuple[int, Kind]:
        first = end - 1
        while first > 0 and self.quoted[first - 1] == self.quoted[end - 1]:
            first -= 1
        if self.quoted[end - 1]:
            return (first, "words") if self._may_be_an_amount(first, end) else (first, "quote")
        found = ending(self.written[first:end], below_quote=first > 0)
        return (first + found[0], found[1]) if found else (end, "words")

    def _may_be_an_amount(self, first: int, end: int) -> bool:
        """A line such as "> 50 % of us" under somebody's words is no quote."""
        return end - first == 1 and first > 0 and _AMOUNT.match(self.written[first].lstrip()) is not None

    def _fold_first_quote(self, end: int) -> None:
        """A whole mail quoted above its answer, with the line that says whose it is."""
        own = list(filter(self._is_own, range(end)))
        groups = [(quoted, list(group)) for quoted, group in groupby(own, self.quoted.__getitem__)]
        if len(groups) != 2 or not groups[0][0]:
            return
        first, last = groups[0][1][0], groups[0][1][-1]
        if not self.lines[first].depth or self._is_attributed_inside(first, last):
            self._mark(first, last + 1, "quote")

    def _is_attributed_inside(self, first: int, last: int) -> bool:
        """Apple and others put "On ... wrote:" inside the quote."""
        inner = [Line(0, line.words) for line in self.lines[first : min(last + 1, first + 6)]]
        return any(opening.start == 0 for opening in openings(inner))

    def _fold_wrapping(self) -> None:
        """What programs put around or between words: the first lines of PGP, a phone's own line."""
        for number, line in enumerate(self.written):
            if _PGP_BEGINS.match(line):
                gap = next(
                    (at for at in range(number, len(self.written)) if not self.written[at]), number + 1
                )
                self._mark(number, min(gap, number + 6), "signature")
            elif is_sent_from(line) and not self.quoted[number]:
                self._mark(number, number + 1, "signature")

    def _mark(self, start: int, end: int, kind: Kind) -> None:
        self.of[start:end] = [kind] * (end - start)

    def _last_own(self, end: int) -> int:
        return next((at for at in range(end - 1, -1, -1) if self._is_own(at)), -1)

    def _has_words(self, end: int) -> bool:
        return any(map(self._is_own, range(end)))

    def _is_own(self, number: int) -> bool:
        return self.of[number] == "words" and self.lines[number].is_filled

    def _give_gaps_to_what_follows(self) -> None:
        """Empty lines between two folded lines are folded with them."""
        for number in range(len(self.of) - 2, 0, -1):
            if not self.lines[number].is_filled and self.of[number + 1] != "words":
                self.of[number] = self.of[number + 1]
