"""Readers: report an error, save an article."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here, reader
from forum.core.edge import public
from forum.core.errors import Refused
from forum.core.html import readable
from forum.core.limits import within
from forum.library import readers, reading, saved
from forum.library.articles import Article

bp = Blueprint("article_readers", __name__)

#: So that a stranger cannot fill the editors' desk.
RATE = "10/hour"


@bp.get("/saved")
def list_saved() -> ResponseReturnValue:
    return render_template("library/saved.html", kept=saved.saved_by(member_here()))


@bp.post("/articles/<slug>/saved")
def save(slug: str) -> ResponseReturnValue:
    member, article = member_here(), reading.article_whole(reader(), slug)
    saved.save(member, article)
    flash("Saved. You find it under “Saved articles”.", "ok")
    return redirect(article.path, 303)


@bp.post("/articles/<slug>/saved/delete")
def let_go(slug: str) -> ResponseReturnValue:
    saved.let_go(member_here(), slug)
    flash("It is no longer among your saved articles.", "ok")
    from_list = request.form.get("back") == "list"
    return redirect("/saved" if from_list else f"/articles/{slug}", 303)


@bp.get("/articles/<slug>/report")
@public
def report(slug: str) -> ResponseReturnValue:
    return _form(reading.article_whole(reader(), slug))


@bp.post("/articles/<slug>/report")
@public
def send_report(slug: str) -> ResponseReturnValue:
    member, article = reader(), reading.article_whole(reader(), slug)
    words = readable(request.form.get("body", "")).strip()
    try:
        readers.report_error(member, article, words)
        if not within(RATE, "report", str(member.id) if member else request.remote_addr or ""):
            raise Refused("That is a lot at once. Please send the rest in an hour.", field="body")
    except Refused as refused:
        return _form(article, words, refused), 422
    return redirect(f"{article.path}/report/sent", 303)


@bp.get("/articles/<slug>/report/sent")
@public
def report_sent(slug: str) -> ResponseReturnValue:
    return render_template("library/report_sent.html", article=reading.article_whole(reader(), slug))


def _form(article: Article, words: str = "", refused: Refused | None = None) -> str:
    errors = refused.errors if refused else {}
    return render_template("library/report.html", article=article, words=words, errors=errors)
