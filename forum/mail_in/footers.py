"""What lists and mail services put under a mail, cut off where it is the very end and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAIL_LINES = 40
_BLOCK_LINES = 12
_AD_LINES = 4
_MAILMAN_RULE = 40
_RULE = re.compile(r"\s*(?:[_\-=*~#]{10,}|-- ?|[_\-=*~#]{3,}.{0,40}[_\-=*~#>]{3,})\s*$")
_LIST_WORDS = re.compile(
    r"mailing list|unsubscrib|subscription|to subscribe|list-?info|listserv|yahoo! ?groups|google groups"
    r"|list archive",
    re.IGNORECASE,
)
_PLACE = re.compile(r"https?://|\S@\S|\S at \S+\.\w|www\.|yahoo|google groups", re.IGNORECASE)
_STARTS = re.compile(
    r"\s*(?:Yahoo! Groups (?:Links|Sponsor)|Your use of Yahoo! Groups is subject to"
    r"|You received this message because you are subscribed"
    r"|To unsubscribe(?: from this (?:group|list))?\b.{0,60}\b(?:e-?mail|send|visit|go to|\S@\S)"
    r"|To unsubscribe,? (?:e-?mail|from this))",
    re.IGNORECASE,
)
_SCRUBBED = re.compile(
    r"-+ next part -+\n(?:An HTML attachment was scrubbed|A non-text attachment was scrubbed\.\.\.\n"
    r"Name: [^\n]*\nType: application/(?:pgp|pkcs7|x-pkcs7)-signature)"
)
_ADVERTISEMENT = re.compile(
    r"\s*(?:do you yahoo!\?|get your free|get free email|join the world's largest e-?mail"
    r"|send and receive hotmail|get more from the web|chat with friends online|msn photos is"
    r"|protect your pc - get|add photos to your e-?mail|get private, free e-?mail|juno (?:now )?offers"
    r"|try juno|get the best of|yahoo! (?:mail|messenger)|find (?:great|local) .{0,40} yahoo"
    r"|looking for .{0,60}yahoo)",
    re.IGNORECASE,
)
_AD_PLACE = re.compile(
    r"(?:msn|hotmail|yahoo|juno|aol|netzero|live|excite|lycos|netscape)\.(?:com|net)", re.IGNORECASE
)


def without_footers(text: str) -> str:
    """Take footers off the end, one after another, until what is left ends in somebody's own words."""
    lines = list(_rules_alone(text.rstrip().split("\n")))
    while lines and (start := _footer_start(lines)) is not None:
        del lines[start:]
        while lines and not lines[-1].strip():
            lines.pop()
    return "\n".join(lines)


def _rules_alone(lines: list[str]) -> Iterator[str]:
    """HTML mail may leave the list's rule glued to the last word: give it a line of its own."""
    for line in lines:
        words = line.rstrip("_")
        if len(line) - len(words) >= _MAILMAN_RULE and words and not words.startswith(">"):
            yield words.rstrip()
            yield line[len(words) :]
        else:
            yield line


def _footer_start(lines: list[str]) -> int | None:
    """The line a footer begins on, if the text ends in one."""
    if not _may_end_footer(lines):
        return None
    for number in range(len(lines) - 1, max(len(lines) - _TAIL_LINES, 0) - 1, -1):
        block = lines[number:]
        if _is_list_footer(block) or _is_scrubbed(block) or _is_advertisement(block):
            return _with_rule_above(lines, number)
    return None


def _may_end_footer(lines: list[str]) -> bool:
    """Does the last paragraph name a place or the list? Some write under the footer of another mail."""
    start = len(lines)
    while start > max(len(lines) - _BLOCK_LINES, 0) and lines[start - 1].strip():
        start -= 1
    last = "\n".join(lines[start:])
    return bool(_PLACE.search(last) or _LIST_WORDS.search(last) or _RULE.match(lines[-1]))


def _is_list_footer(block: list[str]) -> bool:
    if not (_STARTS.match(block[0]) or _RULE.match(block[0])) or len(_filled(block)) > _BLOCK_LINES:
        return False
    rest = "\n".join(block)
    return bool(_LIST_WORDS.search(rest) and _PLACE.search(rest)) and not _holds_words(block)


def _is_scrubbed(block: list[str]) -> bool:
    return len(_filled(block)) <= _BLOCK_LINES // 2 and _SCRUBBED.match("\n".join(block).lstrip()) is not None


def _is_advertisement(block: list[str]) -> bool:
    if len(_filled(block)) > _AD_LINES or not _ADVERTISEMENT.match(block[0]):
        return False
    return _AD_PLACE.search("\n".join(block)) is not None


def _holds_words(block: list[str]) -> bool:
    """Quoted lines and long paragraphs are somebody's, not the list's."""
    return any(line.startswith(">") or len(line) > 300 for line in block)


def _filled(block: list[str]) -> list[str]:
    return [line for line in block if line.strip()]


def _with_rule_above(lines: list[str], number: int) -> int:
    above = number - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and _RULE.match(lines[above]) else number
