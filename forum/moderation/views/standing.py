"""For administrators: who looks after the group, and which boards."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.core.edge import for_admins
from forum.core.errors import NotFound, Refused
from forum.moderation import standing
from forum.moderation.views.forms import words_typed

bp = Blueprint("standing", __name__, url_prefix="/admin/moderators")


@bp.get("")
@for_admins
def index() -> ResponseReturnValue:
    """Everybody with a standing, and the way to give somebody one."""
    handle = request.args.get("handle", "")
    try:
        if handle:
            about = standing.member_for_standing(handle)
            return redirect(f"/admin/moderators/{about.handle}", 303)
    except NotFound:
        return _list(handle, "There is no member of this name."), 422
    return _list(handle)


def _list(handle: str, error: str = "") -> str:
    return render_template(
        "admin/moderators.html",
        people=standing.everybody_with_standing(),
        boards=standing.boards_by_moderator(),
        choices=standing.CHOICES,
        handle=handle,
        error=error,
    )


@bp.get("/<handle>")
@for_admins
def ask(handle: str) -> ResponseReturnValue:
    about = standing.member_for_standing(handle)
    choice, boards = standing.choice_of(about)
    return _page(about, choice, boards)


@bp.post("/<handle>")
@for_admins
def change(handle: str) -> ResponseReturnValue:
    about, form = standing.member_for_standing(handle), request.form
    choice = form.get("choice", "")
    boards = [
        int(typed)
        for typed in form.getlist("boards")
        if typed.isascii() and typed.isdigit() and len(typed) < 19
    ]
    try:
        done = standing.give_standing(member_here(), about, choice, boards, words_typed("reason"))
    except Refused as refused:
        return _page(about, choice, boards, refused), 422
    flash(f"{about.name} is told." if done else "Nothing was changed.", "ok")
    return redirect("/admin/moderators", 303)


def _page(about: Member, choice: str, boards: list[int], refused: Refused | None = None) -> str:
    return render_template(
        "admin/moderator.html",
        about=about,
        choice=choice,
        choices=standing.CHOICES,
        chosen=boards,
        boards=standing.all_boards(),
        typed=request.form,
        errors=refused.errors if refused else {},
    )
