"""Threads put together, taken apart, or taken to another board: the posts with all that hangs on them.

Whoever asks for it has locked the threads, and then the boards; permanent links of posts lead on by
themselves, and the address of a thread that is part of another leads there.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Update, delete, exists, select, update
from sqlalchemy.orm import aliased

from forum.boards import counts
from forum.boards.beside import ThreadArticle
from forum.boards.drafts import new_once
from forum.boards.models import Board
from forum.boards.places import Place, by_time, places_of, put_in_order
from forum.boards.posts import Draft, Post
from forum.boards.thread_terms import settle_terms
from forum.boards.threads import Thread
from forum.boards.versions import renew_boards
from forum.core.db import db
from forum.core.errors import Refused


def move_thread(thread: Thread, board: Board) -> None:
    """Take a thread to another board; there it is not pinned."""
    source, goal, moments = thread.board_id, board.id, _live_moments(places_of(thread.id))
    counts.lock_boards((source, goal))
    _change(update(Post).where(Post.thread_id == thread.id).values(board_id=goal))
    was_live = thread.state == "live"
    thread.board_id, thread.is_pinned = goal, False
    db.session.flush()
    if was_live:
        counts.count_thread(source, -1)
        counts.count_thread(goal, +1)
    counts.carry_to_board(moments, source, goal)
    counts.settle_thread(thread.id)


def chosen_places(thread: Thread, chosen: Collection[int]) -> tuple[list[Place], list[Place]]:
    """What stays in a thread and what goes into one of its own; or why it cannot be taken apart so."""
    places = places_of(thread.id)
    stays = [place for place in places if place.post_id not in chosen]
    goes = [place for place in places if place.post_id in chosen]
    if not goes:
        raise Refused("Please choose the posts that should be a thread of their own.", field="posts")
    if len(goes) < len(set(chosen)):
        raise Refused(
            "Some of these posts stand in this thread no longer. Please choose again.", field="posts"
        )
    if goes[0].number == 1:
        raise Refused(
            "The first post holds a thread together, so it stays. To take all of it elsewhere, move the "
            "thread or merge it.",
            field="posts",
        )
    for part, reason in ((goes, "Nobody can read any of these posts."), (stays, "Nothing would be left.")):
        if not any(place.is_live for place in part):
            raise Refused(f"{reason} Please choose others.", field="posts")
    return stays, goes


def split_off(thread: Thread, chosen: Collection[int], title: str) -> Thread:
    """Make some posts of a thread a thread of their own; what waits as an answer to them goes along."""
    stays, goes = chosen_places(thread, chosen)
    first = next(place for place in goes if place.is_live)
    new = Thread(
        board_id=thread.board_id,
        author_id=first.author_id,
        title=title,
        state="live",
        started_at=goes[0].published_at,
        last_post_at=first.published_at,
        is_from_archive=thread.is_from_archive,
        touches_library=thread.touches_library,
        split_from_id=thread.id,
    )
    db.session.add(new)
    db.session.flush()
    old_id, new_id = thread.id, new.id
    put_in_order({old_id: stays, new_id: goes})
    there = select(Post.id).where(Post.thread_id == new_id).scalar_subquery()
    _move_waiting(update(Post).where(Post.thread_id == old_id, Post.parent_id.in_(there)), new_id)
    begun = update(Draft).where(Draft.place == f"thread:{old_id}", Draft.parent_id.in_(there))
    _change(begun.values(place=f"thread:{new_id}"))
    counts.lock_boards([thread.board_id])
    counts.count_thread(thread.board_id, +1)
    counts.settle_thread(old_id)
    counts.settle_thread(new_id)
    return new


def merge_into(thread: Thread, home: Thread) -> list[int]:
    """Bring the posts of a thread into another, by time; returns the numbers they have there.

    Title, author and hope are those of the home.
    """
    mine, theirs = places_of(thread.id), places_of(home.id)
    source, goal, moments = thread.board_id, home.board_id, _live_moments(mine)
    together = by_time(theirs, mine)
    put_in_order({home.id: together})
    _move_waiting(update(Post).where(Post.thread_id == thread.id), home.id)
    _change(update(Post).where(Post.thread_id == home.id, Post.board_id != goal).values(board_id=goal))
    _move_drafts(thread.id, home.id)
    _move_articles(thread.id, home.id)
    counts.lock_boards((source, goal))
    home.started_at = min(home.started_at, thread.started_at)
    home.touches_library |= thread.touches_library
    _empty(thread, home)
    db.session.flush()
    counts.count_thread(source, -1)
    if source != goal:
        counts.carry_to_board(moments, source, goal)
    renew_boards(db.session(), {source, goal})
    settle_terms([thread.id])
    counts.settle_thread(home.id)
    return [number for number, place in enumerate(together, start=1) if place.thread_id == thread.id]


def _empty(thread: Thread, home: Thread) -> None:
    """Nothing stands there any more; its address leads to its home."""
    thread.joined_to_id = home.id
    thread.posts_live = thread.answers_live = thread.posts_held = 0
    thread.last_number = thread.last_live_number = 0
    thread.slow_minutes = thread.closes_after_days = 0
    thread.is_pinned, thread.last_author_id = False, None


def _move_waiting(held: Update, thread_id: int) -> None:
    """What waits for a moderator has no number yet."""
    _change(held.where(Post.number.is_(None)).values(thread_id=thread_id))


def _move_drafts(thread_id: int, home_id: int) -> None:
    """Words begun in a thread go along; two of one editor each stay a draft of their own."""
    there = aliased(Draft)
    same = exists().where(
        there.place == f"thread:{home_id}", there.member_id == Draft.member_id, there.once == Draft.once
    )
    here = Draft.place == f"thread:{thread_id}"
    for draft in db.session.scalars(select(Draft).where(here, same)):
        draft.once = new_once()
    db.session.flush()
    _change(update(Draft).where(here).values(place=f"thread:{home_id}"))


def _move_articles(thread_id: int, home_id: int) -> None:
    """What was decided of articles beside a thread holds on, where its home has nothing of its own to say."""
    decided = select(ThreadArticle.article_id).where(ThreadArticle.thread_id == home_id).scalar_subquery()
    mine = ThreadArticle.thread_id == thread_id
    _change(
        update(ThreadArticle).where(mine, ThreadArticle.article_id.not_in(decided)).values(thread_id=home_id)
    )
    db.session.execute(delete(ThreadArticle).where(mine).execution_options(synchronize_session=False))


def _live_moments(places: Collection[Place]) -> list[datetime]:
    return [place.published_at for place in places if place.is_live]


def _change(statement: Update) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))
