"""Each post its place: the number in its thread, the post it answers, and what the thread says of itself.

All of it is worked out anew from the posts of a thread, so that it comes out the same whether its mails came
in one file or in ten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, update

from forum.boards.counts import settle_answers
from forum.boards.posts import Post
from forum.boards.threads import ReadMark, Thread
from forum.core.db import db
from forum.transfer.batches import chunks
from forum.transfer.conversations import Conversation
from forum.transfer.gathering import Gathered
from forum.transfer.models import ArchiveMail


@dataclass(frozen=True, slots=True)
class Answers:
    """What mails say of posts: the post that each answers, and whether that was guessed."""

    parents: dict[int, int | None]
    inferred: set[int]


def place_posts(
    batch: Sequence[Conversation], homes: dict[int, int], arrived: dict[int, int], gathered: Gathered
) -> None:
    """Place the posts of a batch of threads. ``arrived`` gives the new post of each staged mail."""
    post_of = arrived | _earlier_posts(batch)
    new = set(arrived.values())
    by_thread = _posts_by_thread(list(homes.values()))
    posts: list[dict[str, Any]] = []
    threads: list[dict[str, Any]] = []
    for conversation in batch:
        thread_id = homes[conversation.place]
        standing = by_thread[thread_id]
        placed = [post for post in standing if post.number is not None or post.id in new]
        numbers = {post.id: number for number, post in enumerate(placed, start=1)}
        posts += _changed(standing, numbers, _answers(conversation, post_of))
        threads.append({"id": thread_id, **_told_of(standing, placed, numbers)})
        if thread_id in gathered.numbers:
            _move_marks(thread_id, gathered.numbers[thread_id], numbers)
    if posts:
        db.session.execute(update(Post), posts)
    db.session.execute(update(Thread), threads)
    settle_answers([thread["id"] for thread in threads])


def _earlier_posts(batch: Sequence[Conversation]) -> dict[int, int]:
    """The posts of mails that were there before."""
    members = (key for one in batch if one.threads for key in one.members)
    query: Any = select(ArchiveMail.id, ArchiveMail.post_id).where(ArchiveMail.post_id.is_not(None))
    return {
        key: post_id
        for chunk in chunks(members)
        for key, post_id in db.session.execute(query.where(ArchiveMail.id.in_(chunk)))
    }


def _posts_by_thread(threads: list[int]) -> defaultdict[int, list[Row[Any]]]:
    """The posts of some threads, in order of time."""
    query: Any = (
        select(
            Post.id,
            Post.thread_id,
            Post.author_id,
            Post.number,
            Post.state,
            Post.published_at,
            Post.parent_id,
            Post.is_inferred,
            Post.answers,
        )
        .where(Post.thread_id.in_(threads))
        .order_by(Post.published_at, Post.id)
    )
    by_thread: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for post in db.session.execute(query):
        by_thread[post.thread_id].append(post)
    return by_thread


def _answers(conversation: Conversation, post_of: dict[int, int]) -> Answers:
    parents = {post_of[key]: post_of.get(parent or 0) for key, parent in conversation.parents}
    return Answers(parents, {post_of[key] for key in conversation.inferred})


def _changed(standing: Sequence[Row[Any]], numbers: dict[int, int], answers: Answers) -> list[dict[str, Any]]:
    """The posts of a thread whose place is another than it was."""
    parents = {post.id: answers.parents.get(post.id, post.parent_id) for post in standing}
    answered = Counter(parents[post.id] for post in standing if post.state == "live")
    rows = []
    for post in standing:
        is_inferred = post.id in answers.inferred
        place = (numbers.get(post.id), parents[post.id], is_inferred, answered[post.id])
        if place != (post.number, post.parent_id, post.is_inferred, post.answers):
            names = ("number", "parent_id", "is_inferred", "answers")
            rows.append({"id": post.id, **dict(zip(names, place, strict=True))})
    return rows


def _told_of(
    standing: Sequence[Row[Any]], placed: Sequence[Row[Any]], numbers: dict[int, int]
) -> dict[str, Any]:
    """What a thread says of itself."""
    live = [post for post in placed if post.state == "live"]
    return {
        "started_at": placed[0].published_at,
        "posts_live": len(live),
        "posts_held": sum(post.state == "held" for post in standing),
        "last_number": len(placed),
        "last_live_number": numbers[live[-1].id],
        "last_post_at": live[-1].published_at,
        "last_author_id": live[-1].author_id,
    }


def _move_marks(thread_id: int, before: dict[int, int], numbers: dict[int, int]) -> None:
    """How far somebody has read is told by a number: it follows the post it meant."""
    marks = select(ReadMark).where(ReadMark.thread_id == thread_id)
    for mark in db.session.scalars(marks):
        read = [number for number in before if number <= mark.number]
        mark.number = numbers[before[max(read)]] if read else 0
