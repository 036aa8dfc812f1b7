"""Threads that speak of something in the library, as far as a reader may see them.

What a reader may not see is not there, not even as a number.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import Select, Subquery, bindparam, func, literal, select

from forum.accounts.models import Member
from forum.boards.access import Level, level_of, visible_board
from forum.boards.explained import PostTerm
from forum.boards.lists import THREADS
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.db import Columns, Key, Rows, db, rows
from forum.core.paging import Page

#: Threads on one page of such a list.
MENTIONS_A_PAGE = 30


def threads_with_term(term_id: int, member: Member | None, page: Page) -> Rows:
    """One page of the threads that mention a term, the latest post first."""
    values = {"term_id": term_id, "first": page.first, "size": page.size}
    return rows(_page_with_term(level_of(member)), values)


def count_with_term(term_id: int, member: Member | None) -> int:
    return db.session.scalar(_count_with_term(level_of(member)), {"term_id": term_id}) or 0


@cache
def _page_with_term(level: Level) -> Select[*Columns]:
    return _page_of(_speaking_of_term(), level)


@cache
def _count_with_term(level: Level) -> Select[int]:
    return _count_of(_speaking_of_term(), level)


def _speaking_of_term() -> Subquery:
    """Threads by what readers can read there: the posts that mention the term."""
    return (
        select(Post.thread_id, literal(0).label("linking"), func.count().label("speaking"))
        .join(PostTerm, PostTerm.post_id == Post.id)
        .where(PostTerm.term_id == bindparam("term_id", type_=Key), Post.state == "live")
        .group_by(Post.thread_id)
        .subquery()
    )


def _page_of(found: Subquery, level: Level) -> Select[*Columns]:
    """One page of threads: those with a link first, then the latest post first."""
    return (
        _seen(THREADS, found, level)
        .add_columns(Board.title.label("board_title"), found.c.linking, found.c.speaking)
        .order_by(found.c.linking == 0, Thread.last_post_at.desc(), Thread.id.desc())
        .offset(bindparam("first"))
        .limit(bindparam("size"))
    )


def _count_of(found: Subquery, level: Level) -> Select[int]:
    return _seen(select(func.count()).select_from(Thread), found, level)


def _seen(query: Select[*Columns], found: Subquery, level: Level) -> Select[*Columns]:
    return (
        query.join(found, found.c.thread_id == Thread.id)
        .join(Board, Board.id == Thread.board_id)
        .where(Thread.state == "live", Thread.joined_to_id.is_(None), visible_board(level))
    )
