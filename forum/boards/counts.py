"""What pages show of threads and boards without counting: kept with each post, in its transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from forum.boards.models import Board, BoardMonth
from forum.boards.posts import Post
from forum.boards.thread_terms import settle_terms
from forum.boards.threads import Thread
from forum.core.db import db


def month_of(moment: datetime) -> int:
    """Year and month as one number, in UTC: 202611."""
    return moment.year * 100 + moment.month


def take_place(post: Post) -> int:
    """Give a post that is about to be live its number, and count it everywhere.

    One UPDATE of the thread's row gives the number, so two people who answer at once get two places.
    """
    number = db.session.scalar(
        update(Thread)
        .where(Thread.id == post.thread_id)
        .values(
            last_number=Thread.last_number + 1,
            first_note=case((Thread.last_number == 0, post.content_note or ""), else_=Thread.first_note),
            last_live_number=Thread.last_number + 1,
            posts_live=Thread.posts_live + 1,
            answers_live=Thread.answers_live + case((Thread.author_id == post.author_id, 0), else_=1),
            last_post_at=post.published_at,
            last_author_id=post.author_id,
            version=Thread.version + 1,
        )
        .returning(Thread.last_number)
        .execution_options(synchronize_session=False)
    )
    post.number = number
    _add_to_board(post, +1)
    _add_answer(post, +1)
    return number or 0


def wait_for_place(post: Post) -> None:
    """Count a post that is about to wait for a moderator; it gets its number when it is published."""
    _update_thread(post.thread_id, {"posts_held": Thread.posts_held + 1})


def lock_thread(thread_id: int) -> int | None:
    """Have whoever else changes this thread wait; returns the version it has by then.

    Everybody locks a thread first, then its posts and its board: taken in any other order, two people who
    write and delete at once would wait for each other.
    """
    return db.session.scalar(select(Thread.version).where(Thread.id == thread_id).with_for_update())


def lock_thread_of(post: Post) -> None:
    """Lock the thread in which a post stands; it may have been taken to another while one waited."""
    was = post.thread_id
    lock_thread(was)
    db.session.refresh(post, ["thread_id", "board_id", "number", "state"])
    if post.thread_id != was:
        lock_thread_of(post)


def lock_boards(boards: Iterable[int]) -> None:
    """Have whoever else counts on these boards wait; in one order, as threads are."""
    query = select(Board.id).where(Board.id.in_(set(boards))).order_by(Board.id)
    db.session.execute(query.with_for_update(key_share=True))


def leave_place(post: Post) -> None:
    """Take a post that was live out of every count; its number stays its own."""
    db.session.flush()
    _add_to_board(post, -1)
    _add_answer(post, -1)
    settle_thread(post.thread_id)


def return_to_place(post: Post) -> None:
    """Count a post again that was hidden and is live once more."""
    db.session.flush()
    _add_to_board(post, +1)
    _add_answer(post, +1)
    settle_thread(post.thread_id)


#: How many posts of a thread are live and by somebody else than its author, for an UPDATE of threads.
ANSWERS_LIVE = (
    select(func.count())
    .select_from(Post)
    .where(Post.thread_id == Thread.id, Post.state == "live", Post.author_id != Thread.author_id)
    .correlate(Thread)
    .scalar_subquery()
)


#: The content note of a thread's first post while it can be read, for an UPDATE of threads.
FIRST_NOTE = func.coalesce(
    select(Post.content_note)
    .where(Post.thread_id == Thread.id, Post.number == 1, Post.state == "live")
    .correlate(Thread)
    .scalar_subquery(),
    "",
)


def settle_answers(threads: Collection[int]) -> None:
    """Count anew what is an answer, after authors or whole threads have moved."""
    db.session.execute(
        update(Thread)
        .where(Thread.id.in_(threads))
        .values(answers_live=ANSWERS_LIVE)
        .execution_options(synchronize_session=False)
    )


def settle_thread(thread_id: int) -> None:
    """Work out a thread's own counts anew from its posts, and which terms they name."""
    settle_terms([thread_id])
    live = (Post.thread_id == thread_id, Post.state == "live")
    last = db.session.execute(
        select(Post.number, Post.published_at, Post.author_id)
        .where(*live)
        .order_by(Post.number.desc())
        .limit(1)
    ).one_or_none()
    values: dict[str, object] = {
        "posts_live": select(func.count()).select_from(Post).where(*live).scalar_subquery(),
        "answers_live": ANSWERS_LIVE,
        "first_note": FIRST_NOTE,
        "posts_held": select(func.count())
        .select_from(Post)
        .where(Post.thread_id == thread_id, Post.state == "held")
        .scalar_subquery(),
        "last_live_number": last.number if last else 0,
    }
    if last:
        values |= {"last_post_at": last.published_at, "last_author_id": last.author_id}
    _update_thread(thread_id, values)


def count_thread(board_id: int, change: int) -> None:
    """A thread came to be seen on a board, or is no longer."""
    db.session.execute(
        update(Board)
        .where(Board.id == board_id)
        .values(threads_live=Board.threads_live + change, version=Board.version + 1)
        .execution_options(synchronize_session=False)
    )


def carry_to_board(moments: Collection[datetime], source: int, goal: int) -> None:
    """Live posts that were written then stand on another board now; both boards are locked."""
    months = Counter(month_of(moment) for moment in moments)
    for board_id, sign in ((source, -1), (goal, +1)):
        here = (Post.board_id == board_id, Post.state == "live")
        last = select(func.max(Post.published_at)).where(*here).scalar_subquery()
        posts_live = Board.posts_live + sign * len(moments)
        db.session.execute(
            update(Board)
            .where(Board.id == board_id)
            .values(posts_live=posts_live, last_post_at=last, version=Board.version + 1)
            .execution_options(synchronize_session=False)
        )
        for month, many in months.items():
            add_to_month(board_id, month, sign * many)


def _update_thread(thread_id: int, values: dict[str, object]) -> None:
    db.session.execute(
        update(Thread)
        .where(Thread.id == thread_id)
        .values(version=Thread.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    found = db.session.identity_map.get(db.session.identity_key(Thread, thread_id))
    if found is not None:
        db.session.expire(found)


def _add_to_board(post: Post, change: int) -> None:
    values: dict[str, object] = {
        "posts_live": Board.posts_live + change,
        "version": Board.version + 1,
    }
    if change > 0:
        values["last_post_at"] = func.coalesce(_later(post.published_at), post.published_at)
    db.session.execute(
        update(Board)
        .where(Board.id == post.board_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    add_to_month(post.board_id, month_of(post.published_at), change)


def _later(moment: datetime) -> object:
    """The later of a board's last post and ``moment``, in SQL."""
    greatest = func.max if db.engine.dialect.name == "sqlite" else func.greatest
    return greatest(Board.last_post_at, moment)


def add_to_month(board_id: int, month: int, change: int) -> None:
    """Count posts into the archive's index of months."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    row = insert(BoardMonth).values(board_id=board_id, month=month, posts=change)
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=["board_id", "month"], set_={"posts": BoardMonth.posts + change}
        )
    )


def _add_answer(post: Post, change: int) -> None:
    if post.parent_id is not None:
        db.session.execute(
            update(Post)
            .where(Post.id == post.parent_id)
            .values(answers=Post.answers + change)
            .execution_options(synchronize_session=False)
        )
