"""A member as moderators see them, and what can be done about them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.rules import rule_choices
from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators, only_looks
from forum.core.errors import NotFound, Refused
from forum.core.paging import page_asked
from forum.core.zones import zone_named
from forum.moderation import on_members, record
from forum.moderation.access import boards_of, member_to_moderate
from forum.moderation.lengths import CHOICES, end_chosen
from forum.moderation.member_acts import MemberAct, act_for, acts_for, may_lift
from forum.moderation.models import WHY
from forum.moderation.on_members import GivenAbout
from forum.moderation.queue import AlreadyHandled
from forum.moderation.views.forms import number_typed, onward, words_typed
from forum.moderation.views.queue import handled_page

bp = Blueprint("moderated_members", __name__, url_prefix="/moderation/members")


@bp.get("")
@for_moderators
def index() -> ResponseReturnValue:
    """Whom something binds just now; and the way to a member by handle."""
    handle = request.args.get("handle", "").strip().removeprefix("@")
    try:
        if handle:
            about = member_to_moderate(member_here(), handle)
            return redirect(f"/moderation/members/{about.handle}", 303)
    except NotFound:
        return _index(handle, "Nobody of this name is yours to look after."), 422
    return _index(handle)


def _index(handle: str, error: str = "") -> str:
    looks_after_all = boards_of(member_here()) is None
    page = page_asked(record.count_in_force() if looks_after_all else 0, record.SANCTIONS_A_PAGE)
    return render_template(
        "moderation/members.html",
        handle=handle,
        error=error,
        looks_after_all=looks_after_all,
        sanctions=record.all_in_force(page) if looks_after_all else (),
        page=page,
    )


@bp.get("/<handle>")
@for_moderators
def show(handle: str) -> ResponseReturnValue:
    member = member_here()
    about = member_to_moderate(member, handle)
    found, why_not = record.record_of(member, about), on_members.why_not_act(member, about)
    return render_template(
        "moderation/member.html",
        about=about,
        record=found,
        acts=acts_for(member),
        may_lift={each.id for each in found.in_force if not why_not and may_lift(member, each)},
        why_not=why_not,
        reasons=WHY,
        looks_after_all=boards_of(member) is None,
    )


@bp.get("/<handle>/<name>")
@for_moderators
def ask(handle: str, name: str) -> ResponseReturnValue:
    return _page(*_here(handle, name))


@bp.post("/<handle>/<name>/preview")
@for_moderators
@only_looks
def preview(handle: str, name: str) -> ResponseReturnValue:
    """Show what they will read; nothing is done yet."""
    about, act = _here(handle, name)
    try:
        given = _given(act)
        on_members.check_given_about(act, given)
    except Refused as refused:
        return _page(about, act, refused), 422
    return _page(about, act, letter=on_members.letter_about(about, act, given))


@bp.post("/<handle>/<name>")
@for_moderators
def do(handle: str, name: str) -> ResponseReturnValue:
    about, act = _here(handle, name)
    try:
        on_members.act_on_member(member_here(), about, act, _given(act))
    except AlreadyHandled as handled:
        return handled_page(member_here(), handled)
    except Refused as refused:
        return _page(about, act, refused), 422
    if (item_id := number_typed("item")) is not None:
        return onward(member_here(), act.done, item_id)
    flash(act.done, "ok")
    return redirect(f"/moderation/members/{about.handle}", 303)


def _here(handle: str, name: str) -> tuple[Member, MemberAct]:
    member = member_here()
    return member_to_moderate(member, handle), act_for(member, name)


def _given(act: MemberAct) -> GivenAbout:
    ends_at = None
    if act.asks_length:
        length, day = request.form.get("length", ""), request.form.get("until", "").strip()
        ends_at = end_chosen(length, day, zone_named(member_here().timezone))
    return GivenAbout(
        words_typed("reason"), number_typed("rule"), ends_at, number_typed("item"), number_typed("seen") or 0
    )


def _page(about: Member, act: MemberAct, refused: Refused | None = None, letter: str = "") -> str:
    """The form; after a refusal it knows of what was decided meanwhile, for the page shows it."""
    member = member_here()
    return render_template(
        "moderation/act_on_member.html",
        about=about,
        act=act,
        found=record.record_of(member, about),
        why_not=on_members.why_not_act(member, about),
        seen=on_members.last_decision(about),
        item=number_typed("item"),
        lengths=CHOICES,
        rules=rule_choices(),
        typed=request.form,
        errors=refused.errors if refused else {},
        letter=letter,
    )
