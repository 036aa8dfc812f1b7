"""Many posts deleted at once as spam: each with its letter and its line in the log, as if done one by one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, select

from forum.accounts.models import Member
from forum.boards import counts
from forum.boards.posts import Post
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.moderation.access import boards_of, in_boards, post_to_moderate
from forum.moderation.acting import Given, check_given, remove_post
from forum.moderation.acts import ACTS
from forum.moderation.models import Item
from forum.moderation.queue import IN_ORDER

#: So many are done within a second; more wait for the next press of the button.
AT_ONCE = 50


@dataclass(slots=True)
class Swept:
    """How many posts are gone, and why the others are not."""

    done: int = 0
    left: list[str] = field(default_factory=list)


def ticked(moderator: Member, item_ids: Collection[int], *, all_of_theirs: bool = False) -> Sequence[Item]:
    """What waits of the ticked posts, and of all others by the same people if so wished."""
    waits = (Item.handled_at.is_(None), in_boards(boards_of(moderator)))
    # Nobody who may be in danger is swept away with the rest.
    is_post = (*waits, Item.subject.like("post:%"), Item.kind != "worry")
    chosen: ColumnElement[bool] = Item.id.in_(item_ids)
    if all_of_theirs:
        chosen |= Item.about_id.in_(select(Item.about_id).where(*is_post, Item.id.in_(item_ids)))
    query = select(Item).where(*is_post, chosen).order_by(*IN_ORDER).limit(AT_ONCE)
    return db.session.scalars(query).all()


def remove_as_spam(moderator: Member, items: Sequence[Item], given: Given) -> Swept:
    """Delete the posts of some items; what somebody else was quicker with is left, and said."""
    check_given(ACTS["remove"], given)
    swept, posts = Swept(), _posts(moderator, items)
    # All threads before any board, and in one order: or two who do this at once wait for each other for ever.
    for thread_id in sorted({post.thread_id for post in posts.values()}):
        counts.lock_thread(thread_id)
    for item_id, post in posts.items():
        try:
            remove_post(moderator, post, replace(given, item=item_id))
            swept.done += 1
        except Refused as refused:
            swept.left.append(refused.reason)
    return swept


def _posts(moderator: Member, items: Sequence[Item]) -> dict[int, Post]:
    """The posts by their items; one that is gone meanwhile is left out."""
    found: dict[int, Post] = {}
    for item in items:
        try:
            found[item.id] = post_to_moderate(moderator, item.key)
        except NotFound:
            continue
    return found
