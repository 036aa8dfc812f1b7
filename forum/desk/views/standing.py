"""Publishing an article, noting who reviewed it, and withdrawing it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.core.clock import now
from forum.core.days import day_of
from forum.core.edge import for_moderators
from forum.core.errors import Refused
from forum.core.html import readable
from forum.desk import standing
from forum.desk.saving import article_to_edit
from forum.library.articles import STANDINGS, Article
from forum.library.people import people_called

bp = Blueprint("article_standing", __name__, url_prefix="/articles/<slug>")


@bp.get("/standing")
@for_moderators
def show(slug: str) -> ResponseReturnValue:
    return _page(article_to_edit(slug))


@bp.post("/publish")
@for_moderators
def publish(slug: str) -> ResponseReturnValue:
    return _do(slug, lambda article, member: standing.publish(article, by=member), "It is published.")


@bp.post("/withdraw")
@for_moderators
def withdraw(slug: str) -> ResponseReturnValue:
    reason = " ".join(readable(request.form.get("reason", "")).split())
    return _do(
        slug,
        lambda article, member: standing.withdraw(article, reason, by=member),
        "It is withdrawn. Whoever opens its address is told so, and those who rely on it get a mail.",
    )


@bp.post("/reviews")
@for_moderators
def review(slug: str) -> ResponseReturnValue:
    form = request.form
    person = people_called([form.get("person", "")]).get(form.get("person", ""))

    def note(article: Article, member: Member) -> None:
        day, due = (day_of(name, form.get(name, "").strip()) for name in ("reviewed_on", "next_review"))
        standing.mark_reviewed(article, person, day, due, by=member)

    return _do(slug, note, "The review is noted.")


@bp.post("/reviews/<int:review_id>/delete")
@for_moderators
def take_back(slug: str, review_id: int) -> ResponseReturnValue:
    return _do(
        slug,
        lambda article, member: standing.take_back_review(article, review_id, by=member),
        "The review is gone.",
    )


@bp.post("/facts")
@for_moderators
def check(slug: str) -> ResponseReturnValue:
    typed = request.form.get("checked_on", "").strip()
    return _do(
        slug,
        lambda article, member: standing.mark_checked(article, day_of("checked_on", typed), by=member),
        "It is noted.",
    )


def _do(slug: str, change: Callable[[Article, Member], None], done: str) -> ResponseReturnValue:
    """Change where an article stands, or say why not beside the form."""
    member, article = member_here(), article_to_edit(slug)
    try:
        change(article, member)
    except Refused as refused:
        return _page(article, refused), 422
    flash(done, "ok")
    return redirect(f"{article.path}/standing", 303)


def _page(article: Article, refused: Refused | None = None) -> str:
    return render_template(
        "desk/standing.html",
        article=article,
        standings=STANDINGS,
        clinicians=[(each.slug, each.titled) for each in standing.clinicians()],
        errors=refused.errors if refused else {},
        typed=request.form,
        today=now().date(),
    )
