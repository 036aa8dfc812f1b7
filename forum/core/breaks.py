"""What would keep a browser at work for seconds, or make a page wider than its screen: words without an end,
letters under a tower of marks, letters joined to one another without an end.

Only what is shown is bounded; what is stored stays as it was typed.
"""

from __future__ import annotations

import re
from unicodedata import category, combining

# Hebrew with its cantillation has about five. Thousands on one letter stop the reader's browser.
MOST_MARKS_ON_A_LETTER = 8
# Longer than nearly every word and most addresses; browsers take 10 seconds for one word of 50,000 letters.
LONGEST_WORD = 100

# Browsers break no line between signs that are drawn as one: a family of emoji has 11, a Sanskrit word less.
MOST_JOINED = 12

_BREAK = "<wbr>"
# Where a line may end in plain words: the zero width space.
_END_OF_SIGN = "\u200b"
# Parts of Korean letters.
_JAMO = "\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb"
# Marks are neither letters nor spaces; a run of such signs, or of letters that each bear some, is looked at
# more closely.
_MANY_SIGNS = re.compile(rf"[^\w\s!-~]{{9,}}+|(?:\w[^\w\s!-~]++){{5,}}+\w?|[{_JAMO}]{{{MOST_JOINED},}}+")
_IS_JAMO = re.compile(f"[{_JAMO}]")
# Signs that are written around the figures behind them, and are wide.
_AROUND = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
_JOINER, _VIRAMA = "\u200d", 9
# In "pre" a break would be a new line, and nothing has to be laid out there.
_PREFORMATTED = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_TAG_IN_A_WORD = r"</?(?:a|strong|em|s|code|ins|del)\b[^>]*+>"
# Not before a mark or a joiner, which belongs to the letter before it.
_END_OF_PART = rf"(?![\s\u0300-\u036f\u200d\ufe00-\ufe0f]|<(?!{_TAG_IN_A_WORD[1:]})|\Z)"
# A tag that begins no such part is passed whole: its address is no word.
_PART_OF_A_WORD = re.compile(
    rf"((?:(?:{_TAG_IN_A_WORD}){{0,9}}+(?:&#?\w++;|[^\s<&])){{{LONGEST_WORD}}}+{_END_OF_PART})|<[^>]*+>"
)


def with_breaks(html: str) -> str:
    """Our own safe HTML with places where very long words may be broken, and a few marks on each letter."""
    html = with_few_marks(html)
    if all(len(word) <= LONGEST_WORD for word in html.split()):
        return html
    pieces = _PREFORMATTED.split(html)
    pieces[::2] = [_PART_OF_A_WORD.sub(_with_break, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _with_break(part: re.Match[str]) -> str:
    return part[0] + _BREAK if part[1] else part[0]


def with_few_marks(text: str) -> str:
    """Text with a few marks on each letter, and a place to break where letters are joined without an end."""
    return text if text.isascii() else _MANY_SIGNS.sub(_bounded, text)


def shown(value: object) -> object:
    """What a template shows of a value: plain words are bounded, HTML was when it was made."""
    return with_few_marks(value) if type(value) is str else value


def _bounded(signs: re.Match[str]) -> str:
    kept: list[str] = []
    marks, joined, before = 0, 0, ""
    for sign in signs[0]:
        kind = category(sign)
        # Joiners and the like stand between marks without ending the letter.
        marks = marks + 1 if kind[0] == "M" else marks if kind == "Cf" else 0
        if marks > MOST_MARKS_ON_A_LETTER and kind != "Cf":
            continue
        joined = joined + _weight(sign) if _is_joined(before, sign, kind) else _weight(sign)
        if joined > MOST_JOINED:
            kept.append(_END_OF_SIGN)
            joined = _weight(sign)
        kept.append(sign)
        before = sign
    return "".join(kept)


def _is_joined(before: str, sign: str, kind: str) -> bool:
    if not before or _END_OF_SIGN in (before, sign):
        return False
    is_glued = before == _JOINER or before in _AROUND or combining(before) == _VIRAMA
    return kind[0] == "M" or kind == "Cf" or is_glued or bool(_IS_JAMO.match(before) and _IS_JAMO.match(sign))


def _weight(sign: str) -> int:
    return MOST_JOINED // 3 if sign in _AROUND else 1
