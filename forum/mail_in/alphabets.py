"""Which of the eight-bit charsets of Europe a text without a label is in, told by its letters.

Whoever writes in one language uses the letters of its alphabet, and no others. Read in the wrong charset,
words hold letters that no language has side by side, or signs such as "³" in the middle of a word.
"""

from __future__ import annotations

import re

_WESTERN = (
    "äöüßé",  # German
    "àâæçéèêëîïôùûüÿœ",  # French
    "áéíóúüñçàèòï",  # Spanish, Catalan
    "áâãàçéêíóôõúü",  # Portuguese
    "àèéìíòóùú",  # Italian
    "åäöéæøüàô",  # Swedish, Finnish, Danish, Norwegian
    "áéëïóöüèê",  # Dutch
    "áéíóúýðþæö",  # Icelandic
    "áéíóúàèìòùâêîôûŵŷ",  # Irish, Scottish, Welsh
)
_EASTERN = (
    ("cp1250", "iso8859_2", "ąćęłńóśźż"),  # Polish
    ("cp1250", "iso8859_2", "áčďéěíňóřšťúůýžäĺľŕô"),  # Czech, Slovak
    ("cp1250", "iso8859_2", "áéíóöőúüű"),  # Hungarian
    ("cp1250", "iso8859_2", "čćđšž"),  # Croatian, Slovene
    ("cp1250", "iso8859_2", "ăâîşţ"),  # Romanian
    ("cp1254", "iso8859_9", "çğıöşüâîûi̇"),  # Turkish
)
#: Fewer letters, or fewer kinds of them, may be a name in an English mail.
_LETTERS, _KINDS = 6, 3
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\xa0]")
_SIGNS = frozenset("“”„‘’‚«»–—…•·€£§°²³½¼´©®™×")
_SIGN_IN_A_WORD = re.compile(
    r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘´·–—-](?=[^\W\d_])|(?<=[^\W\d_])[²³¹½¼¾](?=[^\W\d_])"
)


def charset_by_letters(raw: bytes) -> str:
    """The charset in which the words are those of one language; that of Western Europe if that may be."""
    if any(_could_be(raw, "cp1252", letters) for letters in _WESTERN):
        return "cp1252"
    fitting = [
        codec
        for *codecs, letters in _EASTERN
        for codec in codecs
        if _could_be(raw, codec, letters, sure=True)
    ]
    return fitting[0] if fitting else "cp1252"


def _could_be(raw: bytes, codec: str, alphabet: str, *, sure: bool = False) -> bool:
    text = raw.decode(codec, "replace")
    beyond = _BEYOND_ASCII.findall(text.lower())
    letters = [sign for sign in beyond if sign not in _SIGNS]
    if sure and (len(letters) < _LETTERS or len(set(letters)) < _KINDS):
        return False
    return set(letters) <= set(alphabet) and not _SIGN_IN_A_WORD.search(text)
