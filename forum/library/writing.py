"""Putting an article on the shelf: from what was written to the sections that are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum.core.clock import now
from forum.core.db import db
from forum.core.markdown import render_markdown
from forum.library.articles import Article, Section, Source
from forum.library.front_matter import CITATION, HEADING, ArticleDraft

#: Headings within a section stand one level below its own.
TOP_HEADING = 3


def put_article(draft: ArticleDraft, *, state: str = "draft") -> str:
    """Add an article, or bring one up to date; returns ``new``, ``changed`` or ``same``.

    ``state`` is that of a new one: an update leaves it as editors set it.
    """
    article = db.session.scalar(
        select(Article)
        .where(Article.slug == draft.slug)
        .options(selectinload(Article.sections), selectinload(Article.sources))
    )
    today = now().date()
    if article is None:
        published_on = draft.published_on or today
        article = Article(slug=draft.slug, state=state, published_on=published_on, sections=[], sources=[])
        _fill(article, draft, published_on)
        db.session.add(article)
        return "new"
    if _as_written(article) == _as_drafted(draft):
        return "same"
    _fill(article, draft, today)
    return "changed"


def _as_written(article: Article) -> tuple[object, ...]:
    sources = [(each.title, each.publisher, each.address, each.read) for each in article.sources]
    return (
        *(article.title, article.summary, article.audience, article.language, article.content_note),
        *(article.urgent_help, article.topics, article.related, article.body, sources),
    )


def _as_drafted(draft: ArticleDraft) -> tuple[object, ...]:
    sources = [(each.title, each.publisher, each.address, each.read) for each in draft.sources]
    return (
        *(draft.title, draft.summary, draft.audience, draft.language, draft.content_note),
        *(draft.urgent_help, ",".join(draft.topics), ",".join(draft.related), draft.body, sources),
    )


def _fill(article: Article, draft: ArticleDraft, updated_on: date) -> None:
    article.title, article.summary, article.audience = draft.title, draft.summary, draft.audience
    article.language, article.content_note = draft.language, draft.content_note
    article.urgent_help, article.body = draft.urgent_help, draft.body
    article.topics, article.related = ",".join(draft.topics), ",".join(draft.related)
    article.updated_on = updated_on
    article.glossary_version = 0
    article.sections.clear()
    article.sources.clear()
    db.session.flush()
    article.sections.extend(_sections(draft))
    article.sources.extend(
        Source(number=number, title=s.title, publisher=s.publisher, address=s.address, read=s.read)
        for number, s in enumerate(draft.sources, 1)
    )


def _sections(draft: ArticleDraft) -> Iterator[Section]:
    """The parts between headings of the second level, rendered, with citations as links to the sources."""
    numbers = {source.key: number for number, source in enumerate(draft.sources, 1)}

    def cite(found: re.Match[str]) -> str:
        number = numbers[found[1]]
        return f"[\\[{number}\\]](/articles/{draft.slug}#source-{number})"

    opening, *rest = HEADING.split(draft.body)
    parts = [("", opening), *zip(rest[::2], rest[1::2], strict=True)]
    for number, (title, words) in enumerate(parts):
        html = render_markdown(CITATION.sub(cite, words.strip()), top_heading=TOP_HEADING)
        yield Section(number=number, title=title, html=html)
