"""What the front page shows: boards in one query, threads in another, as plain rows.

Rows and not objects: a page shows dozens of them, and needs a few columns of each. A statement is built
once for each level of reader, since building it takes longer than running it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from forum.accounts.models import Member
from forum.boards.access import ME, Level, level_of, me, visible_board
from forum.boards.lists import CONTENT_NOTE, MARK_OF_ME, Starter, unread_posts
from forum.boards.marks import has_missed
from forum.boards.models import IN_ORDER, Board, Heading
from forum.boards.posts import Post
from forum.boards.quiet import not_muted
from forum.boards.sparing import listed_thread
from forum.boards.threads import WAITS_FOR_ANSWER, ReadMark, Thread
from forum.core.clock import now
from forum.core.db import AnyRow, Columns, Rows, rows

#: What happened longer ago than this is the archive, and not news.
NEWS = timedelta(days=30)
#: What was written shortly before somebody joined is still news to them.
BEFORE_JOINING = timedelta(days=7)
#: Threads listed as new on the front page; the rest is on the boards.
NEWS_SHOWN = 8
#: Threads listed as those somebody read last.
STOPPED_SHOWN = 3
#: One's own posts listed as waiting for a moderator.
HELD_SHOWN = 20


def news_since(member: Member) -> datetime:
    """From when on something is new to a member, if they have not read it."""
    return max(now() - NEWS, member.joined_at - BEFORE_JOINING)


def boards_by_heading(member: Member | None) -> Rows:
    """Every board one may see, in order, with its heading, and how many of its threads have news."""
    if member is None:
        return rows(_boards("stranger"))
    query = _boards(level_of(member), is_quiet=bool(member.quiet))
    return rows(query, {"since": news_since(member), **me(member)})


@cache
def _boards(level: Level, *, is_quiet: bool = False) -> Select[*Columns]:
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
            (literal(0) if level == "stranger" else _threads_with_news(level, is_quiet)).label("news"),
        )
        .outerjoin(Board.heading)
        .where(visible_board(level))
        .order_by(*IN_ORDER)
    )


def _threads_with_news(level: Level, is_quiet: bool) -> ScalarSelect[int]:
    """In how many threads of a board something stands that the reader has not been shown."""
    return (
        select(func.count())
        .select_from(Thread)
        .outerjoin(ReadMark, MARK_OF_ME)
        .where(Thread.board_id == Board.id, has_news(), listed_thread(level), *_wanted(is_quiet))
        .correlate(Board)
        .scalar_subquery()
    )


def has_news() -> ColumnElement[bool]:
    """Told from the number of the last post that can be read, so a post that was hidden is not counted."""
    return and_(
        Thread.state == "live",
        Thread.last_post_at > bindparam("since"),
        or_(Thread.last_live_number > func.coalesce(ReadMark.number, 0), has_missed(ME)),
        or_(ReadMark.number.is_not(None), Thread.last_author_id != ME, Thread.posts_live > 1),
    )


@dataclass(frozen=True, slots=True)
class ThreadsFor:
    """The threads that the front page shows to a member, as plain rows."""

    #: The three they read last, the latest first, with how many posts came since.
    stopped: Rows
    #: Those with something they have not been shown, the latest first.
    news: Rows
    #: Those of this month that nobody has answered, the longest waiting first.
    waiting: Rows
    #: Posts of theirs that a moderator has yet to read, the latest first.
    held: Rows


def threads_for(member: Member) -> ThreadsFor:
    """All lists in one query: the front page is asked for more often than any other."""
    query = _threads_for(level_of(member), is_quiet=bool(member.quiet))
    found = rows(query, {"since": news_since(member), "lately": now() - NEWS, **me(member)})
    by_list: dict[str, list[AnyRow]] = {"stopped": [], "news": [], "waiting": [], "held": []}
    for row in sorted(found, key=attrgetter("at")):
        by_list[row.list].append(row)
    stopped = by_list["stopped"][::-1]
    seen = {row.id for row in stopped}
    news = [row for row in reversed(by_list["news"]) if row.id not in seen]
    return ThreadsFor(stopped, news[:NEWS_SHOWN], by_list["waiting"], by_list["held"][::-1])


@cache
def _threads_for(level: Level, *, is_quiet: bool) -> CompoundSelect[*Columns]:
    wanted = _wanted(is_quiet)
    lists = (_stopped(level).where(*wanted), _news(level).where(*wanted), _waiting(level).where(*wanted))
    return union_all(*(select(each.subquery()) for each in (*lists, _held())))


def _wanted(is_quiet: bool) -> tuple[ColumnElement[bool], ...]:
    """What whoever asks would rather not be told of is left out; nearly everybody wants all of it."""
    return (not_muted(),) if is_quiet else ()


def _stopped(level: Level) -> Select[*Columns]:
    return (
        select(*_columns("stopped", ReadMark.at, unread=unread_posts()))
        .select_from(ReadMark)
        .join(Thread, Thread.id == ReadMark.thread_id)
        .join(Thread.board)
        .where(ReadMark.member_id == ME, Thread.state == "live", Thread.joined_to_id.is_(None))
        .where(visible_board(level), listed_thread(level))
        .order_by(ReadMark.at.desc())
        .limit(STOPPED_SHOWN)
    )


def _news(level: Level) -> Select[*Columns]:
    """As many as are shown although some of them are listed as last read already."""
    return (
        select(*_columns("news", Thread.last_post_at, read=ReadMark.number))
        .join(Thread.board)
        .outerjoin(ReadMark, MARK_OF_ME)
        .where(has_news(), visible_board(level), listed_thread(level))
        .order_by(Thread.last_post_at.desc())
        .limit(NEWS_SHOWN + STOPPED_SHOWN)
    )


def _waiting(level: Level) -> Select[*Columns]:
    return (
        select(*_columns("waiting", Thread.started_at, author_name=Starter.name))
        .join(Thread.board)
        .join(Starter, Starter.id == Thread.author_id)
        .where(WAITS_FOR_ANSWER, Thread.started_at > bindparam("lately"))
        .where(visible_board(level), Board.archived_at.is_(None))
        .where(Thread.author_id != ME, listed_thread(level))
        .order_by(Thread.started_at)
        .limit(5)
    )


def _held() -> Select[*Columns]:
    return (
        select(*_columns("held", Post.published_at, key=Post.id))
        .select_from(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Thread.board)
        .where(Post.author_id == ME, Post.state == "held")
        .order_by(Post.published_at.desc())
        .limit(HELD_SHOWN)
    )


def _columns(
    name: str,
    at: SQLColumnExpression[datetime],
    *,
    key: SQLColumnExpression[int] = Thread.id,
    unread: SQLColumnExpression[int] | None = None,
    read: SQLColumnExpression[int] | None = None,
    author_name: SQLColumnExpression[str] | None = None,
) -> list[SQLColumnExpression[Any]]:
    """What each list says of a thread (with its ``key``: of a post), and nothing where another says more."""
    return [
        literal(name, literal_execute=True).label("list"),
        key.label("id"),
        Thread.title,
        Thread.hope,
        CONTENT_NOTE.label("content_note"),
        Board.title.label("board_title"),
        at.label("at"),
        _or_nothing(unread, Integer).label("unread"),
        _or_nothing(read, Integer).label("read"),
        _or_nothing(author_name, String).label("author_name"),
    ]


def _or_nothing(
    column: SQLColumnExpression[Any] | None, kind: type[TypeEngine[Any]]
) -> SQLColumnExpression[Any]:
    return cast(null(), kind) if column is None else column
