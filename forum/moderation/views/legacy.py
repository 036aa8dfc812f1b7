"""Whom a member chooses to look after their words; and the page where that person does so."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from forum.accounts.forms import Form
from forum.accounts.sessions import member_here
from forum.core.edge import also_when_suspended, public
from forum.core.errors import NotFound, Refused
from forum.moderation import legacy
from forum.moderation.memorials import MAY, LegacyContact, contact_of

bp = Blueprint("legacy", __name__)

SETTINGS = "/settings/legacy"


@bp.get(SETTINGS)
@also_when_suspended
def settings() -> ResponseReturnValue:
    contact = contact_of(member_here())
    form = Form({"name": contact.name, "email": contact.email} if contact else {})
    form.typed.setlist("may", contact.choices if contact else ["keep"])
    return _settings_page(form)


@bp.post(SETTINGS)
@also_when_suspended
def choose() -> ResponseReturnValue:
    form = Form(request.form)
    try:
        legacy.choose_contact(member_here(), form["name"], form["email"], form.all("may"))
    except Refused as refused:
        form.refuse(refused)
        return _settings_page(form), 422
    flash("It is noted. You can change it, or take it back, at any time.", "ok")
    return redirect(SETTINGS, 303)


@bp.post(f"{SETTINGS}/delete")
@also_when_suspended
def forget() -> ResponseReturnValue:
    legacy.forget_contact(member_here())
    flash("It is noted: nobody is chosen.", "ok")
    return redirect(SETTINGS, 303)


def _settings_page(form: Form) -> str:
    options = [(key, words, help_words) for key, (words, help_words) in MAY.items()]
    return render_template(
        "accounts/settings_legacy.html", form=form, options=options, contact=contact_of(member_here())
    )


@bp.get("/legacy/<token>")
@public
@also_when_suspended
def show(token: str) -> ResponseReturnValue:
    """Only shows: programs that look into mails open every address they find there."""
    return _page(token)


@bp.post("/legacy/<token>/take-down")
@public
@also_when_suspended
def take_down(token: str) -> ResponseReturnValue:
    return _do(token, legacy.ask_take_down)


@bp.post("/legacy/<token>/take-down/delete")
@public
@also_when_suspended
def call_off(token: str) -> ResponseReturnValue:
    return _do(token, legacy.call_off_take_down)


@bp.post("/legacy/<token>/keep")
@public
@also_when_suspended
def keep(token: str) -> ResponseReturnValue:
    return _do(token, legacy.keep_all)


@bp.post("/legacy/<token>/export")
@public
@also_when_suspended
def export(token: str) -> ResponseReturnValue:
    contact, member = legacy.contact_with(token)
    return Response(
        stream_with_context(legacy.copy_of_words(contact, member)),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{member.handle}.json"'},
    )


def _do(token: str, act: Callable[[LegacyContact], object]) -> ResponseReturnValue:
    contact, _ = legacy.contact_with(token)
    try:
        act(contact)
    except Refused as refused:
        return _page(token, refused.reason), 422
    return redirect(f"/legacy/{token}", 303)


def _page(token: str, refusal: str = "") -> str:
    contact, member = legacy.contact_with(token)
    return render_template(
        "moderation/legacy.html", contact=contact, member=member, token=token, refusal=refusal
    )


@bp.errorhandler(NotFound)
def _gone(_error: NotFound) -> ResponseReturnValue:
    return render_template("moderation/legacy_gone.html"), 404
