"""What a member is written to about, and the address in each mail that ends it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.accounts.stopping import check_stop_token, stop_mails
from forum.core.edge import also_when_suspended, checks_origin_only, public
from forum.core.errors import NotFound

bp = Blueprint("mail", __name__)


@bp.get("/settings/mail")
@also_when_suspended
def choices() -> ResponseReturnValue:
    return render_template("accounts/settings_mail.html")


@bp.post("/settings/mail")
@also_when_suspended
def choose() -> ResponseReturnValue:
    member_here().article_mails = bool(request.form.get("article_mails"))
    flash("It is noted.", "ok")
    return redirect("/settings/mail", 303)


@bp.get("/unsubscribe/<token>")
@public
@also_when_suspended
def ask(token: str) -> ResponseReturnValue:
    """Only asks: programs that look into mails open every address they find there."""
    try:
        check_stop_token(token)
    except NotFound:
        return _leads_nowhere()
    return render_template("accounts/unsubscribe.html", done=False)


@bp.post("/unsubscribe/<token>")
@public
@checks_origin_only
@also_when_suspended
def stop(token: str) -> ResponseReturnValue:
    """Pressed on that page, or sent by a mail program itself, which follows no redirect (RFC 8058)."""
    try:
        stop_mails(token)
    except NotFound:
        return _leads_nowhere()
    return render_template("accounts/unsubscribe.html", done=True)


def _leads_nowhere() -> ResponseReturnValue:
    return render_template("accounts/unsubscribe_nowhere.html"), 404
