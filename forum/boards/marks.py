"""How far each member has read: told by the pages they were shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, delete, func, insert, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from forum.accounts.models import Member
from forum.boards.posts import Draft, MissedPost, Post
from forum.boards.threads import ReadMark, Thread
from forum.core.clock import now
from forum.core.db import db, note
from forum.core.paging import Page

#: A page shown again counts as a new visit after this time.
VISIT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Reading:
    """A thread with its board, how far the reader got and when, and what they had begun to write."""

    thread: Thread
    read: int = 0
    read_at: datetime | None = None
    #: The number of the first post they have yet to read, if there is one.
    next_number: int | None = None
    #: How many posts behind their mark were shown again since they came past.
    missed: int = 0
    draft: Draft | None = None


def mark_page_read(member: Member, reading: Reading, page: Page) -> None:
    """Note that a page was shown; writes only when that says something new.

    Somebody who jumps ahead, by a link or to their own reply, has not read what lies between: the mark
    waits before it until they come that way.
    """
    if reading.missed:
        _note_seen(member.id, reading.thread.id, page)
    jumped = reading.next_number is not None and reading.next_number <= page.first
    shown = reading.read if jumped else min(page.first + page.size, reading.thread.last_number)
    if (jumped and not reading.read_at) or (
        reading.read_at and reading.read >= shown and now() - reading.read_at < VISIT
    ):
        return
    set_mark(member.id, reading.thread.id, shown)


def _note_seen(member_id: int, thread_id: int, page: Page) -> None:
    """What they had missed on this page, they have been shown now."""
    on_page = select(Post.id).where(
        Post.thread_id == thread_id, Post.number > page.first, Post.number <= page.first + page.size
    )
    note(
        delete(MissedPost)
        .where(MissedPost.member_id == member_id, MissedPost.post_id.in_(on_page))
        .execution_options(synchronize_session=False)
    )


def note_missed(post: Post) -> None:
    """A hidden post is shown again: to whoever came past its place meanwhile it is new.

    Marks are not kept by thread, so this looks through all of them; it happens rarely.
    """
    passed = select(ReadMark.member_id, literal(post.id)).where(
        ReadMark.thread_id == post.thread_id,
        ReadMark.number >= post.number,
        ReadMark.at > (post.hidden_at or post.published_at),
        ReadMark.member_id != post.author_id,
    )
    db.session.execute(insert(MissedPost).from_select(["member_id", "post_id"], passed))


def forget_missed(post: Post) -> None:
    """Nobody misses a post that cannot be read."""
    db.session.execute(delete(MissedPost).where(MissedPost.post_id == post.id))


def mark_own_post(post: Post) -> None:
    """One's own words are read, unless others stand before them that are not; what is held has no place."""
    if post.number is None:
        return
    between = select(Post.id).where(
        Post.thread_id == post.thread_id,
        Post.state == "live",
        Post.number > func.coalesce(_mark_of(post.author_id, post.thread_id), 0),
        Post.number < post.number,
    )
    if db.session.scalar(between.limit(1)) is None:
        set_mark(post.author_id, post.thread_id, post.number)


def _mark_of(member_id: int, thread_id: int) -> ScalarSelect[int]:
    here = (ReadMark.member_id == member_id, ReadMark.thread_id == thread_id)
    return select(ReadMark.number).where(*here).scalar_subquery()


def set_mark(member_id: int, thread_id: int, number: int) -> None:
    """Move a mark forward, never back: one statement."""
    insert_or = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    row = insert_or(ReadMark).values(member_id=member_id, thread_id=thread_id, number=number, at=now())
    further = db.func.max if db.engine.dialect.name == "sqlite" else db.func.greatest
    note(
        row.on_conflict_do_update(
            index_elements=["member_id", "thread_id"],
            set_={"number": further(ReadMark.number, row.excluded.number), "at": row.excluded.at},
        )
    )


def first_unread(member: Member, thread: Thread) -> tuple[int | None, int] | None:
    """The number and id of the first post that can be read and was not shown; else of the last one."""
    read = db.session.scalar(
        select(ReadMark.number).where(ReadMark.member_id == member.id, ReadMark.thread_id == thread.id)
    )
    missed = select(MissedPost.post_id).where(MissedPost.member_id == member.id)
    live = select(Post.number, Post.id).where(Post.thread_id == thread.id, Post.state == "live")
    unread = live.where(or_(Post.number > (read or 0), Post.id.in_(missed))).order_by(Post.number).limit(1)
    last = live.order_by(Post.number.desc()).limit(1)
    row = db.session.execute(unread).one_or_none() or db.session.execute(last).one_or_none()
    return (row.number, row.id) if row else None


def missed_posts(me: BindParameter[int]) -> ScalarSelect[int]:
    """How many posts of the thread of a row are new although whoever asks came past their places.

    Nearly nobody has missed any, so it is one look into an index.
    """
    return (
        select(func.count())
        .select_from(MissedPost)
        .join(Post, Post.id == MissedPost.post_id)
        .where(MissedPost.member_id == me, Post.thread_id == Thread.id, Post.state == "live")
        .correlate(Thread)
        .scalar_subquery()
    )


def has_missed(me: BindParameter[int]) -> ColumnElement[bool]:
    """Whether there are any in the thread of a row: for lists, looked up once and not for each of them."""
    missed = (
        select(Post.thread_id)
        .join(MissedPost, MissedPost.post_id == Post.id)
        .where(MissedPost.member_id == me, Post.state == "live")
    )
    return Thread.id.in_(missed)
