"""What would keep a browser at work for seconds: words without an end, letters under a tower of marks.

Only what is shown is bounded; what is stored stays as it was typed.
"""

from __future__ import annotations

import re
from unicodedata import category

# Hebrew with its cantillation has about five. Thousands on one letter stop the reader's browser.
MOST_MARKS_ON_A_LETTER = 8
# Longer than nearly every word and most addresses; browsers take 10 seconds for one word of 50,000 letters.
LONGEST_WORD = 100

_BREAK = "<wbr>"
# Marks are neither letters nor spaces; a run of such signs is looked at more closely.
_MANY_SIGNS = re.compile(r"[^\w\s!-~]{9,}")
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
    return text if text.isascii() else _MANY_SIGNS.sub(_without_towers, text)


def _without_towers(signs: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for sign in signs[0]:
        kind = category(sign)
        # Joiners and the like stand between marks without ending the letter.
        marks = marks + 1 if kind[0] == "M" else marks if kind == "Cf" else 0
        if marks <= MOST_MARKS_ON_A_LETTER or kind == "Cf":
            kept.append(sign)
    return "".join(kept)
