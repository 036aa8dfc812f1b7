"""E-mail addresses in the words of an archive: they were written for a list, not for everyone for ever."""

from __future__ import annotations

import re

HIDDEN = "[address hidden]"

# Characters nobody sees are counted in, or one of them would cut an address in two and show both halves.
_LETTER = r"[\w\u200b-\u200d\u2060\ufeff\u00ad"
_LOCAL = rf"{_LETTER}!#$&'*+=?^`{{|}}~.-]"
# "2 @ 5.5 mg" is a person's dose and no address.
_NO_AMOUNT = r"(?!\d++(?:\.\d++)?(?:mg|mcg|ml|am|pm)?\b(?!\.?\w))"
_HOST = rf"{_NO_AMOUNT}(?:{_LETTER}-]++(?:\.{_LETTER}-]++)++|\[[\w.:]{{1,45}}\]|\.\.\.)"
_SIGN = r"(?:@|＠|%40| @ | ?\(at\) ?| ?\[at\] ?)"
# Mailing lists write one address inside another: "list-robin@example.org=host@example.net".
_AT_HOST = rf"(?:{_SIGN}{_HOST}(?:{_LOCAL}++(?={_SIGN}))?)++"

# Possessive ("++"), and only from the start of a run of letters: a line of 50,000 letters is read once.
_ADDRESS = re.compile(
    rf"""<?(?:mailto:)?(?:"[^"\n]{{1,64}}"|(?<!{_LOCAL}){_LOCAL}++){_AT_HOST}>?""", re.IGNORECASE
)
# Archives write "robin at example.org" in their own lines; elsewhere "look at example.org" is a sentence.
_SPELLED_OUT = re.compile(rf"<?(?<!{_LOCAL}){_LOCAL}++ at {_HOST}>?", re.IGNORECASE)
_ARCHIVE_LINE = re.compile(
    r"^[> \t]{0,20}(?:\*?(?:From|To|Cc|Sender|Reply-To):.*|.{0,300}\b(?:wrote|writes):?\s*)$",
    re.IGNORECASE | re.MULTILINE,
)


def hide_addresses(text: str) -> str:
    """The text with every e-mail address replaced."""
    if " at " in text.lower():
        text = _ARCHIVE_LINE.sub(lambda line: _SPELLED_OUT.sub(HIDDEN, line[0]), text)
    return _ADDRESS.sub(HIDDEN, text)
