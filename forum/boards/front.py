"""What the front page shows, each list in one indexed query, as plain rows.

Rows and not objects: a page shows dozens of them, and needs a few columns of each. A statement is built
once for each level of reader, since building it takes longer than running it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, func, literal, or_, select

from forum.accounts.models import Member
from forum.boards.access import ME, Level, level_of, me, visible_board
from forum.boards.lists import MARK_OF_ME, Starter, unread_posts
from forum.boards.models import Board, Heading
from forum.boards.threads import ReadMark, Thread
from forum.core.clock import now
from forum.core.db import Columns, Rows, rows

#: What happened longer ago than this is the archive, and not news.
NEWS = timedelta(days=30)
#: What was written shortly before somebody joined is still news to them.
BEFORE_JOINING = timedelta(days=7)
#: Threads listed as new on the front page; the rest is on the boards.
NEWS_SHOWN = 8
#: Threads listed as those somebody read last.
STOPPED_SHOWN = 3


def news_since(member: Member) -> datetime:
    """From when on something is new to a member, if they have not read it."""
    return max(now() - NEWS, member.joined_at - BEFORE_JOINING)


def boards_by_heading(member: Member | None) -> Rows:
    """Every board one may see, in order, with its heading, and how many of its threads have news."""
    if member is None:
        return rows(_boards("stranger"))
    return rows(_boards(level_of(member)), {"since": news_since(member), **me(member)})


@cache
def _boards(level: Level) -> Select[*Columns]:
    return (
        select(
            Board.id,
            Board.slug,
            Board.title,
            Board.purpose,
            Board.audience,
            Board.archived_at,
            Board.threads_live,
            Board.posts_live,
            Board.last_post_at,
            Heading.title.label("heading"),
            (literal(0) if level == "stranger" else _threads_with_news()).label("news"),
        )
        .outerjoin(Board.heading)
        .where(visible_board(level))
        .order_by(Board.archived_at.is_not(None), Heading.position, Heading.id, Board.position, Board.id)
    )


def _threads_with_news() -> ScalarSelect[int]:
    """In how many threads of a board something stands that the reader has not been shown."""
    return (
        select(func.count())
        .select_from(Thread)
        .outerjoin(ReadMark, MARK_OF_ME)
        .where(Thread.board_id == Board.id, has_news())
        .correlate(Board)
        .scalar_subquery()
    )


def has_news() -> ColumnElement[bool]:
    """Told from the number of the last post that can be read, so a post that was hidden is not counted."""
    return and_(
        Thread.state == "live",
        Thread.last_post_at > bindparam("since"),
        Thread.last_live_number > func.coalesce(ReadMark.number, 0),
        or_(ReadMark.number.is_not(None), Thread.last_author_id != ME, Thread.posts_live > 1),
    )


def threads_with_news(member: Member) -> Rows:
    """Threads with something the member has not been shown, the latest first."""
    values = {"since": news_since(member), **me(member)}
    return rows(_news(level_of(member)), values)


@cache
def _news(level: Level) -> Select[*Columns]:
    """As many as are shown although some of them are listed as last read already."""
    return (
        select(
            Thread.id,
            Thread.title,
            Thread.last_post_at,
            Board.title.label("board_title"),
            ReadMark.number.label("read"),
        )
        .join(Thread.board)
        .outerjoin(ReadMark, MARK_OF_ME)
        .where(has_news(), visible_board(level))
        .order_by(Thread.last_post_at.desc())
        .limit(NEWS_SHOWN + STOPPED_SHOWN)
    )


def threads_stopped_in(member: Member) -> Rows:
    """The three threads a member read last, with what came since."""
    return rows(_stopped(level_of(member)), me(member))


@cache
def _stopped(level: Level) -> Select[*Columns]:
    return (
        select(
            Thread.id,
            Thread.title,
            Board.title.label("board_title"),
            unread_posts().label("unread"),
        )
        .select_from(ReadMark)
        .join(Thread, Thread.id == ReadMark.thread_id)
        .join(Thread.board)
        .where(ReadMark.member_id == ME, Thread.state == "live", visible_board(level))
        .order_by(ReadMark.at.desc())
        .limit(STOPPED_SHOWN)
    )


def threads_unanswered(member: Member) -> Rows:
    """Threads of this month that nobody has answered, the longest waiting first."""
    values = {"since": now() - NEWS, **me(member)}
    return rows(_unanswered(level_of(member)), values)


@cache
def _unanswered(level: Level) -> Select[*Columns]:
    return (
        select(
            Thread.id,
            Thread.title,
            Thread.hope,
            Thread.started_at,
            Board.title.label("board_title"),
            Starter.name.label("author_name"),
        )
        .join(Thread.board)
        .join(Starter, Starter.id == Thread.author_id)
        .where(Thread.state == "live", Thread.posts_live == 1, Thread.started_at > bindparam("since"))
        .where(visible_board(level), Board.archived_at.is_(None), Thread.locked_at.is_(None))
        .where(Thread.author_id != ME)
        .order_by(Thread.started_at)
        .limit(5)
    )
