"""Settings: password, address, and the browsers in which somebody is signed in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.addresses import check_email
from forum.accounts.forms import Form
from forum.accounts.mail_tokens import find_mail_token
from forum.accounts.models import MailToken
from forum.accounts.security import ask_for_new_email, change_password, confirm_new_email, undo_new_email
from forum.accounts.sessions import (
    end_other_sessions,
    end_session_numbered,
    is_this_browser,
    member_here,
    sessions_of,
)
from forum.core.edge import also_when_suspended, public
from forum.core.errors import NotFound, Refused

bp = Blueprint("security", __name__, url_prefix="/settings")
PAGE = "/settings/security"


@bp.get("/security")
@also_when_suspended
def show() -> ResponseReturnValue:
    return _page(Form())


def _page(form: Form) -> str:
    me = member_here()
    browsers = [(found, is_this_browser(found, me)) for found in sessions_of(me)]
    return render_template("accounts/security.html", form=form, browsers=browsers)


@bp.post("/security/password")
@also_when_suspended
def update_password() -> ResponseReturnValue:
    form = Form(request.form)
    try:
        change_password(member_here(), form["current_password"], form["password"])
    except Refused as refused:
        form.refuse(refused)
        return _page(form), 422
    flash("Your new password is set. Other browsers have been signed out.", "ok")
    return redirect(PAGE, 303)


@bp.post("/security/email")
@also_when_suspended
def update_email() -> ResponseReturnValue:
    form = Form(request.form)
    email = form.check("email", check_email)
    try:
        if email:
            ask_for_new_email(member_here(), email, form["email_password"])
    except Refused as refused:
        form.refuse(refused)
    if form.errors:
        return _page(form), 422
    flash("We have sent a mail to the new address. It becomes yours once you open the link in it.", "ok")
    return redirect(PAGE, 303)


@bp.get("/email/confirm/<token>")
@also_when_suspended
def ask_to_confirm_email(token: str) -> ResponseReturnValue:
    try:
        found = _own_token(token, or_just_used=False)
    except NotFound:
        return _link_is_gone()
    return render_template("accounts/confirm_email.html", email=found.email)


@bp.post("/email/confirm/<token>")
@also_when_suspended
def confirm_email(token: str) -> ResponseReturnValue:
    try:
        confirm_new_email(_own_token(token, or_just_used=True))
    except NotFound:
        return _link_is_gone()
    flash("Your new address is set. Please sign in with it from now on.", "ok")
    return redirect(PAGE, 303)


@bp.get("/email/undo/<token>")
@public
@also_when_suspended
def ask_to_undo_email(token: str) -> ResponseReturnValue:
    try:
        found = find_mail_token(token, "undo email")
    except NotFound:
        return _undo_is_gone()
    return render_template("accounts/undo_email.html", email=found.email)


@bp.post("/email/undo/<token>")
@public
@also_when_suspended
def undo_email(token: str) -> ResponseReturnValue:
    try:
        path = undo_new_email(find_mail_token(token, "undo email", or_just_used=True))
    except NotFound:
        return _undo_is_gone()
    return redirect(path, 303)


def _undo_is_gone() -> ResponseReturnValue:
    advice = "If somebody has taken your account, please tell the people who look after the group."
    return render_template("accounts/link_gone.html", again="/sign-in", words="Sign in", advice=advice), 404


def _own_token(token: str, *, or_just_used: bool) -> MailToken:
    found = find_mail_token(token, "email", or_just_used=or_just_used)
    if found.member_id != member_here().id:
        raise NotFound
    return found


def _link_is_gone() -> ResponseReturnValue:
    return render_template("accounts/link_gone.html", again=PAGE, words="Go to your settings"), 404


@bp.post("/sessions/<int:number>/delete")
@also_when_suspended
def delete_session(number: int) -> ResponseReturnValue:
    end_session_numbered(member_here(), number)
    flash("That browser is signed out.", "ok")
    return redirect(PAGE, 303)


@bp.post("/sessions/delete")
@also_when_suspended
def delete_other_sessions() -> ResponseReturnValue:
    end_other_sessions(member_here())
    flash("All other browsers are signed out.", "ok")
    return redirect(PAGE, 303)
