"""The page where a member chooses what comes by mail, and the one of a single thread."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.forms import Form
from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.boards.access import thread_for
from forum.core.edge import also_when_suspended
from forum.core.errors import Refused
from forum.core.zones import zone_named
from forum.notifications.choosing import (
    Chosen,
    boards_to_choose,
    choice_of,
    choose,
    choose_for_thread,
    pause_end,
    way_of_thread,
)
from forum.notifications.models import THREAD_WAYS, WAYS

bp = Blueprint("notifications", __name__)

PAGE = "/settings/mail"


@bp.get(PAGE)
@also_when_suspended
def choices() -> ResponseReturnValue:
    me = member_here()
    return _page(me, _as_chosen(me))


def _as_chosen(me: Member) -> Form:
    choice = choice_of(me)
    ticked = {
        "says_little": choice.says_little,
        "names_threads": choice.names_threads,
        "article_mails": me.article_mails,
    }
    until = choice.paused_until if choice.is_paused else None
    return Form(
        {
            "way": choice.way,
            "paused_until": f"{until.astimezone(zone_named(me.timezone)):%Y-%m-%d}" if until else "",
            **{f"board-{board.id}": board.way or "" for board in boards_to_choose(me)},
            **{name: "yes" for name, is_so in ticked.items() if is_so},
        }
    )


def _page(me: Member, form: Form) -> str:
    return render_template(
        "notifications/choices.html", form=form, ways=WAYS, boards=boards_to_choose(me), choice=choice_of(me)
    )


@bp.post(PAGE)
@also_when_suspended
def update_choices() -> ResponseReturnValue:
    me, form = member_here(), Form(request.form)
    until = form.check("paused_until", lambda typed: pause_end(me, typed))
    if not form.errors:
        try:
            choose(me, _chosen(me, form, until))
        except Refused as refused:
            form.refuse(refused)
    if form.errors:
        return _page(me, form), 422
    flash("It is noted. Mail comes that way from now on.", "ok")
    return redirect(PAGE, 303)


def _chosen(me: Member, form: Form, until: datetime | None) -> Chosen:
    ways = {board.id: form[f"board-{board.id}"] for board in boards_to_choose(me)}
    return Chosen(
        way=form["way"] or choice_of(me).way,
        boards=ways,
        says_little=bool(form["says_little"]),
        names_threads=bool(form["names_threads"]),
        paused_until=until,
        article_mails=bool(form["article_mails"]),
    )


@bp.get("/threads/<int:thread_id>/mail")
@also_when_suspended
def thread_choice(thread_id: int) -> ResponseReturnValue:
    me = member_here()
    thread = thread_for(me, thread_id)
    form = Form({"way": way_of_thread(me, thread)})
    return render_template("notifications/thread.html", thread=thread, form=form, ways=THREAD_WAYS)


@bp.post("/threads/<int:thread_id>/mail")
@also_when_suspended
def update_thread_choice(thread_id: int) -> ResponseReturnValue:
    me, form = member_here(), Form(request.form)
    thread = thread_for(me, thread_id)
    try:
        choose_for_thread(me, thread, form["way"])
    except Refused as refused:
        form.refuse(refused)
        page = render_template("notifications/thread.html", thread=thread, form=form, ways=THREAD_WAYS)
        return page, 422
    flash(_said(form["way"]), "ok")
    return redirect(thread.path, 303)


def _said(way: str) -> str:
    return {
        "follow": "You follow this thread: each new message comes by mail.",
        "mute": "This thread is muted: nothing comes by mail.",
    }.get(way, "Mail about this thread comes as you chose for its board.")
