"""A plain-text mail from an archive as a readable page: quoted words and signatures are folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from forum.core.addresses import hide_addresses
from forum.core.html import clean_own_markup, readable
from forum.core.weblinks import linked

DEEPEST_QUOTE = 10
# Somebody who answers line by line quotes a little at a time: folded, the answers would make no sense.
SHORT_QUOTE = 5
# What follows "--" is a signature if it is short; otherwise it is text after a line somebody drew.
LONGEST_SIGNATURE = 12

_QUOTE_MARKS = re.compile(r" ?(?:> ?)+")
_SIGNATURE_MARK = re.compile(r"(?:--|_{40,})[ \t]*\Z")
_ATTRIBUTION_START = re.compile(r"(?:On|At|In|Am|Le|El|Il|Op|Den|В)\b")
_HAS_DATE = re.compile(r"\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b")
_ATTRIBUTION_END = re.compile(
    r"\b(?:wrote|writes|said|says|schrieb|schreibt|a écrit|escribió|ha scritto|schreef|skrev|пишет|написал)\b"
    r".{0,80}:\s*\Z",
    re.IGNORECASE,
)
_FORWARD_MARK = re.compile(
    r"\s{0,3}-{2,}\s?(?:original|forwarded|ursprüngliche|weitergeleitete|mensaje|mensagem|message|messaggio"
    r"|oorspronkelijk|ursprungligt|원본|原始).{0,40}?-{2,}\s*\Z"
    r"|\s{0,3}begin forwarded message:\s*\Z",
    re.IGNORECASE,
)
_RULE = re.compile(r"_{10,}|-{10,}")
# What mail programs write above the mail that is answered, in the languages they speak.
_HEADER_NAMES = {
    "from": "from von de da van från fra od от 发件人 寄件者 差出人 보낸사람",
    "date": "sent date gesendet datum enviado fecha data envoyé inviato verzonden skickat sendt wysłano"
    " отправлено дата 发送时间 日期 送信日時 보낸날짜",
    "to": "to an para a à aan till til do кому 收件人 宛先 받는사람",
    "cc": "cc kopie copia copie 抄送 참조",
    "subject": "subject betreff asunto assunto objet oggetto onderwerp ämne emne temat тема 主题 主旨 件名"
    " 제목",
    "reply-to": "reply-to",
}
_ROLES = {name: role for role, names in _HEADER_NAMES.items() for name in names.split()}
_HEADER = re.compile(r"\*?([^\W\d_][\w-]{0,12}(?: [^\W\d_]{1,4})?)\*?\s?[:：]\*?(?:\s|\Z)")


class Line(NamedTuple):
    """One line of a mail: how many times it was quoted, and what it says."""

    depth: int
    words: str


def render_mail_text(text: str) -> str:
    """Safe HTML of a plain-text mail; its e-mail addresses are hidden.

    Every character is escaped here and every tag is ours, so the second wall alone is enough: an archive of
    200,000 mails is read in minutes, not hours.
    """
    lines = [_line(line) for line in hide_addresses(readable(text)).strip("\n").split("\n")]
    end = _start_of_forwarded(lines)
    own = "".join(_own_and_quoted(lines[:end]))
    return clean_own_markup(own + _forwarded(lines[end:], folded=bool(own)))


def _line(written: str) -> Line:
    marks = _QUOTE_MARKS.match(written)
    if not marks:
        return Line(0, written.rstrip())
    return Line(min(marks[0].count(">"), DEEPEST_QUOTE), written[marks.end() :].rstrip())


def _start_of_forwarded(lines: Sequence[Line]) -> int:
    for number, line in enumerate(lines):
        if line.depth or not line.words:
            continue
        if _FORWARD_MARK.match(line.words) or _is_header_block(lines[number : number + 5]):
            return _with_rule_above(lines, number)
        if _introduces_unmarked_quote(lines, number):
            return number
    return len(lines)


def _with_rule_above(lines: Sequence[Line], number: int) -> int:
    """Outlook draws a line above the mail that is answered."""
    filled = next((at for at in range(number - 1, -1, -1) if lines[at].words), None)
    return number if filled is None or not _RULE.fullmatch(lines[filled].words) else filled


def _is_header_block(lines: Sequence[Line]) -> bool:
    roles = [role for line in lines if (role := _role(line.words))]
    return _role(lines[0].words) == "from" and len(set(roles)) >= 3


def _role(words: str) -> str | None:
    """Which field of a mail's header a line is: ``from``, ``date``, ``to``, ``cc``, ``subject``."""
    found = _HEADER.match(words)
    return _ROLES.get(found[1].replace(" ", "").casefold()) if found else None


def _introduces_unmarked_quote(lines: Sequence[Line], number: int) -> bool:
    """Is this "On ... wrote:" of a program that marks the mail below with nothing? It is the rest, then."""
    if not _ATTRIBUTION_START.match(lines[number].words):
        return False
    last = next(
        (
            at
            for at in range(number, min(number + 3, len(lines)))
            if _ATTRIBUTION_END.search(lines[at].words[-300:])
        ),
        None,
    )
    if last is None or not any(map(_HAS_DATE.search, (line.words for line in lines[number : last + 1]))):
        return False
    below = next((line for line in lines[last + 1 :] if line.depth or line.words), None)
    return below is not None and below.depth == 0


def _forwarded(lines: Sequence[Line], *, folded: bool) -> str:
    if not lines:
        return ""
    deeper = [Line(min(line.depth + 1, DEEPEST_QUOTE), line.words) for line in lines]
    quote = _nested_quotes(deeper)
    return _folded("quoted", "Quoted words", quote) if folded else quote


def _own_and_quoted(lines: Sequence[Line]) -> Iterator[str]:
    quoted = _which_are_quoted(lines)
    groups = [list(group) for _, group in groupby(range(len(lines)), quoted.__getitem__)]
    for place, group in enumerate(groups):
        part = lines[group[0] : group[-1] + 1]
        if quoted[group[0]]:
            yield _quote(part, answered=place + 1 < len(groups))
        else:
            yield _own_words([line.words for line in part])


def _which_are_quoted(lines: Sequence[Line]) -> list[bool]:
    """Quoted lines, the empty lines between them, and the "On ... wrote:" above them."""
    quoted = [line.depth > 0 for line in lines]
    last = -1
    for number in [number for number, line in enumerate(lines) if line.depth or line.words]:
        if lines[number].depth:
            first = last + 1 if last >= 0 and quoted[last] else _start_of_attribution(lines, last, number)
            quoted[first:number] = [True] * (number - first)
        last = number
    return quoted


def _start_of_attribution(lines: Sequence[Line], last: int, quote: int) -> int:
    if last < 0 or quote - last > 2 or not _ATTRIBUTION_END.search(lines[last].words[-300:]):
        return quote
    for number in range(last, max(last - 3, -1), -1):
        if _ATTRIBUTION_START.match(lines[number].words):
            return number
        if lines[number].depth or not lines[number].words:
            break
    return last


def _quote(lines: Sequence[Line], *, answered: bool) -> str:
    first = next(number for number, line in enumerate(lines) if line.depth)
    opening = [line.words for line in lines[:first] if line.words]
    attribution = f'<p class="attribution">{_broken(opening)}</p>' if opening else ""
    quote = attribution + _nested_quotes(lines[first:])
    short = sum(bool(line.words) for line in lines[first:]) <= SHORT_QUOTE
    return quote if short and answered else _folded("quoted", "Quoted words", quote)


def _nested_quotes(lines: Sequence[Line]) -> str:
    pieces: list[str] = []
    depth = 0
    for wanted, group in groupby(_with_depth_of_gaps(lines), key=lambda line: line.depth):
        pieces.append("<blockquote>" * (wanted - depth) + "</blockquote>" * (depth - wanted))
        pieces.append(_paragraphs([line.words for line in group]))
        depth = wanted
    return "".join(pieces) + "</blockquote>" * depth


def _with_depth_of_gaps(lines: Sequence[Line]) -> Iterator[Line]:
    depth = 1
    for line in lines:
        # An empty line has lost its marks now and then; it belongs to what stands above it.
        depth = line.depth if line.words else min(depth, line.depth or depth)
        yield Line(depth, line.words)


def _own_words(lines: Sequence[str]) -> str:
    marks = (number for number, words in enumerate(lines) if _SIGNATURE_MARK.match(words))
    start = next(marks, len(lines))
    signature = lines[start + 1 :]
    if not 0 < sum(map(bool, signature)) <= LONGEST_SIGNATURE:
        return _paragraphs(lines)
    return _paragraphs(lines[:start]) + _folded("signature", "Signature", _paragraphs(signature))


def _paragraphs(lines: Sequence[str]) -> str:
    groups = (list(group) for filled, group in groupby(lines, key=bool) if filled)
    return "".join(f"<p>{_broken(group)}</p>" for group in groups)


def _broken(lines: Sequence[str]) -> str:
    return "<br>".join(map(linked, lines))


def _folded(kind: str, summary: str, html: str) -> str:
    return f'<details class="{kind}"><summary>{summary}</summary>{html}</details>'
