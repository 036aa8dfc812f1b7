"""Taking somebody off the people of the library, once no article names them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from forum.accounts.models import Member
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.core.errors import Refused
from forum.library.articles import Article, Author, Review
from forum.library.people import Person

#: More titles than this would hide what the sentence says.
MOST_LISTED = 5


def articles_naming(person: Person) -> Sequence[Article]:
    """The articles, in whatever state, that somebody wrote, reviewed or is quoted in, by title."""
    wrote = Article.id.in_(select(Author.article_id).where(Author.person_id == person.id))
    reviewed = Article.id.in_(select(Review.article_id).where(Review.person_id == person.id))
    is_quoted = Article.body.contains(f"[@{person.slug}]", autoescape=True)
    query = select(Article).where(or_(wrote, reviewed, is_quoted))
    return db.session.scalars(query.order_by(Article.title)).all()


def remove_person(person: Person, *, by: Member) -> None:
    """Forget somebody. Older versions of articles that named them say "somebody" instead."""
    naming = articles_naming(person)
    if naming:
        raise Refused(f"{person.name} is still named in {_titles(naming)}. Please take them out there first.")
    record_decision(by.id, "remove person", f"person:{person.id}", person.slug)
    db.session.delete(person)


def _titles(articles: Sequence[Article]) -> str:
    listed = ", ".join(f"“{article.title}”" for article in articles[:MOST_LISTED])
    more = len(articles) - MOST_LISTED
    return f"{listed} and {more} more" if more > 0 else listed
