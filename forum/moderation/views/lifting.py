"""Ending what is in force about a member before its time."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators, only_looks
from forum.core.errors import NotFound, Refused
from forum.moderation import on_members
from forum.moderation.access import member_to_moderate
from forum.moderation.member_acts import may_lift
from forum.moderation.on_members import GivenAbout
from forum.moderation.record import sanction_about
from forum.moderation.sanctions import Sanction
from forum.moderation.views.forms import words_typed

bp = Blueprint("lifting", __name__, url_prefix="/moderation/members/<handle>/sanctions/<int:number>")


@bp.get("")
@for_moderators
def ask(handle: str, number: int) -> ResponseReturnValue:
    return _page(*_here(handle, number))


@bp.post("/preview")
@for_moderators
@only_looks
def preview(handle: str, number: int) -> ResponseReturnValue:
    about, sanction = _here(handle, number)
    try:
        on_members.check_given_about(None, _given())
    except Refused as refused:
        return _page(about, sanction, refused), 422
    return _page(about, sanction, letter=on_members.letter_of_lift(sanction, _given()))


@bp.post("/lift")
@for_moderators
def do(handle: str, number: int) -> ResponseReturnValue:
    about, sanction = _here(handle, number)
    try:
        on_members.lift(member_here(), about, sanction, _given())
    except Refused as refused:
        return _page(about, sanction, refused), 422
    flash("It has ended.", "ok")
    return redirect(f"/moderation/members/{about.handle}", 303)


def _here(handle: str, number: int) -> tuple[Member, Sanction]:
    """What somebody may not end is not there for them."""
    member = member_here()
    about = member_to_moderate(member, handle)
    sanction = sanction_about(about, number)
    if not may_lift(member, sanction):
        raise NotFound
    return about, sanction


def _given() -> GivenAbout:
    return GivenAbout(words_typed("reason"))


def _page(about: Member, sanction: Sanction, refused: Refused | None = None, letter: str = "") -> str:
    return render_template(
        "moderation/lift.html",
        about=about,
        sanction=sanction,
        typed=request.form,
        errors=refused.errors if refused else {},
        letter=letter,
    )
