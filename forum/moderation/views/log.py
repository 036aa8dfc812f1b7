"""The decision log, to be read and taken away by moderators; nobody can change it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.accounts.access import member_called
from forum.accounts.sessions import member_here
from forum.core.clock import now
from forum.core.days import day_of
from forum.core.db import AnyRow
from forum.core.edge import for_moderators
from forum.core.errors import NotFound, Refused
from forum.core.html import difference, readable
from forum.core.zones import zone_named
from forum.moderation import log
from forum.moderation.log_export import export_log
from forum.moderation.said import said_of
from forum.moderation.subjects import subjects_of
from forum.moderation.views.forms import number_typed

bp = Blueprint("decision_log", __name__, url_prefix="/moderation/log")

QUESTIONS = ("person", "board", "action", "from", "to")
#: How a decision about a post writes what became of it.
BECAME = re.compile(r"\w+ → \w+")


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of the form, as typed and as understood."""

    typed: dict[str, str]
    wanted: log.Wanted
    errors: dict[str, str]

    @property
    def query(self) -> str:
        return urlencode({name: words for name, words in self.typed.items() if words})


@bp.get("")
@for_moderators
def index() -> ResponseReturnValue:
    asked, scope = _asked(), log.scope_of(member_here())
    found = log.Lines([], None) if asked.errors else log.lines(scope, asked.wanted, number_typed("after"))
    page = render_template(
        "moderation/log.html",
        found=found,
        rules=log.rules_of(found.lines),
        subjects=subjects_of(line.subject for line in found.lines),
        asked=asked,
        is_later=number_typed("after") is not None,
        some_boards=scope.boards is not None,
        boards=log.boards_to_ask(scope),
        actions=sorted(((each, said_of(each).happened) for each in log.actions_there()), key=lambda a: a[1]),
    )
    return page, 422 if asked.errors else 200


@bp.get("/<int:line_id>")
@for_moderators
def show(line_id: int) -> ResponseReturnValue:
    """One line with everything: what stood there before, what stands there now, and the letter."""
    line = log.line_for(member_here(), line_id)
    return render_template(
        "moderation/log_line.html",
        line=line,
        rule=log.rules_of([line]).get(line.id),
        subject=subjects_of([line.subject])[line.subject],
        said=said_of(line.action),
        changed=_changed(line),
        became=BECAME.fullmatch(line.after) is not None,
    )


def _changed(line: AnyRow) -> Markup | None:
    """The differences, where the same words stood there before and after."""
    if line.before and line.after and not BECAME.fullmatch(line.after):
        return difference(line.before, line.after)
    return None


@bp.post("/export")
@for_moderators
def export() -> ResponseReturnValue:
    """The lines that were asked for, as a table for a spreadsheet."""
    asked = _asked()
    if asked.errors:
        raise Refused(next(iter(asked.errors.values())))
    pieces = export_log(member_here(), asked.wanted, asked.query)
    name = f"decisions-{now():%Y-%m-%d}.csv"
    return Response(
        stream_with_context(pieces),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked() -> Asked:
    """What was asked for; what can't be understood is said beside its field, and nothing is shown."""
    typed = {name: readable(request.values.get(name, "")).strip()[:100] for name in QUESTIONS}
    errors: dict[str, str] = {}
    since, until = (_day(name, typed[name], errors) for name in ("from", "to"))
    return Asked(
        typed,
        log.Wanted(
            person_id=_person(typed["person"], errors),
            board_id=number_typed("board"),
            action=typed["action"],
            since=_begin(since),
            until=_begin(until + timedelta(days=1)) if until else None,
        ),
        errors,
    )


def _person(typed: str, errors: dict[str, str]) -> int | None:
    if not typed:
        return None
    try:
        return member_called(typed.removeprefix("@")).id
    except NotFound:
        errors["person"] = f"Nobody here has the name @{typed.removeprefix('@')}."
        return None


def _day(name: str, typed: str, errors: dict[str, str]) -> date | None:
    try:
        return day_of(name, typed)
    except Refused as refused:
        errors |= refused.errors
        return None


def _begin(day: date | None) -> datetime | None:
    """When a day begins where the reader is."""
    return datetime.combine(day, time(), zone_named(member_here().timezone)) if day else None
