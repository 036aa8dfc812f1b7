"""The addresses in mails that end them, or do another thing, without signing in."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.stopping import deed_of, do_deed
from forum.core.edge import also_when_suspended, checks_origin_only, public
from forum.core.errors import NotFound

bp = Blueprint("mail", __name__)


@bp.get("/unsubscribe/<token>")
@bp.get("/mail/<token>")
@public
@also_when_suspended
def ask(token: str) -> ResponseReturnValue:
    """Only asks: programs that look into mails open every address they find there."""
    try:
        deed = deed_of(token)
    except NotFound:
        return _leads_nowhere()
    return render_template("accounts/unsubscribe.html", deed=deed, done=False)


@bp.post("/unsubscribe/<token>")
@bp.post("/mail/<token>")
@public
@checks_origin_only
@also_when_suspended
def act(token: str) -> ResponseReturnValue:
    """Pressed on that page, or sent by a mail program itself, which follows no redirect (RFC 8058)."""
    try:
        deed = do_deed(token)
    except NotFound:
        return _leads_nowhere()
    return render_template("accounts/unsubscribe.html", deed=deed, done=True)


def _leads_nowhere() -> ResponseReturnValue:
    return render_template("accounts/unsubscribe_nowhere.html"), 404
