"""Telling that a member has died: a gentle form, and what happens next."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.access import member_called
from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.core.errors import Refused
from forum.moderation import remembering
from forum.moderation.views.forms import words_typed

bp = Blueprint("remembering", __name__, url_prefix="/members/<handle>/remember")


@bp.get("")
def ask(handle: str) -> ResponseReturnValue:
    return _page(member_called(handle))


@bp.post("")
def tell(handle: str) -> ResponseReturnValue:
    about = member_called(handle)
    try:
        remembering.tell(member_here(), about, request.form.get("how", ""), words_typed("words"))
    except Refused as refused:
        return _page(about, refused), 422
    return redirect("/reports?told=1", 303)


def _page(about: Member, refused: Refused | None = None) -> str:
    return render_template(
        "moderation/remember.html",
        about=about,
        why_not=_why_not(about),
        how=list(remembering.HOW.items()),
        errors=refused.errors if refused else {},
        typed=request.form,
    )


def _why_not(about: Member) -> str:
    """The reason it cannot be told, or nothing: the page says what the refusal would."""
    try:
        remembering.check_may_have_died(about, member_here())
    except Refused as refused:
        return refused.reason
    return ""
