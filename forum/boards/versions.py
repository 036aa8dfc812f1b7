"""A new version for whatever changed, so that no piece of a page kept in memory outlives what it shows.

Posts, their files, threads and boards that are changed as objects are seen here, whoever changes them. The
few bulk updates (boards.counts, boards.uploads, the importer) say so themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import event, select, true, update
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.boards.posts import Attachment, Post
from forum.boards.threads import Thread
from forum.core.db import KithSession


def init_versions(_app: Flask) -> None:
    if not event.contains(KithSession, "before_flush", _note_changes):
        event.listen(KithSession, "before_flush", _note_changes)


def _note_changes(session: Session, _context: UOWTransaction, _objects: object) -> None:
    changed = [thing for thing in session.dirty if session.is_modified(thing)] + list(session.deleted)
    threads = {thing.thread_id for thing in changed if isinstance(thing, Post)}
    threads |= {thing.id for thing in changed if isinstance(thing, Thread)}
    threads |= _threads_with(session, [thing for thing in changed if isinstance(thing, Attachment)])
    boards = {thing.board_id for thing in changed if isinstance(thing, Thread)}
    boards |= {thing.id for thing in changed if isinstance(thing, Board)}
    for member in (thing for thing in changed if isinstance(thing, Member) and _is_shown_otherwise(thing)):
        _renew_all_of(session, member)
    if threads:
        renew_threads(session, threads)
    if boards:
        renew_boards(session, boards)


def _threads_with(session: Session, files: Sequence[Attachment]) -> set[int]:
    posts = {file.post_id for file in files if file.post_id is not None}
    return set(session.scalars(select(Post.thread_id).where(Post.id.in_(posts)))) if posts else set()


def _is_shown_otherwise(member: Member) -> bool:
    """Whether what stands above a member's posts is another now."""
    shown = ("name", "handle", "roles", "standing", "claimed_at")
    return any(get_history(member, name).has_changes() for name in shown)


def _renew_all_of(session: Session, member: Member) -> None:
    """Every thread somebody wrote in, and every board: rare, and so it may take a moment."""
    theirs = select(Post.thread_id).where(Post.author_id == member.id)
    for table, rows in ((Thread, Thread.id.in_(theirs)), (Board, true())):
        session.execute(
            update(table)
            .where(rows)
            .values(version=table.version + 1)
            .execution_options(synchronize_session=False)
        )


def renew_threads(session: Session, ids: set[int]) -> None:
    session.execute(
        update(Thread)
        .where(Thread.id.in_(ids))
        .values(version=Thread.version + 1)
        .execution_options(synchronize_session=False)
    )


def renew_boards(session: Session, ids: set[int]) -> None:
    session.execute(
        update(Board)
        .where(Board.id.in_(ids))
        .values(version=Board.version + 1)
        .execution_options(synchronize_session=False)
    )
