"""``kill -9`` at any moment: a reply that was answered is there, once, and every count is right."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from contextlib import suppress

from forum.boards.posts import Post
from forum.boards.recount import wrong_counts
from forum.core.db import db
from tests.cast import Cast, Person
from tests.house.homes import Home, fill, kill_group
from tests.house.visitor import Gone, Visitor

WRITERS = 4
ROUNDS = 3


def test_what_was_answered_survives(either_ready_home: Home) -> None:
    app = either_ready_home.app()
    fill(app)
    people = [Cast(app).person(f"writer{number}", standing="greeter") for number in range(WRITERS)]
    answered: list[str] = []
    for round_ in range(ROUNDS):
        before = len(answered)
        with either_ready_home.served() as (process, address):
            writers = [start_writing(address, person, f"{round_}", answered) for person in people]
            wait_until_busy(answered, before)
            kill_group(process)
            for writer in writers:
                writer.join(30)
    with app.app_context():
        kept = Counter(db.session.scalars(db.select(Post.source)))
        assert wrong_counts() == 0
    assert {body: kept[body] for body in answered} == dict.fromkeys(answered, 1)
    assert max(kept.values()) == 1
    assert can_write_on(either_ready_home, people[0], len(answered))


def start_writing(address: str, person: Person, round_: str, answered: list[str]) -> threading.Thread:
    def write() -> None:
        visitor = Visitor(address)
        with suppress(Gone):
            visitor.sign_in(person)
            for number in range(10_000):
                body = f"Reply {number} of {person.handle} in round {round_}"
                if visitor.send("/threads/1?page=last", "/threads/1/replies", {"body": body}) == 303:
                    answered.append(body)

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    return thread


def wait_until_busy(answered: list[str], before: int) -> None:
    """Until some replies were answered, and then a moment nobody chose."""
    end = time.monotonic() + 30
    while len(answered) < before + 2 * WRITERS:
        assert time.monotonic() < end, "nobody could write"
        time.sleep(0.02)
    time.sleep(random.uniform(0, 0.5))


def can_write_on(home: Home, person: Person, replies: int) -> bool:
    with home.served() as (_process, address):
        visitor = Visitor(address)
        visitor.sign_in(person)
        return visitor.send("/threads/1", "/threads/1/replies", {"body": f"After {replies}"}) == 303
