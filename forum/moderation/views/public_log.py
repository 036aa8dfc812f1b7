"""The public log: not there at all until an administrator switches it on."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here, reader
from forum.core.edge import for_admins, public
from forum.core.errors import NotFound
from forum.moderation import public_log
from forum.moderation.log import Lines, rules_of
from forum.moderation.said import PUBLIC, said_of
from forum.moderation.views.forms import number_typed

bp = Blueprint("public_log", __name__)


@bp.get("/log")
@public
def show() -> ResponseReturnValue:
    if not public_log.has_public_log():
        raise NotFound
    return _page("moderation/public_log.html", public_log.public_lines(reader(), number_typed("after")))


@bp.get("/admin/log")
@for_admins
def ask() -> ResponseReturnValue:
    """Switch it on or off, with a look at what a stranger would read."""
    return _page("admin/public_log.html", public_log.public_lines(None))


@bp.post("/admin/log/public")
@for_admins
def switch_on() -> ResponseReturnValue:
    public_log.open_public_log(member_here())
    flash("Everybody can read the public log now.", "ok")
    return redirect("/admin/log", 303)


@bp.post("/admin/log/public/delete")
@for_admins
def switch_off() -> ResponseReturnValue:
    public_log.close_public_log(member_here())
    flash("The public log is no longer there.", "ok")
    return redirect("/admin/log", 303)


def _page(template: str, found: Lines) -> str:
    return render_template(
        template,
        found=found,
        rules=rules_of(found.lines),
        is_on=public_log.has_public_log(),
        told=[said_of(action).happened for action in PUBLIC],
    )
