"""A page for each action on a post: its reason, and what the author will read, before anything is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.rules import rule_choices
from forum.accounts.sessions import member_here
from forum.boards.posts import Post
from forum.core.decisions import Decision
from forum.core.edge import for_moderators, only_looks
from forum.core.errors import NotFound, Refused
from forum.moderation import acting
from forum.moderation.access import post_to_moderate
from forum.moderation.acting import ACTS, Act, Given, check_given
from forum.moderation.letters import letter_words
from forum.moderation.queue import AlreadyHandled
from forum.moderation.views.forms import given, onward
from forum.moderation.views.queue import handled_page

bp = Blueprint("moderators_actions", __name__, url_prefix="/posts/<int:post_id>/moderation/<name>")

DOES: dict[str, Callable[[Member, Post, Given], Decision]] = {
    "publish": acting.publish_held,
    "hide": acting.hide_post,
    "show": acting.show_post,
    "remove": acting.remove_post,
}


@bp.get("")
@for_moderators
def ask(post_id: int, name: str) -> ResponseReturnValue:
    post, act = _here(post_id, name)
    return _page(post, act, given() if act.needs_reason else _with_letter(post, act, given()))


@bp.post("/preview")
@for_moderators
@only_looks
def preview(post_id: int, name: str) -> ResponseReturnValue:
    """Show what the author will read, to be worded anew for this once; nothing is done yet."""
    post, act = _here(post_id, name)
    typed = replace(given(), letter=None)
    if "back" in request.form:
        return _page(post, act, typed)
    try:
        check_given(act, typed)
    except Refused as refused:
        return _page(post, act, typed, refused), 422
    return _page(post, act, _with_letter(post, act, typed))


@bp.post("")
@for_moderators
def do(post_id: int, name: str) -> ResponseReturnValue:
    post, act = _here(post_id, name)
    typed = given()
    try:
        DOES[name](member_here(), post, typed)
    except AlreadyHandled as handled:
        return handled_page(member_here(), handled)
    except Refused as refused:
        is_of_letter = not {"rule", "reason"} & refused.errors.keys()
        return _page(post, act, typed if is_of_letter else replace(typed, letter=None), refused), 422
    return onward(member_here(), act.done, typed.item)


def _here(post_id: int, name: str) -> tuple[Post, Act]:
    if name not in ACTS:
        raise NotFound
    return post_to_moderate(member_here(), post_id), ACTS[name]


def _with_letter(post: Post, act: Act, typed: Given) -> Given:
    return replace(typed, letter=letter_words(act.name, post.thread.title, typed.rule, typed.reason))


def _page(post: Post, act: Act, typed: Given, refused: Refused | None = None) -> str:
    """First the rule and the reason; then, with a letter, the letter: what is sent is what was shown."""
    return render_template(
        "moderation/act.html",
        post=post,
        act=act,
        given=typed,
        rules=rule_choices(),
        errors=refused.errors if refused else {},
    )
