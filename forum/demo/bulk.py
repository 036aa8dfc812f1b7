"""As many posts as one likes, to see how the forum feels when it is full.

They are written in the order of time at a steady pace that ends today, so that more of them reach further
back instead of making the present busier. The same number of posts always tells the same story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from forum.boards.counts import ANSWERS_LIVE, add_to_month, count_thread, month_of
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.db import db
from forum.core.html import RENDERER_VERSION
from forum.demo.bulk_people import make_crowd
from forum.demo.bulk_talks import Place, Talk, Talks
from forum.demo.bulk_words import Text, all_texts

BATCH = 5_000
#: The usual pace, and the day before which nothing is written: where they meet, each day gets busier.
POSTS_A_DAY = 40
FIRST_DAY = datetime(2000, 1, 3, tzinfo=UTC)
#: The newest of these posts is about so old.
LAST_BEFORE_NOW = timedelta(hours=2)

Row = dict[str, Any]


def write_posts(total: int, moment: datetime) -> Iterator[int]:
    """Write ``total`` posts; tells after each batch how many there are, and is then to be committed."""
    if total < 1:
        return
    shelves = _Shelves(total, moment)
    while shelves.done < total:
        shelves.write_batch(min(BATCH, total - shelves.done))
        if shelves.done == total:
            shelves.settle_boards()
        yield shelves.done


class _Shelves:
    """What has to be remembered from the first post to the last: a few dozen threads, and the counts."""

    def __init__(self, total: int, moment: datetime) -> None:
        self.total, self.done, self.end = total, 0, moment - LAST_BEFORE_NOW
        self.step = min(timedelta(days=1) / POSTS_A_DAY, (self.end - FIRST_DAY) / total)
        self.rng = Random(2026)
        crowd = make_crowd(self.rng, total, self.end - self.step * total, self.end)
        self.talks = Talks(self.rng, total, _places(), crowd, _next_id(Thread))
        self.texts: list[Text] = all_texts(self.rng)
        self.next_id = _next_id(Post)
        self.latest = moment
        self.ended: list[Row] = []
        self.threads: Counter[int] = Counter()
        self.months: Counter[tuple[int, int]] = Counter()

    def write_batch(self, size: int) -> None:
        posts = [self._next_post() for _ in range(size)]
        begun = self.talks.take_begun()
        self.threads.update(talk.board_id for talk in begun)
        connection = db.session.connection()
        if begun:
            connection.execute(insert(Thread), [_thread_row(talk) for talk in begun])
        connection.execute(insert(Post), posts)
        if self.ended:
            connection.execute(_CLOSE, self.ended)
        self.ended = []

    def _next_post(self) -> Row:
        self.latest = self._moment()
        talk = self.talks.talk_for(self.done, self.latest)
        row = self._post(talk)
        self.done += 1
        if not talk.left:
            self.talks.end(talk)
            self.ended.append({"thread": talk.id, "at": self.latest, "by": row["author_id"]})
        return row

    def _moment(self) -> datetime:
        """When the next post was written: steady, but not like a clock."""
        return self.end - self.step * (self.total - self.done - self.rng.random() * 0.9)

    def _post(self, talk: Talk) -> Row:
        place = len(talk.posts)
        parent = talk.parents[place]
        # The first answer is by somebody else; then whoever likes.
        author = talk.circle[place if place < 2 else int(self.rng.random() * len(talk.circle))]
        source, html = self.texts[int(self.rng.random() * len(self.texts))]
        talk.posts.append(self.next_id)
        self.next_id += 1
        self.months[talk.board_id, month_of(self.latest)] += 1
        return {
            "id": talk.posts[-1],
            "thread_id": talk.id,
            "board_id": talk.board_id,
            "author_id": author,
            "parent_id": None if parent is None else talk.posts[parent],
            "number": place + 1,
            "state": "live",
            "source": source,
            "format": "markdown",
            "html": html,
            "renderer_version": RENDERER_VERSION,
            "published_at": self.latest,
            "via": "web",
            "is_inferred": False,
            "files": 0,
            "answers": talk.answers[place],
        }

    def settle_boards(self) -> None:
        """Count everything on the boards, and let the database go on counting where we stopped."""
        posts: Counter[int] = Counter()
        for (board_id, month), count in self.months.items():
            add_to_month(board_id, month, count)
            posts[board_id] += count
        for board_id, count in self.threads.items():
            count_thread(board_id, count)
            _count_posts(board_id, posts[board_id])
        _advance_sequences()


def _places() -> dict[str, Place]:
    rows = db.session.execute(select(Board.slug, Board.id, Board.reply_roles))
    return {slug: Place(key, frozenset(filter(None, roles.split(",")))) for slug, key, roles in rows}


def _next_id(table: type[Post | Thread]) -> int:
    return (db.session.scalar(select(func.max(table.id))) or 0) + 1


def _thread_row(talk: Talk) -> Row:
    """A thread as it will be in the end, but for its last post, which nobody knows yet."""
    length = len(talk.parents)
    return {
        "id": talk.id,
        "board_id": talk.board_id,
        "author_id": talk.circle[0],
        "title": talk.title,
        "hope": talk.hope,
        "started_at": talk.started_at,
        "posts_live": length,
        "last_number": length,
        "last_live_number": length,
        "last_post_at": talk.started_at,
    }


_CLOSE = (
    update(Thread)
    .where(Thread.id == bindparam("thread"))
    .values(last_post_at=bindparam("at"), last_author_id=bindparam("by"), answers_live=ANSWERS_LIVE)
)


def _count_posts(board_id: int, count: int) -> None:
    last = select(func.max(Thread.last_post_at)).where(Thread.board_id == board_id).scalar_subquery()
    db.session.execute(
        update(Board)
        .where(Board.id == board_id)
        .values(posts_live=Board.posts_live + count, last_post_at=last)
        .execution_options(synchronize_session=False)
    )


def _advance_sequences() -> None:
    """PostgreSQL does not notice that we gave the numbers ourselves."""
    if db.engine.dialect.name == "postgresql":
        for table in (Thread, Post):
            sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
            db.session.execute(select(func.setval(sequence, _next_id(table) - 1)))
