"""Reporting in two steps: say why, and see what happens next."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.access import member_called
from forum.accounts.rules import rule_choices
from forum.accounts.sessions import member_here
from forum.boards.access import post_for
from forum.core.errors import Refused
from forum.library.reading import article_whole
from forum.moderation.models import REASONS, WHY, Report
from forum.moderation.reports import report_article, report_member, report_post, reports_by
from forum.moderation.subjects import subjects_of
from forum.moderation.views.forms import words_typed

bp = Blueprint("reporting", __name__)


@bp.get("/posts/<int:post_id>/report")
def ask_post(post_id: int) -> ResponseReturnValue:
    post = post_for(member_here(), post_id)
    return _page(f"{post.path}/report", f"{post.author.name}'s post in “{post.thread.title}”", post.source)


@bp.post("/posts/<int:post_id>/report")
def tell_post(post_id: int) -> ResponseReturnValue:
    member = member_here()
    post = post_for(member, post_id)
    about = f"{post.author.name}'s post in “{post.thread.title}”"
    return _tell(
        lambda reason, rule, words: report_post(member, post, reason, rule, words),
        f"{post.path}/report",
        about,
        post.source,
    )


@bp.get("/members/<handle>/report")
def ask_member(handle: str) -> ResponseReturnValue:
    about = member_called(handle)
    return _page(f"/members/{about.handle}/report", about.name)


@bp.post("/members/<handle>/report")
def tell_member(handle: str) -> ResponseReturnValue:
    member, about = member_here(), member_called(handle)
    return _tell(
        lambda reason, rule, words: report_member(member, about, reason, rule, words),
        f"/members/{about.handle}/report",
        about.name,
    )


@bp.get("/articles/<slug>/tell")
def ask_article(slug: str) -> ResponseReturnValue:
    article = article_whole(member_here(), slug)
    return _page(f"{article.path}/tell", f"the article “{article.title}”", article.summary)


@bp.post("/articles/<slug>/tell")
def tell_article(slug: str) -> ResponseReturnValue:
    member = member_here()
    article = article_whole(member, slug)
    return _tell(
        lambda reason, rule, words: report_article(member, article, reason, rule, words),
        f"{article.path}/tell",
        f"the article “{article.title}”",
        article.summary,
    )


@bp.get("/reports")
def mine() -> ResponseReturnValue:
    """What one has reported, and what became of it."""
    reports = reports_by(member_here())
    subjects = [each.item.subject for each in reports]
    return render_template(
        "moderation/my_reports.html",
        reports=reports,
        # Posts are led to by their number alone: where they stand may not be for everybody any more.
        places=subjects_of(name for name in subjects if not name.startswith("post:")),
        reasons=WHY,
        told="told" in request.args,
    )


def _tell(
    report: Callable[[str, str, str], Report], action: str, about: str, words: str = ""
) -> ResponseReturnValue:
    form = request.form
    try:
        report(form.get("reason", ""), form.get("rule", ""), words_typed("words"))
    except Refused as refused:
        return _page(action, about, words, refused), 422
    return redirect("/reports?told=1", 303)


def _page(action: str, about: str, words: str = "", refused: Refused | None = None) -> str:
    return render_template(
        "moderation/report.html",
        action=action,
        about=about,
        words=words,
        reasons=list(REASONS.items()),
        rules=rule_choices(),
        errors=refused.errors if refused else {},
        typed=request.form,
    )
