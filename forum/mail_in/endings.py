"""What stands under somebody's words: a signature, "Sent from my phone", a firm's small print.

Cautious on purpose: what may be a sentence of the author's is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from forum.core.mail_phrases import LANGUAGES, SMALL_PRINT
from forum.mail_in.footers import split_footers

Ending = Literal["signature", "footer"]
# What follows "-- " is a signature if it is short; under a line that somebody drew it must look like one.
_LONGEST_SIGNATURE, _LONGEST_UNDER_RULE = 12, 6
_LONGEST_SMALL_PRINT = 30
_LONGEST_SIGNATURE_LINE, _LONGEST_SENT_FROM = 80, 160
_DASHES = re.compile(r"\s{0,2}(?:--|—|––)\s{0,2}\Z")
_RULE = re.compile(r"\s{0,2}(?:[_-]{3,}|[=*~#]{5,})\s{0,2}\Z")
_SENTENCE_END = re.compile(r"[.!?…;:]\s*\Z")
_CONTACT = re.compile(r"\S@\S|https?://|www\.|\+?\d[\d ()./-]{6,}\d|\[address hidden\]", re.IGNORECASE)
_SENT_FROM = re.compile(
    rf"[\W_]{{0,6}}(?:{'|'.join(phrases.sent_from for phrases in LANGUAGES.values())})[\W_]{{0,6}}\Z",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"\s?[<\[(](?:https?://|mailto:)[^<>\[\]()\s]{1,200}[>\])]")
_SMALL_PRINT = re.compile(SMALL_PRINT, re.IGNORECASE)
_PGP = re.compile(r"-----BEGIN PGP (?:SIGNATURE|PUBLIC KEY BLOCK)-----\s*\Z")


def ending(lines: Sequence[str], *, below_quote: bool = False) -> tuple[int, Ending] | None:
    """The line from which a text is no longer its author's words, and what it is; None if it ends in those.

    Called again on what is above until there is nothing more: several endings stand under one another.
    """
    start = _footer(lines) or _small_print(lines)
    if start:
        return start, "footer"
    start = _sent_from(lines) or _pgp(lines) or _signature(lines, below_quote)
    return (start, "signature") if start is not None else None


def is_sent_from(line: str) -> bool:
    """Is this what a phone writes under each mail, and nothing else?"""
    return len(line) <= _LONGEST_SENT_FROM * 2 and _is_sent_from(line)


def _footer(lines: Sequence[str]) -> int | None:
    text = "\n".join(lines)
    kept, footer = split_footers(text)
    # A rule that stood behind the last word was given a line of its own.
    return kept.count("\n") + 1 if footer and text.startswith(kept + "\n") else None


def _small_print(lines: Sequence[str]) -> int | None:
    filled = 0
    found = None
    for number in range(len(lines) - 1, 0, -1):
        filled += bool(lines[number].strip())
        if filled > _LONGEST_SMALL_PRINT:
            break
        if _SMALL_PRINT.match(lines[number][:500]) and not lines[number - 1].strip("-_=* \t"):
            found = number
    return found


def _sent_from(lines: Sequence[str]) -> int | None:
    last = len(lines) - 1
    if is_sent_from(lines[last]):
        return last
    if last and is_sent_from(f"{lines[last - 1]} {lines[last]}"):
        return last - 1
    return None


def _is_sent_from(line: str) -> bool:
    words = _MARKUP.sub("", line).strip()
    return 0 < len(words) <= _LONGEST_SENT_FROM and _SENT_FROM.match(words) is not None


def _pgp(lines: Sequence[str]) -> int | None:
    if not lines[-1].startswith("-----END PGP"):
        return None
    begins = [number for number, line in enumerate(lines) if _PGP.match(line)]
    return begins[-1] if begins else None


def _signature(lines: Sequence[str], below_quote: bool) -> int | None:
    """The first mark under which there is no more than a signature, with words or a quote above it."""
    first_words = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    first_words -= below_quote
    for number in range(max(len(lines) - 3 * _LONGEST_SIGNATURE, first_words + 1), len(lines)):
        below = [line for line in lines[number + 1 :] if line.strip()]
        if _DASHES.match(lines[number]) and len(below) <= _LONGEST_SIGNATURE:
            return number
        if _RULE.match(lines[number]) and _looks_like_signature(below):
            return number
    return None


def _looks_like_signature(lines: Sequence[str]) -> bool:
    """A few short lines that begin with a name, without a sentence among them."""
    if not lines:
        return True
    if len(lines) > _LONGEST_UNDER_RULE or any(len(line) > _LONGEST_SIGNATURE_LINE for line in lines):
        return False
    if any(_SENTENCE_END.search(line) and not _CONTACT.search(line) for line in lines):
        return False
    return _is_name(lines[0])


def _is_name(line: str) -> bool:
    words = line.strip(" *_,").split()
    return 1 < len(words) <= 4 and all(word[0].isupper() for word in words)
