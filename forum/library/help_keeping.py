"""Editors keep the shelf of help: each thing they do is in the decision log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.days import day_of
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.core.errors import Refused
from forum.library.help_entries import HelpEntry, HelpMeeting, a_year_after
from forum.library.help_forms import EntryForm, MeetingForm, meeting_values, values_of


def add_entry(form: EntryForm, *, by: Member | None = None, starter: str | None = None) -> HelpEntry:
    values, again_on = values_of(form), day_of("check_again_on", form.check_again_on)
    entry = HelpEntry(**values, starter=starter, version=1, changed_at=now(), meetings=[])
    if form.checked:
        entry.mark_checked(again_on)
    db.session.add(entry)
    db.session.flush()
    if by:
        _record(by, "add help entry", entry, entry.name)
    return entry


def bring_entry(form: EntryForm, compared_on: date, *, starter: str, there: HelpEntry | None) -> bool:
    """Put a starter entry on the list, or renew it while it is as it came; returns whether it did."""
    entry = there or add_entry(form, starter=starter)
    if not entry.is_as_it_came:
        return False
    compared = {"compared_on": compared_on, "check_again_on": a_year_after(compared_on)}
    return bool(_set(entry, values_of(form) | compared))


def change_entry(entry: HelpEntry, form: EntryForm, *, by: Member) -> None:
    """Put what was typed in place of what is there, unless somebody else has changed that meanwhile."""
    values, again_on = values_of(form), day_of("check_again_on", form.check_again_on)
    if form.version != str(entry.version):
        raise Refused(
            "Somebody else changed this entry while you were writing. Nothing of theirs or yours is lost: "
            "look below at how it stands now, and save yours again if it still fits."
        )
    changed = _set(entry, values)
    if form.checked:
        entry.mark_checked(again_on if again_on != entry.check_again_on else None)
        changed.append("checked")
    elif changed and not entry.checked_on:
        entry.forget_comparison()
    elif (entry.checked_on or entry.compared_on) and again_on and again_on != entry.check_again_on:
        entry.check_again_on = again_on
        changed.append("check again")
    if changed:
        entry.touch()
        _record(by, "change help entry", entry, f"{entry.name}: {', '.join(changed)}")


def _set(row: HelpEntry | HelpMeeting, values: Mapping[str, Any]) -> list[str]:
    """Fill in what is new; returns its names."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def check_entry(entry: HelpEntry, *, by: Member) -> None:
    """An editor has looked, and all of it is right today."""
    entry.mark_checked()
    _record(by, "check help entry", entry, entry.name)


def take_off(entry: HelpEntry, *, by: Member) -> None:
    if entry.removed_at is None:
        entry.removed_at = now()
        _record(by, "remove help entry", entry, entry.name)


def put_back(entry: HelpEntry, *, by: Member) -> None:
    if entry.removed_at is not None:
        entry.removed_at = None
        _record(by, "put back help entry", entry, entry.name)


def add_meeting(entry: HelpEntry, form: MeetingForm, *, by: Member) -> HelpMeeting:
    meeting = HelpMeeting(entry_id=entry.id, **meeting_values(form))
    db.session.add(meeting)
    entry.touch()
    _record(by, "add help meeting", entry, meeting.words)
    return meeting


def change_meeting(entry: HelpEntry, meeting: HelpMeeting, form: MeetingForm, *, by: Member) -> None:
    before = meeting.words
    if _set(meeting, meeting_values(form)):
        entry.touch()
        _record(by, "change help meeting", entry, f"{before}; now: {meeting.words}")


def remove_meeting(entry: HelpEntry, meeting: HelpMeeting, *, by: Member) -> None:
    _record(by, "remove help meeting", entry, meeting.words)
    db.session.delete(meeting)
    entry.touch()


def _record(by: Member, action: str, entry: HelpEntry, what: str) -> None:
    record_decision(by.id, action, f"help:{entry.id}", what)
