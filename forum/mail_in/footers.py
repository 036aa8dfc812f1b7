"""What lists and mail services put under a mail, cut off where it is the very end and nothing else.

A footer is known by all of its lines: each must be one that only a list writes. A single sentence among them
is somebody's, and everything stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAIL_LINES = 60
_BLOCK_LINES = 12
_AD_LINES = 4
_LONGEST_LINE = 700
_MAILMAN_RULE = 40
_RULE = re.compile(r"\s*(?:[_\-=*~#]{10,}|-- ?)\s*$")
_LIST_WORDS = re.compile(
    r"mailing list|unsubscrib|subscription|to subscribe|list-?info|listserv|yahoo! ?groups|google groups"
    r"|list archive",
    re.IGNORECASE,
)
_PLACE = re.compile(r"https?://|\S@\S|\S at \S+\.\w|www\.|yahoo|google groups", re.IGNORECASE)
_STARTS = re.compile(
    r"\s*(?:Your use of Yahoo! Groups is subject to"
    r"|You received this message because you are subscribed"
    r"|You are receiving this (?:message|e?-?mail) because"
    r"|To (?:unsubscribe|subscribe or unsubscribe)(?: from this (?:group|list|message))?\b"
    r".{0,60}\b(?:e-?mail|send|visit|go to|\S@\S)"
    r"|To unsubscribe,? (?:e-?mail|from this))",
    re.IGNORECASE,
)
_WEB = r"<?(?:https?://|www\.)[^\s>]+>?"
_MAIL = r"<?(?:mailto:)?[^\s<>@]+@[^\s<>]+>?"
_SPELLED = r"\S+ at \S+\.\w+"
_TARGET = rf"(?:{_WEB}|{_MAIL}|{_SPELLED})(?:\s*[<\[][^<>\[\]]*[>\]])?"
# A list writes its name ("Friends mailing list"), where to go ("List archive: http://example.org") and how to
# leave ("To unsubscribe send an email to friends-leave@example.org").
_OF_LIST = re.compile(
    rf"""\s*(?:
      (?:[\w.+-]++\s){{1,3}}(?:mailing\s)?list(?:\s*(?:--?|:|,)\s*{_TARGET})?\W*
      (?:to\ unsubscribe\b.{{0,200}})?
    | (?:[\w'’/()-]++[ :]++){{0,5}}{_TARGET}\W*
    | [^.!?]{{0,80}}(?:unsubscrib|to\ subscribe|list-?info|listserv|list\ archive)
      [^.!?]{{0,80}}(?:{_TARGET}\W*|:)?
    | (?:for|more)\ (?:additional|more)?\s?(?:commands|options|information)\b
      [^.!?]{{0,60}}(?:{_TARGET})?\W*
    | to\ (?:post|view|visit|change|manage|reach)\b[^.!?]{{0,80}}(?:{_TARGET})?\W*
    | (?:you\ received\ this|you\ are\ receiving\ this|your\ use\ of\ yahoo)\b.{{0,600}}
    | to\ unsubscribe\b.{{0,600}}
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_SCRUBBED = re.compile(
    r"-+ next part -+\n(?:An HTML attachment was scrubbed\.\.\.|A non-text attachment was scrubbed\.\.\.\n"
    r"Name: [^\n]*\nType: application/(?:pgp|pkcs7|x-pkcs7)-signature)(?:\n(?:Size|Desc|URL):[^\n]*)*"
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
# Yahoo Groups: an advertisement between two arrows, a list of links, and the bar of its later years.
_YAHOO_ADVERT = re.compile(r"\s*-+ Yahoo! Groups Sponsor -+[~>-]*$")
_YAHOO_ADVERT_END = re.compile(r"\s*-{10,}[~>-]*>\s*$")
_YAHOO_LINKS = re.compile(r"\s*Yahoo! Groups Links\s*$")
_YAHOO_LINK = re.compile(r"\s*(?:<\*>|\[?https?://|\S+@\S+|\(Yahoo! ID required\)|Individual Email)")
_YAHOO_BAR = re.compile(r"\s*__\._,_\.___\s*$")
_YAHOO_BAR_END = re.compile(r"\s*__,_\._,___\s*$")


_BEGINS = re.compile(
    "|".join(
        f"(?:{one.pattern})"
        for one in (_RULE, _STARTS, _ADVERTISEMENT, _YAHOO_ADVERT, _YAHOO_LINKS, _YAHOO_BAR)
    )
    + "|-+ next part -",
    re.IGNORECASE,
)


def split_footers(text: str) -> tuple[str, str]:
    """The text up to its footers, and the footers: taken off one by one until somebody's words are last."""
    lines = list(_rules_alone(text.rstrip().split("\n")))
    kept = lines[:]
    while kept and (start := _footer_start(kept)) is not None:
        del kept[start:]
        while kept and not kept[-1].strip():
            kept.pop()
    return "\n".join(kept), "\n".join(lines[len(kept) :]).strip("\n")


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
    for number in range(len(lines) - 1, max(len(lines) - _TAIL_LINES, 0) - 1, -1):
        if _BEGINS.match(lines[number]) and _is_footer(lines[number:]):
            return _with_rules_above(lines, number)
    return None


def _is_footer(block: list[str]) -> bool:
    return _is_list_footer(block) or _is_yahoo(block) or _is_scrubbed(block) or _is_advertisement(block)


def _is_list_footer(block: list[str]) -> bool:
    first, filled = block[0], _filled(block)
    if not (_STARTS.match(first) or _RULE.match(first)) or len(filled) > _BLOCK_LINES:
        return False
    if not all(_RULE.match(line) or _is_of_list(line) for line in filled):
        return False
    rest = "\n".join(filled)
    return bool(_LIST_WORDS.search(rest) and _PLACE.search(rest))


def _is_of_list(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and _OF_LIST.match(line) is not None


def _is_yahoo(block: list[str]) -> bool:
    if _YAHOO_LINKS.match(block[0]):
        return all(_YAHOO_LINK.match(line) for line in _filled(block[1:]))
    if _YAHOO_BAR.match(block[0]):
        return _YAHOO_BAR_END.match(block[-1]) is not None
    if _YAHOO_ADVERT.match(block[0]):
        ends = sum(_YAHOO_ADVERT_END.match(line) is not None for line in block[1:])
        return ends == 1 and _YAHOO_ADVERT_END.match(block[-1]) is not None
    return False


def _is_scrubbed(block: list[str]) -> bool:
    return _SCRUBBED.fullmatch("\n".join(_filled(block)).strip()) is not None


def _is_advertisement(block: list[str]) -> bool:
    if len(block) > _AD_LINES or not all(map(str.strip, block)) or not _ADVERTISEMENT.match(block[0]):
        return False
    return _AD_PLACE.search("\n".join(block)) is not None


def _filled(block: list[str]) -> list[str]:
    return [line for line in block if line.strip()]


def _with_rules_above(lines: list[str], number: int) -> int:
    """A rule drawn above a footer belongs to it; one with words in it is somebody's."""
    above = number - 1
    while above >= 0 and (not lines[above].strip() or _RULE.match(lines[above])):
        above -= 1
    return next(at for at in range(above + 1, number + 1) if lines[at].strip())
