"""What helps when a person may be in danger: read, worded and approved by moderators."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators
from forum.core.errors import Refused
from forum.core.html import readable
from forum.moderation import guidance
from forum.moderation.access import boards_of
from forum.moderation.guidance import Guide
from forum.moderation.views.forms import words_typed

bp = Blueprint("guidance", __name__, url_prefix="/moderation/guidance")


@bp.get("")
@for_moderators
def index() -> ResponseReturnValue:
    return render_template("moderation/guidance.html", guides=guidance.all_guides())


@bp.get("/<name>")
@for_moderators
def edit(name: str) -> ResponseReturnValue:
    guide = guidance.guide_named(name)
    return _page(guide, guide.words)


@bp.post("/<name>")
@for_moderators
def change(name: str) -> ResponseReturnValue:
    guide, words = guidance.guide_named(name), words_typed("steps")
    try:
        guidance.change_guide(member_here(), guide, words)
    except Refused as refused:
        return _page(guide, words, refused), 422
    flash("These are the words now. They wait for the group to agree with them.", "ok")
    return redirect("/moderation/guidance", 303)


@bp.post("/<name>/approval")
@for_moderators
def approve(name: str) -> ResponseReturnValue:
    guide = guidance.guide_named(name)
    seen = readable(request.form.get("seen", "")).replace("\r\n", "\n").strip()
    try:
        guidance.approve_guide(member_here(), guide, seen)
    except Refused as refused:
        return _page(guide, guide.words, refused), 422
    flash("It is noted that the group agrees.", "ok")
    return redirect("/moderation/guidance", 303)


@bp.post("/<name>/delete")
@for_moderators
def reset(name: str) -> ResponseReturnValue:
    guidance.reset_guide(member_here(), guidance.guide_named(name))
    flash("It has the words again that a group begins with.", "ok")
    return redirect("/moderation/guidance", 303)


def _page(guide: Guide, words: str, refused: Refused | None = None) -> str:
    return render_template(
        "moderation/guide.html",
        guide=guide,
        words=words,
        starter=guidance.starter_of(guide.name),
        may_change=boards_of(member_here()) is None,
        errors=refused.errors if refused else {},
    )
