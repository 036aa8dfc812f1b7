"""From bytes to text, when the label is right, wrong or missing."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from forum.mail_in.alphabets import charset_by_letters

# Labels seen in old mail that Python does not know, or knows in too narrow a sense: senders who wrote
# "gb2312" used all of GBK, and those who wrote "iso-8859-1" used the curly quotes of Windows.
_ALIASES = {
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso2022_jp": "iso2022_jp_ext",
    "iso8859-9": "cp1254",
    "x-gbk": "gb18030",
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jp",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "windows-874": "cp874",
    "windows-31j": "cp932",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "8859_1": "cp1252",
}
# Python also offers codecs that are no charsets at all, some of them slow by design (punycode).
_CHARSET = re.compile(
    r"(?:ascii|utf|iso8859|iso2022|cp\d|koi8|gb|big5|euc|shift_jis|mac|hz|tis|ptcp|kz|johab)[\w-]*"
)
_STRAYS = re.compile("[\udc80-\udcff]+")
_WITHOUT_HIGH_BYTES = ("iso2022", "utf-7", "utf-16", "utf-32", "hz")
_LABEL_LENGTH = 40

_SAMPLE = 4_000
_MOSTLY_HIGH = 0.4
# Japanese has kana between everything else, Korean is a few hundred syllables: no statistics are needed.
_EVERYDAY_LETTERS = (
    ("cp932", re.compile(rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]")),
    ("euc_jp", re.compile(rb"[\xa4\xa5][\xa1-\xf6]")),
)
_SHARE = 0.3
_KOREAN = re.compile(rb"(?:[\x00-\x7f]|[\xb0-\xc8][\xa1-\xfe])+")
_NOT_LATIN = [
    "koi8_r", "cp1251", "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1253", "cp1255", "cp1256",
    "iso8859_5", "cp866", "cp874",
]  # fmt: skip


def decode(raw: bytes, declared: str | None = None) -> str:
    """The text in ``raw``: by its label if that holds, else by what the bytes look like. Never fails."""
    codec = _worth_trying(raw, known_codec(declared))
    if raw.isascii() and b"\x1b" not in raw and not (codec or "").startswith(_WITHOUT_HIGH_BYTES):
        return raw.decode("ascii")
    for candidate in _candidates(raw, codec):
        text = _try(raw, candidate)
        if text is not None:
            return text
    return _mostly_utf8(raw, codec) or _mostly_right(raw, codec) or raw.decode(_guess(raw), "replace")


def known_codec(label: str | None) -> str | None:
    """Python's name for a charset label, or None for one that is unknown or no charset."""
    if not label or len(label) > _LABEL_LENGTH:
        return None
    name = label.strip("\"' \t<>;,=").lower()
    try:
        found = codecs.lookup(_ALIASES.get(name, name)).name
    except (LookupError, ValueError):
        return None
    found = _ALIASES.get(found, found)
    return found if _CHARSET.fullmatch(found) else None


def _worth_trying(raw: bytes, codec: str | None) -> str | None:
    """None for a label that says nothing of these bytes: letters beyond ASCII in "us-ascii", text without a
    single zero byte in "utf-16"."""
    says_nothing = codec == "ascii" or ((codec or "").startswith(("utf-16", "utf-32")) and b"\0" not in raw)
    return None if says_nothing else codec


def _candidates(raw: bytes, codec: str | None) -> list[str]:
    if b"\x1b$" in raw and not (codec or "").startswith("iso2022"):
        return ["iso2022_jp_ext"]  # Japanese in seven bits, which any other label reads as gibberish
    # Text that is valid UTF-8 beyond ASCII is UTF-8, whatever a Western label says.
    if codec is None:
        return ["utf-8"]
    return ["utf-8", codec] if codec.startswith(("cp125", "iso8859")) else [codec, "utf-8"]


def _try(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _mostly_utf8(raw: bytes, codec: str | None) -> str | None:
    """UTF-8 with something pasted in from elsewhere; that is most often from Windows.

    In no other charset do letters fall into the patterns of UTF-8 twice as often as out of them.
    """
    if codec not in (None, "utf-8"):
        return None
    text = raw.decode("utf-8", "surrogateescape")
    strays = len(_STRAYS.findall(text))
    letters = len(text) - len(text.encode("ascii", "ignore")) - sum(map(len, _STRAYS.findall(text)))
    return _STRAYS.sub(_from_windows, text) if strays * 2 <= letters else None


def _from_windows(stray: re.Match[str]) -> str:
    return stray[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _mostly_right(raw: bytes, codec: str | None) -> str | None:
    """The declared charset, if only a few letters are broken (a mail cut in the middle, a foreign footer)."""
    if codec is None:
        return None
    text = raw.decode(codec, "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return text if broken * 5 <= beyond_ascii - broken else None


def _guess(raw: bytes) -> str:
    sample = b"\n".join(line for line in raw[: _SAMPLE * 25].splitlines() if not line.isascii())[:_SAMPLE]
    high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if high < len(sample) * _MOSTLY_HIGH:
        return charset_by_letters(sample)  # a few accents and curly quotes are too little for statistics
    if _KOREAN.fullmatch(sample[: len(sample) // 2 * 2]):
        return "cp949"
    for codec, letters in _EVERYDAY_LETTERS:
        if 2 * len(letters.findall(sample)) >= _SHARE * high:
            return codec
    best = from_bytes(sample, cp_isolation=_NOT_LATIN, steps=3, chunk_size=512).best()
    return best.encoding if best else "cp1252"
