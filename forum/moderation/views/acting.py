"""A page for each action on a post: its reason, and what the author will read, before anything is done.

Some actions ask for more than a reason (other words, a note): what that is, how it is checked and what it
does, their fields know; the two steps are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.rules import rule_choices
from forum.accounts.sessions import member_here
from forum.boards.content_notes import note_typed
from forum.boards.posts import Post
from forum.core.decisions import Decision
from forum.core.edge import for_moderators, only_looks
from forum.core.errors import NotFound, Refused
from forum.moderation import acting, correcting, noting
from forum.moderation.access import post_to_moderate, why_not_act_on
from forum.moderation.acting import Given, check_given
from forum.moderation.acts import ACTS, Act, acts_on
from forum.moderation.around import decisions_about
from forum.moderation.correcting import Corrected
from forum.moderation.letters import letter_words
from forum.moderation.noting import Noted
from forum.moderation.queue import AlreadyHandled
from forum.moderation.rewriting import Edit
from forum.moderation.seen import ChangedMeanwhile, key_of
from forum.moderation.views.forms import given, onward, text_typed, words_typed
from forum.moderation.views.queue import handled_page

bp = Blueprint("moderators_actions", __name__, url_prefix="/posts/<int:post_id>/moderation/<name>")
of_post = Blueprint("moderators_choice", __name__)


class Fields(Protocol):
    """What an action asks for beside its reason."""

    @property
    def was(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def carried(self) -> dict[str, str]: ...
    def check(self, post: Post) -> None: ...
    def do(self, moderator: Member, post: Post, given: Given) -> Decision: ...


DOES: dict[str, Callable[[Member, Post, Given], Decision]] = {
    "publish": acting.publish_held,
    "hide": acting.hide_post,
    "show": acting.show_post,
    "remove": acting.remove_post,
    "unedit": acting.give_words_back,
    "uncorrect": correcting.remove_correction,
    "unnote": noting.remove_note,
}
#: What the form says as it is opened, and as it was filled in.
BEGUN: dict[str, Callable[[Post], Fields]] = {"edit": Edit.of, "correct": Corrected.of, "note": Noted.of}
TYPED: dict[str, Callable[[str], Fields]] = {
    "edit": lambda was: Edit(text_typed("body"), request.form.get("why", ""), was),
    "correct": lambda was: Corrected(words_typed("words"), words_typed("source"), was),
    "note": lambda was: Noted(
        note_typed(request.form.get("note"), request.form.get("note_words", "")) or "",
        bool(request.form.get("whole")),
        was,
    ),
}


@of_post.get("/posts/<int:post_id>/moderation")
@for_moderators
def choose(post_id: int) -> ResponseReturnValue:
    """All that can be done with a post."""
    post = post_to_moderate(member_here(), post_id)
    return render_template(
        "moderation/act_on_post.html",
        post=post,
        acts=acts_on(post),
        why_not=why_not_act_on(member_here(), post.author),
        decisions=decisions_about(post),
    )


@bp.get("")
@for_moderators
def ask(post_id: int, name: str) -> ResponseReturnValue:
    post, act = _here(post_id, name)
    fields = BEGUN[name](post) if act.has_form else None
    return _page(post, act, given() if act.asks_first else _with_letter(post, act, given()), fields)


@bp.post("/preview")
@for_moderators
@only_looks
def preview(post_id: int, name: str) -> ResponseReturnValue:
    """Show what the author will read, to be worded anew for this once; nothing is done yet."""
    post, act = _here(post_id, name)
    typed, fields = replace(given(), letter=None), _fields(act)
    if "back" in request.form:
        return _page(post, act, typed, fields)
    try:
        check_given(act, typed)
        if fields:
            fields.check(post)
    except Refused as refused:
        return _refused(post, act, typed, fields, refused)
    return _page(post, act, _with_letter(post, act, typed, fields), fields)


@bp.post("")
@for_moderators
def do(post_id: int, name: str) -> ResponseReturnValue:
    post, act = _here(post_id, name)
    typed, fields = given(), _fields(act)
    try:
        (fields.do if fields else DOES[name])(member_here(), post, typed)
    except AlreadyHandled as handled:
        return handled_page(member_here(), handled)
    except Refused as refused:
        is_of_letter = not (FORM_FIELDS & refused.errors.keys())
        return _refused(post, act, typed if is_of_letter else replace(typed, letter=None), fields, refused)
    return onward(member_here(), act.done, typed.item, elsewhere=post.path)


#: Those of the first step: what is wrong with one of them is mended there.
FORM_FIELDS = {"rule", "reason", "body", "why", "words", "source", "note", "note_words"}


def _here(post_id: int, name: str) -> tuple[Post, Act]:
    if name not in ACTS:
        raise NotFound
    return post_to_moderate(member_here(), post_id), ACTS[name]


def _fields(act: Act) -> Fields | None:
    return TYPED[act.name](request.form.get("was", "")) if act.has_form else None


def _with_letter(post: Post, act: Act, typed: Given, fields: Fields | None = None) -> Given:
    what = fields.what if fields else ""
    return replace(
        typed, letter=letter_words(act.name, post.thread.title, typed.rule, typed.reason, what=what)
    )


def _refused(post: Post, act: Act, typed: Given, fields: Fields | None, refused: Refused) -> tuple[str, int]:
    """The form again; with what somebody else wrote meanwhile beside it, if somebody did."""
    if isinstance(refused, ChangedMeanwhile):
        again, was = replace(typed, letter=None), key_of(refused.theirs)
        return _page(post, act, again, fields, refused, theirs=refused.theirs, was=was), 409
    return _page(post, act, typed, fields, refused), 422


def _page(
    post: Post, act: Act, typed: Given, fields: Fields | None, refused: Refused | None = None, **more: Any
) -> str:
    """First what is asked, and the reason; then the letter, if there is one: what is sent was shown."""
    return render_template(
        "moderation/act.html",
        post=post,
        act=act,
        given=typed,
        fields=fields,
        rules=rule_choices(),
        errors=refused.errors if refused else {},
        **more,
    )
