"""Looking after a person somebody worries about: what helps, whom to call, what was done, and how it ended.

Nothing here shuts anybody out, and nothing answers by itself: each word is sent by a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import exists, select

from forum.accounts.models import Member
from forum.core.db import db
from forum.core.decisions import Decision, record_decision
from forum.core.errors import NotFound, Refused
from forum.core.zones import country_of
from forum.library.help_entries import HelpEntry
from forum.library.help_lists import Wanted, choices, lines_in
from forum.library.places import COUNTRIES
from forum.moderation.acting import check_nobody_waits, tell_reporters
from forum.moderation.care_notes import CareNote, done_about, note_done
from forum.moderation.check_ins import ask_tomorrow
from forum.moderation.guidance import Guide, all_guides
from forum.moderation.letters import check_letter, letter_words, send_letter
from forum.moderation.models import Item
from forum.moderation.queue import close, take_to_handle
from forum.moderation.tellings import Telling, told_of

#: Ready words for each of the three, and the button that leads to them.
READY = {
    "care-intent": "Words for somebody who may end their life",
    "care-despair": "Words for somebody who despairs",
    "care-dying": "Words for somebody who talks of dying",
}
TOLD = "A moderator has looked after this. Thank you for telling us."
LONGEST_NOTE = 2_000
#: Help lines named in a letter; more of them stand on the help page.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Care:
    """What the page of a worry shows beside what each item shows."""

    told: Sequence[Telling]
    done: Sequence[CareNote]
    guides: Sequence[Guide]
    country: str
    countries: Sequence[tuple[str, str]]
    #: Whether their clock told where they live.
    is_known: bool
    lines: Sequence[HelpEntry]

    @property
    def country_name(self) -> str:
        return COUNTRIES.get(self.country, "")


def care_of(item: Item, country: str) -> Care | None:
    """Of a worry: all that helps. ``country`` is what was chosen, if something was."""
    if item.kind != "worry":
        return None
    known = country_of(item.about.timezone) if item.about else ""
    wanted = Wanted.asked(country or known, "", "line")
    return Care(
        told_of(f"item:{item.id}"),
        done_about(item.id),
        all_guides(),
        wanted.country,
        choices(wanted).countries,
        bool(known) and wanted.country == known,
        lines_in(wanted.country) if wanted.country else (),
    )


def check_is_worry(item: Item) -> None:
    if item.kind != "worry":
        raise NotFound


def why_not_care(moderator: Member, item: Item) -> str:
    """Whoever it is about leaves it to another; standing is no reason not to be looked after."""
    return "This is about you. Another of us looks after it." if item.about_id == moderator.id else ""


def _check_may_care(moderator: Member, item: Item) -> None:
    check_is_worry(item)
    if reason := why_not_care(moderator, item):
        raise Refused(reason)


def write_down(moderator: Member, item: Item, words: str) -> None:
    """Keep what was done, for whoever comes after."""
    _check_may_care(moderator, item)
    _check_words(words, "done", "Please write what you did.")
    take_to_handle(moderator, item.subject, item.id)
    note_done(item.id, moderator, words)


def _check_words(words: str, field: str, missing: str) -> None:
    if not words:
        raise Refused(missing, field=field)
    if len(words) > LONGEST_NOTE:
        raise Refused(f"Please say it in at most {LONGEST_NOTE:,} characters.", field=field)


def ready_words(item: Item, name: str, country: str) -> str:
    """A letter to somebody in the group's own words, with the help lines of where they are."""
    check_is_worry(item)
    if name not in READY or item.about is None:
        raise NotFound
    return letter_words(name, "", None, "", lines=_lines_for(item.about, country))


def _lines_for(about: Member, country: str) -> str:
    """The lines for anybody who is in distress; those for people with one illness answer other questions."""
    where = Wanted.asked(country or country_of(about.timezone), "", "line").country
    lines = [line for line in lines_in(where) if line.phone and line.is_for_anybody] if where else []
    named = [f"{line.name}: {line.phone}" for line in lines[:NAMED]]
    base_url = current_app.extensions["settings"].base_url
    return "\n".join([*named, f"{'More numbers' if named else 'Numbers to call'}: {base_url}/help"])


def send_ready_words(moderator: Member, item: Item, name: str, words: str) -> Decision:
    """Write to them, once with the same words."""
    about = item.about
    if name not in READY or about is None:
        raise NotFound
    _check_may_care(moderator, item)
    check_letter(words)
    take_to_handle(moderator, item.subject, item.id)
    _check_not_sent(item, words)
    decision = record_decision(
        moderator.id, name, item.subject, about_id=about.id, board_id=item.board_id, letter=words
    )
    send_letter(decision, about)
    note_done(item.id, moderator, f"Wrote to them:\n\n{words}")
    return decision


def _check_not_sent(item: Item, words: str) -> None:
    same = exists().where(
        Decision.subject == item.subject, Decision.action.in_(READY), Decision.letter == words
    )
    if db.session.scalar(select(same)):
        raise Refused("These words were sent to them already. Once is enough.", field="letter")


def close_worry(moderator: Member, item: Item, outcome: str, told: str) -> None:
    """It ended, and how is written down for moderators; who reported it reads ``told``."""
    _check_may_care(moderator, item)
    _check_words(outcome, "outcome", "Please write how it ended: only then can this be closed.")
    _check_words(told or TOLD, "words", "")
    check_nobody_waits(item)
    taken = take_to_handle(moderator, item.subject, item.id)
    assert taken is not None
    close(taken, moderator, "care", told or TOLD, ending=outcome)
    record_decision(moderator.id, "care", item.subject, about_id=item.about_id, board_id=item.board_id)
    tell_reporters(taken)
    ask_tomorrow(moderator)
