"""Looking after a person somebody worries about, on the page of the item."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators
from forum.core.errors import Refused
from forum.moderation import worries
from forum.moderation.access import item_for
from forum.moderation.models import Item
from forum.moderation.queue import AlreadyHandled
from forum.moderation.views.forms import words_typed
from forum.moderation.views.queue import handled_page, refused_page

bp = Blueprint("worry", __name__, url_prefix="/moderation/reports/<int:item_id>")


@bp.post("/done")
@for_moderators
def write_down(item_id: int) -> ResponseReturnValue:
    def write(member: Member, item: Item) -> str:
        worries.write_down(member, item, words_typed("done"))
        return f"{item.path}#done"

    return _do(item_id, write, "It is written down.")


@bp.post("/outcome")
@for_moderators
def close(item_id: int) -> ResponseReturnValue:
    def end(member: Member, item: Item) -> str:
        worries.close_worry(member, item, words_typed("outcome"), words_typed("words"))
        return "/moderation"

    return _do(item_id, end, "Thank you for looking after them. It is off the queue.")


def _do(item_id: int, change: Callable[[Member, Item], str], done: str) -> ResponseReturnValue:
    member = member_here()
    item = item_for(member, item_id)
    worries.check_is_worry(item)
    try:
        place = change(member, item)
    except AlreadyHandled as handled:
        return handled_page(member, handled)
    except Refused as refused:
        return refused_page(member, item_id, refused)
    flash(done, "ok")
    return redirect(place, 303)


@bp.get("/words/<name>")
@for_moderators
def ask(item_id: int, name: str) -> ResponseReturnValue:
    """Ready words, to be made one's own before they are sent."""
    item = item_for(member_here(), item_id)
    return _page(item, name, worries.ready_words(item, name, request.args.get("country", "")))


@bp.post("/words/<name>")
@for_moderators
def send(item_id: int, name: str) -> ResponseReturnValue:
    member, words = member_here(), words_typed("letter")
    item = item_for(member, item_id)
    worries.check_is_worry(item)
    try:
        worries.send_ready_words(member, item, name, words)
    except AlreadyHandled as handled:
        return handled_page(member, handled)
    except Refused as refused:
        return _page(item_for(member, item_id), name, words, refused), 422
    flash("Your words are on their way to them, here and by mail.", "ok")
    return redirect(f"{item.path}#done", 303)


def _page(item: Item, name: str, words: str, refused: Refused | None = None) -> str:
    return render_template(
        "moderation/ready_words.html",
        item=item,
        name=name,
        title=worries.READY[name],
        words=words,
        why_not=worries.why_not_care(member_here(), item),
        errors=refused.errors if refused else {},
    )
