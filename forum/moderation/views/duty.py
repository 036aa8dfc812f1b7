"""Who is on duty, who is away, how each is told, and what the next one should know."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.core.clock import now
from forum.core.days import day_of
from forum.core.edge import for_moderators
from forum.core.errors import Refused
from forum.core.zones import zone_named
from forum.moderation import check_ins, handover, rota
from forum.moderation.availability import WAYS, availability_of
from forum.moderation.views.forms import number_typed, words_typed
from forum.moderation.week import WIDTH, week_of

bp = Blueprint("duty", __name__, url_prefix="/moderation/duty")


@bp.get("")
@for_moderators
def index() -> ResponseReturnValue:
    return _page(member_here())


@bp.post("/shifts")
@for_moderators
def add_shift() -> ResponseReturnValue:
    form = request.form

    def add(member: Member) -> str:
        whose = number_typed("whose") or member.id
        shift = rota.add_shift(
            member, whose, number_typed("weekday"), form.get("starts", ""), form.get("ends", "")
        )
        return f"On the rota: {shift.words}. Thank you."

    return _do(add)


@bp.post("/shifts/<int:number>/delete")
@for_moderators
def remove_shift(number: int) -> ResponseReturnValue:
    rota.remove_shift(member_here(), number)
    flash("It is off the rota.", "ok")
    return redirect("/moderation/duty", 303)


@bp.post("/notes")
@for_moderators
def add_note() -> ResponseReturnValue:
    def add(member: Member) -> str:
        handover.hand_over(member, words_typed("note"))
        return "The others will read it here."

    return _do(add)


@bp.post("/notes/<int:number>/delete")
@for_moderators
def remove_note(number: int) -> ResponseReturnValue:
    handover.take_note_off(member_here(), number)
    flash("The note is gone.", "ok")
    return redirect("/moderation/duty", 303)


@bp.post("/way")
@for_moderators
def choose_way() -> ResponseReturnValue:
    def choose(member: Member) -> str:
        rota.choose_way(member, request.form.get("way", ""))
        return "We tell you like this from now on."

    return _do(choose)


@bp.post("/away")
@for_moderators
def go_away() -> ResponseReturnValue:
    def go(member: Member) -> str:
        rota.go_away(member, day_of("back", request.form.get("back", "").strip()))
        return "Rest well. What you had claimed waits for the others, and we tell you of nothing until then."

    return _do(go)


@bp.post("/away/delete")
@for_moderators
def come_back() -> ResponseReturnValue:
    rota.come_back(member_here())
    flash("Good to have you back.", "ok")
    return redirect("/moderation/duty", 303)


@bp.post("/check-in/delete")
@for_moderators
def put_check_in_away() -> ResponseReturnValue:
    check_ins.put_away(member_here())
    return redirect("/moderation", 303)


def _do(change: Callable[[Member], str]) -> ResponseReturnValue:
    member = member_here()
    try:
        done = change(member)
    except Refused as refused:
        return _page(member, refused), 422
    flash(done, "ok")
    return redirect("/moderation/duty", 303)


def _page(member: Member, refused: Refused | None = None) -> str:
    zone, carried, shifts = zone_named(member.timezone), rota.carried(), rota.all_shifts()
    away = {each.member.id: each.away_until for each in carried if each.away_until}
    return render_template(
        "moderation/duty.html",
        carried=carried,
        week=week_of(shifts, away, zone, now()),
        width=WIDTH,
        zone=zone.key.replace("_", " "),
        shifts=[shift for shift in shifts if member.is_admin or shift.member_id == member.id],
        weekdays=rota.weekday_choices(),
        people=[(each.member.id, each.member.name) for each in carried] if member.is_admin else [],
        ways=list(WAYS.items()),
        mine=availability_of(member),
        notes=handover.notes_lately(),
        rooms=rota.rooms(),
        typed=request.form,
        errors=refused.errors if refused else {},
    )
