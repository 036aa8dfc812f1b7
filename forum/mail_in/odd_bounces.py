"""Delivery failures told in words, each mail system its own way.

Two kinds of line are known: one that names the address itself ("<ann@example.org>: user unknown"), and one
below which addresses are listed ("The following addresses failed:").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from forum.mail_in.bounce_phrases import (
    DAEMON,
    DELAY,
    DELAY_SUBJECT,
    FAILS,
    GIVEN_UP,
    LIST_BELOW,
    OF_SENDER,
    RETURNED,
    SUBJECT,
)
from forum.mail_in.headers import readable
from forum.mail_in.status_fields import ADDRESS

_LONGEST_TEXT, _LONGEST_LINE, _MOST_LINES = 60_000, 1_000, 1_500
_LISTED_LINES, _LINES_BEFORE_LIST, _LINES_OF_REASON = 40, 6, 6
_HEADER_OF_RETURNED = re.compile(r"(?:Received|Return-Path|DKIM-Signature|X-[\w-]{1,60}): ?\S", re.IGNORECASE)
_BEGINS_WITH_ADDRESS = re.compile(r"\s{0,20}[<'\"]?[^\s<>:@]{1,100}@[^\s<>:@]{1,190}[>'\"]?")
_AT = r"(?P<address>[^\s<>:;,'\"()\[\]@]{1,100}@[^\s<>:;,'\"()\[\]@]{1,190})"
#: Surest first: what one kind of line names, the next kinds are not asked for.
_LINES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # qmail, Postfix, Exim: the address, a colon, and what the other side said.
        rf"\s{{0,10}}<?{_AT}>?(?: \(.{{0,200}}\))?\s?:(?:\s|\Z)",
        # Exchange: "ann@example.org on Mon, 3 May 2004 10:00:00 +0200".
        rf"\s{{0,10}}'?<?{_AT}>?'? on (?:\w{{2,4}},? )?\d{{1,2}}[ /.-]",
        # Sendmail: "550 5.1.1 <ann@example.org>... User unknown".
        rf"\s{{0,10}}(?:[45]\d\d[ -])?(?:[45]\.\d{{1,3}}\.\d{{1,3}} )?\W{{0,3}}{_AT}>?"
        rf"\s?(?:\.\.\.|[-–(\[]|is |was |has |does ).{{0,200}}{FAILS}",
        r"(?:.{0,60}\b)?(?:recipients?|rcpt|mail ?box|account|user(?: ?name)?|e-?mail(?: address)?|address)"
        rf"(?: name)?(?: address)?\s?[:=]\s{{0,20}}[<\"'\[(]{{0,2}}{_AT}",
        rf".{{0,80}}\bRCPT TO:\s?<?{_AT}",
        rf".{{0,120}}{FAILS}.{{0,120}}?[\s:<\"'(\[]{_AT}",
        rf".{{0,80}}?[\s<\"'(]?{_AT}[>\"')]?.{{0,80}}{FAILS}",
    )
)


def looks_like_bounce(header: Message, envelope_sender: str | None) -> bool:
    """Does a mail system write here, to say that something did not arrive?"""
    if header.get_content_type() == "multipart/report" or "x-failed-recipients" in header:
        return True
    by_system = DAEMON.search(readable(str(header.get("from", "")))[:300]) is not None
    told = SUBJECT.search(readable(str(header.get("subject", "")))[:300]) is not None
    nobody = envelope_sender is not None and envelope_sender.strip("<> ") == ""
    nobody = nobody or str(header.get("return-path", "")).replace(" ", "") == "<>"
    return by_system + told + nobody >= 2


def is_delay_notice(header: Message, text: str) -> bool:
    """Is it still being tried?"""
    report = text[:_LONGEST_TEXT]
    if GIVEN_UP.search(report):
        return False
    subject = readable(str(header.get("subject", "")))[:300]
    return bool(DELAY.search(report) or (DELAY_SUBJECT.search(subject) and "fail" not in subject.lower()))


def addresses_in_words(header: Message, text: str) -> Iterator[tuple[str, str]]:
    """Each address that is said to have failed, with the words that say so."""
    named = ADDRESS.findall(readable(str(header.get("x-failed-recipients", ""))))
    if named:
        yield from ((address, text[:_LONGEST_TEXT]) for address in named)
        return
    lines = list(_of_report(text))
    people = _people_of(header)
    yield from (
        [found for found in _listed(lines) if found[0].lower() not in people]
        or [found for found in _said(lines) if found[0].lower() not in people]
    )


def _people_of(header: Message) -> set[str]:
    """Who writes the report, and to whom: neither of them failed."""
    written = " ".join(readable(str(header.get(name, ""))) for name in ("from", "to", "reply-to", "sender"))
    return {address.lower() for address in ADDRESS.findall(written)}


def _of_report(text: str) -> Iterator[str]:
    """The lines up to the mail that is given back."""
    for number, line in enumerate(text[:_LONGEST_TEXT].split("\n")[:_MOST_LINES]):
        if (number and RETURNED.match(line[:200])) or _HEADER_OF_RETURNED.match(line[:200]):
            return
        yield line[:_LONGEST_LINE]


def _listed(lines: list[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        if LIST_BELOW.search(line[:300]):
            yield from _below(lines, number)


def _below(lines: list[str], start: int) -> Iterator[tuple[str, str]]:
    """The addresses on the line and under it, up to the first gap below which there are no more."""
    seen = False
    for number in range(start, min(start + _LISTED_LINES, len(lines))):
        found = _failed_in(lines[number], first=number == start)
        if found:
            yield from ((address, _reason(lines, number)) for address in found)
        elif (seen and not lines[number].strip() and not _goes_on(lines, number)) or (
            not seen and number > start + _LINES_BEFORE_LIST
        ):
            return
        seen = seen or bool(found)


def _failed_in(line: str, *, first: bool) -> list[str]:
    """The addresses of a line of such a list; of one that begins with an address, only that."""
    if OF_SENDER.match(line) or line.lstrip().startswith((">>>", "<<<")):
        return []
    found = [address.rstrip(".") for address in ADDRESS.findall(line)]
    alone = not first and _BEGINS_WITH_ADDRESS.match(line) and ("(" in line or ": " in line)
    return found[:1] if alone else found


def _goes_on(lines: list[str], number: int) -> bool:
    """Does another address follow below an empty line?"""
    after = next((line for line in lines[number + 1 : number + 3] if line.strip()), "")
    return bool(_BEGINS_WITH_ADDRESS.match(after)) and not OF_SENDER.match(after)


def _said(lines: list[str]) -> Iterator[tuple[str, str]]:
    for kind in _LINES:
        found = list(_said_so(kind, lines))
        if found:
            yield from found
            return


def _said_so(kind: re.Pattern[str], lines: list[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        named = None if "@" not in line or OF_SENDER.match(line[:200]) else kind.match(line[:500])
        address = ADDRESS.search(named["address"]) if named else None
        if address:
            yield address[0].rstrip("."), _reason(lines, number)


def _reason(lines: list[str], number: int) -> str:
    """What is said of an address: on its line, and below as far as no other is named."""
    below = []
    for line in lines[number + 1 : number + _LINES_OF_REASON]:
        if _BEGINS_WITH_ADDRESS.match(line):
            break
        below.append(line)
    return "\n".join([lines[number], *below])
