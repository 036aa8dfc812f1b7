"""Words of every day that look like a short form: "who" is not the WHO, nor "us" an ultrasound."""

from __future__ import annotations

from pathlib import Path

WORDS = Path(__file__).with_name("words")


def _words(name: str) -> frozenset[str]:
    return frozenset((WORDS / name).read_text("utf-8").split())


#: Words that hold sentences together. In small letters they name nothing, whatever a glossary says.
SMALL_WORDS = _words("small.txt")
#: Words that a short form in capitals must not be taken for. In small letters each may be a term: "port".
SHORT_WORDS = _words("short.txt") | SMALL_WORDS
#: What people write all the time, and mean nothing medical by: no term may claim it in any case.
EVERYDAY_WORDS = _words("everyday.txt") | SMALL_WORDS


def is_small_word(written: str) -> bool:
    """Whether a form is a word that holds sentences together, in small letters."""
    return written.lower() in SMALL_WORDS and not _is_in_capitals(written)


def needs_its_capitals(written: str) -> bool:
    """Whether a short form is another word, or no word at all, in small letters: "ALL", "AIDS", "PT"."""
    return _is_in_capitals(written) and (len(written) < 3 or written.lower() in SHORT_WORDS)


def _is_in_capitals(written: str) -> bool:
    return written.isupper() and written.isalpha()
