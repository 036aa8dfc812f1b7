"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from forum.accounts.access import account_of
from forum.accounts.addresses import same_email
from forum.accounts.forms import Form, local_path
from forum.accounts.guesses import Guesser
from forum.accounts.joining import send_joining_letter
from forum.accounts.known_browsers import known_browser
from forum.accounts.models import Joining
from forum.accounts.sessions import end_session, member_here, reader
from forum.accounts.signing_in import renew_hash, who_proves
from forum.accounts.views.entering import enter
from forum.accounts.views.joining import wait_for_mail
from forum.core.answers import send_again
from forum.core.db import use_session_to
from forum.core.edge import also_when_suspended, public
from forum.core.parked import words_are_parked

bp = Blueprint("signing_in", __name__)

WRONG = (
    "This address and this password do not go together. Please check both, or choose a new password. "
    "If you have just joined, open the link in our mail first."
)
MISSING = "Please type your password."
STALE = "This page was open for too long, so nothing was sent. Please type your password once more."
TOO_MANY = "There were many tries. Please wait {}, or choose a new password by mail."


@bp.get("/sign-in")
@public
@also_when_suspended
def new() -> ResponseReturnValue:
    if reader():
        return redirect(local_path(request.args.get("next", "/")), 303)
    return _page(Form(request.args))


@bp.post("/sign-in")
@public
@also_when_suspended
def create() -> ResponseReturnValue:
    form = Form(request.form)
    if not form["password"]:
        form.errors["password"] = MISSING
        return _page(form), 422
    email = same_email(form["email"])
    use_session_to("read")  # Proving a password takes long: until it is done, no writer waits for us.
    account = account_of(email)
    browser = known_browser(account.id if account else 0)
    guesser = Guesser(email, request.remote_addr or "", browser)
    if guesser.wait:
        form.errors[""] = TOO_MANY.format(guesser.wait)
        return _page(form), 429
    found = who_proves(account, email, form["password"])
    if found is None:
        guesser.count()
        form.errors["password"] = WRONG
        return _page(form), 422
    guesser.forgive()
    use_session_to("write")
    if isinstance(found, Joining):
        return _mail_first(found)
    renew_hash(found, form["password"])
    return enter(found, stay=bool(form["stay"]), go_to=local_path(form["next"]))


@bp.errorhandler(CSRFError)
def on_stale_form(error: CSRFError) -> ResponseReturnValue:
    """The page is from before somebody signed in or out here: all but the password can be given back."""
    if request.endpoint != f"{bp.name}.{create.__name__}":
        return send_again(error)
    use_session_to("read")
    form = Form(request.form)
    form.errors[""] = STALE
    return _page(form), 400


def _mail_first(joining: Joining) -> ResponseReturnValue:
    flash("Before you can sign in, please open the link in our mail.", "care")
    return wait_for_mail(joining, is_sent=send_joining_letter(joining))


def _page(form: Form) -> str:
    return render_template(
        "accounts/sign_in.html",
        form=form,
        next_page=local_path(form["next"]),
        words_wait=words_are_parked(),
    )


@bp.post("/sign-out")
@also_when_suspended
def delete() -> ResponseReturnValue:
    end_session(member_here())
    return redirect("/", 303)
