"""Articles as people find and read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from forum.accounts.models import Member
from forum.core.db import db
from forum.core.errors import NotFound
from forum.library.articles import TOPICS, WHOLE, Article
from forum.library.people import Person

#: What anybody may read.
ON_THE_SHELF = select(Article).where(Article.state == "published")
#: Articles listed as new on the hub.
NEWEST = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with its sections and sources, and the articles its editors put beside it."""

    article: Article
    related: Sequence[Article]
    may_be_read: bool

    @property
    def makers(self) -> list[Person]:
        """Its authors and those who reviewed it as it is, each once."""
        people = [author.person for author in self.article.authors]
        people += [review.person for review in self.article.standing_reviews]
        return list(dict.fromkeys(people))


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


def article_at(member: Member | None, slug: str) -> Reading:
    """The article at an address; of one withdrawn, whoever is no editor is only told that it was."""
    found = db.session.scalar(select(Article).where(Article.slug == slug).options(*WHOLE))
    if found is None or (found.state == "draft" and not _is_editor(member)):
        raise NotFound
    return Reading(found, _related(found), may_be_read=found.state != "withdrawn" or _is_editor(member))


def article_whole(member: Member | None, slug: str) -> Article:
    """The same for whoever may read it; for others it is not there."""
    found = article_at(member, slug)
    if not found.may_be_read:
        raise NotFound
    return found.article


def _is_editor(member: Member | None) -> bool:
    return member is not None and member.is_moderator


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
