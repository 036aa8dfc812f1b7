"""The shelf of help as its editors keep it, in the browser: they are the moderators and administrators."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators
from forum.core.errors import Refused
from forum.library import help_keeping, help_lists
from forum.library.help_entries import KINDS, REPEATS, HelpEntry, HelpMeeting
from forum.library.help_forms import EntryForm, MeetingForm, zones

bp = Blueprint("support_editing", __name__, url_prefix="/support")


@bp.get("/desk")
@for_moderators
def desk() -> ResponseReturnValue:
    page, due = help_lists.to_check()
    return render_template("library/support_desk.html", page=page, due=due, removed=help_lists.taken_off())


@bp.get("/new")
@for_moderators
def new_entry() -> ResponseReturnValue:
    return _entry_page(EntryForm(), None)


@bp.post("/new")
@for_moderators
def create_entry() -> ResponseReturnValue:
    form = EntryForm.from_form(request.form)
    try:
        entry = help_keeping.add_entry(form, by=member_here())
    except Refused as refused:
        return _entry_page(form, None, refused), 422
    flash(f"“{entry.name}” is on the list.", "ok")
    return redirect(entry.path, 303)


@bp.get("/<int:entry_id>/edit")
@for_moderators
def edit_entry(entry_id: int) -> ResponseReturnValue:
    entry = help_lists.entry_for(member_here(), entry_id)
    return _entry_page(EntryForm.of_entry(entry), entry)


@bp.post("/<int:entry_id>/edit")
@for_moderators
def change_entry(entry_id: int) -> ResponseReturnValue:
    entry, form = _entry(entry_id), EntryForm.from_form(request.form)
    try:
        help_keeping.change_entry(entry, form, by=member_here())
    except Refused as refused:
        return _entry_page(form, entry, refused), 422
    flash(f"“{entry.name}” is saved.", "ok")
    return redirect(entry.path, 303)


@bp.post("/<int:entry_id>/checked")
@for_moderators
def mark_checked(entry_id: int) -> ResponseReturnValue:
    entry = _entry(entry_id)
    help_keeping.check_entry(entry, by=member_here())
    flash(f"“{entry.name}” is marked as checked today.", "ok")
    return redirect(_back_to(entry), 303)


@bp.post("/<int:entry_id>/removal")
@for_moderators
def take_off(entry_id: int) -> ResponseReturnValue:
    entry = _entry(entry_id)
    help_keeping.take_off(entry, by=member_here())
    flash(f"“{entry.name}” is off the list. Only editors see this page now; you can put it back.", "ok")
    return redirect(entry.path, 303)


@bp.post("/<int:entry_id>/removal/delete")
@for_moderators
def put_back(entry_id: int) -> ResponseReturnValue:
    entry = _entry(entry_id)
    help_keeping.put_back(entry, by=member_here())
    flash(f"“{entry.name}” is on the list again.", "ok")
    return redirect(_back_to(entry), 303)


@bp.get("/<int:entry_id>/meetings/new")
@for_moderators
def new_meeting(entry_id: int) -> ResponseReturnValue:
    entry = help_lists.entry_for(member_here(), entry_id)
    return _meeting_page(MeetingForm(minutes="90", timezone=member_here().timezone), entry, None)


@bp.post("/<int:entry_id>/meetings/new")
@for_moderators
def create_meeting(entry_id: int) -> ResponseReturnValue:
    entry, form = _entry(entry_id), MeetingForm.from_form(request.form)
    try:
        help_keeping.add_meeting(entry, form, by=member_here())
    except Refused as refused:
        return _meeting_page(form, entry, None, refused), 422
    flash("The meeting time is on the page.", "ok")
    return redirect(entry.path, 303)


@bp.get("/<int:entry_id>/meetings/<int:meeting_id>")
@for_moderators
def edit_meeting(entry_id: int, meeting_id: int) -> ResponseReturnValue:
    entry = help_lists.entry_for(member_here(), entry_id)
    meeting = help_lists.meeting_of(entry, meeting_id)
    return _meeting_page(MeetingForm.of_meeting(meeting), entry, meeting)


@bp.post("/<int:entry_id>/meetings/<int:meeting_id>")
@for_moderators
def change_meeting(entry_id: int, meeting_id: int) -> ResponseReturnValue:
    entry, form = _entry(entry_id), MeetingForm.from_form(request.form)
    meeting = help_lists.meeting_of(entry, meeting_id)
    try:
        help_keeping.change_meeting(entry, meeting, form, by=member_here())
    except Refused as refused:
        return _meeting_page(form, entry, meeting, refused), 422
    flash("The meeting time is saved.", "ok")
    return redirect(entry.path, 303)


@bp.post("/<int:entry_id>/meetings/<int:meeting_id>/delete")
@for_moderators
def remove_meeting(entry_id: int, meeting_id: int) -> ResponseReturnValue:
    entry = _entry(entry_id)
    help_keeping.remove_meeting(entry, help_lists.meeting_of(entry, meeting_id), by=member_here())
    flash("The meeting time is gone.", "ok")
    return redirect(entry.path, 303)


def _entry(entry_id: int) -> HelpEntry:
    """The entry, held for this request alone until it is changed."""
    return help_lists.entry_for(member_here(), entry_id, to_change=True)


def _back_to(entry: HelpEntry) -> str:
    """The desk, for whoever goes through it entry by entry; else the entry."""
    return "/support/desk" if request.form.get("from") == "desk" else entry.path


def _entry_page(form: EntryForm, entry: HelpEntry | None, refused: Refused | None = None) -> str:
    changed_meanwhile = bool(entry and refused and form.version != str(entry.version))
    if entry and changed_meanwhile:
        # Saved once more, knowing what stands there now, it is taken.
        form = replace(form, version=str(entry.version))
    return render_template(
        "library/support_edit.html",
        form=form,
        entry=entry,
        changed_meanwhile=changed_meanwhile,
        errors=refused.errors if refused else {},
        kinds=KINDS,
    )


def _meeting_page(
    form: MeetingForm, entry: HelpEntry, meeting: HelpMeeting | None, refused: Refused | None = None
) -> str:
    return render_template(
        "library/support_meeting.html",
        form=form,
        entry=entry,
        meeting=meeting,
        errors=refused.errors if refused else {},
        repeats=REPEATS,
        zones=zones().values(),
    )
