"""What moderators wrote to a member: the decision, the rule, their own words, and a way to ask again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.rules import rule_at
from forum.accounts.sessions import member_here
from forum.core.edge import also_when_suspended, is_prefetch
from forum.core.errors import Refused
from forum.moderation import appeals, letters
from forum.moderation.letters import Letter
from forum.moderation.views.forms import words_typed

bp = Blueprint("letters", __name__, url_prefix="/letters")


@bp.get("")
@also_when_suspended
def index() -> ResponseReturnValue:
    return render_template("moderation/letters.html", letters=letters.letters_to(member_here()))


@bp.get("/<int:decision_id>")
@also_when_suspended
def show(decision_id: int) -> ResponseReturnValue:
    letter = letters.letter_for(member_here(), decision_id)
    if not is_prefetch():
        letters.mark_read(letter)
    return _page(letter)


@bp.post("/<int:decision_id>/appeal")
@also_when_suspended
def ask_again(decision_id: int) -> ResponseReturnValue:
    letter = letters.letter_for(member_here(), decision_id)
    try:
        appeals.appeal(letter, words_typed("words"))
    except Refused as refused:
        return _page(letter, refused), 422
    flash("Thank you. It will be looked at again, and you will hear from us here and by mail.", "ok")
    return redirect(letter.path, 303)


def _page(letter: Letter, refused: Refused | None = None) -> str:
    decision = letter.decision
    return render_template(
        "moderation/letter.html",
        letter=letter,
        decision=decision,
        rule=rule_at(decision.rule, decision.at),
        own_words=letters.own_words(decision),
        who_looks=appeals.who_looks(decision),
        appeal=appeals.appeal_of(decision),
        can_be_appealed=appeals.can_be_appealed(decision),
        errors=refused.errors if refused else {},
    )
