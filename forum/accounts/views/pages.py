"""What anybody may read about this place."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.rules import rules_now
from forum.core.answers import indexable
from forum.core.edge import public

bp = Blueprint("pages", __name__)


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    indexable()
    return render_template("accounts/about.html", rules=rules_now())


@bp.get("/help")
@public
def get_help() -> ResponseReturnValue:
    indexable()
    return render_template("accounts/help.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    indexable()
    return render_template("accounts/privacy.html")
