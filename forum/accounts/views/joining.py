"""Joining, and confirming it from the mail."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from forum.accounts.addresses import check_email
from forum.accounts.consents import HEALTH, check_health_roles
from forum.accounts.forms import Form
from forum.accounts.handles import check_handle, idea_for_a_handle
from forum.accounts.joining import (
    Wish,
    ask_to_join,
    confirm_joining,
    joining_of,
    living_joining,
    send_joining_letter,
)
from forum.accounts.models import ROLES, Joining
from forum.accounts.passwords import check_password
from forum.accounts.rules import rules_now
from forum.accounts.sessions import reader
from forum.accounts.views.entering import enter
from forum.core.edge import also_when_suspended, public
from forum.core.errors import Refused
from forum.core.limits import within

bp = Blueprint("joining", __name__)

#: Wishes to join, and tries to fill in the form, from one network address.
JOININGS = "10/hour"
TRIES = "60/hour"
#: The answer of those who would rather not say who they are here; it is kept as no role at all.
UNSAID = "unsaid"
TOO_MANY = "Many people have joined from your network just now. Please wait an hour and try again."


@bp.get("/join")
@public
@also_when_suspended
def new() -> ResponseReturnValue:
    return redirect("/", 303) if reader() else _join_page(Form())


@bp.post("/join")
@public
@also_when_suspended
def create() -> ResponseReturnValue:
    form = Form(request.form)
    wish = _read_wish(form)
    if not _may_join(wish):
        form.errors = {"": TOO_MANY}
        return _join_page(form), 429
    if wish is None:
        return _join_page(form), 422
    try:
        joining, is_sent = ask_to_join(wish, request.remote_addr or "", earlier=session.get("joining"))
    except Refused as refused:
        form.refuse(refused)
        return _join_page(form), 422
    return wait_for_mail(joining, is_sent=is_sent)


def _may_join(wish: Wish | None) -> bool:
    network = request.remote_addr or ""
    return within(TRIES, "join try", network) and (wish is None or within(JOININGS, "join", network))


def _read_wish(form: Form) -> Wish | None:
    handle = form.check("handle", check_handle)
    email = form.check("email", check_email)
    names = (form["handle"].strip(), (email or "").partition("@")[0])
    password = form.check("password", lambda typed: check_password(typed, *names))
    roles = frozenset(form.all("roles")) & ROLES.keys()
    if not roles and UNSAID not in form.all("roles"):
        form.errors["roles"] = "Please tick what fits, one or several, or that you would rather not say."
    if not form["rules"]:
        form.errors["rules"] = "Please read the rules and say that you agree."
    form.check("health", lambda ticked: check_health_roles(roles, agrees=bool(ticked)))
    if form.errors or not (handle and email and password):
        return None
    return Wish(handle, email, password, roles, bool(form["health"]))


def _join_page(form: Form) -> str:
    return render_template(
        "accounts/join.html",
        form=form,
        idea=idea_for_a_handle(),
        roles=[*ROLES.items(), (UNSAID, "I would rather not say")],
        rules=rules_now(),
        health=HEALTH,
    )


def wait_for_mail(joining: Joining, *, is_sent: bool) -> ResponseReturnValue:
    """Lead on to the page that asks to look into the mailbox; this browser may have the mail sent again."""
    session["joining"], session["joining_waits"] = joining.id, not is_sent
    return redirect("/join/sent", 303)


@bp.get("/join/sent")
@public
@also_when_suspended
def sent() -> ResponseReturnValue:
    waits = session.get("joining_waits", False)
    return render_template("accounts/join_sent.html", can_send_again="joining" in session, waits=waits)


@bp.post("/join/sent")
@public
@also_when_suspended
def send_again() -> ResponseReturnValue:
    joining = living_joining(session.get("joining", 0))
    if joining is None:
        return redirect("/join", 303)
    is_sent = send_joining_letter(joining)
    if is_sent:
        flash("We have sent the mail again. The link in the newest mail is the one that works.", "ok")
    return wait_for_mail(joining, is_sent=is_sent)


@bp.get("/confirm/<token>")
@public
@also_when_suspended
def ask_to_confirm(token: str) -> ResponseReturnValue:
    joining = joining_of(token)
    if joining is None:
        return _link_is_gone()
    if joining.used_at:
        return _was_confirmed()
    return render_template("accounts/confirm.html", form=Form(), joining=joining)


@bp.post("/confirm/<token>")
@public
@also_when_suspended
def confirm(token: str) -> ResponseReturnValue:
    joining = joining_of(token)
    if joining is None:
        return _link_is_gone()
    form = Form(request.form)
    try:
        member = confirm_joining(joining, form["handle"] or joining.handle)
    except Refused as refused:
        form.refuse(refused)
        return render_template("accounts/confirm.html", form=form, joining=joining), 422
    if member is None:
        return _was_confirmed()
    return enter(member, words=f"Welcome, {member.name}. It is good that you are here.")


def _link_is_gone() -> ResponseReturnValue:
    return render_template("accounts/link_gone.html", again="/join", words="Join again"), 404


def _was_confirmed() -> ResponseReturnValue:
    if reader():
        return redirect("/", 303)
    flash("Your address is confirmed. You can sign in.", "ok")
    return redirect("/sign-in", 303)
