"""What anybody may read about this place."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.rules import rules_now
from forum.core.answers import indexable
from forum.core.edge import also_when_suspended, public

bp = Blueprint("pages", __name__)


@bp.get("/about")
@public
@also_when_suspended
def about() -> ResponseReturnValue:
    indexable()
    return render_template("accounts/about.html", rules=rules_now())


@bp.get("/help")
@public
@also_when_suspended
def get_help() -> ResponseReturnValue:
    indexable()
    return render_template("accounts/help.html")


@bp.get("/privacy")
@public
@also_when_suspended
def privacy() -> ResponseReturnValue:
    indexable()
    return render_template("accounts/privacy.html")
