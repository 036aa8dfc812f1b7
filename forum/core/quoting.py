"""Where in a plain-text mail the words of somebody else begin, in the languages that mail programs speak.

Used for what stands in an archive and for what comes in now. Nothing here changes a text: lines are numbered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from forum.core.addresses import HIDDEN
from forum.core.mail_phrases import LANGUAGES, REPLY_ABOVE

DEEPEST_QUOTE = 10
#: "On ... wrote:" is broken into as many lines as this, and no longer than that.
_ATTRIBUTION_LINES, _ATTRIBUTION_LENGTH = 4, 500
_HEADER_LINES, _FIELDS_OF_HEADER = 10, 3
_LONGEST_FIELD_NAME = 25


class Line(NamedTuple):
    """One line of a mail: how many times it was quoted, and what it says."""

    depth: int
    words: str

    @property
    def is_filled(self) -> bool:
        return bool(self.depth or self.words)


def _whole(field: str) -> str:
    """The words of every language for one thing, as one expression."""
    return "|".join(filter(None, (getattr(phrases, field) for phrases in LANGUAGES.values())))


_UNSEEN = r"\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069"
_QUOTE_MARKS = re.compile(r" ?(?:> ?)+")
_ATTRIBUTION_START = re.compile(rf"[{_UNSEEN}*]{{0,3}}(?:{_whole('on')})(?=[\W\d])", re.IGNORECASE)
_VERB = rf"(?:(?<![^\W\d_])(?:{_whole('wrote')})|(?:于|於|在).{{1,60}}(?:写道|寫道))"
_ATTRIBUTION_END = re.compile(rf"{_VERB}(?![^\W\d_]).{{0,120}}[:：][*{_UNSEEN}]{{0,4}}\s*\Z", re.IGNORECASE)
# Without a space between words, a verb stands right behind a name or a time.
_UNSPACED_END = re.compile(
    rf"(?:写道|寫道|写到|寫到|书きました|書きました|のメール|のメッセージ|작성)\s?[:：]?[{_UNSEEN}]{{0,3}}\s*\Z"
)
_COLON_END = re.compile(rf"[:：][*{_UNSEEN}]{{0,4}}\s*\Z")
_SAID = re.compile(r"\b(?:said|says|сообщила?)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)")
_DIGIT = re.compile(r"\d")
_SENTENCE_END = re.compile(r"[.!?…][\"'”)]?\Z")
_TIME = re.compile(r"\d{1,2}[:.h]\d\d")
_OTHER_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_ADDRESS = re.compile(rf"[\w.+-]@[\w-]|{re.escape(HIDDEN)}|\S at \S+\.\w")
_ORIGINAL_MARK = re.compile(
    rf"[\s*]{{0,3}}[-_=]{{2,30}}\s?(?:{_whole('original')}).{{0,40}}?[-_=]{{2,30}}\s*\*?\Z", re.IGNORECASE
)
_FORWARD_MARK = re.compile(
    rf"[\s*]{{0,3}}[-_=]{{2,30}}\s?(?:{_whole('forwarded')}).{{0,40}}?(?:[-_=]{{2,30}})?\s*\*?\Z"
    r"|\s{0,3}(?:begin forwarded message|début du message (?:réexpédié|transféré)"
    r"|anfang der weitergeleiteten (?:nachricht|e-?mail)|inicio del mensaje reenviado"
    r"|inizio messaggio inoltrato"
    r"|begin doorgestuurd bericht|início da mensagem (?:re)?encaminhada|vidarebefordrat brev"
    r"|początek przekazywanej wiadomości|начало переадресованного сообщения|转发的邮件|転送されたメール)"
    r"\s?[:：]\s*\Z",
    re.IGNORECASE,
)
_REPLY_ABOVE = re.compile(rf"[-#=*~_\s]{{0,40}}(?:{REPLY_ABOVE})[-#=*~_.:\s]{{0,40}}\Z", re.IGNORECASE)
_RULE = re.compile(r"[_-]{10,}|-{5,}")
_ROLES = {
    name.replace(" ", "").casefold(): role
    for role in ("sender", "date", "to", "cc", "subject")
    for phrases in LANGUAGES.values()
    for name in getattr(phrases, role).split("|")
} | {"reply-to": "reply-to"}
_FIELD_IN_A_ROW = re.compile(
    rf"(?<!\w)({'|'.join(sorted(_ROLES, key=len, reverse=True))})\s?[:：]", re.IGNORECASE
)


def read_line(written: str) -> Line:
    """How often a line is quoted, and its words."""
    marks = _QUOTE_MARKS.match(written)
    if not marks:
        return Line(0, written.rstrip())
    return Line(min(marks[0].count(">"), DEEPEST_QUOTE), written[marks.end() :].rstrip())


class Opening(NamedTuple):
    """Where something begins that was written by others or by a program, and what tells."""

    start: int
    #: The first line below the marks and header lines themselves.
    below: int
    kind: str


def openings(lines: Sequence[Line]) -> Iterator[Opening]:
    """Each place from which a mail may be somebody else's to its end, by what is written there unquoted."""
    for number, line in enumerate(lines):
        if line.depth or not line.words:
            continue
        found = _opening(lines, number)
        if found:
            yield found


def _opening(lines: Sequence[Line], number: int) -> Opening | None:
    words = lines[number].words
    if len(words) <= _ATTRIBUTION_LENGTH:
        if _REPLY_ABOVE.match(words):
            return Opening(_with_attribution_above(lines, number), number + 1, "reply above")
        if _FORWARD_MARK.match(words):
            return Opening(number, _below_header(lines, number + 1), "forwarded")
        if _ORIGINAL_MARK.match(words):
            return Opening(_with_rule_above(lines, number), _below_header(lines, number + 1), "original")
    if _is_header_block(lines, number):
        return Opening(_with_rule_above(lines, number), _below_header(lines, number), "header")
    end = _end_of_unmarked_attribution(lines, number)
    return None if end is None else Opening(number, end + 1, "attribution")


def is_marked(lines: Sequence[Line], opening: Opening) -> bool:
    """Do the lines under it bear ``>``? What has none further down is by whoever answers, then."""
    below = next((line for line in lines[opening.below :] if line.is_filled), None)
    return below is not None and below.depth > 0


def start_of_attribution(lines: Sequence[Line], last: int, quote: int) -> int:
    """The first line of the "On ... wrote:" that ends on line ``last``; ``quote`` if that is none."""
    if last < 0 or quote - last > 2 or not _ends_like_attribution(lines[last].words):
        return quote
    start = _attribution_up_from(lines, last, _is_likely_attribution)
    return quote if start is None else start


def quoted_lines(lines: Sequence[Line]) -> list[bool]:
    """Which lines bear ">", the empty ones between them, and the "On ... wrote:" above them."""
    quoted = [line.depth > 0 for line in lines]
    last = -1
    for number in [number for number, line in enumerate(lines) if line.is_filled]:
        if lines[number].depth:
            first = last + 1 if last >= 0 and quoted[last] else start_of_attribution(lines, last, number)
            quoted[first:number] = [True] * (number - first)
        last = number
    return quoted


def _with_attribution_above(lines: Sequence[Line], number: int) -> int:
    """Some programs quote nothing but the line that asks to write above it."""
    filled = next((at for at in range(number - 1, max(number - 4, -1), -1) if lines[at].words), -1)
    start = start_of_attribution(lines, filled, filled + 1)
    return start if 0 <= start <= filled else number


def _with_rule_above(lines: Sequence[Line], number: int) -> int:
    """Outlook draws a line above the mail that is answered."""
    filled = next((at for at in range(number - 1, -1, -1) if lines[at].words), None)
    return number if filled is None or not _RULE.fullmatch(lines[filled].words) else filled


def _is_header_block(lines: Sequence[Line], number: int) -> bool:
    words = lines[number].words
    if _role(words) is None:
        return False
    if len(words) > 40 and len(_roles_in_a_row(words)) > _FIELDS_OF_HEADER:
        return True
    window = [line for line in lines[number : number + _HEADER_LINES] if line.words][:6]
    roles = {role for line in window if (role := _role(line.words))}
    return "sender" in roles and len(roles) >= _FIELDS_OF_HEADER and _role(window[1].words) is not None


def _below_header(lines: Sequence[Line], number: int) -> int:
    """The first line under the fields of a header that begins near ``number``."""
    below = number
    for at in range(number, min(number + _HEADER_LINES, len(lines))):
        if not lines[at].depth and _role(lines[at].words):
            below = at + 1
    return below


def _role(words: str) -> str | None:
    """Which field of a mail's header a line is: ``sender``, ``date``, ``to``, ``cc``, ``subject``."""
    name, colon, _ = words[: _LONGEST_FIELD_NAME + 1].replace("：", ":").partition(":")
    return _ROLES.get(name.strip("* \t").replace(" ", "").casefold()) if colon else None


def _roles_in_a_row(words: str) -> set[str]:
    """The fields that stand in one line: a header of which only the words are left."""
    return {_ROLES[name.casefold()] for name in _FIELD_IN_A_ROW.findall(words[:1_000])}


def _end_of_unmarked_attribution(lines: Sequence[Line], number: int) -> int | None:
    """Is this "On ... wrote:" of a program that marks the mail below with nothing? It is the rest, then."""
    for end in range(number, min(number + _ATTRIBUTION_LINES, len(lines))):
        if lines[end].depth or not lines[end].words:
            return None
        if _ends_like_attribution(lines[end].words):
            start = _attribution_up_from(lines, end, _is_surely_attribution)
            return end if start == number else None
    return None


def _attribution_up_from(lines: Sequence[Line], end: int, is_one: Callable[[str], bool]) -> int | None:
    """The first line of what ends on line ``end``: as few lines as say it, more if they begin as it does."""
    found = None
    for number in range(end, max(end - _ATTRIBUTION_LINES, -1), -1):
        words = lines[number].words
        if lines[number].depth or not words or (number < end and _SENTENCE_END.search(words[-3:])):
            break
        block = _joined(lines, number, end)
        if len(block) > _ATTRIBUTION_LENGTH:
            break
        begins = _ATTRIBUTION_START.match(words) and (number == end or _DIGIT.search(words))
        if (found is None or begins) and is_one(block):
            found = number
    return found


def _is_likely_attribution(block: str) -> bool:
    return _ends_in_verb(block) or _names_somebody_and_a_time(block)


def _is_surely_attribution(block: str) -> bool:
    if _SAID.search(block):
        return False
    if _ends_in_verb(block):
        starts = _ATTRIBUTION_START.match(block) or _UNSPACED_END.search(block[-40:])
        dated = _YEAR.search(block) and _OTHER_NUMBER.search(block)
        addressed = _ADDRESS.search(block) and (_YEAR.search(block) or _TIME.search(block))
        return bool((starts and dated) or addressed)
    return _names_somebody_and_a_time(block) and bool(_YEAR.search(block) and _TIME.search(block))


def _ends_like_attribution(words: str) -> bool:
    return bool(_COLON_END.search(words[-10:]) or _UNSPACED_END.search(words[-40:]))


def _ends_in_verb(block: str) -> bool:
    return bool(_ATTRIBUTION_END.search(block[-300:]) or _UNSPACED_END.search(block[-40:]))


def _names_somebody_and_a_time(block: str) -> bool:
    """No verb is needed where an address and a date stand before a colon."""
    if not _COLON_END.search(block[-10:]):
        return False
    return bool(_ADDRESS.search(block) and (_YEAR.search(block) or _TIME.search(block)))


def _joined(lines: Sequence[Line], first: int, last: int) -> str:
    return " ".join(line.words[:_ATTRIBUTION_LENGTH] for line in lines[first : last + 1]).strip()
