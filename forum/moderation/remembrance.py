"""Threads in memory of somebody: opened by a moderator, marked so that they can be left out, and closed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from forum.accounts.models import Member
from forum.boards.access import board_for, thread_for
from forum.boards.actions import start_thread, withdraw
from forum.boards.drafts import Words
from forum.boards.lists import boards_to_write_in
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.db import db
from forum.core.decisions import Decision, record_decision
from forum.core.errors import NotFound, Refused
from forum.moderation.access import boards_of, check_looks_after_all
from forum.moderation.letters import letter_words, send_letter
from forum.moderation.memorials import memorial_of
from forum.moderation.on_members import lock_people


def boards_for_memory(moderator: Member) -> list[Board]:
    """Where such a thread can stand: where members read it."""
    return [board for board in boards_to_write_in(moderator) if board.audience != "moderators"]


def thread_to_mark(moderator: Member, thread_id: int) -> Thread:
    thread, boards = thread_for(moderator, thread_id), boards_of(moderator)
    if boards is not None and thread.board_id not in boards:
        raise NotFound
    return thread


def open_remembrance(moderator: Member, about: Member, slug: str, words: Words) -> Thread:
    """Start the thread in which the group remembers somebody; one for each."""
    check_looks_after_all(moderator)
    if slug not in [board.slug for board in boards_for_memory(moderator)]:
        raise Refused("Please choose a board.", field="board")
    lock_people(moderator, about)
    memorial = memorial_of(about)
    if memorial is None:
        raise NotFound
    if memorial.thread_id is not None:
        raise Refused("There is a thread already. It is linked from their page.")
    post = start_thread(moderator, board_for(moderator, slug), words)
    memorial.thread_id = post.thread_id
    thread = db.session.get_one(Thread, post.thread_id)
    _mark(moderator, thread, "open memorial", is_memorial=True)
    return thread


def mark_thread(moderator: Member, thread: Thread, *, is_memorial: bool) -> None:
    """Say of a thread that it is in memory of somebody, or that it is not; said twice, it stays so."""
    action = "mark memorial" if is_memorial else "unmark memorial"
    if thread.is_memorial != is_memorial:
        _mark(moderator, thread, action, is_memorial=is_memorial)


def _mark(moderator: Member, thread: Thread, action: str, *, is_memorial: bool) -> None:
    """Kept pieces of pages are made anew, since lists now leave it out for some."""
    thread.is_memorial = is_memorial
    for table, key in ((Thread, thread.id), (Board, thread.board_id)):
        db.session.execute(update(table).where(table.id == key).values(version=table.version + 1))
    record_decision(moderator.id, action, f"thread:{thread.id}", board_id=thread.board_id)


def take_out_of_sight(moderator: Member, thread_id: int, about: Member) -> None:
    """Hide what was written in memory of somebody who is alive; all who wrote hear why, with their words."""
    thread = db.session.get_one(Thread, thread_id)
    by_author: dict[int, list[Post]] = {}
    for post in _live_posts(thread):
        by_author.setdefault(post.author_id, []).append(post)
        withdraw(post, "hidden")
    record_decision(moderator.id, "hide memorial", f"thread:{thread_id}", board_id=thread.board_id)
    letter = letter_words("hide memorial", thread.title, None, "", over=f"{about.name} is alive.")
    for posts in by_author.values():
        if posts[0].author_id != moderator.id:
            send_letter(_decision(moderator, posts, letter), posts[0].author)


def _live_posts(thread: Thread) -> Sequence[Post]:
    query = select(Post).where(Post.thread_id == thread.id, Post.state == "live")
    return db.session.scalars(query.options(joinedload(Post.author)).order_by(Post.number)).all()


def _decision(moderator: Member, posts: Sequence[Post], letter: str) -> Decision:
    return record_decision(
        moderator.id,
        "hide memorial",
        f"post:{posts[0].id}",
        about_id=posts[0].author_id,
        board_id=posts[0].board_id,
        before="\n\n".join(post.source for post in posts),
        letter=letter,
    )
