"""What each article speaks of: where it names terms of the glossary, and which of them it is about."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import ForeignKey, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column, selectinload

from forum.core.db import Base, Key, db
from forum.core.passages import linkable_text, uncut
from forum.library.articles import Article, Section
from forum.library.explaining import Glossary, glossary_now
from forum.library.finding import Found
from forum.library.reading import ON_THE_SHELF

#: An article that speaks of a term less often is not about it, unless its title or summary names it.
OFTEN = 2
#: What comes after these is mentioned in passing.
MOST_TERMS = 12
#: Articles listed on the page of a term.
MOST_ARTICLES = 8
#: The title and summary say what an article is about; the words below them say more.
WEIGHT_OF_HEAD = 3


class ArticleTerm(Base):
    """An article is about a term; ``weight`` says how much."""

    __tablename__ = "article_terms"

    article_id: Mapped[int] = mapped_column(
        Key, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    term_id: Mapped[int] = mapped_column(
        Key, ForeignKey("terms.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    weight: Mapped[int]


def sweep_old_articles(batch: int = 20) -> int:
    """Look through articles that were last looked through with another state of the glossary.

    Whoever changes one meanwhile holds it, and looks through it themselves.
    """
    glossary = glossary_now()
    old = (
        select(Article)
        .where(Article.glossary_version != glossary.version)
        .options(selectinload(Article.sections))
        .with_for_update(of=Article, skip_locked=True)
        .limit(batch)
    )
    articles = db.session.scalars(old).all()
    for article in articles:
        look_through(article, glossary)
    return len(articles)


def look_through(article: Article, glossary: Glossary) -> None:
    """Note where the sections of an article, as they are now, name terms, and what it is about."""
    for section in article.sections:
        places = uncut(section.html, glossary.whole.find(linkable_text(section.html)))
        section.term_places = json.dumps(places, separators=(",", ":")) if places else ""
    article.glossary_version = glossary.version
    db.session.flush()
    db.session.execute(delete(ArticleTerm).where(ArticleTerm.article_id == article.id))
    found = [
        {"article_id": article.id, "term_id": term, "weight": weight}
        for term, weight in _terms_of(article, glossary).items()
    ]
    if found:
        db.session.execute(insert(ArticleTerm), found)


def places_in(section: Section) -> list[Found]:
    """Where a section names terms, in order."""
    return [Found(*place) for place in json.loads(section.term_places or "[]")]


def _terms_of(article: Article, glossary: Glossary) -> dict[int, int]:
    """What it is about, of what members talk about too: the way from a thread to an article."""
    weights = Counter(place.term for section in article.sections for place in places_in(section))
    for place in glossary.whole.find(f"{article.title}. {article.summary}"):
        weights[place.term] += WEIGHT_OF_HEAD
    shared = Counter({term: weight for term, weight in weights.items() if term in glossary.paths})
    return {term: weight for term, weight in shared.most_common(MOST_TERMS) if weight >= OFTEN}


def articles_about_term(term_id: int) -> Sequence[Article]:
    """The published articles about a term, those that speak of it most first."""
    query = ON_THE_SHELF.join(ArticleTerm, ArticleTerm.article_id == Article.id)
    about = query.where(ArticleTerm.term_id == term_id)
    return db.session.scalars(
        about.order_by(ArticleTerm.weight.desc(), Article.title).limit(MOST_ARTICLES)
    ).all()
