"""Articles: the hub, and each article whole or section by section."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, after_this_request, current_app, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import reader
from forum.core.answers import indexable
from forum.core.edge import is_prefetch, public
from forum.core.errors import NotFound
from forum.library import linking, reading, readings, saved
from forum.library.articles import FIRST_TOPIC, TOPICS, Article, Section
from forum.library.reading import Reading

bp = Blueprint("articles", __name__)


@bp.get("/articles")
@public
def index() -> ResponseReturnValue:
    indexable()
    shelf = reading.by_topic()
    return render_template(
        "library/articles.html",
        first=shelf.pop(FIRST_TOPIC, []),
        shelf=shelf,
        newest=reading.newest(),
        topics=TOPICS,
    )


@bp.get("/articles/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    found = reading.article_at(reader(), slug)
    return _page(found, found.article.sections)


@bp.get("/articles/<slug>/sections/<int:number>")
@public
def section(slug: str, number: int) -> ResponseReturnValue:
    """One section alone, for those who read a little at a time."""
    found = reading.article_at(reader(), slug)
    if not 0 < number < len(found.article.sections):
        raise NotFound
    return _page(found, [found.article.sections[number]], number)


def _page(found: Reading, sections: Sequence[Section], number: int | None = None) -> ResponseReturnValue:
    """The whole of an article, or the section with this number alone; of one withdrawn, that it was."""
    if not found.may_be_read:
        return render_template("library/withdrawn.html", article=found.article), 410
    if found.article.state == "published" and number is None:
        indexable()
    if found.article.state == "published" and number in (None, 1):
        _count(found.article)
    member = reader()
    explains = not member or member.term_links
    return render_template(
        "library/article.html",
        reading=found,
        sections=sections,
        number=number,
        words=linking.drawn(found.article, sections) if explains else {},
        is_saved=_is_saved(found.article),
    )


def _is_saved(article: Article) -> bool:
    """Whether the reader keeps it; then they have seen how it is now."""
    member = reader()
    kept = saved.found_saved(member, article) if member else None
    if kept and not is_prefetch():
        saved.note_opened(kept, article)
    return kept is not None


def _count(article: Article) -> None:
    """Count a reading, and write what was counted once the page is on its way; editors do not count."""
    member = reader()
    if is_prefetch() or (member and member.is_moderator):
        return
    readings.count_reading(article.id)
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    @after_this_request
    def write_later(response: Response) -> Response:
        response.call_on_close(lambda: readings.write_readings(app))
        return response
