"""A page for each action on a thread: what it does, what its author will read, and then it is done."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.rules import rule_choices
from forum.accounts.sessions import member_here
from forum.boards.lists import posts_of
from forum.boards.pace import length_words
from forum.boards.threads import POSTS_A_PAGE, Thread
from forum.core.edge import for_moderators, only_looks
from forum.core.errors import Refused
from forum.core.html import readable
from forum.core.paging import page_asked
from forum.moderation import on_threads
from forum.moderation.access import thread_to_moderate
from forum.moderation.thread_acts import ThreadAct, thread_act, why_not_on_thread
from forum.moderation.thread_choices import (
    MOST_TICKED,
    PACES,
    SILENCES,
    GivenForThread,
    boards_to_move_to,
    posts_with_ids,
    threads_to_merge_with,
    with_numbers,
)
from forum.moderation.thread_plans import Plan, plan_for
from forum.moderation.views.forms import number_typed, words_typed

NAMES = "<any(lock, pin, slow, silence, move, split, merge):name>"

bp = Blueprint("moderated_threads", __name__, url_prefix=f"/threads/<int:thread_id>/{NAMES}")


@bp.get("", defaults={"undo": False})
@bp.get("/delete", defaults={"undo": True})
@for_moderators
def ask(thread_id: int, name: str, *, undo: bool) -> ResponseReturnValue:
    thread, act = _here(thread_id, name, undo)
    given = GivenForThread(into=request.args.get("into", ""), length=thread.slow_minutes or None)
    return _page(thread, act, given)


@bp.post("/preview", defaults={"undo": False})
@bp.post("/delete/preview", defaults={"undo": True})
@for_moderators
@only_looks
def preview(thread_id: int, name: str, *, undo: bool) -> ResponseReturnValue:
    """Show what will happen and what the author will read; nothing is done yet."""
    thread, act = _here(thread_id, name, undo)
    given = replace(_given(), letter=None)
    if "back" in request.form:
        return _page(thread, act, given)
    try:
        plan = on_threads.looked_at(member_here(), thread, act, given)
    except Refused as refused:
        return _page(thread, act, given, refused), 422
    letter = on_threads.letter_about_thread(thread, act, given, plan)
    return _page(thread, act, replace(given, letter=letter), plan=plan)


@bp.post("", defaults={"undo": False})
@bp.post("/delete", defaults={"undo": True})
@for_moderators
def do(thread_id: int, name: str, *, undo: bool) -> ResponseReturnValue:
    thread, act = _here(thread_id, name, undo)
    given = _given()
    try:
        goes_on = on_threads.act_on_thread(member_here(), thread, act, given)
    except Refused as refused:
        return _refused(thread_id, act, given, refused), 422
    flash(act.done, "ok")
    return redirect(goes_on.path, 303)


def _refused(thread_id: int, act: ThreadAct, given: GivenForThread, refused: Refused) -> str:
    """What was wrong, in the step where it was typed; a letter that was worded anew stays as it is."""
    member = member_here()
    thread = thread_to_moderate(member, thread_id)
    if given.letter is not None and refused.field in (None, "letter", "sure"):
        with suppress(Refused):
            return _page(thread, act, given, refused, plan_for(act.name, member, thread, given))
    return _page(thread, act, replace(given, letter=None), refused)


def _here(thread_id: int, name: str, undo: bool) -> tuple[Thread, ThreadAct]:
    return thread_to_moderate(member_here(), thread_id), thread_act(name, undo=undo)


def _given() -> GivenForThread:
    form = request.form
    listed = [number for typed in form.getlist("post") for number in typed.split(",")][:MOST_TICKED]
    return GivenForThread(
        reason=words_typed("reason"),
        rule=number_typed("rule"),
        seen=number_typed("seen") or 0,
        letter=words_typed("letter") if "letter" in form else None,
        sure="sure" in form,
        board=number_typed("board"),
        title=" ".join(readable(form.get("called", "")).split()),
        posts=tuple(int(typed[:18]) for typed in listed if typed.isascii() and typed.isdigit()),
        numbers=readable(form.get("numbers", "")),
        into=form.get("into", ""),
        address=readable(form.get("address", "")),
        length=number_typed("length"),
    )


def _page(
    thread: Thread,
    act: ThreadAct,
    given: GivenForThread,
    refused: Refused | None = None,
    plan: Plan | None = None,
) -> str:
    """First what is asked; then, with a plan, what comes of it. What is done is what was shown."""
    member = member_here()
    page = page_asked(thread.last_number, POSTS_A_PAGE)
    posts = posts_of(thread, page) if act.name == "split" and not plan else ()
    if posts:
        given = with_numbers(given, {post.id for post in posts})
    return render_template(
        "moderation/act_on_thread.html",
        thread=thread,
        act=act,
        given=given,
        plan=plan,
        why_not=why_not_on_thread(member, thread, act),
        hears=on_threads.hears_of_it(member, thread, act),
        seen=on_threads.last_decision_about(thread),
        rules=rule_choices(),
        boards=boards_to_move_to(member, thread) if act.name == "move" else (),
        offered=[tuple(row) for row in threads_to_merge_with(thread)] if act.name == "merge" else [],
        page=page,
        posts=posts,
        goes=posts_with_ids([place.post_id for place in plan.places]) if plan else (),
        paces=[(minutes, length_words(minutes)) for minutes in PACES],
        silences=[(days, length_words(days * 1440)) for days in SILENCES],
        errors=refused.errors if refused else {},
    )
