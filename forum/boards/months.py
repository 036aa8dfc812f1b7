"""The archive by month, as mailing lists have it: an index of months, and each as a tree or by date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, select

from forum.accounts.models import Member
from forum.boards.access import level_of
from forum.boards.counts import month_of
from forum.boards.models import Board, BoardMonth
from forum.boards.posts import Post
from forum.boards.sparing import listed_by_id
from forum.boards.threads import Thread
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.paging import Page

#: Posts on a page by date, threads on a page by thread.
POSTS_A_PAGE = 100
THREADS_A_PAGE = 50
#: Branches within branches of a tree; deeper, a phone has no room left, and nor has the stack.
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a board, for whoever reads it."""

    board: Board
    span: tuple[datetime, datetime]
    reader: Member | None


@dataclass(slots=True)
class Branch:
    """A post in the tree of its thread, with the answers to it of the same month."""

    post: Row[Any]
    answers: list[Branch] = field(default_factory=list)


def months_of(board: Board) -> dict[int, dict[int, int]]:
    """Year -> month -> how many posts, the latest year first."""
    rows = db.session.execute(
        select(BoardMonth.month, BoardMonth.posts)
        .where(BoardMonth.board_id == board.id, BoardMonth.posts > 0)
        .order_by(BoardMonth.month.desc())
    )
    years: dict[int, dict[int, int]] = defaultdict(dict)
    for month, posts in rows:
        years[month // 100][month % 100] = posts
    return dict(years)


def span_of(year: int, month: int) -> tuple[datetime, datetime]:
    """From the first moment of a month to the first of the next, in UTC."""
    if not (1970 <= year <= 9998 and 1 <= month <= 12):
        raise NotFound
    start = datetime(year, month, 1, tzinfo=UTC)
    return start, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)


def posts_in(month: Month) -> int:
    """Looked up, as every month has it; for whoever is spared some, counted."""
    if month.reader and month.reader.spares_memorials:
        return db.session.scalar(select(func.count()).select_from(Post).where(*_in(month))) or 0
    start, _ = month.span
    key = BoardMonth.month == month_of(start)
    return db.session.scalar(select(BoardMonth.posts).where(BoardMonth.board_id == month.board.id, key)) or 0


def threads_in(month: Month) -> int:
    return db.session.scalar(select(func.count(Post.thread_id.distinct())).where(*_in(month))) or 0


def by_date(month: Month, page: Page) -> list[Row[Any]]:
    query = _lines(month).order_by(Post.published_at, Post.id).offset(page.first).limit(page.size)
    return list(db.session.execute(query).all())


def by_thread(month: Month, page: Page) -> list[tuple[str, list[Branch]]]:
    """The threads of a month in the order they were first written in, each as title and tree."""
    ids = (
        select(Post.thread_id)
        .where(*_in(month))
        .group_by(Post.thread_id)
        .order_by(func.min(Post.published_at), Post.thread_id)
        .offset(page.first)
        .limit(page.size)
    )
    order = {thread_id: place for place, thread_id in enumerate(db.session.scalars(ids))}
    query = _lines(month).where(Post.thread_id.in_(list(order))).order_by(Post.published_at, Post.id)
    threads: dict[int, list[Row[Any]]] = defaultdict(list)
    for line in db.session.execute(query):
        threads[line.thread_id].append(line)
    return [(threads[key][0].title, grown(threads[key])) for key in sorted(threads, key=order.__getitem__)]


def grown(lines: list[Row[Any]]) -> list[Branch]:
    """The tree of some posts of one thread, each once; an answer to another month's post is at the top.

    Where people answer one below the other for long, the tree stops growing to the side: answers to the
    deepest branches stand beside them.
    """
    top: list[Branch] = []
    # Where the answers to each post go, and how deep that is.
    beds: dict[int, tuple[list[Branch], int]] = {}
    for line in lines:
        bed, depth = beds.get(line.parent_id, (top, 1))
        branch = Branch(line)
        bed.append(branch)
        beds[line.id] = (branch.answers, depth + 1) if depth < DEEPEST else (bed, depth)
    return top


def _lines(month: Month) -> Any:
    return (
        select(
            Post.id,
            Post.thread_id,
            Post.parent_id,
            Post.number,
            Post.published_at,
            Thread.title,
            Member.name,
        )
        .join(Thread, Thread.id == Post.thread_id)
        .join(Member, Member.id == Post.author_id)
        .where(*_in(month))
    )


def _in(month: Month) -> tuple[Any, ...]:
    start, end = month.span
    return (
        Post.board_id == month.board.id,
        Post.state == "live",
        Post.published_at >= start,
        Post.published_at < end,
        listed_by_id(level_of(month.reader), Post.thread_id),
    )
