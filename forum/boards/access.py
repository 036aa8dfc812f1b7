"""Boards, threads and posts, loaded through the person; and may they, with a reason.

There is no other way to any of them: what somebody may not see is not found, exactly as if it were not
there. ``member`` is None for a stranger.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Literal, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from forum.accounts.models import HEALTH_ROLES, ROLES, Member
from forum.boards.marks import Reading, missed_posts
from forum.boards.models import Board
from forum.boards.posts import LAST_CHANGED, Attachment, Draft, Post
from forum.boards.threads import ReadMark, Thread
from forum.core.db import Key, db
from forum.core.edge import check_may_write
from forum.core.errors import NotFound, Refused

T = TypeVar("T")

#: The largest number a row can have; a longer one in an address leads nowhere.
LARGEST_ID = 2**63 - 1


#: Somebody whom a board is for may have said nothing of it, or taken it back.
HEALTH_ASKS = (
    " If that is you, you can tick it in your profile. It says something about your health, so we keep it "
    "only with your agreement."
)

#: The last two want to see no threads in memory of somebody.
Level = Literal["stranger", "member", "moderator", "spared member", "spared moderator"]
#: Whoever asks, in a statement that is built once and used for everybody.
ME: BindParameter[int] = bindparam("me", type_=Key)


def level_of(member: Member | None) -> Level:
    """How much of the house somebody may see."""
    if member is None:
        return "stranger"
    if member.is_moderator:
        return "spared moderator" if member.spares_memorials else "moderator"
    return "spared member" if member.spares_memorials else "member"


def is_moderators(level: Level) -> bool:
    return level in ("moderator", "spared moderator")


def me(member: Member | None) -> dict[str, int]:
    """The value of ``ME``: nobody has the number 0."""
    return {"me": member.id if member else 0}


def visible_board(level: Level) -> ColumnElement[bool]:
    match level:
        case "stranger":
            return Board.audience == "public"
        case "member" | "spared member":
            return Board.audience != "moderators"
        case "moderator" | "spared moderator":
            return true()


def visible_thread(level: Level) -> ColumnElement[bool]:
    """Of threads on boards one may see: live ones; one's own while held; all but deleted for moderators."""
    return _visible(level, Thread.state, Thread.author_id)


def visible_post(level: Level) -> ColumnElement[bool]:
    return _visible(level, Post.state, Post.author_id)


def _visible(
    level: Level, state: InstrumentedAttribute[str], author_id: InstrumentedAttribute[int]
) -> ColumnElement[bool]:
    match level:
        case "stranger":
            return state == "live"
        case "member" | "spared member":
            return or_(state == "live", and_(state == "held", author_id == ME))
        case "moderator" | "spared moderator":
            return state != "deleted"


def board_for(member: Member | None, slug: str) -> Board:
    return _found(db.session.scalar(_board_query(level_of(member)), {"slug": slug}))


@cache
def _board_query(level: Level) -> Select[Board]:
    return select(Board).where(Board.slug == bindparam("slug"), visible_board(level))


def thread_for(member: Member | None, thread_id: int) -> Thread:
    """The thread, with its board."""
    values = {"thread_id": _within(thread_id), **me(member)}
    return _found(db.session.scalar(_thread_query(level_of(member)), values))


def thread_to_read(member: Member | None, thread_id: int) -> Reading:
    """All of it in one query, and a second for those who have a draft there."""
    if member is None:
        return Reading(thread_for(None, thread_id))
    values = {"thread_id": _within(thread_id), "place": f"thread:{thread_id}", **me(member)}
    row = _found(db.session.execute(_reading_query(level_of(member)), values).one_or_none())
    thread, read, read_at, next_number, missed, draft_id = row
    draft = db.session.get(Draft, draft_id) if draft_id else None
    return Reading(thread, read or 0, read_at, next_number, missed, draft)


@cache
def _thread_query(level: Level) -> Select[Thread]:
    return (
        select(Thread)
        .join(Thread.board)
        .options(contains_eager(Thread.board))
        .where(Thread.id == bindparam("thread_id"), visible_board(level), visible_thread(level))
    )


@cache
def _reading_query(level: Level) -> Select[Thread, int, datetime, int, int, int]:
    drafts = select(Draft.id).where(Draft.place == bindparam("place"), Draft.member_id == ME)
    draft = drafts.order_by(*LAST_CHANGED).limit(1).scalar_subquery()
    unread = (
        Post.thread_id == Thread.id,
        Post.state == "live",
        Post.number > func.coalesce(ReadMark.number, 0),
    )
    first_unread = select(Post.number).where(*unread).order_by(Post.number).limit(1)
    next_number = first_unread.correlate(Thread, ReadMark).scalar_subquery()
    return (
        _thread_query(level)
        .add_columns(ReadMark.number, ReadMark.at, next_number, missed_posts(ME), draft)
        .outerjoin(ReadMark, and_(ReadMark.thread_id == Thread.id, ReadMark.member_id == ME))
    )


def post_for(member: Member | None, post_id: int) -> Post:
    """The post, with its thread, board and author; one that is gone is not found."""
    values = {"post_id": _within(post_id), **me(member)}
    return _found(db.session.scalar(_post_query(level_of(member)), values))


def place_for(member: Member | None, post_id: int) -> Post:
    """A post, or the place where one stood whose words are gone: that place is seen with its thread."""
    values = {"post_id": _within(post_id), **me(member)}
    return _found(db.session.scalar(_place_query(level_of(member)), values))


@cache
def _place_query(level: Level) -> Select[Post]:
    return _post_in_thread(level).where(or_(visible_post(level), Post.number.is_not(None)))


@cache
def _post_query(level: Level) -> Select[Post]:
    return _post_in_thread(level).where(visible_post(level))


def _post_in_thread(level: Level) -> Select[Post]:
    return (
        select(Post)
        .join(Post.thread)
        .join(Thread.board)
        .join(Post.author)
        .options(
            contains_eager(Post.thread).contains_eager(Thread.board),
            contains_eager(Post.author),
        )
        .where(Post.id == bindparam("post_id"), visible_board(level))
        .where(visible_thread(level))
    )


def attachment_for(member: Member | None, attachment_id: int) -> Attachment:
    """A file that is with a draft is its author's alone; with a post, it is as private as the post."""
    found = _found(db.session.get(Attachment, _within(attachment_id)))
    if found.post_id is not None:
        post_for(member, found.post_id)
    elif member is None or found.member_id != member.id:
        raise NotFound
    return found


def _within(number: int) -> int:
    if number > LARGEST_ID:
        raise NotFound
    return number


def _found(thing: T | None) -> T:
    if thing is None:
        raise NotFound
    return thing


def check_can_start(member: Member, board: Board) -> None:
    """May they start a thread there? If not, a reason that is kind and says why."""
    check_may_write(member)
    _check_open(board)
    _check_role(member, board.start_roles, "start threads here")


def check_can_reply(member: Member, thread: Thread) -> None:
    check_may_write(member)
    _check_open(thread.board)
    _check_role(member, thread.board.reply_roles, "answer here")
    if thread.joined_to_id:
        raise Refused("This thread is part of another one now. Please open it again and answer there.")
    if thread.is_locked and not member.is_moderator:
        raise Refused(f"This thread is closed to new replies.{_lock_reason(thread)}")
    if thread.state != "live":
        raise Refused("A moderator has yet to read this thread. Replies open once they have.")


def _check_open(board: Board) -> None:
    if board.archived_at:
        raise Refused(f"{board.title} is an archive now: it can be read, and nothing new is written there.")


def _check_role(member: Member, roles: str, what: str) -> None:
    allowed = frozenset(filter(None, roles.split(",")))
    if not allowed or member.is_moderator or member.role_keys & allowed:
        return
    words = " or ".join(f"“{ROLES[key]}”" for key in ROLES if key in allowed)
    raise Refused(
        f"The group keeps this board for people whose profile says {words}, so that they can speak freely "
        f"among themselves. Only they {what}.{HEALTH_ASKS if allowed & HEALTH_ROLES else ''}"
    )


def why_not_start(member: Member, board: Board) -> str:
    """The reason they may not start a thread, or nothing: the page says what the refusal would."""
    return _reason(lambda: check_can_start(member, board))


def why_not_reply(member: Member, thread: Thread) -> str:
    return _reason(lambda: check_can_reply(member, thread))


def _reason(check: Callable[[], None]) -> str:
    try:
        check()
    except Refused as refused:
        return refused.reason
    return ""


def check_is_author(member: Member, post: Post) -> None:
    if post.author_id != member.id:
        raise NotFound


def check_can_change(member: Member, post: Post) -> None:
    """One's own words can be changed; taking them back is another thing, and always possible."""
    check_is_author(member, post)
    check_may_write(member)
    if member.is_held and post.is_live:
        raise Refused(
            "For a time a moderator reads your posts before others do, so what stands there already stays as "
            "it is till then. You can take it back, or answer it with what you want to add."
        )
    if post.format != "markdown":
        where = "by mail" if post.via == "mail" else "from the mail archive"
        raise Refused(f"This post came {where} and stays as it was sent.")
    _check_open(post.thread.board)
    if post.thread.is_locked and not member.is_moderator:
        raise Refused(f"This thread is closed, so its posts stay as they are.{_lock_reason(post.thread)}")


def _lock_reason(thread: Thread) -> str:
    return f" The reason: {thread.lock_reason}" if thread.lock_reason else ""


def why_not_change(member: Member, post: Post) -> str:
    return _reason(lambda: check_can_change(member, post))
