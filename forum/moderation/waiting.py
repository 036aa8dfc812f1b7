"""Nobody left alone: threads that nobody has answered, from the first minute until a person has.

They leave the list when somebody else than their author answers, or when somebody closes the wait with a
reason. Greeters are told after some hours and moderators after some more: each once of each thread, by a
sweep that finds what is due however often it is killed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from flask import current_app
from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, func, literal, select
from sqlalchemy.orm import aliased, contains_eager

from forum.accounts.models import LOOK_AFTER, Member
from forum.boards.access import level_of, thread_for
from forum.boards.models import Board
from forum.boards.sparing import listed_thread
from forum.boards.threads import WAITS_FOR_ANSWER, Thread
from forum.core.clock import now
from forum.core.db import Columns, Rows, db, rows
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.core.paging import Page
from forum.moderation.access import boards_of, looks_after_the_group
from forum.moderation.acting import check_reason
from forum.moderation.availability import is_here
from forum.moderation.models import ModeratorBoard
from forum.moderation.tellings import Telling, tell

THREADS_A_PAGE = 20
#: For so long after joining, somebody is new here.
NEW = timedelta(days=30)
#: Told of in one go; the next sweep goes on.
BATCH = 500

Earlier = aliased(Thread, name="earlier")


def count_waiting(member: Member) -> int:
    query = select(func.count()).select_from(Thread).join(Thread.board).where(*_for(member))
    return db.session.scalar(query) or 0


def waiting_threads(member: Member, page: Page) -> Rows:
    """Those who are new and write for the first time come first, then whoever has waited longest."""
    is_first = case((and_(Member.joined_at > now() - NEW, ~_wrote_before()), 1), else_=0)
    query = (
        select(
            Thread.id,
            Thread.title,
            Thread.hope,
            Thread.started_at,
            Board.title.label("board_title"),
            Member.name.label("author_name"),
            Member.handle.label("author_handle"),
            is_first.label("is_first"),
        )
        .join(Thread.board)
        .join(Thread.author)
        .where(*_for(member))
        .order_by(is_first.desc(), Thread.started_at, Thread.id)
    )
    return rows(query.offset(page.first).limit(page.size))


def _wrote_before() -> ColumnElement[bool]:
    before = exists().where(Earlier.author_id == Thread.author_id, Earlier.id < Thread.id)
    return before.correlate(Thread)


def _for(member: Member) -> list[ColumnElement[bool]]:
    """What waits on the boards that somebody looks after; greeters look after all that members see."""
    boards = boards_of(member)
    on_boards = [Thread.board_id.in_(boards)] if boards is not None else []
    return [*_waits(), listed_thread(level_of(member)), *on_boards]


def _waits() -> tuple[ColumnElement[bool], ...]:
    """On boards where it can be answered; moderators among themselves know where to find each other."""
    return WAITS_FOR_ANSWER, Board.archived_at.is_(None), Board.audience != "moderators"


def why_it_stays(member: Member, thread: Thread) -> str:
    """Why somebody may not close a wait, or nothing."""
    if thread.author_id == member.id:
        return "This is your own thread. Please leave it to somebody else."
    return ""


def thread_that_waits(member: Member, thread_id: int) -> Thread:
    """A thread on a board that somebody looks after."""
    thread, boards = thread_for(member, thread_id), boards_of(member)
    if boards is not None and thread.board_id not in boards:
        raise NotFound
    return thread


def close_wait(by: Member, thread: Thread, reason: str) -> None:
    """Take a thread off the list though nobody has answered; the reason stands in the log."""
    if why := why_it_stays(by, thread):
        raise Refused(why)
    if not reason:
        raise Refused("Please say why it needs no answer.", field="reason")
    check_reason(reason)
    fresh = select(Thread).where(Thread.id == thread.id).options(contains_eager(Thread.board))
    locked = fresh.join(Thread.board).with_for_update(of=Thread).execution_options(populate_existing=True)
    thread = db.session.scalars(locked).one()
    _check_waits(thread)
    thread.wait_closed_at = now()
    record_decision(by.id, "close wait", f"thread:{thread.id}", reason, board_id=thread.board_id)


def _check_waits(thread: Thread) -> None:
    if thread.answers_live:
        raise Refused("Somebody has answered meanwhile. It is off the list.")
    if thread.wait_closed_at is not None:
        raise Refused("Somebody was quicker: it is off the list already. Nothing was done twice.")


def tell_of_waiting() -> int:
    """Have greeters and moderators told of who has waited too long; says of how much."""
    settings = current_app.extensions["settings"]
    pairs = [
        *_due(("greeter",), settings.greeters_after_hours),
        *_due(LOOK_AFTER, settings.moderators_after_hours),
    ]
    tell(pairs)
    return len(pairs)


def _due(standings: Collection[str], hours: float) -> Sequence[tuple[str, Member]]:
    subject = literal("thread:") + cast(Thread.id, String)
    told = exists().where(Telling.subject == subject, Telling.member_id == Member.id)
    query: Select[*Columns] = (
        select(Thread.id, Member)
        .select_from(Thread)
        .join(Thread.board)
        .join(Member, and_(looks_after_the_group(standings), is_here(), Member.id != Thread.author_id))
        .where(*_waits(), Thread.started_at <= now() - timedelta(hours=hours), _is_theirs())
        .where(~told.correlate(Thread, Member))
        .order_by(Thread.started_at, Thread.id, Member.id)
        .limit(BATCH)
    )
    return [(f"thread:{row[0]}", row[1]) for row in db.session.execute(query)]


def _is_theirs() -> ColumnElement[bool]:
    """Whoever looks after some boards is told of those alone."""
    some = exists().where(ModeratorBoard.member_id == Member.id).correlate(Member)
    this = exists().where(ModeratorBoard.member_id == Member.id, ModeratorBoard.board_id == Thread.board_id)
    return (Member.standing != "moderator") | ~some | this.correlate(Member, Thread)
