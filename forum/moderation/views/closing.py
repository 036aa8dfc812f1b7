"""The list of ways in that are closed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.closed_ways import KINDS
from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators
from forum.core.errors import Refused
from forum.core.zones import zone_named
from forum.moderation import closing
from forum.moderation.access import check_looks_after_all
from forum.moderation.lengths import CHOICES, end_chosen
from forum.moderation.views.forms import words_typed

bp = Blueprint("closing", __name__, url_prefix="/moderation/blocks")


@bp.get("")
@for_moderators
def index() -> ResponseReturnValue:
    _here()
    return _page()


@bp.post("")
@for_moderators
def create() -> ResponseReturnValue:
    member, form = _here(), request.form
    try:
        ends_at = end_chosen(
            form.get("length", ""), form.get("until", "").strip(), zone_named(member.timezone)
        )
        way = closing.close_way(
            member, form.get("kind", ""), form.get("value", ""), words_typed("reason"), ends_at
        )
    except Refused as refused:
        return _page(refused), 422
    flash(f"Nobody can join from {way.value} until then.", "ok")
    return redirect("/moderation/blocks", 303)


@bp.post("/<int:number>/delete")
@for_moderators
def delete(number: int) -> ResponseReturnValue:
    way = closing.open_way(_here(), number)
    flash(f"People can join from {way.value} again.", "ok")
    return redirect("/moderation/blocks", 303)


def _here() -> Member:
    member = member_here()
    check_looks_after_all(member)
    return member


def _page(refused: Refused | None = None) -> str:
    return render_template(
        "moderation/blocks.html",
        ways=closing.closed_now(),
        kinds=KINDS,
        lengths=CHOICES,
        typed=request.form,
        errors=refused.errors if refused else {},
    )
