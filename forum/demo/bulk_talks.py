"""Which threads go on at the same time, who takes part in them, and which post answers which."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from forum.boards.threads import HOPES
from forum.demo.bulk_people import Crowd
from forum.demo.bulk_words import all_titles

#: Threads that are alive at the same time.
AT_ONCE = 40
#: From so many posts on, there is one thread that never ends.
LONG_TABLE_FROM, LONG_TABLE_LENGTH = 50_000, 10_000
LONG_TABLE_TITLE, LONG_TABLE_BOARD = "The long table", "how-it-works"
#: One thread in so many is unusually long.
RARELY, VERY_LONG = 150, 200
ANSWERS_TO_A_POST = 0.3
#: How the threads are shared out over the boards.
SHARES = {
    "introductions": 10,
    "how-it-works": 8,
    "treatment-days": 18,
    "scans": 14,
    "side-effects": 18,
    "patients-only": 12,
    "caregivers": 8,
    "everyday": 12,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A board as far as it matters here; ``roles`` are those that may write."""

    id: int
    roles: frozenset[str]


@dataclass(slots=True, eq=False)
class Talk:
    """A thread that is planned to its end: its people, and for each post the place of the one it answers."""

    id: int
    board_id: int
    title: str
    hope: str
    started_at: datetime
    circle: list[int]
    parents: list[int | None]
    answers: Counter[int | None] = field(init=False)
    #: The ids of the posts that are written.
    posts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.answers = Counter(self.parents)

    @property
    def left(self) -> int:
        return len(self.parents) - len(self.posts)


class Talks:
    """The threads that go on; new ones begin as old ones end, until ``total`` posts are planned."""

    def __init__(
        self, rng: Random, total: int, places: dict[str, Place], crowd: Crowd, first_id: int
    ) -> None:
        self.rng, self.total, self.places, self.crowd = rng, total, places, crowd
        self.next_id, self.planned = first_id, 0
        self.titles = all_titles(rng)
        self.going: list[Talk] = []
        self.long_table: Talk | None = None
        #: Those that have begun since somebody last asked.
        self.begun: list[Talk] = []

    def take_begun(self) -> list[Talk]:
        begun, self.begun = self.begun, []
        return begun

    def talk_for(self, done: int, moment: datetime) -> Talk:
        """The thread in which the next post is written, when ``done`` posts are there already."""
        if self.total >= LONG_TABLE_FROM and not done:
            self.long_table = self._begin(LONG_TABLE_BOARD, LONG_TABLE_TITLE, LONG_TABLE_LENGTH, done, moment)
        if self.long_table and self.rng.random() * (self.total - done) < self.long_table.left:
            return self.long_table
        while len(self.going) < AT_ONCE and self.planned < self.total:
            self.going.append(self._begin_any(done, moment))
        return self.going[int(self.rng.random() * len(self.going))]

    def end(self, talk: Talk) -> None:
        if talk is self.long_table:
            self.long_table = None
        else:
            self.going.remove(talk)

    def _begin_any(self, done: int, moment: datetime) -> Talk:
        (slug,) = self.rng.choices(list(SHARES), list(SHARES.values()))
        length = min(_length(self.rng), self.total - self.planned)
        return self._begin(slug, self.titles[self.next_id % len(self.titles)], length, done, moment)

    def _begin(self, slug: str, title: str, length: int, done: int, moment: datetime) -> Talk:
        place = self.places[slug]
        hope = self.rng.choice(["", *HOPES])
        circle, parents = self._circle(place, length, done), _parents(self.rng, length)
        talk = Talk(self.next_id, place.id, title, hope, moment, circle, parents)
        self.next_id += 1
        self.planned += length
        self.begun.append(talk)
        return talk

    def _circle(self, place: Place, length: int, done: int) -> list[int]:
        """Those who take part: the one who starts it, then somebody else who answers, then others."""
        size = min(length, 2 + int(self.rng.expovariate(0.2)) + length // 20)
        circle = [self.crowd.somebody(self.rng, done / self.total, place.roles) for _ in range(size)]
        while size > 1 and circle[1] == circle[0]:
            circle[1] = self.crowd.somebody(self.rng, done / self.total, place.roles)
        return circle


def _length(rng: Random) -> int:
    """Mostly a handful, often a dozen, up to forty; once in a while very many.

    Never one alone: those who wait for an answer in the demo are the ones that were written by hand.
    """
    if rng.random() * RARELY < 1:
        return VERY_LONG
    return min(40, 2 + int(rng.expovariate(1 / 11)))


def _parents(rng: Random, length: int) -> list[int | None]:
    """For each post the place of the one it answers, mostly one of the last few; None for most."""
    return [
        max(0, place - 1 - int(rng.expovariate(0.7))) if place and rng.random() < ANSWERS_TO_A_POST else None
        for place in range(length)
    ]
