"""Which moderator looks after what: loaded through the person, and may they, with a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.access import member_called
from forum.accounts.models import LOOK_AFTER, STANDINGS, Member
from forum.boards.access import post_for, thread_for
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.moderation.models import Item, ModeratorBoard, Report


def boards_of(moderator: Member) -> frozenset[int] | None:
    """The boards somebody looks after; None: all of them."""
    if moderator.is_admin:
        return None
    theirs = select(ModeratorBoard.board_id).where(ModeratorBoard.member_id == moderator.id)
    return frozenset(db.session.scalars(theirs)) or None


def looks_after_the_group(standings: Collection[str] = LOOK_AFTER) -> ColumnElement[bool]:
    """Of members: moderators and administrators (or others) who may do something just now."""
    moment = now()
    return and_(
        Member.standing.in_(standings),
        Member.remembered_at.is_(None),
        Member.banned_at.is_(None),
        *(
            or_(until.is_(None), until <= moment)
            for until in (Member.suspended_until, Member.read_only_until)
        ),
    )


def who_looks_after(board_id: int | None) -> Sequence[Member]:
    """The moderators of a board (without one: of all), and the administrators, as far as they can act."""
    limited = exists().where(ModeratorBoard.member_id == Member.id)
    here = exists().where(ModeratorBoard.member_id == Member.id, ModeratorBoard.board_id == board_id)
    query = select(Member).where(
        looks_after_the_group(),
        or_(Member.standing == "admin", ~limited | here),
    )
    return db.session.scalars(query.order_by(Member.name, Member.id)).all()


def names(people: Sequence[Member]) -> str:
    """Some people in a sentence: "Juniper, Old Harbour or Lamplight"."""
    first, last = [who.name for who in people[:-1]], people[-1].name if people else "Nobody"
    return f"{', '.join(first)} or {last}" if first else last


def member_to_moderate(moderator: Member, handle: str) -> Member:
    """A member; for a moderator of some boards, one who wrote there."""
    about, boards = member_called(handle), boards_of(moderator)
    wrote = select(Post.id).where(Post.author_id == about.id, Post.board_id.in_(boards or ())).limit(1)
    if boards is not None and db.session.scalar(wrote) is None:
        raise NotFound
    return about


def check_looks_after_all(moderator: Member) -> None:
    """What concerns the whole group is not there for a moderator of some boards."""
    if boards_of(moderator) is not None:
        raise NotFound


def in_boards(boards: frozenset[int] | None) -> ColumnElement[bool]:
    """That an item is on one of some boards; what is on none is for those who look after all."""
    return true() if boards is None else Item.board_id.in_(boards)


def item_for(moderator: Member, item_id: int) -> Item:
    """The item with its reports and people, for a moderator whose boards it is on."""
    found = db.session.scalar(
        select(Item)
        .where(Item.id == item_id, in_boards(boards_of(moderator)))
        .options(
            joinedload(Item.about),
            joinedload(Item.claimed_by),
            joinedload(Item.handled_by),
            selectinload(Item.reports).joinedload(Report.reporter),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def post_to_moderate(moderator: Member, post_id: int) -> Post:
    """A post with its thread, board and author, for a moderator who looks after its board."""
    post = post_for(moderator, post_id)
    boards = boards_of(moderator)
    if boards is not None and post.board_id not in boards:
        raise NotFound
    return post


def thread_to_moderate(moderator: Member, thread_id: int) -> Thread:
    """A thread with its board, for a moderator who looks after that board."""
    thread = thread_for(moderator, thread_id)
    boards = boards_of(moderator)
    if boards is not None and thread.board_id not in boards:
        raise NotFound
    return thread


def check_may_act_on(moderator: Member, about: Member) -> None:
    """Nobody decides about themselves, or about somebody of higher standing."""
    if about.id == moderator.id:
        raise Refused("This is about you. Please leave it to another moderator.")
    if STANDINGS.index(about.standing) > STANDINGS.index(moderator.standing):
        raise Refused(f"{about.name} is an administrator. Only administrators decide about administrators.")


def why_not_act_on(moderator: Member, about: Member | None) -> str:
    """The reason they may not, or nothing: the page says what the refusal would."""
    try:
        if about is not None:
            check_may_act_on(moderator, about)
    except Refused as refused:
        return refused.reason
    return ""
