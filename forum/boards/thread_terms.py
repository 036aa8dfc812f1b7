"""Which terms of the glossary posts name, and what that makes of their threads.

What a thread says of a term is kept with each post, in its transaction, so that a term which every fifth post
names costs a page as little as a rare one. It counts live posts alone: where none is left, no row is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.db import Base, Columns, Key, db
from forum.library.terms import LONGEST_NAME

#: Of what was written for a term, so much is kept.
LONGEST_WRITTEN = LONGEST_NAME


class PostTerm(Base):
    """A post names a term: the way from the term back to what was said of it."""

    __tablename__ = "post_terms"

    term_id: Mapped[int] = mapped_column(
        Key, ForeignKey("terms.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    post_id: Mapped[int] = mapped_column(
        Key, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    #: The word for it that stands there first; empty until the post was looked through for that.
    written: Mapped[str] = mapped_column(String(LONGEST_WRITTEN), default="", server_default="")


class ThreadTerm(Base):
    """Live posts of a thread name a term: how many, the last of them, and the word the first one used."""

    __tablename__ = "thread_terms"
    __table_args__ = (
        Index("ix_thread_terms_term_last", "term_id", "last_at", "thread_id", "board_id", "posts"),
        Index("ix_thread_terms_term_board", "term_id", "board_id"),
    )

    thread_id: Mapped[int] = mapped_column(
        Key, ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    term_id: Mapped[int] = mapped_column(
        Key, ForeignKey("terms.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    #: The board of the thread, so that whoever may see it is counted without asking each thread.
    board_id: Mapped[int] = mapped_column(Key, ForeignKey("boards.id"))
    posts: Mapped[int]
    last_number: Mapped[int]
    last_at: Mapped[datetime]
    written: Mapped[str] = mapped_column(String(LONGEST_WRITTEN), default="", server_default="")


def add_terms(post: Post, words: Mapping[int, str]) -> None:
    """Count a new live post into its thread, by the terms it names and the words for them."""
    if not words:
        return
    new = {
        "thread_id": post.thread_id, "board_id": post.board_id, "posts": 1,
        "last_number": post.number, "last_at": post.published_at,
    }  # fmt: skip
    is_sqlite = db.engine.dialect.name == "sqlite"
    row = (sqlite.insert if is_sqlite else postgresql.insert)(ThreadTerm).values(
        [{**new, "term_id": term_id, "written": written} for term_id, written in sorted(words.items())]
    )
    later = func.max if is_sqlite else func.greatest
    more: dict[str, Any] = {
        name: later(getattr(ThreadTerm, name), row.excluded[name]) for name in ("last_number", "last_at")
    }
    more["posts"] = ThreadTerm.posts + 1
    db.session.execute(row.on_conflict_do_update(index_elements=["thread_id", "term_id"], set_=more))


def settle_terms(threads: Collection[int]) -> None:
    """Work out anew what some threads, locked by whoever changes them, say of terms."""
    if threads:
        db.session.execute(delete(ThreadTerm).where(ThreadTerm.thread_id.in_(threads)))
        found = terms_by_posts().where(Post.thread_id.in_(threads))
        db.session.execute(insert(ThreadTerm).from_select(COLUMNS, _by_thread(found)))


def lock_threads(posts: Collection[int]) -> list[int]:
    """The threads of some posts, held for this worker, always in one order."""
    theirs = select(Post.thread_id).where(Post.id.in_(posts))
    return list(
        db.session.scalars(
            select(Thread.id).where(Thread.id.in_(theirs)).order_by(Thread.id).with_for_update()
        )
    )


#: What is worked out, in the order of ``_by_thread``.
COLUMNS = ("thread_id", "term_id", "board_id", "posts", "last_number", "last_at", "written")


def terms_by_posts() -> Select[*Columns]:
    """Each mention of a term in a live post, with the word that was used for it first in its thread."""
    first_word = func.first_value(PostTerm.written).over(
        partition_by=(Post.thread_id, PostTerm.term_id), order_by=Post.number
    )
    return (
        select(
            Post.thread_id,
            PostTerm.term_id,
            Post.board_id,
            Post.number,
            Post.published_at,
            first_word.label("written"),
        )
        .join(PostTerm, PostTerm.post_id == Post.id)
        .where(Post.state == "live")
    )


def _by_thread(found: Select[*Columns]) -> Select[*Columns]:
    each = found.subquery()
    return select(
        each.c.thread_id,
        each.c.term_id,
        func.max(each.c.board_id),
        func.count(),
        func.max(each.c.number),
        func.max(each.c.published_at),
        func.max(each.c.written),
    ).group_by(each.c.thread_id, each.c.term_id)


def threads_with_wrong_terms() -> list[int]:
    """Threads of which something else is kept than their posts say."""
    table = ThreadTerm.__table__
    kept = select(*(table.c[name] for name in COLUMNS))
    right = _by_thread(terms_by_posts())
    differing = kept.except_(right).subquery(), right.except_(kept).subquery()
    found = [db.session.scalars(select(each.c[0]).distinct()) for each in differing]
    return sorted(set().union(*found))
