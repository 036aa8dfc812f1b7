"""What leads to a glossary term, so that an editor knows before it is taken away."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select

from forum.boards.thread_terms import PostTerm
from forum.core.db import db
from forum.library.about import ArticleTerm
from forum.library.articles import Article, Section
from forum.library.terms import Term


@dataclass(frozen=True, slots=True)
class Uses:
    """How many posts link a term, how many articles speak of it, and how many terms belong to it."""

    posts: int
    articles: int
    members: int


def uses_of(term: Term) -> Uses:
    return Uses(
        _count(select(func.count()).where(PostTerm.term_id == term.id)),
        _count(select(func.count()).select_from(Article).where(_speaks_of(term))),
        _count(select(func.count()).where(Term.belongs_to == term.name)),
    )


def _count(query: Select[int]) -> int:
    return db.session.scalar(query) or 0


def _speaks_of(term: Term) -> ColumnElement[bool]:
    """By its words, or by a link that somebody made."""
    about = select(ArticleTerm.article_id).where(ArticleTerm.term_id == term.id)
    leading = select(Section.article_id).where(Section.html.contains(f'href="{term.path}"', autoescape=True))
    return or_(Article.id.in_(about), Article.id.in_(leading))
