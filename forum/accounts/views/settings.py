"""Settings: profile, privacy, reading."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.access import check_name_is_free
from forum.accounts.consents import (
    HEALTH,
    TITLES,
    check_health_roles,
    consents_of,
    give_consent,
    has_agreed,
    withdraw_health_consent,
)
from forum.accounts.forms import Form, local_path
from forum.accounts.models import ROLES
from forum.accounts.profiles import check_about, check_name, check_timezone, timezones
from forum.accounts.sessions import member_here
from forum.core.db import db
from forum.core.edge import also_when_suspended, checks_origin_only, public
from forum.core.pages import SIZES, THEMES, Display
from forum.core.parked import ParkedWords, parked_words

bp = Blueprint("settings", __name__)

PROFILE = "/settings/profile"
#: How long a browser remembers how pages should look, in seconds.
DISPLAY_FOR = 400 * 86400


@bp.get("/settings")
@also_when_suspended
def index() -> ResponseReturnValue:
    return render_template("accounts/settings.html")


@bp.get(PROFILE)
def profile() -> ResponseReturnValue:
    me = member_here()
    form = Form({"name": me.name, "about": me.about, "timezone": me.timezone})
    form.typed.setlist("roles", list(me.role_keys))
    waiting = _parked_profiles()
    return _profile_page(Form(waiting[-1].form) if waiting else form, is_unsaved=bool(waiting))


def _parked_profiles() -> list[ParkedWords]:
    """What this browser sent to the profile after its session had ended; it waits until it is saved."""
    return [words for words in parked_words(member_here().id) if words.path == PROFILE]


def _profile_page(form: Form, *, is_unsaved: bool = False) -> str:
    zones = [(zone, zone.replace("_", " ")) for zone in timezones()]
    health = None if has_agreed(member_here(), "health") else HEALTH
    return render_template(
        "accounts/profile.html", form=form, roles=ROLES, zones=zones, health=health, is_unsaved=is_unsaved
    )


@bp.post(PROFILE)
def update_profile() -> ResponseReturnValue:
    form, me = Form(request.form), member_here()
    roles = frozenset(form.all("roles"))
    agrees = bool(form["health"]) or has_agreed(me, "health")
    form.check("health", lambda _: check_health_roles(roles, agrees=agrees))
    name = form.check("name", lambda typed: check_name_is_free(me, check_name(typed)))
    about = form.check("about", check_about)
    zone = form.check("timezone", check_timezone)
    if form.errors or name is None or about is None or zone is None:
        return _profile_page(form), 422
    if form["health"]:
        give_consent(me, "health")
    me.name, me.about, me.timezone, me.role_keys = name, about, zone, roles
    for words in _parked_profiles():
        db.session.delete(words)
    flash("Your profile is saved.", "ok")
    return redirect(PROFILE, 303)


@bp.get("/settings/privacy")
@also_when_suspended
def privacy() -> ResponseReturnValue:
    me = member_here()
    return render_template(
        "accounts/settings_privacy.html",
        consents=consents_of(me),
        titles=TITLES,
        health=HEALTH,
        keeps_health=has_agreed(me, "health"),
    )


@bp.post("/settings/privacy/health")
@also_when_suspended
def agree_to_health() -> ResponseReturnValue:
    give_consent(member_here(), "health")
    flash("Thank you. It is noted, and you can take it back at any time.", "ok")
    return redirect("/settings/privacy", 303)


@bp.post("/settings/privacy/health/delete")
@also_when_suspended
def withdraw_health() -> ResponseReturnValue:
    withdraw_health_consent(member_here())
    flash(
        "It is noted: you have taken your agreement back. Your profile says nothing of your health now.", "ok"
    )
    return redirect("/settings/privacy", 303)


@bp.get("/settings/reading")
@also_when_suspended
def reading() -> ResponseReturnValue:
    return render_template("accounts/reading.html")


@bp.post("/settings/reading")
@also_when_suspended
def update_reading() -> ResponseReturnValue:
    me = member_here()
    me.term_links = bool(request.form.get("term_links"))
    me.spares_memorials = bool(request.form.get("spares_memorials"))
    flash("It is noted. From now on pages are shown that way.", "ok")
    return redirect("/settings/reading", 303)


@bp.post("/display")
@public
@checks_origin_only
@also_when_suspended
def update_display() -> ResponseReturnValue:
    """How pages look in this browser; what the form does not say stays as it was."""
    kept = Display.of_cookie(request.cookies.get("display", ""))
    theme, size = request.form.get("theme"), request.form.get("size")
    chosen = Display(theme if theme in THEMES else kept.theme, size if size in SIZES else kept.size)
    response = redirect(local_path(request.form.get("next", "/")), 303)
    secure = current_app.extensions["settings"].secure
    response.set_cookie("display", chosen.cookie, max_age=DISPLAY_FOR, secure=secure, samesite="Lax")
    return response
