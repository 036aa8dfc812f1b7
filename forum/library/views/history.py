"""What an article said before, version by version."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import reader
from forum.core.edge import public
from forum.library import reading, versions, writing
from forum.library.front_matter import read_article

bp = Blueprint("article_history", __name__)


@bp.get("/articles/<slug>/history")
@public
def history(slug: str) -> ResponseReturnValue:
    article = reading.article_whole(reader(), slug)
    return render_template("library/history.html", article=article, versions=versions.versions_of(article))


@bp.get("/articles/<slug>/history/<int:number>")
@public
def version(slug: str, number: int) -> ResponseReturnValue:
    """An older version as it was read, and what the next one changed."""
    article = reading.article_whole(reader(), slug)
    change = versions.change_after(article, number)
    draft = read_article(f"{slug}.md", change.version.text)
    sections = writing.sections_of(draft, writing.people_then(draft))
    return render_template(
        "library/version.html", article=article, change=change, draft=draft, sections=list(sections)
    )
