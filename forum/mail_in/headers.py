"""Header fields as people read them: unfolded, decoded, without control characters."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from itertools import groupby

from forum.mail_in.charsets import decode

_LIMIT = 4_000
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?(.*?)\?=(?:[ \t]+(?==\?))?", re.DOTALL)
_SPACE = re.compile(r"\s+")
# C0 and C1 controls, lone surrogates, and the marks that turn the direction of a whole line around.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")


def readable(value: str) -> str:
    """One header value in plain words, however it was encoded, or broken."""
    text = _from_8bit(value[:_LIMIT])
    text = text.replace("\r", "").replace("\n", " ").replace("\t", " ")
    return _SPACE.sub(" ", printable(_decode_words(text))).strip()


def printable(text: str) -> str:
    """The text without characters that show nothing, or play tricks. Tabs and line ends stay."""
    return _UNPRINTABLE.sub("", text)


def _from_8bit(value: str) -> str:
    if value.isascii():
        return value
    return decode(value.encode("utf-8", "surrogateescape"))


def _decode_words(text: str) -> str:
    if "=?" not in text:
        return text
    return "".join(_runs(text))


def _runs(text: str) -> Iterator[str]:
    """Neighbouring words in one charset are decoded as one: some mailers cut in the middle of a letter."""
    for (charset, _), pieces in groupby(_pieces(text), key=lambda piece: piece[:2]):
        content = b"".join(raw for _, _, raw in pieces)
        yield decode(content, charset) if charset else content.decode("utf-8", "surrogatepass")


def _pieces(text: str) -> Iterator[tuple[str, int, bytes]]:
    done, run = 0, 0
    for word in _ENCODED_WORD.finditer(text):
        if word.start() > done:
            run += 1
            yield "", run, text[done : word.start()].encode("utf-8", "surrogatepass")
        charset = word[1].split("*")[0].lower()  # RFC 2231 lets a language follow: utf-8*en
        yield charset, run, _word_bytes(word[2], word[3])
        done = word.end()
    yield "", run + 1, text[done:].encode("utf-8", "surrogatepass")


def _word_bytes(encoding: str, content: str) -> bytes:
    raw = content.encode("utf-8", "surrogatepass")
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    return lenient_base64(raw)


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


_BEHIND_BASE64 = re.compile(rb"^[_=*-]{10,}[ \t]*\r?$|^[^\r\n]*\S[ \t]+\S", re.MULTILINE)


def split_base64(raw: bytes) -> tuple[bytes, bytes]:
    """Base64, and the plain words that a list wrote under it without looking."""
    words = _BEHIND_BASE64.search(raw)
    return (raw[: words.start()], raw[words.start() :]) if words and words.start() else (raw, b"")


def lenient_base64(raw: bytes) -> bytes:
    """Whatever can be had from base64 with noise in it, or its end missing."""
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        letters = _NOT_BASE64.sub(b"", raw)
        letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
