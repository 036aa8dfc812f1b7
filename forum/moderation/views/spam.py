"""Several posts of the queue, deleted as spam in two steps: look at them and at the letter, then do it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.rules import rule_choices
from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators, only_looks
from forum.core.errors import Refused
from forum.moderation import sweeping
from forum.moderation.acting import Given
from forum.moderation.letters import letter_words
from forum.moderation.models import Item
from forum.moderation.queue import excerpts
from forum.moderation.views.forms import number_typed, words_typed

bp = Blueprint("spam", __name__, url_prefix="/moderation/spam")

REASON = "It advertises something, and this is a place without any advertising."


@bp.post("/preview")
@for_moderators
@only_looks
def preview() -> ResponseReturnValue:
    """Show what would go, and what its authors would read; nothing is done yet."""
    items = _ticked()
    return _page(items) if items else _nothing()


@bp.post("")
@for_moderators
def sweep() -> ResponseReturnValue:
    items, given = _ticked(), Given(number_typed("rule"), words_typed("reason"))
    if not items:
        return _nothing()
    try:
        swept = sweeping.remove_as_spam(member_here(), items, given)
    except Refused as refused:
        return _page(items, refused), 422
    done = "1 post is deleted, and its author is told." if swept.done == 1 else ""
    flash(done or f"{swept.done} posts are deleted, and their authors are told.", "ok")
    for reason in sorted(set(swept.left)):
        flash(f"Left: {reason}", "care")
    return redirect("/moderation", 303)


def _nothing() -> ResponseReturnValue:
    flash("Nothing was ticked that still waits.", "care")
    return redirect("/moderation", 303)


def _ticked() -> Sequence[Item]:
    numbers = {int(typed) for typed in request.form.getlist("item")[: sweeping.AT_ONCE] if _is_number(typed)}
    return sweeping.ticked(member_here(), numbers, all_of_theirs="theirs" in request.form)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 19


def _page(items: Sequence[Item], refused: Refused | None = None) -> str:
    posts = excerpts(items)
    reason, rule = words_typed("reason") or ("" if refused else REASON), number_typed("rule")
    first = next(iter(posts.values()), None)
    return render_template(
        "moderation/spam.html",
        items=items,
        posts=posts,
        letter=letter_words("remove", first.thread.title, rule, reason) if first else "",
        rules=rule_choices(),
        reason=reason,
        rule=rule or "",
        theirs="theirs" in request.form,
        errors=refused.errors if refused else {},
    )
