"""Where else to find help: the shelf by country, language and kind, and each entry with its calendar."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import reader
from forum.core.answers import indexable
from forum.core.edge import also_when_suspended, public
from forum.library import help_lists
from forum.library.help_entries import KINDS
from forum.library.help_lists import Wanted

bp = Blueprint("support", __name__, url_prefix="/support")


@bp.get("")
@public
@also_when_suspended
def index() -> ResponseReturnValue:
    wanted = Wanted.asked(*(request.args.get(name, "").strip() for name in ("country", "language", "kind")))
    page, groups = help_lists.find_help(wanted)
    indexable()
    return render_template(
        "library/support.html",
        wanted=wanted,
        page=page,
        groups=groups,
        choices=help_lists.choices(wanted),
        kinds=KINDS,
    )


@bp.get("/<int:entry_id>")
@public
@also_when_suspended
def show(entry_id: int) -> ResponseReturnValue:
    entry = help_lists.entry_for(reader(), entry_id)
    if entry.removed_at is None:
        indexable()
    return render_template("library/support_entry.html", entry=entry, kind=KINDS[entry.kind])


@bp.get("/<int:entry_id>/meetings.ics")
@public
@also_when_suspended
def meetings(entry_id: int) -> ResponseReturnValue:
    """The times of a group, for the calendar of whoever wants to come."""
    file = help_lists.calendar_of(help_lists.entry_for(reader(), entry_id))
    answer = Response(file, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="support-{entry_id}.ics"'
    return answer
