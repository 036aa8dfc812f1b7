"""The rules of the group: for everybody to read, and for administrators to change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.accounts import rules
from forum.accounts.models import Member
from forum.accounts.rules import RuleVersion
from forum.accounts.sessions import member_here, reader
from forum.core.answers import indexable
from forum.core.edge import for_admins, is_prefetch, public
from forum.core.errors import Refused
from forum.core.html import difference, readable

bp = Blueprint("rules", __name__)

#: A version, what kind of change it was, and its words with what they changed.
Change = tuple[RuleVersion, str, Markup | str]


@bp.get("/rules")
@public
def index() -> ResponseReturnValue:
    """The rules as they are; a member who has not read what changed sees that first."""
    indexable()
    member = reader()
    unread = [_change(old, new) for old, new in rules.changes_unread(member)] if member else []
    versions = rules.history()
    page = render_template(
        "accounts/rules.html",
        rules=rules.in_force(versions),
        retired=[rule for rule in rules.latest(versions) if not rule.in_force],
        last_changed=versions[-1].since if versions else None,
        unread=unread,
    )
    if member and not is_prefetch():
        rules.note_rules_read(member)
    return page


@bp.get("/rules/<int:number>")
@public
def show(number: int) -> ResponseReturnValue:
    """One rule and each of its wordings, the latest first."""
    versions = rules.versions_of(number)
    return render_template(
        "accounts/rule.html", rule=versions[-1], versions=_changes(versions), first=versions[0]
    )


def _changes(versions: Sequence[RuleVersion]) -> list[Change]:
    pairs = [(None, versions[0]), *pairwise(versions)]
    return [_change(old, new) for old, new in reversed(pairs)]


def _change(old: RuleVersion | None, new: RuleVersion) -> Change:
    if not new.in_force:
        return new, "no longer a rule", difference(new.words, "")
    if old is None:
        return new, "new", new.words
    kind = "" if old.in_force else "a rule again"
    return new, kind, difference(old.words, new.words)


@bp.get("/admin/rules")
@for_admins
def keep() -> ResponseReturnValue:
    return render_template("admin/rules.html", rules=rules.latest(rules.history()))


@bp.get("/admin/rules/new")
@for_admins
def new() -> ResponseReturnValue:
    return _form(None)


@bp.post("/admin/rules/new")
@for_admins
def add() -> ResponseReturnValue:
    try:
        made = rules.add_rule(member_here(), _words())
    except Refused as refused:
        return _form(None, refused), 422
    flash(f"Rule {made.number} is there. Members find it on their first page.", "ok")
    return redirect("/admin/rules", 303)


@bp.get("/admin/rules/<int:number>")
@for_admins
def edit(number: int) -> ResponseReturnValue:
    return _form(rules.versions_of(number)[-1])


@bp.post("/admin/rules/<int:number>")
@for_admins
def change(number: int) -> ResponseReturnValue:
    return _do(
        number,
        lambda member, seen: rules.change_rule(member, number, seen, _words()),
        "Rule {} is changed. Members find what changed on their first page.",
    )


@bp.post("/admin/rules/<int:number>/retirement")
@for_admins
def retire(number: int) -> ResponseReturnValue:
    return _do(
        number,
        lambda member, seen: rules.retire_rule(member, number, seen),
        "Rule {} is retired. Its number stays its own, and its words can still be read.",
    )


@bp.post("/admin/rules/<int:number>/retirement/delete")
@for_admins
def bring_back(number: int) -> ResponseReturnValue:
    return _do(
        number,
        lambda member, seen: rules.bring_back_rule(member, number, seen),
        "Rule {} is in force again.",
    )


def _do(number: int, work: Callable[[Member, int | None], RuleVersion], done: str) -> ResponseReturnValue:
    there = rules.versions_of(number)[-1]
    typed = request.form.get("version", "")
    try:
        work(member_here(), int(typed) if typed.isascii() and typed.isdigit() else None)
    except Refused as refused:
        return _form(there, refused), 422
    flash(done.format(number), "ok")
    return redirect("/admin/rules", 303)


def _words() -> str:
    return readable(request.form.get("words", ""))


def _form(rule: RuleVersion | None, refused: Refused | None = None) -> str:
    return render_template(
        "admin/rule.html",
        rule=rule,
        words=request.form.get("words", rule.words if rule else ""),
        errors=refused.errors if refused else {},
        longest=rules.LONGEST_RULE,
    )
