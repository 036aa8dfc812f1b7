"""Names that cannot be told apart by eye, and signs that no eye sees.

A small part of what Unicode says about both (UTS 39, and "default ignorable" of UAX 44): the letters that
people who want to be taken for somebody else use in practice. The standard library knows neither.
"""

from __future__ import annotations

import re
import unicodedata

#: What takes no ink: joiners, marks of direction, fillers, variation selectors, tags, the empty Braille cell.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
#: More marks on one letter than a spelling needs hide the lines around it.
MOST_MARKS = 2
#: Each Latin letter, and what looks like it: phonetic letters, small capitals, Cyrillic, Greek, digits.
LOOKS = {
    "a": "ɑᴀаα", "b": "ʙƅ", "c": "ᴄсϲ", "d": "ᴅԁ", "e": "ᴇеҽ", "f": "ꜰẝ", "g": "ɡɢց", "h": "ʜһ", "i": "ıɪɩіι",
    "j": "ᴊȷјϳ", "k": "ᴋĸкκ", "l": "ʟ1ǀӏ", "m": "ᴍм", "n": "ɴпη", "o": "ᴏ0оοօ", "p": "ᴘрρᴩ", "q": "ꞯԛ",
    "r": "ʀг", "s": "ꜱѕ", "t": "ᴛтτ", "u": "ᴜʋսυ", "v": "ᴠѵν", "w": "ᴡԝω", "x": "хχ", "y": "ʏуүγ", "z": "ᴢ",
}  # fmt: skip
#: Two letters that look like one.
PAIRS = (("rn", "m"), ("vv", "w"))
#: What the database has room for.
LONGEST_KEY = 160
#: Scripts that are written together. Letters of any others are one name's alone, for many look alike.
EAST_ASIAN = {"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO"}

_PLAIN = str.maketrans({sign: letter for letter, signs in LOOKS.items() for sign in signs})


def folded(text: str) -> str:
    """What two spellings of one text have in common: case and the way a keyboard composes letters."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def skeleton(text: str) -> str:
    """What texts have in common that look the same."""
    plain = INVISIBLE.sub("", folded(text)).translate(_PLAIN)
    for pair, letter in PAIRS:
        plain = plain.replace(pair, letter)
    return plain


def name_key(name: str) -> str:
    """What display names have in common that could be taken for each other: spaces tell nobody apart."""
    letters = (sign for sign in skeleton(name) if unicodedata.category(sign)[0] in "LMN")
    return "".join(letters)[:LONGEST_KEY]


def has_ink(text: str) -> bool:
    """Whether there is anything to see."""
    return any(unicodedata.category(sign)[0] in "LNPS" for sign in INVISIBLE.sub("", text))


def alphabets_in(text: str) -> set[str]:
    """The scripts of a text's letters, by the first word of their names; digits of another script count."""
    scripts = {
        unicodedata.name(sign, "").partition(" ")[0]
        for sign in text
        if unicodedata.category(sign)[0] == "L" or (sign.isdecimal() and not sign.isascii())
    }
    return scripts - EAST_ASIAN | ({"EAST ASIAN"} if scripts & EAST_ASIAN else set())


def has_too_many_marks(text: str) -> bool:
    """Whether some letter carries more marks than it could need."""
    in_a_row = 0
    for sign in text:
        in_a_row = in_a_row + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if in_a_row > MOST_MARKS:
            return True
    return False
