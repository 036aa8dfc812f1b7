"""The judgement of a post: publish it, hold it, or refuse it; and why, in words for whom it concerns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forum.screening.allowances import is_known, why_not_now
from forum.screening.history import History, Text
from forum.screening.signs import TOO_FAST, risks_in
from forum.screening.watched import Hit, Watched, hits, replaced

#: Shorter words ("Thank you!") are said in many threads by anybody.
LONG_ENOUGH_TO_REPEAT = 40
#: A moderator needs no more than these to understand.
MOST_REASONS = 4
CANNOT_WAIT = (
    "A moderator would like to read this first, and a post that others can read already cannot wait. Please "
    "leave it out here, or write it as an answer of its own. Your words are kept."
)
_QUOTED_LINE = re.compile(r"^[ \t]{0,3}>.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a post. ``why`` is for moderators, ``refusal`` for the author."""

    #: ``publish``, ``hold`` or ``refuse``.
    outcome: str
    #: The kind under which it stands in the queue: ``worry``, ``first``, ``held``, ``report``; or nothing.
    kind: str = ""
    why: str = ""
    refusal: str = ""
    #: The text as it is to be stored, where the group replaces words; and what was replaced.
    body: str = ""
    title: str = ""
    replaced: tuple[str, ...] = ()


def judge(history: History, text: Text, watched: tuple[Watched, ...] = ()) -> Verdict:
    """What becomes of a post that somebody with this history wants to make."""
    found = [hit for hit in hits(text.whole, watched) if not _is_somebody_elses(hit, text)]
    if refusal := why_not_now(history, text) or _blocked(found):
        return Verdict("refuse", refusal=refusal)
    if worries := _words_of(found, text, "worry"):
        why = f"It says {worries}. Please look after its author."
        return _passed("publish" if text.is_edit else "hold", "worry", why, text, found)
    if reasons := list(_reasons_to_hold(history, text, found)):
        if text.is_edit and not text.waits:
            return Verdict("refuse", refusal=CANNOT_WAIT)
        why = f"Held: {'; '.join(reasons[:MOST_REASONS])}."
        return _passed("hold", "first" if history.is_first else "held", why, text, found)
    reports = _words_of(found, text, "report")
    why = f"It says {reports}, which is on the group's list." if reports else ""
    is_first = history.is_first and not history.helps and not text.is_edit
    return _passed("publish", "first" if is_first else "report" if reports else "", why, text, found)


def _reasons_to_hold(history: History, text: Text, found: list[Hit]) -> Iterator[str]:
    if words := _words_of(found, text, "hold"):
        yield f"it says {words}, which is on the group's list"
    if history.is_held and not text.is_edit:
        yield "a moderator decided to read each of their posts first"
    if history.helps:
        return
    if history.repeats and len(text.body) >= LONG_ENOUGH_TO_REPEAT:
        yield "they posted the same words in another place a moment ago"
    if text.spam:
        yield text.spam
    unknown = not is_known(history) and not history.is_met
    if unknown or history.is_first:
        yield from _new_risks(text)
    if unknown and not text.is_edit:
        if text.seconds is not None and text.seconds < TOO_FAST:
            yield "its words came within three seconds, as if they had been pasted"
        if history.mail_is_blocked:
            yield "its author's mail address is at a place that is blocked here"


def _new_risks(text: Text) -> list[str]:
    """Of an edit, those that were not there before."""
    before = set(risks_in(text.earlier, text.own_site)) if text.is_edit else set()
    return [risk for risk in risks_in(text.whole, text.own_site) if risk not in before]


def _is_somebody_elses(hit: Hit, text: Text) -> bool:
    """Quoting somebody one worries about is no reason to worry; nor what stood there already."""
    if hit.watched.does == "replace":
        return False
    words = text.whole[hit.start : hit.end]
    if text.is_edit and words in text.earlier:
        return True
    if hit.watched.does != "worry":
        return False
    return any(line.start() <= hit.start < line.end() for line in _QUOTED_LINE.finditer(text.whole))


def _blocked(found: list[Hit]) -> str:
    return next((hit.watched.message for hit in found if hit.watched.does == "block"), "")


def _words_of(found: list[Hit], text: Text, does: str) -> str:
    """The words that do something, as they were written: “one” and “another”."""
    words = dict.fromkeys(f"“{text.whole[hit.start : hit.end]}”" for hit in found if hit.watched.does == does)
    return " and ".join(list(words)[:3])


def _passed(outcome: str, kind: str, why: str, text: Text, found: list[Hit]) -> Verdict:
    swapped = [hit for hit in found if hit.watched.does == "replace"]
    if not swapped:
        return Verdict(outcome, kind, why, body=text.body, title=text.title)
    whole = replaced(text.whole, swapped)
    title, _, body = whole.partition("\n") if text.title else ("", "", whole)
    words = tuple(dict.fromkeys(text.whole[hit.start : hit.end] for hit in swapped))
    return Verdict(outcome, kind, why, body=body, title=title, replaced=words)
