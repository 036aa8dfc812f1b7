"""Counting anew what pages show without counting: to find drift, and to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Integer, cast, func, select, update

from forum.boards.models import Board, BoardMonth
from forum.boards.posts import Post
from forum.boards.thread_terms import settle_terms, threads_with_wrong_terms
from forum.boards.threads import Thread
from forum.core.db import db


def wrong_counts() -> int:
    """How many threads, boards and months show a count that is not so."""
    return (
        sum(1 for _ in _wrong_threads())
        + sum(1 for _ in _wrong_boards())
        + len(_wrong_months())
        + len(threads_with_wrong_terms())
    )


def recount() -> int:
    """Mend every count that is off; returns how many were."""
    mended = 0
    for thread_id, right in list(_wrong_threads()):
        db.session.execute(update(Thread).where(Thread.id == thread_id).values(**right))
        mended += 1
    for board_id, right in list(_wrong_boards()):
        db.session.execute(update(Board).where(Board.id == board_id).values(**right))
        mended += 1
    for (board_id, month), posts in _wrong_months().items():
        _set_month(board_id, month, posts)
        mended += 1
    wrong = threads_with_wrong_terms()
    for thread_id in wrong:
        settle_terms([thread_id])
    return mended + len(wrong)


def _wrong_threads() -> Iterator[tuple[int, dict[str, Any]]]:
    live = Post.state == "live"
    counted = (
        select(
            Post.thread_id,
            func.count().filter(live).label("posts_live"),
            func.count().filter(live, Post.author_id != Thread.author_id).label("answers_live"),
            func.count().filter(Post.state == "held").label("posts_held"),
            func.coalesce(func.max(Post.number).filter(live), 0).label("last_live_number"),
            func.coalesce(func.max(Post.number), 0).label("last_number"),
            func.coalesce(func.max(Post.content_note).filter(live, Post.number == 1), "").label("first_note"),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .group_by(Post.thread_id)
        .subquery()
    )
    names = ("posts_live", "answers_live", "posts_held", "last_live_number", "last_number", "first_note")
    right = [func.coalesce(counted.c[name], "" if name == "first_note" else 0) for name in names]
    shown = [getattr(Thread, name) for name in names]
    query = (
        select(Thread.id, *right)
        .outerjoin(counted, counted.c.thread_id == Thread.id)
        .where(Thread.joined_to_id.is_(None))
        .where(_any_differs(shown, right))
    )
    for row in db.session.execute(query):
        yield row[0], dict(zip(names, row[1:], strict=True))


def _wrong_boards() -> Iterator[tuple[int, dict[str, Any]]]:
    posts = (
        select(func.count())
        .select_from(Post)
        .where(Post.board_id == Board.id, Post.state == "live")
        .correlate(Board)
        .scalar_subquery()
    )
    threads = (
        select(func.count())
        .select_from(Thread)
        .where(Thread.board_id == Board.id, Thread.state == "live", Thread.joined_to_id.is_(None))
        .correlate(Board)
        .scalar_subquery()
    )
    query = select(Board.id, posts, threads).where(
        _any_differs([Board.posts_live, Board.threads_live], [posts, threads])
    )
    for board_id, posts_live, threads_live in db.session.execute(query):
        yield board_id, {"posts_live": posts_live, "threads_live": threads_live}


def _wrong_months() -> dict[tuple[int, int], int]:
    month = _month_in_sql()
    counted = select(Post.board_id, month, func.count()).where(Post.state == "live")
    right = {
        (board_id, key): posts
        for board_id, key, posts in db.session.execute(counted.group_by(Post.board_id, month))
    }
    shown = {(row.board_id, row.month): row.posts for row in db.session.scalars(select(BoardMonth))}
    keys = right.keys() | {key for key, posts in shown.items() if posts}
    return {key: right.get(key, 0) for key in keys if right.get(key, 0) != shown.get(key, 0)}


def _month_in_sql() -> Any:
    """The month of a post as ``202611``, in UTC on either database."""
    if db.engine.dialect.name == "sqlite":
        return cast(func.strftime("%Y%m", Post.published_at), Integer)
    return cast(func.to_char(func.timezone("UTC", Post.published_at), "YYYYMM"), Integer)


def _set_month(board_id: int, month: int, posts: int) -> None:
    found = db.session.get(BoardMonth, (board_id, month))
    if found is None:
        db.session.add(BoardMonth(board_id=board_id, month=month, posts=posts))
    else:
        found.posts = posts


def _any_differs(shown: list[Any], right: list[Any]) -> Any:
    differs = shown[0] != right[0]
    for one, other in zip(shown[1:], right[1:], strict=True):
        differs = differs | (one != other)
    return differs
