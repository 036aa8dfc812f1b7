"""Articles beside a thread: what moderators pinned there, then what fits the terms that its posts mention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ForeignKey, Select, String, and_, delete, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import Member
from forum.boards.article_links import PostArticle
from forum.boards.posts import Post
from forum.boards.thread_terms import ThreadTerm
from forum.boards.threads import Thread
from forum.boards.versions import renew_threads
from forum.core.db import AnyRow, Base, Columns, Key, db
from forum.core.decisions import record_decision
from forum.library.about import ArticleTerm
from forum.library.articles import Article
from forum.library.reading import ON_THE_SHELF, article_named
from forum.library.terms import Term

#: More articles than this beside a thread would push.
MOST = 3
#: Of a long thread, what was said last says what it is about.
LOOKED_AT = 400


class ThreadArticle(Base):
    """What a moderator decided of an article beside a thread: ``pinned`` or ``hidden``."""

    __tablename__ = "thread_articles"

    thread_id: Mapped[int] = mapped_column(
        Key, ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    article_id: Mapped[int] = mapped_column(
        Key,
        ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    choice: Mapped[str] = mapped_column(String(8))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article beside a thread, and why it stands there."""

    slug: str
    title: str
    why: str
    is_pinned: bool = False

    @property
    def path(self) -> str:
        return f"/articles/{self.slug}"


def beside(thread: Thread) -> list[Suggestion]:
    """At most three articles: pinned ones first, then those that share most with the thread; one query.

    What its posts lead to already has its card there.
    """
    if not thread.touches_library:
        return []
    found = db.session.execute(_around(thread)).all()
    hidden = {row.id for row in found if row.choice == "hidden"}
    pinned = {
        row.id: Suggestion(row.slug, row.title, "Chosen by a moderator", is_pinned=True)
        for row in found
        if row.choice == "pinned"
    }
    sharing = [row for row in found if row.term_id and row.id not in hidden]
    fitting = by_fit(sharing, "this thread mentions", {row.term_id: row.written for row in sharing})
    return list((pinned | {key: each for key, each in fitting.items() if key not in pinned}).values())[:MOST]


def _around(thread: Thread) -> Select[*Columns]:
    """The articles that a moderator decided on, or that share a term with the thread: a row for each term."""
    live = (Post.thread_id == thread.id, Post.state == "live")
    linked = select(PostArticle.slug).join(Post, Post.id == PostArticle.post_id).where(*live)
    decided = and_(ThreadArticle.article_id == Article.id, ThreadArticle.thread_id == thread.id)
    recent = ThreadTerm.last_number > thread.last_number - LOOKED_AT
    shared = (
        select(ArticleTerm.article_id, ArticleTerm.term_id, ArticleTerm.weight, ThreadTerm.written)
        .join(ThreadTerm, ThreadTerm.term_id == ArticleTerm.term_id)
        .where(ThreadTerm.thread_id == thread.id, recent)
        .subquery()
    )
    return (
        ON_THE_SHELF.outerjoin(ThreadArticle, decided)
        .outerjoin(shared, shared.c.article_id == Article.id)
        .outerjoin(Term, Term.id == shared.c.term_id)
        .with_only_columns(*_columns(shared.c), ThreadArticle.choice, shared.c.written)
        .where(or_(ThreadArticle.choice.is_not(None), shared.c.term_id.is_not(None)))
        .where(or_(ThreadArticle.choice == "pinned", Article.slug.not_in(linked)))
        .order_by(Article.title)
    )


def articles_about(terms: Mapping[int, str], because: str) -> list[Suggestion]:
    """Published articles about some of these terms, the best first; each says why, in the words used."""
    query = (
        ON_THE_SHELF.join(ArticleTerm, ArticleTerm.article_id == Article.id)
        .join(Term, Term.id == ArticleTerm.term_id)
        .with_only_columns(*_columns(ArticleTerm))
        .where(ArticleTerm.term_id.in_(list(terms)))
        .order_by(Article.title)
    )
    return list(by_fit(db.session.execute(query).all(), because, terms).values())[:MOST] if terms else []


def _columns(about: Any) -> Columns:
    """What is asked of an article and one of the terms that it is ``about``."""
    articles = func.count().over(partition_by=about.term_id).label("articles")
    return (Article.id, Article.slug, Article.title, about.term_id, Term.name, about.weight, articles)


def by_fit(found: Iterable[AnyRow], because: str, words: Mapping[int, str]) -> dict[int, Suggestion]:
    """Articles by what they share, the most first; each is explained by the term that says most.

    It is called as people call it: whoever writes of Zometa need not know that it is zoledronic acid.

    A term that few articles are about says more than one that many are about.
    """
    scores: dict[int, float] = {}
    best: dict[int, tuple[float, Suggestion]] = {}
    for row in found:
        says = row.weight / row.articles
        scores[row.id] = scores.get(row.id, 0) + says
        if row.id not in best or says > best[row.id][0]:
            called = _as_called(row.name, words.get(row.term_id, ""))
            best[row.id] = (says, Suggestion(row.slug, row.title, f"Because {because} {called}"))
    return {key: best[key][1] for key in sorted(scores, key=lambda key: -scores[key])}


def _as_called(name: str, written: str) -> str:
    return written if written and written.casefold() != name.casefold() else name


def hidden_beside(thread: Thread) -> Sequence[Article]:
    """The articles that a moderator took away from beside a thread."""
    query = select(Article).join(ThreadArticle, ThreadArticle.article_id == Article.id)
    mine = (ThreadArticle.thread_id == thread.id, ThreadArticle.choice == "hidden")
    return db.session.scalars(query.where(*mine).order_by(Article.title)).all()


def pin_article(thread: Thread, slug: str, *, by: Member) -> None:
    """Have an article stand beside a thread, whatever its posts mention."""
    _decide(thread, slug, "pinned", by)


def hide_article(thread: Thread, slug: str, *, by: Member) -> None:
    """Have an article no longer stand beside a thread."""
    _decide(thread, slug, "hidden", by)


def undecide_article(thread: Thread, slug: str, *, by: Member) -> None:
    """Leave it to what the posts mention again."""
    _decide(thread, slug, "", by)


def _decide(thread: Thread, slug: str, choice: str, by: Member) -> None:
    article = article_named(slug)
    mine = (ThreadArticle.thread_id == thread.id, ThreadArticle.article_id == article.id)
    db.session.execute(delete(ThreadArticle).where(*mine))
    if choice:
        db.session.add(ThreadArticle(thread_id=thread.id, article_id=article.id, choice=choice))
        thread.touches_library = True
    renew_threads(db.session(), {thread.id})
    action = {"pinned": "pin article", "hidden": "hide article"}.get(choice, "undecide article")
    record_decision(by.id, action, f"thread:{thread.id}", article.slug)
