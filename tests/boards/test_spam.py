"""The spam service: a real server on this machine that speaks as rspamd does, well and badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from forum.boards import spam
from forum.boards.posts import Post
from forum.boards.spam import Rspamd
from forum.moderation.models import Item
from tests.boards.scene import Scene, once_made_before, say
from tests.cast import Browser, Person

NO_SPAM = json.dumps({"action": "no action", "score": 0.3, "required_score": 15}).encode()
SPAM = json.dumps({"action": "reject", "score": 21.5, "required_score": 15}).encode()


@dataclass
class Filter:
    """What it answers, after how long, and what it was asked."""

    answer: bytes = NO_SPAM
    status: int = 200
    seconds: float = 0
    port: int = 0
    asked: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Filter]:
    told = Filter()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that the standard library asks for
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append((self.path, body, dict(self.headers)))
            time.sleep(told.seconds)
            self.send_response(told.status)
            self.end_headers()
            self.wfile.write(told.answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def thread(scene: Scene, talk: str, author: Person) -> int:
    return scene.thread(talk, author.id)


@pytest.fixture
def in_use(newcomer: Browser, service: Filter, monkeypatch: pytest.MonkeyPatch) -> Filter:
    url = f"http://127.0.0.1:{service.port}"
    monkeypatch.setitem(newcomer.app.extensions, "spam service", Rspamd(url))
    return service


def reply(browser: Browser, thread: int, body: str) -> None:
    assert say(browser, thread, body, once=once_made_before(browser.app)).status_code == 303


def test_spam_is_held_with_its_points(scene: Scene, newcomer: Browser, in_use: Filter, thread: int) -> None:
    in_use.answer = SPAM
    reply(newcomer, thread, "Zürich powder")
    assert scene.values(Post.state, Post.author_id == newcomer.member_id) == ["held"]
    assert scene.values(Item.why) == ["Held: the spam filter gives it 21.5 points of 15."]
    [(path, body, headers)] = in_use.asked
    assert path == "/checkv2" and b"powder" in body
    sent = body.decode("utf-8", "replace") + str(headers)
    for personal in ("newcomer", "Newcomer", "example.org", "192.0.2.1", "Mozilla"):
        assert personal not in sent


def test_what_is_no_spam_is_there(scene: Scene, newcomer: Browser, in_use: Filter, thread: int) -> None:
    reply(newcomer, thread, "Hello")
    assert scene.values(Post.state, Post.author_id == newcomer.member_id) == ["live"]


def test_members_who_are_known_are_not_looked_through(
    patient: Browser, greeter: Browser, in_use: Filter, thread: int
) -> None:
    for browser in (patient, greeter):
        reply(browser, thread, f"Hello, I am {browser.member_id}")
    assert in_use.asked == []


@pytest.mark.parametrize(
    ("answer", "status"),
    [(b"", 200), (b"no", 200), (b"[1]", 200), (SPAM, 500), (b"\xff" * 10, 200), (b"{}", 200)],
)
def test_an_answer_that_is_none_holds_nobody_up(
    scene: Scene, newcomer: Browser, in_use: Filter, thread: int, answer: bytes, status: int
) -> None:
    in_use.answer, in_use.status = answer, status
    reply(newcomer, thread, "Hello")
    assert scene.values(Post.state, Post.author_id == newcomer.member_id) == ["live"]


def test_nobody_there_and_nobody_in_time(
    scene: Scene,
    newcomer: Browser,
    patient: Browser,
    in_use: Filter,
    thread: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spam, "SECONDS", 0.3)
    in_use.seconds = 1.0
    others = threading.Thread(target=lambda: reply(patient, thread, "Meanwhile"))
    patient.get("/")
    others.start()
    reply(newcomer, thread, "Hello")
    others.join()
    assert scene.values(Post.state) == ["live"] * 3
    monkeypatch.setitem(newcomer.app.extensions, "spam service", Rspamd("http://127.0.0.1:9"))
    assert Rspamd("http://127.0.0.1:9").why_spam("", "Hello") == ""


def test_the_words_are_judged_by_the_other_rules_meanwhile(
    scene: Scene, newcomer: Browser, in_use: Filter, thread: int
) -> None:
    in_use.status = 500
    reply(newcomer, thread, "See https://cures.example.org")
    assert scene.values(Post.state, Post.author_id == newcomer.member_id) == ["held"]
