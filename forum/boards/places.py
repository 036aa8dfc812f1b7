"""The places of posts in threads, given anew when a moderator puts threads together or takes them apart.

Every number up to the last has its place, so all that is kept by number (how far somebody has read, which
post is new to them) is carried over here, exactly: nothing read becomes new, and nothing new is lost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from forum.boards.posts import MissedPost, Post
from forum.boards.threads import ReadMark, Thread
from forum.core.db import db, rows


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post stood before."""

    post_id: int
    thread_id: int
    number: int
    author_id: int
    is_live: bool
    published_at: datetime


#: The places of each thread in their new order.
Order = Mapping[int, Sequence[Place]]


def lock_in_order(threads: Iterable[int]) -> None:
    """Have whoever else changes these threads wait; always in one order, so that nobody waits for ever."""
    query = select(Thread.id).where(Thread.id.in_(set(threads))).order_by(Thread.id).with_for_update()
    db.session.execute(query)


def places_of(thread_id: int) -> list[Place]:
    """All places of a thread, also those whose words are gone; what is held has none yet."""
    columns = (Post.id, Post.thread_id, Post.number, Post.author_id, Post.state == "live", Post.published_at)
    query = select(*columns).where(Post.thread_id == thread_id, Post.number.is_not(None))
    return [Place(*row) for row in rows(query.order_by(Post.number))]


def by_time(home: Sequence[Place], other: Sequence[Place]) -> list[Place]:
    """Two threads as one, by time; posts of the same thread stay in the order they had."""
    timed = [*_timed(home, 0), *_timed(other, 1)]
    return [place for *_, place in sorted(timed, key=lambda each: each[:3])]


def _timed(places: Sequence[Place], which: int) -> Iterable[tuple[datetime, int, int, Place]]:
    """No post counts as earlier than the one before it, even where the clocks of two processes differ."""
    latest = None
    for place in places:
        latest = max(latest or place.published_at, place.published_at)
        yield latest, which, place.number, place


def put_in_order(order: Order) -> None:
    """Give each place its thread and number; the threads are locked, and each settles its counts after."""
    db.session.flush()
    moved = [
        (place, thread_id, number)
        for thread_id, places in order.items()
        for number, place in enumerate(places, start=1)
        if (place.thread_id, place.number) != (thread_id, number)
    ]
    _carry_marks(order)
    _write(moved)
    for thread_id, places in order.items():
        last = update(Thread).where(Thread.id == thread_id).values(last_number=len(places))
        db.session.execute(last.execution_options(synchronize_session=False))
    for post in [thing for thing in db.session if isinstance(thing, Post)]:
        db.session.expire(post, ["thread_id", "board_id", "number"])


def _write(moved: Sequence[tuple[Place, int, int]]) -> None:
    """First all these numbers are taken away, so that no two posts claim the same one on the way."""
    if moved:
        away = [{"id": place.post_id, "number": -place.post_id} for place, *_ in moved]
        there = [
            {"id": place.post_id, "thread_id": thread_id, "number": number}
            for place, thread_id, number in moved
        ]
        for values in (away, there):
            db.session.execute(update(Post), values)


def _carry_marks(order: Order) -> None:
    """What somebody has read, they have read wherever it stands now; what is new to them stays new."""
    threads = {place.thread_id for places in order.values() for place in places}
    marks: dict[int, dict[int, tuple[int, datetime]]] = defaultdict(dict)
    taken = delete(ReadMark).where(ReadMark.thread_id.in_(threads)).returning(*ReadMark.__table__.c)
    for member_id, thread_id, number, at in db.session.execute(taken):
        marks[member_id][thread_id] = (number, at)
    new_marks: list[dict[str, object]] = []
    missed: list[dict[str, object]] = []
    for thread_id, places in order.items():
        runs = _runs(places)
        for member_id, theirs in marks.items():
            number, at, behind = _read_of(runs, theirs)
            if number:
                new_marks.append({"member_id": member_id, "thread_id": thread_id, "number": number, "at": at})
            missed += [
                {"member_id": member_id, "post_id": place.post_id}
                for place in behind
                if place.is_live and place.author_id != member_id
            ]
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    for table, values in ((ReadMark, new_marks), (MissedPost, missed)):
        if values:
            # A reader may have been quicker: how far they are by now is theirs to say.
            db.session.execute(insert(table).on_conflict_do_nothing(), values)


@dataclass(frozen=True, slots=True)
class Run:
    """The places that came from one thread, in order, with the numbers they get and those they had."""

    had: list[int]
    gets: list[int]
    places: list[Place]


def _runs(places: Sequence[Place]) -> dict[int, Run]:
    runs: dict[int, Run] = {}
    for number, place in enumerate(places, start=1):
        run = runs.setdefault(place.thread_id, Run([], [], []))
        run.had.append(place.number)
        run.gets.append(number)
        run.places.append(place)
    return runs


def _read_of(
    runs: Mapping[int, Run], marks: Mapping[int, tuple[int, datetime]]
) -> tuple[int, datetime | None, list[Place]]:
    """How far somebody is then, since when, and what stands before that and is new to them."""
    reached = {key: bisect_right(run.had, marks[key][0]) if key in marks else 0 for key, run in runs.items()}
    number = max((runs[key].gets[many - 1] for key, many in reached.items() if many), default=0)
    at = max((marks[key][1] for key, many in reached.items() if many), default=None)
    behind = [
        run.places[place]
        for key, run in runs.items()
        for place in range(reached[key], bisect_right(run.gets, number))
    ]
    return number, at, behind
