"""Threads that speak of something in the library, as far as a reader may see them.

What a reader may not see is not there, not even as a number.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    bindparam,
    func,
    literal,
    select,
    union_all,
)

from forum.accounts.models import Member
from forum.boards.access import Level, level_of, visible_board
from forum.boards.article_links import PostArticle
from forum.boards.lists import THREADS
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.sparing import listed_by_id, listed_thread
from forum.boards.thread_terms import PostTerm, ThreadTerm
from forum.boards.threads import Thread
from forum.core.db import Columns, Key, Rows, db, rows
from forum.core.paging import Page
from forum.library.about import ArticleTerm
from forum.library.articles import Article

#: Threads on one page of such a list.
MENTIONS_A_PAGE = 30
#: Articles that the hub lists as being discussed; it looks for them in so many posts, the latest ones.
DISCUSSED, LATEST = 4, 500
#: A thread shares at least so many terms with an article that it is listed below.
ENOUGH_SHARED = 2


def threads_with_term(term_id: int, member: Member | None, page: Page) -> Rows:
    """One page of the threads that mention a term, where it was named last first."""
    values = {"term_id": term_id, "first": page.first, "size": page.size}
    return rows(_page_with_term(level_of(member)), values)


def count_with_term(term_id: int, member: Member | None) -> int:
    return db.session.scalar(_count_with_term(level_of(member)), {"term_id": term_id}) or 0


def threads_with_article(article: Article, member: Member | None, page: Page) -> Rows:
    """One page of the threads where an article is discussed: those that lead to it first, then by its terms.

    A thread that names no article belongs here when it speaks of two things the article is about.
    """
    values = {"article_id": article.id, "slug": article.slug, "first": page.first, "size": page.size}
    return rows(_page_with_article(level_of(member)), values)


def count_with_article(article: Article, member: Member | None) -> int:
    values = {"article_id": article.id, "slug": article.slug}
    return db.session.scalar(_count_with_article(level_of(member)), values) or 0


def articles_discussed(member: Member | None) -> Rows:
    """The articles that the latest posts lead to, by the newest thread that does, with how many do."""
    return rows(_articles_discussed(level_of(member)))


@cache
def _articles_discussed(level: Level) -> Select[*Columns]:
    latest = (
        select(PostArticle.slug, PostArticle.post_id)
        .order_by(PostArticle.post_id.desc())
        .limit(LATEST)
        .subquery()
    )
    last_post_at = func.max(Thread.last_post_at)
    return (
        select(
            Article.slug,
            Article.title,
            func.count(Thread.id.distinct()).label("threads"),
            last_post_at.label("last_post_at"),
        )
        .join(latest, latest.c.slug == Article.slug)
        .join(Post, Post.id == latest.c.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Board, Board.id == Thread.board_id)
        .where(Article.state == "published", Post.state == "live", *seen(level))
        .group_by(Article.id)
        .order_by(last_post_at.desc(), Article.id)
        .limit(DISCUSSED)
    )


@cache
def _page_with_term(level: Level) -> Select[*Columns]:
    """The thread where the term was named last comes first."""
    order = (ThreadTerm.last_at.desc(), ThreadTerm.thread_id.desc())
    named = (ThreadTerm.thread_id, ThreadTerm.posts, ThreadTerm.last_at)
    found = _naming(select(*named), level).order_by(*order)
    shown = found.offset(bindparam("first")).limit(bindparam("size")).subquery()
    return (
        seen_among(THREADS, shown, level)
        .add_columns(
            Board.title.label("board_title"),
            literal(0).label("linking"),
            shown.c.posts.label("speaking"),
            shown.c.last_at.label("named_at"),
        )
        .order_by(shown.c.last_at.desc(), shown.c.thread_id.desc())
    )


@cache
def _count_with_term(level: Level) -> Select[int]:
    return _naming(select(func.count()), level)


def _naming(query: Select[*Columns], level: Level) -> Select[*Columns]:
    """What is kept of a term for the threads that a reader may see."""
    joined = query.select_from(ThreadTerm).join(Board, Board.id == ThreadTerm.board_id)
    listed = listed_by_id(level, ThreadTerm.thread_id)
    return joined.where(ThreadTerm.term_id == bindparam("term_id", type_=Key), visible_board(level), listed)


@cache
def _page_with_article(level: Level) -> Select[*Columns]:
    return _page_of(_discussing_article(), level)


@cache
def _count_with_article(level: Level) -> Select[int]:
    return _count_of(_discussing_article(), level)


def _discussing_article() -> Subquery:
    both = union_all(_linking(), _speaking_of_its_terms()).subquery()
    linking = func.sum(both.c.linking).label("linking")
    return select(both.c.thread_id, linking).group_by(both.c.thread_id).subquery()


def _linking() -> Select[*Columns]:
    return (
        select(Post.thread_id, func.count().label("linking"))
        .join(PostArticle, PostArticle.post_id == Post.id)
        .where(PostArticle.slug == bindparam("slug"), Post.state == "live")
        .group_by(Post.thread_id)
    )


def _speaking_of_its_terms() -> Select[*Columns]:
    return (
        select(ThreadTerm.thread_id, literal(0).label("linking"))
        .where(ThreadTerm.term_id.in_(_its_terms()))
        .group_by(ThreadTerm.thread_id)
        .having(func.count() >= ENOUGH_SHARED)
    )


def _its_terms() -> Select[int]:
    return select(ArticleTerm.term_id).where(ArticleTerm.article_id == bindparam("article_id", type_=Key))


def _page_of(found: Subquery, level: Level) -> Select[*Columns]:
    """One page of threads: those with a link first, then the latest post first.

    How many posts speak of it is asked for those on the page alone.
    """
    order = (found.c.linking == 0, Thread.last_post_at.desc(), Thread.id.desc())
    ids = seen_among(select(found.c.thread_id, found.c.linking).select_from(Thread), found, level)
    shown = ids.order_by(*order).offset(bindparam("first")).limit(bindparam("size")).subquery()
    columns = (Board.title.label("board_title"), shown.c.linking, _speaking().label("speaking"))
    return (
        seen_among(THREADS, shown, level)
        .add_columns(*columns)
        .order_by(shown.c.linking == 0, Thread.last_post_at.desc(), Thread.id.desc())
    )


def _speaking() -> ScalarSelect[int]:
    return (
        select(func.count(PostTerm.post_id.distinct()))
        .join(Post, Post.id == PostTerm.post_id)
        .where(Post.thread_id == Thread.id, Post.state == "live", PostTerm.term_id.in_(_its_terms()))
        .correlate(Thread)
        .scalar_subquery()
    )


def _count_of(found: Subquery, level: Level) -> Select[int]:
    return seen_among(select(func.count()).select_from(Thread), found, level)


def seen_among(query: Select[*Columns], found: Subquery, level: Level) -> Select[*Columns]:
    """Of some threads (``thread_id``), those that a reader may see."""
    return (
        query.join(found, found.c.thread_id == Thread.id)
        .join(Board, Board.id == Thread.board_id)
        .where(*seen(level))
    )


def seen(level: Level) -> tuple[ColumnElement[bool], ...]:
    """That a thread, joined with its board, is one that a reader may see, and is not spared."""
    return Thread.state == "live", Thread.joined_to_id.is_(None), visible_board(level), listed_thread(level)
