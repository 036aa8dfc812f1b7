"""Subjects without what mail programs and lists put in front of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LENGTH = 200
_REPLY = re.compile(
    r"(?:re|aw|antw|antwort|sv|vs|vá|odp|res|rif|atb|ynt|ответ|回复|回覆|答复|返信)\s*(?:\[\d+\]|\(\d+\)|\^\d+|\*\d+)?\s*[:：]",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"(?:fwd?|wg|tr|rv|enc|doorst|转发|轉寄)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_TAG = re.compile(r"\[([^\[\]]{1,60})\]")
_EDGE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject, and whether it said of itself that it is a reply."""

    text: str
    is_reply: bool


def read_subject(line: str) -> Subject:
    """Take "Re:", "Fwd:" and "[list]" off the front, in any order and number."""
    rest, is_reply, last_tag = line.strip(), False, ""
    while rest:
        reply, forward, tag = _REPLY.match(rest), _FORWARD.match(rest), _TAG.match(rest)
        found = reply or forward or tag
        if not found:
            break
        is_reply = is_reply or reply is not None
        last_tag = tag[1].strip() if tag else last_tag
        rest = rest[found.end() :].lstrip()
    return Subject(_shortened(rest or last_tag), is_reply)


def subject_key(subject: str) -> str:
    """Two subjects with the same key are the same to a reader: case, spaces and edge marks do not count."""
    return _EDGE.sub("", " ".join(subject.casefold().split()))


def _shortened(text: str) -> str:
    return text if len(text) <= _LENGTH else text[: _LENGTH - 1].rstrip() + "…"
