"""A text as it is compared, with one kind of space, hyphen and apostrophe, and the way back from there."""

from __future__ import annotations

import re
from bisect import bisect_right
from unicodedata import is_normalized, normalize

_PLAIN = str.maketrans(
    "’‘ʼ`´‐‑–−…\t\n\v\f\r\u00a0\u2007\u2009\u202f\u3000", "'" * 5 + "-" * 4 + "." + " " * 10
)
_RUN = re.compile(" {2,}")
#: "CT-scan" is "CT scan"; the sign at the end of "ER-" stays.
_HYPHEN = re.compile(r"(?<=[^\W_])-(?=[^\W_])")
#: Left out: more than one space, and the end of a possessive.
_LEFT_OUT = re.compile(r" {2,}|'s?(?![^\W_])", re.IGNORECASE)
#: Soft hyphens, joiners, and marks of direction: nobody sees them.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
#: A letter with its accents behind it, or one that may have another form.
_APART = re.compile("[^\u0300-\u036f][\u0300-\u036f]+|[^\x00-\x7f]", re.DOTALL)


def folded(text: str) -> str:
    """The text with one kind of apostrophe and hyphen, and single spaces."""
    return _RUN.sub(" ", text.translate(_PLAIN)).strip(" ")


class Passage:
    """A text folded, in its own case and in small letters; ``begin`` and ``end`` lead back to the text."""

    def __init__(self, text: str) -> None:
        #: Where each letter began and ended, if some were put together or left out as unseen.
        self._begins: list[int] = []
        self._ends: list[int] = []
        if not text.isascii() and (not is_normalized("NFKC", text) or _UNSEEN.search(text)):
            text, self._begins, self._ends = _composed(text)
        #: Where something was left out, in the folded text, and how much up to there.
        self._cuts: list[int] = []
        self._taken: list[int] = [0]
        self.cased = self._cut(_HYPHEN.sub(" ", text.translate(_PLAIN)))
        lower = self.cased.lower()
        # Few letters change their length with their case ("İ"): where one does, letter by letter.
        self.lower = lower if len(lower) == len(self.cased) else "".join(map(_small, self.cased))

    def _cut(self, plain: str) -> str:
        pieces: list[str] = []
        done = 0
        for out in _LEFT_OUT.finditer(plain):
            start, end = out.span()
            if plain[start] == " ":
                start += 1
            elif not (start and plain[start - 1].isalnum()):
                continue
            pieces.append(plain[done:start])
            self._cuts.append(start - self._taken[-1])
            self._taken.append(self._taken[-1] + end - start)
            done = end
        return "".join(pieces) + plain[done:] if pieces else plain

    def begin(self, place: int) -> int:
        """The offset in the text as it came of what begins at ``place``."""
        place += self._taken[bisect_right(self._cuts, place)]
        return self._begins[place] if self._begins else place

    def end(self, place: int) -> int:
        """The offset in the text as it came behind what ends at ``place``."""
        last = place - 1
        last += self._taken[bisect_right(self._cuts, last)]
        return self._ends[last] if self._ends else last + 1


def _composed(text: str) -> tuple[str, list[int], list[int]]:
    """Letters written in a wide form, or with their accents apart, as most people write them.

    With where each of them began and ended.
    """
    pieces: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    done = 0
    for found in _APART.finditer(text):
        start, end = found.span()
        whole = _whole(found[0])
        pieces += text[done:start], whole
        begins += *range(done, start), *(start for _ in whole)
        ends += *range(done + 1, start + 1), *(end for _ in whole)
        done = end
    pieces.append(text[done:])
    begins += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return "".join(pieces), begins, ends


def _whole(written: str) -> str:
    if _UNSEEN.match(written):
        return ""
    # Signs stay as they are, but for wide ones: "™" is no "TM".
    return normalize("NFKC", written) if written[0].isalnum() or "！" <= written[0] <= "～" else written


def _small(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter
