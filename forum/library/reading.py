"""Articles as people find and read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from forum.core.db import db
from forum.core.errors import NotFound
from forum.library.articles import TOPICS, Article

#: What anybody may read.
ON_THE_SHELF = select(Article).where(Article.state == "unreviewed")
#: Articles listed as new on the hub.
NEWEST = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with its sections and sources, and the articles its editors put beside it."""

    article: Article
    related: Sequence[Article]


def by_topic() -> dict[str, list[Article]]:
    """Topic -> the articles about it that anybody may read; each stands below its first topic."""
    shelf: dict[str, list[Article]] = {key: [] for key in TOPICS}
    for article in db.session.scalars(ON_THE_SHELF.order_by(Article.title)):
        shelf[next(iter(article.topic_keys), "living")].append(article)
    return {key: articles for key, articles in shelf.items() if articles}


def newest() -> Sequence[Article]:
    latest = ON_THE_SHELF.order_by(Article.updated_on.desc(), Article.id.desc())
    return db.session.scalars(latest.limit(NEWEST)).all()


def article_named(slug: str) -> Article:
    """An article alone; ``NotFound`` for one that nobody is to read yet, or any more."""
    found = db.session.scalar(ON_THE_SHELF.where(Article.slug == slug))
    if found is None:
        raise NotFound
    return found


def article_at(slug: str) -> Reading:
    """The article at an address; ``NotFound`` for one that nobody is to read yet, or any more."""
    query = ON_THE_SHELF.where(Article.slug == slug)
    found = db.session.scalar(query.options(selectinload(Article.sections), selectinload(Article.sources)))
    if found is None:
        raise NotFound
    return Reading(found, _related(found))


def _related(article: Article) -> Sequence[Article]:
    """Those that are there, in the editors' order; a wrong address among them is only left out."""
    slugs = article.related_slugs
    if not slugs:
        return ()
    query = ON_THE_SHELF.where(Article.slug.in_(slugs), Article.id != article.id)
    return sorted(db.session.scalars(query), key=lambda each: slugs.index(each.slug))


def all_on_shelf() -> Sequence[Article]:
    """Everything that anybody may read, by title."""
    return db.session.scalars(ON_THE_SHELF.order_by(Article.title)).all()


def titled_with(words: Sequence[str]) -> Sequence[Article]:
    """Articles whose title holds one of some words."""
    if not words:
        return ()
    holding = or_(*(Article.title.icontains(word) for word in words))
    return db.session.scalars(ON_THE_SHELF.where(holding).order_by(Article.title)).all()
