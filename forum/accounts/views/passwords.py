"""A forgotten password, and the link that sets a new one."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.addresses import check_email
from forum.accounts.forms import Form
from forum.accounts.guesses import Guesser
from forum.accounts.known_browsers import known_browser
from forum.accounts.mail_tokens import find_mail_token
from forum.accounts.security import ask_for_reset, reset_password
from forum.accounts.views.entering import enter
from forum.core.edge import also_when_suspended, public
from forum.core.errors import NotFound, Refused
from forum.core.limits import within

bp = Blueprint("passwords", __name__)

#: Asked for from one network address; a whole hospital may share one.
ASKED = "30/hour"
TOO_MANY = "Many people have asked from your network just now. Please wait an hour and try again."


@bp.get("/password/forgot")
@public
@also_when_suspended
def ask() -> ResponseReturnValue:
    return render_template("accounts/forgot.html", form=Form())


@bp.post("/password/forgot")
@public
@also_when_suspended
def create() -> ResponseReturnValue:
    form = Form(request.form)
    email = form.check("email", check_email)
    if email is None:
        return render_template("accounts/forgot.html", form=form), 422
    if not within(ASKED, "forgot", request.remote_addr or ""):
        form.errors[""] = TOO_MANY
        return render_template("accounts/forgot.html", form=form), 429
    ask_for_reset(email)
    return redirect("/password/forgot/sent", 303)


@bp.get("/password/forgot/sent")
@public
@also_when_suspended
def sent() -> ResponseReturnValue:
    return render_template("accounts/forgot_sent.html")


@bp.get("/password/reset/<token>")
@public
@also_when_suspended
def choose(token: str) -> ResponseReturnValue:
    try:
        member = find_mail_token(token, "password").member
    except NotFound:
        return _link_is_gone()
    return render_template("accounts/reset.html", form=Form(), member=member)


@bp.post("/password/reset/<token>")
@public
@also_when_suspended
def reset(token: str) -> ResponseReturnValue:
    form = Form(request.form)
    try:
        member = reset_password(token, form["password"])
    except NotFound:
        return _link_is_gone()
    except Refused as refused:
        form.refuse(refused)
        member = find_mail_token(token, "password").member
        return render_template("accounts/reset.html", form=form, member=member), 422
    _forgive_guesses(member.email or "", member.id)
    return enter(member, words="Your new password is set. Other browsers have been signed out.")


def _forgive_guesses(email: str, member_id: int) -> None:
    """Whoever holds the mailbox has proved more than any guess can spoil."""
    network = request.remote_addr or ""
    for browser in {"", known_browser(member_id)}:
        Guesser(email, network, browser).forgive()


def _link_is_gone() -> ResponseReturnValue:
    return render_template(
        "accounts/link_gone.html", again="/password/forgot", words="Ask for a new link"
    ), 404
