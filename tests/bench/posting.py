"""Sixteen people answer at once, for a while: how many replies a second, and is every one there once?"""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import create_engine, text

from tests.bench.servers import Server
from tests.bench.visitor import Visitor

PEOPLE = 16


@dataclass
class Answers:
    """What the server answered to each reply, and the replies that it took."""

    statuses: Counter[int] = field(default_factory=Counter)
    taken: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: int, words: str) -> None:
        with self.lock:
            self.statuses[status] += 1
            if status == 303:
                self.taken.append(words)


def post_together(server: Server, members: list[str], thread_ids: list[int], seconds: float) -> Answers:
    """Each of sixteen members posts one reply after the other, in several threads."""
    answers = Answers()
    visitors = [Visitor(server.port) for _ in range(PEOPLE)]
    for number, visitor in enumerate(visitors):
        visitor.sign_in(members[number % len(members)], "demo-forum-2026")
    end = time.monotonic() + seconds
    workers = [
        threading.Thread(target=_post_on, args=(visitor, number, thread_ids, end, answers))
        for number, visitor in enumerate(visitors)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return answers


def _post_on(visitor: Visitor, number: int, thread_ids: list[int], end: float, answers: Answers) -> None:
    count = 0
    while time.monotonic() < end:
        words = f"Reply {count} of person {number}, with enough words in it to be a real one. **Thank you.**"
        once = f"bench-{number}-{count}"
        thread_id = thread_ids[(number + count) % len(thread_ids)]
        answers.note(visitor.post(f"/threads/{thread_id}/replies", {"body": words, "once": once}), words)
        count += 1


def missing_or_double(url: str, taken: list[str]) -> int:
    """How many replies that were answered 303 are not there exactly once."""
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT source FROM posts WHERE once LIKE 'bench-%'"))
        there = Counter(row[0] for row in rows)
    engine.dispose()
    return sum(1 for words in taken if there[words] != 1)
