"""Pages take turns; whoever sends something, or has waited long enough, goes ahead."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest
from flask import Flask
from werkzeug.test import Client

from forum.house import turns
from forum.house.turns import Turns


class Crowd:
    """A page at which everybody stays until the door opens, and how many were there at once."""

    def __init__(self) -> None:
        self.door, self.arrived, self.lock = Event(), Event(), Lock()
        self.here = self.most = 0

    def __call__(self) -> str:
        with self.lock:
            self.here += 1
            self.most = max(self.most, self.here)
        self.arrived.set()
        self.door.wait(10)
        with self.lock:
            self.here -= 1
        return "read"


@pytest.fixture
def crowd() -> Crowd:
    return Crowd()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 10)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def served(crowd: Crowd, database: str = "") -> Client:
    app = Flask("crowd")
    app.config["SQLALCHEMY_DATABASE_URI"] = database
    app.add_url_rule("/", "crowd", crowd, methods=["GET", "POST"])
    return Client(Turns(app))


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(("database", "most"), [("sqlite:///kith", 1), ("postgresql+psycopg://kith", 3)])
def test_pages_are_made_a_few_at_a_time(
    crowd: Crowd, pool: ThreadPoolExecutor, database: str, most: int
) -> None:
    client = served(crowd, database)
    asked = [pool.submit(client.get, "/") for _ in range(8)]
    crowd.arrived.wait(10)
    crowd.door.set()
    assert [found.result().text for found in asked] == ["read"] * 8
    assert crowd.most <= most


def test_nobody_waits_for_a_slow_page_for_long(crowd: Crowd, pool: ThreadPoolExecutor) -> None:
    client = served(crowd)
    slow = pool.submit(client.get, "/")
    crowd.arrived.wait(10)
    crowd.arrived.clear()
    second = pool.submit(client.get, "/")
    assert crowd.arrived.wait(10)
    crowd.door.set()
    assert slow.result().text == second.result().text == "read"


@pytest.mark.usefixtures("patient")
def test_what_is_sent_neither_waits_nor_is_waited_for(crowd: Crowd, pool: ThreadPoolExecutor) -> None:
    client = served(crowd)
    sent = [pool.submit(client.post, "/") for _ in range(2)]
    while crowd.here < 2:
        crowd.arrived.wait(0.01)
    read = pool.submit(client.get, "/")
    while crowd.here < 3:
        crowd.arrived.wait(0.01)
    crowd.door.set()
    assert [found.result().text for found in (*sent, read)] == ["read"] * 3


@pytest.mark.usefixtures("patient")
def test_a_page_that_fails_gives_its_turn_back(crowd: Crowd) -> None:
    app = Flask("broken")
    app.testing = True
    app.add_url_rule("/", view_func=lambda: 1 / 0)
    app.add_url_rule("/next", endpoint="next", view_func=lambda: "read")
    client = Client(Turns(app))
    with pytest.raises(ZeroDivisionError):
        client.get("/")
    assert client.get("/next").text == "read"
