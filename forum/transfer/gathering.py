"""Threads that late mails turn out to connect: their posts come together in the one that began first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Update, delete, select, update

from forum.boards.posts import Draft, Post
from forum.boards.threads import ReadMark, Thread
from forum.core.db import db
from forum.transfer.conversations import Conversation


@dataclass(slots=True)
class Gathered:
    """Threads that are there already and get more posts."""

    #: The thread of a conversation, by the conversation's place.
    homes: dict[int, int] = field(default_factory=dict)
    #: The numbers that posts of those threads had until now, by thread: number -> post.
    numbers: dict[int, dict[int, int]] = field(default_factory=dict)
    #: How many threads can be seen less, by board.
    gone: Counter[int] = field(default_factory=Counter)


def gather(batch: Sequence[Conversation]) -> Gathered:
    """Bring the posts of each conversation together in one thread, their places open."""
    found = Gathered()
    threads = _locked(batch)
    for conversation in batch:
        if conversation.threads:
            home, *others = _to_gather([threads[key] for key in conversation.threads])
            _gather_in(found, conversation.place, home, others)
    return found


def _to_gather(threads: Sequence[Thread]) -> list[Thread]:
    """Those that come together, the oldest first; what a moderator took apart stays apart."""
    whole = [thread for thread in threads if thread.split_from_id is None]
    return sorted(whole, key=_age) if whole else [min(threads, key=_age)]


def _age(thread: Thread) -> tuple[datetime, int]:
    return thread.started_at, thread.id


def _locked(batch: Sequence[Conversation]) -> dict[int, Thread]:
    """The threads, in one order for everybody, so that nobody who answers meanwhile takes a place."""
    ids = sorted({key for conversation in batch for key in conversation.threads})
    query = select(Thread).where(Thread.id.in_(ids)).order_by(Thread.id).with_for_update()
    return {thread.id: thread for thread in db.session.scalars(query)} if ids else {}


def _gather_in(found: Gathered, place: int, home: Thread, others: Sequence[Thread]) -> None:
    found.homes[place] = home.id
    found.numbers[home.id] = _numbers_of(home.id)
    ids = [thread.id for thread in others]
    _open_places([home.id, *ids])
    if ids:
        _move_posts(ids, home.id)
        _move_drafts(ids, home.id)
        db.session.execute(delete(ReadMark).where(ReadMark.thread_id.in_(ids)))
        db.session.execute(update(Thread).where(Thread.joined_to_id.in_(ids)).values(joined_to_id=home.id))
    home.touches_library |= any(thread.touches_library for thread in others)
    for thread in others:
        found.gone[thread.board_id] += thread.state == "live"
        _empty(thread, home.id)
    db.session.flush()


def _numbers_of(thread_id: int) -> dict[int, int]:
    query = select(Post.number, Post.id).where(Post.thread_id == thread_id, Post.number.is_not(None))
    return {number: post_id for number, post_id in db.session.execute(query) if number}


def _open_places(threads: list[int]) -> None:
    """Take the numbers away so that no two posts claim the same one, but know which posts had one."""
    _change(update(Post).where(Post.thread_id.in_(threads), Post.number.is_not(None)).values(number=-Post.id))


def _move_posts(threads: list[int], home_id: int) -> None:
    _change(update(Post).where(Post.thread_id.in_(threads)).values(thread_id=home_id))


def _move_drafts(threads: list[int], home_id: int) -> None:
    """Words begun in a thread go along."""
    places = [f"thread:{thread_id}" for thread_id in threads]
    _change(update(Draft).where(Draft.place.in_(places)).values(place=f"thread:{home_id}"))


def _empty(thread: Thread, home_id: int) -> None:
    """Nothing stands there any more; its address leads on."""
    thread.joined_to_id = home_id
    thread.posts_live = thread.answers_live = thread.posts_held = 0
    thread.last_number = thread.last_live_number = 0
    thread.last_author_id = None


def _change(statement: Update) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))
