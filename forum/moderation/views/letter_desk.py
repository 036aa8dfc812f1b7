"""Wording the letters of the group, in the browser."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators, only_looks
from forum.core.errors import Refused
from forum.moderation import letter_desk
from forum.moderation.letters import WORDS
from forum.moderation.said import said_of
from forum.moderation.views.forms import words_typed

bp = Blueprint("letter_desk", __name__, url_prefix="/moderation/letters")


@bp.get("")
@for_moderators
def index() -> ResponseReturnValue:
    own = letter_desk.own_actions()
    return render_template(
        "moderation/letter_desk.html",
        letters=[(action, said_of(action).happened, action in own) for action in WORDS],
    )


@bp.get("/<action>")
@for_moderators
def edit(action: str) -> ResponseReturnValue:
    return _page(action, letter_desk.wording_of(action))


@bp.post("/<action>/preview")
@for_moderators
@only_looks
def preview(action: str) -> ResponseReturnValue:
    """See the letter with these words; nothing is kept yet."""
    letter_desk.starter_of(action)
    words = words_typed("letter")
    try:
        letter_desk.check_wording(action, words)
    except Refused as refused:
        return _page(action, words, refused), 422
    return _page(action, words)


@bp.post("/<action>")
@for_moderators
def change(action: str) -> ResponseReturnValue:
    words = words_typed("letter")
    try:
        letter_desk.change_wording(member_here(), action, words)
    except Refused as refused:
        return _page(action, words, refused), 422
    flash("From now on the letter reads like this. Those that were sent stay as they are.", "ok")
    return redirect("/moderation/letters", 303)


@bp.post("/<action>/delete")
@for_moderators
def reset(action: str) -> ResponseReturnValue:
    letter_desk.reset_wording(member_here(), action)
    flash("The letter has the words again that a group begins with.", "ok")
    return redirect("/moderation/letters", 303)


def _page(action: str, words: str, refused: Refused | None = None) -> str:
    return render_template(
        "moderation/letter_words.html",
        action=action,
        title=said_of(action).happened,
        words=words,
        starter=letter_desk.starter_of(action),
        is_own=action in letter_desk.own_actions(),
        places=letter_desk.places_of(action),
        example="" if refused else letter_desk.example_of(action, words),
        errors=refused.errors if refused else {},
    )
