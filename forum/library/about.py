"""What each article is about: the terms of the glossary that it speaks of, most often first."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import ForeignKey, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column, selectinload

from forum.core.db import Base, Key, db
from forum.core.passages import linkable_text
from forum.library.articles import Article
from forum.library.explaining import Glossary, glossary_now

#: An article that speaks of a term less often is not about it, unless its title or summary names it.
OFTEN = 2
#: What comes after these is mentioned in passing.
MOST_TERMS = 12
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
    """Look through articles that changed, or were last looked through before the glossary changed."""
    glossary = glossary_now()
    old = (
        select(Article)
        .where(Article.glossary_version < glossary.version)
        .options(selectinload(Article.sections))
        .limit(batch)
    )
    articles = db.session.scalars(old).all()
    for article in articles:
        article.glossary_version = glossary.version
        db.session.execute(delete(ArticleTerm).where(ArticleTerm.article_id == article.id))
        found = [
            {"article_id": article.id, "term_id": term, "weight": weight}
            for term, weight in _terms_of(article, glossary).items()
        ]
        if found:
            db.session.execute(insert(ArticleTerm), found)
    return len(articles)


def _terms_of(article: Article, glossary: Glossary) -> dict[int, int]:
    weights: Counter[int] = Counter()
    for section in article.sections:
        weights.update(place.term for place in glossary.in_posts.find(linkable_text(section.html)))
    for place in glossary.in_posts.find(f"{article.title}. {article.summary}"):
        weights[place.term] += WEIGHT_OF_HEAD
    return {term: weight for term, weight in weights.most_common(MOST_TERMS) if weight >= OFTEN}
