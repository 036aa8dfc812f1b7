"""Subjects without what mail programs and lists put in front of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_LENGTH = 200
_REPLY = re.compile(
    r"(?:re|r|ref|réf|aw|antw|antwort|sv|vs|vá|odp|res|rif|atb|ynt|ответ|回复|回覆|答复|返信)\s*(?:\[\d+\]|\(\d+\)|\^\d+|\*\d+)?\s*[:：]",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"(?:fwd?|wg|tr|rv|enc|doorst|转发|轉寄)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_FORWARDED = re.compile(r"\[\s*(?:fwd?|wg|tr)\s*:\s*(.*?)\s*\]?$", re.IGNORECASE)
_FORWARDED_BEHIND = re.compile(r"\s*\(fwd\)\s*$", re.IGNORECASE)
_TAG = re.compile(r"\[([^\[\]]{1,60})\]|\(([\w.-]{1,60})\)")
_NUMBER = re.compile(r"[\s:,#]+\d+$")
_NOT_LETTERS = re.compile(r"[\W_]+")
# What mail systems put in front of what comes from outside, and what people say of their own words.
_OF_SYSTEMS = {"ext", "extern", "external", "caution", "spam", "bulk", "suspicious", "newsletter"}
_OF_PEOPLE = {
    "solved", "resolved", "ot", "nm", "long", "sad", "help", "question", "update", "news", "urgent", "rant",
    "rfc", "patch", "announce", "her2", "tnbc", "mbc",
}  # fmt: skip
_EDGE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject, and whether it said of itself that it is a reply."""

    text: str
    is_reply: bool


def read_subject(line: str, lists: Collection[str] = ()) -> Subject:
    """Take "Re:", "Fwd:" and "[list]" off the front, in any order and number.

    ``lists`` holds the names by which the header knows the list, as ``list_names`` gives them. Words in
    brackets that somebody wrote stay; where the header names no list, the first are taken to be the list's.
    """
    rest, is_reply, tag = _FORWARDED_BEHIND.sub("", line.strip()), False, ""
    while rest:
        if found := _REPLY.match(rest):
            is_reply = True
        elif inside := _FORWARDED.match(rest):
            rest = inside[1]
            continue
        elif not (found := _FORWARD.match(rest)):
            found = _TAG.match(rest)
            if not found or not _is_tag(found, lists, tag):
                break
            tag = found[1] or found[2]
        rest = rest[found.end() :].lstrip()
    return Subject(_shortened(rest or tag.strip()), is_reply)


def tag_key(words: str) -> str:
    """Two names of a list with the same key are the same: "[BC-Mets:1234]" comes from ``bcmets``."""
    return _NOT_LETTERS.sub("", _NUMBER.sub("", words.strip()).casefold())


def _is_tag(found: re.Match[str], lists: Collection[str], before: str) -> bool:
    """Was this put there by a list or a mail system?"""
    key = tag_key(found[1] or found[2])
    if key in lists or key in _OF_SYSTEMS:
        return True
    if found[2] or lists:
        return False
    # The same tag once more is a reply to a reply; another one is somebody's.
    return key == tag_key(before) if before else key not in _OF_PEOPLE


def subject_key(subject: str) -> str:
    """Two subjects with the same key are the same to a reader: case, spaces and edge marks do not count."""
    return _EDGE.sub("", " ".join(subject.casefold().split()))


def _shortened(text: str) -> str:
    return text if len(text) <= _LENGTH else text[: _LENGTH - 1].rstrip() + "…"
