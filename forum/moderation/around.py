"""What a moderator needs beside an item: the thread around a post, and its author's history here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Member
from forum.boards.access import place_for
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.core.db import Rows, db, rows
from forum.core.decisions import Decision
from forum.core.errors import NotFound
from forum.moderation.access import in_boards
from forum.moderation.models import Item

#: Posts shown before and after the one in question.
BEFORE, AFTER = 3, 2
#: Earlier decisions shown.
DECISIONS = 20


@dataclass(frozen=True, slots=True)
class History:
    """Somebody's time with the group, as far as a moderator needs it."""

    posts: int
    decisions: Sequence[Decision]


def around(moderator: Member, item: Item) -> tuple[Post | None, Sequence[Post]]:
    """The post that an item is about, and those around it; of other items, nothing."""
    if not item.subject.startswith("post:"):
        return None, ()
    try:
        post = place_for(moderator, item.key)
    except NotFound:
        return None, ()
    near = Post.number.between(post.number - BEFORE, post.number + AFTER) if post.number else None
    last = Post.number > post.thread.last_number - BEFORE
    query = (
        select(Post)
        .where(Post.thread_id == post.thread_id, or_(near if near is not None else last, Post.id == post.id))
        .options(joinedload(Post.author))
        .order_by(Post.number.is_(None), Post.number, Post.id)
        .limit(BEFORE + AFTER + 1)
    )
    return post, db.session.scalars(query).all()


def history_of(member: Member) -> History:
    posts = select(func.count()).select_from(Post).where(Post.author_id == member.id, Post.state == "live")
    decisions = select(Decision).where(Decision.about_id == member.id).order_by(Decision.id.desc())
    return History(db.session.scalar(posts) or 0, db.session.scalars(decisions.limit(DECISIONS)).all())


def decisions_about(post: Post) -> Sequence[Decision]:
    """What was decided about a post, the latest first."""
    query = select(Decision).where(Decision.subject == f"post:{post.id}").order_by(Decision.id.desc())
    return db.session.scalars(query.limit(DECISIONS)).all()


def boards_with_items(boards: frozenset[int] | None) -> Rows:
    """The boards on which something waits, with how much."""
    query = (
        select(Board.id, Board.title, func.count().label("waiting"))
        .join(Item, Item.board_id == Board.id)
        .where(Item.handled_at.is_(None), in_boards(boards))
        .group_by(Board.id)
        .order_by(Board.title)
    )
    return rows(query)
