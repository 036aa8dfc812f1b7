"""The waiting list, for greeters and moderators; and how greeters are told of it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.core.days import day_of
from forum.core.edge import for_greeters
from forum.core.errors import Refused
from forum.core.paging import page_asked
from forum.moderation import rota, waiting
from forum.moderation.availability import WAYS, availability_of
from forum.moderation.views.forms import words_typed

bp = Blueprint("waiting", __name__, url_prefix="/waiting")


@bp.get("")
@for_greeters
def index() -> ResponseReturnValue:
    return _page(member_here())


@bp.post("/<int:thread_id>/closed")
@for_greeters
def close(thread_id: int) -> ResponseReturnValue:
    member = member_here()
    thread = waiting.thread_that_waits(member, thread_id)
    try:
        waiting.close_wait(member, thread, words_typed("reason"))
    except Refused as refused:
        return _page(member, refused, closing=thread_id), 422
    flash("It is off the list, and your reason is in the log.", "ok")
    return redirect("/waiting", 303)


@bp.post("/way")
@for_greeters
def choose_way() -> ResponseReturnValue:
    def choose(member: Member) -> str:
        rota.choose_way(member, request.form.get("way", ""))
        return "We tell you like this from now on."

    return _do(choose)


@bp.post("/away")
@for_greeters
def go_away() -> ResponseReturnValue:
    def go(member: Member) -> str:
        rota.go_away(member, day_of("back", request.form.get("back", "").strip()))
        return "Rest well. We tell you of nothing until then."

    return _do(go)


@bp.post("/away/delete")
@for_greeters
def come_back() -> ResponseReturnValue:
    rota.come_back(member_here())
    flash("Good to have you back.", "ok")
    return redirect("/waiting", 303)


def _do(change: Callable[[Member], str]) -> ResponseReturnValue:
    member = member_here()
    try:
        done = change(member)
    except Refused as refused:
        return _page(member, refused), 422
    flash(done, "ok")
    return redirect("/waiting", 303)


def _page(member: Member, refused: Refused | None = None, closing: int | None = None) -> str:
    """``closing``: the thread whose form was refused, which is shown with what was typed."""
    many = waiting.count_waiting(member)
    page = page_asked(many, waiting.THREADS_A_PAGE)
    return render_template(
        "moderation/waiting.html",
        threads=waiting.waiting_threads(member, page),
        many=many,
        page=page,
        closing=closing,
        mine=availability_of(member),
        ways=list(WAYS.items()),
        path="/waiting",
        typed=request.form,
        errors=refused.errors if refused else {},
    )
