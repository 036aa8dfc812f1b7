"""A name from the archive turns out to be a member's: their posts become the member's own."""

from __future__ import annotations

from sqlalchemy import or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import Member
from forum.boards.counts import settle_answers
from forum.boards.posts import Attachment, Post
from forum.boards.threads import Thread
from forum.boards.versions import renew_boards, renew_threads
from forum.core.db import Rows, db, rows

#: Every place that names an author.
AUTHORS: tuple[InstrumentedAttribute[int] | InstrumentedAttribute[int | None], ...] = (
    Post.author_id,
    Thread.author_id,
    Thread.last_author_id,
    Attachment.member_id,
)


def claim_archive_author(member: Member, author: Member) -> None:
    """Give ``member`` what ``author`` wrote, once they have proved the address."""
    threads = _threads_that_name(author)
    renew_threads(db.session(), {thread.id for thread in threads})
    renew_boards(db.session(), {thread.board_id for thread in threads})
    for column in AUTHORS:
        db.session.execute(
            update(column.class_)
            .where(column == author.id)
            .values({column: member.id})
            .execution_options(synchronize_session=False)
        )
    settle_answers([thread.id for thread in threads])


def _threads_that_name(author: Member) -> Rows:
    wrote = select(Post.thread_id).where(Post.author_id == author.id)
    named = or_(Thread.id.in_(wrote), Thread.author_id == author.id)
    return rows(select(Thread.id, Thread.board_id).where(named))
