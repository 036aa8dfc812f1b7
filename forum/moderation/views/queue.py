"""The queue, and each thing in it with everything that is needed to decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators
from forum.core.errors import Refused
from forum.core.paging import page_asked
from forum.moderation import acting, appeals, check_ins, queue, remembering, worries
from forum.moderation.access import boards_of, item_for, why_not_act_on
from forum.moderation.acts import acts_on
from forum.moderation.around import around, boards_with_items, history_of
from forum.moderation.letters import ADDED
from forum.moderation.member_acts import acts_for
from forum.moderation.memorials import memorial_on
from forum.moderation.models import KINDS, WHY, Item
from forum.moderation.queue import AlreadyHandled
from forum.moderation.subjects import subjects_of
from forum.moderation.views.forms import number_typed, onward, words_typed

bp = Blueprint("moderation", __name__, url_prefix="/moderation")


@bp.get("")
@for_moderators
def index() -> ResponseReturnValue:
    member, kind = member_here(), request.args.get("kind", "")
    board_id, boards = number_typed("board"), boards_of(member)
    counts = queue.counts_by_kind(boards, board_id)
    total = counts.get(kind, 0) if kind in KINDS else sum(counts.values())
    page = page_asked(total, queue.ITEMS_A_PAGE)
    items = queue.open_items(boards, page, kind=kind, board_id=board_id)
    return render_template(
        "moderation/queue.html",
        asks_how_you_are=check_ins.asks_now(member),
        items=items,
        posts=queue.excerpts(items),
        articles=subjects_of(item.subject for item in items if item.subject.startswith("article:")),
        page=page,
        kind=kind if kind in KINDS else "",
        kinds=KINDS,
        counts=counts,
        board_id=board_id,
        boards=[(board.id, f"{board.title} ({board.waiting})") for board in boards_with_items(boards)],
    )


@bp.get("/reports/<int:item_id>")
@for_moderators
def show(item_id: int) -> ResponseReturnValue:
    member = member_here()
    item = item_for(member, item_id)
    return redirect(item.path, 303) if item.kind == "mail" else item_page(member, item)


@bp.post("/reports/<int:item_id>/claim")
@for_moderators
def claim(item_id: int) -> ResponseReturnValue:
    return _do(item_id, queue.claim, "It is yours for 20 minutes.")


@bp.post("/reports/<int:item_id>/claim/delete")
@for_moderators
def give_back(item_id: int) -> ResponseReturnValue:
    return _do(item_id, queue.give_back, "It waits for whoever comes next.")


@bp.post("/reports/<int:item_id>/leave")
@for_moderators
def leave(item_id: int) -> ResponseReturnValue:
    """Close it without doing anything."""
    member, item = member_here(), item_for(member_here(), item_id)
    try:
        acting.leave_as_it_is(member, item, words_typed("words"))
    except AlreadyHandled as handled:
        return handled_page(member, handled)
    except Refused as refused:
        return refused_page(member, item_id, refused)
    return onward(member, "It is off the queue.", item_id)


def _do(item_id: int, change: Callable[[Member, Item], object], done: str) -> ResponseReturnValue:
    member = member_here()
    item = item_for(member, item_id)
    try:
        change(member, item)
    except AlreadyHandled as handled:
        return handled_page(member, handled)
    flash(done, "ok")
    return redirect(item.path, 303)


def handled_page(member: Member, handled: AlreadyHandled) -> ResponseReturnValue:
    """Who was quicker, and what they did."""
    return item_page(member, item_for(member, handled.item.id), handled), 409


def refused_page(member: Member, item_id: int, refused: Refused) -> ResponseReturnValue:
    """The item as it is now, with what was typed: somebody may have taken it on meanwhile."""
    return item_page(member, item_for(member, item_id), refused), 422


def _making_sure(member: Member, item: Item) -> dict[str, Any]:
    """Of somebody who may have died: who confirmed it, and who can be the second."""
    if item.kind != "memorial" or item.about is None:
        return {}
    memorial = memorial_on(item.id)
    first_by = memorial.first_by if memorial else member
    return {"memorial": memorial, "who_else": remembering.second_words(first_by, item.about)}


def item_page(member: Member, item: Item, refused: Refused | None = None) -> str:
    """Everything needed to decide; with what was wrong, if something was."""
    post, neighbours = around(member, item)
    about = item.about
    appeal, decision = appeals.appeal_on(item) if item.kind == "appeal" else (None, None)
    return render_template(
        "moderation/item.html",
        item=item,
        post=post,
        subject=None if post else subjects_of([item.subject])[item.subject],
        neighbours=neighbours,
        history=history_of(about) if about else None,
        acts=acts_on(post) if post else (),
        member_acts=acts_for(member) if about and item.subject.startswith("member:") else (),
        why_not=why_not_act_on(member, about),
        appeal=appeal,
        decision=decision,
        why_not_decide=appeals.why_not_decide(member, decision) if decision else "",
        who_may_decide=appeals.who_may_decide(decision) if decision else "",
        care=worries.care_of(item, request.values.get("country", "")),
        ready=worries.READY,
        why_not_care=worries.why_not_care(member, item),
        added=ADDED,
        **_making_sure(member, item),
        kinds=KINDS,
        reasons=WHY,
        errors=refused.errors if refused else {},
        typed=request.form,
    )
