"""The database locked, full or gone: never a failure, in good time, and the words come back."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from forum import create_app
from forum.accounts.models import BrowserSession, Member
from forum.boards.posts import Draft, Post
from forum.config import load_settings
from forum.core import db as database
from forum.core.clock import now
from forum.core.db import db
from tests.boards.scene import Scene, once_of
from tests.cast import Browser, Cast

WORDS = "Words <I> would miss"


@pytest.fixture
def own_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A forum on a SQLite file of its own, in which nobody waits long for a lock."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.3)
    app = create_app(load_settings(data=tmp_path, argon2_profile="cheap", base_url="http://localhost"))
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def own_scene(own_app: Flask) -> Scene:
    return Scene(own_app)


@pytest.fixture
def writer(own_app: Flask, own_scene: Scene) -> Browser:
    """Somebody about to answer in thread 1."""
    browser = Cast(own_app).member("writer")
    own_scene.thread(own_scene.board("talk"), browser.member_id)
    browser.get("/threads/1")
    return browser


def lock(app: Flask) -> sqlite3.Connection:
    file = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


@pytest.mark.parametrize(
    "path", ["/threads/1/replies", "/threads/1/replies/draft", "/posts/1/edit", "/boards/talk/new"]
)
def test_locked(own_app: Flask, own_scene: Scene, writer: Browser, path: str) -> None:
    other = lock(own_app)
    begun = time.monotonic()
    answer = writer.post(path, {"body": WORDS, "title": "T", "once": "k"})
    assert time.monotonic() - begun < 3
    assert answer.status_code == 503 and "Words &lt;I&gt; would miss" in answer.text
    assert f'action="{path}"' in answer.text and "Send again" in answer.text
    assert "writer" in answer.text
    assert writer.get("/threads/1").status_code == 200
    other.execute("ROLLBACK")
    assert (own_scene.count(Post), own_scene.count(Draft)) == (1, 0)
    assert writer.post(path, {"body": WORDS, "title": "T", "once": once_of(answer.text)}).status_code == 303
    assert own_scene.all_counts_are_right()


def test_while_it_is_locked_pages_are_read_and_previews_shown(
    own_app: Flask, own_scene: Scene, writer: Browser
) -> None:
    own_scene.reply(1, Cast(own_app).person("other").id, "A new one")
    other = lock(own_app)
    begun = time.monotonic()
    with time_machine.travel(now() + timedelta(minutes=11)):
        page = writer.get("/threads/1")
    assert page.status_code == 200 and "A new one" in page.text
    for path in ("/threads/1/replies", "/posts/1/edit", "/boards/talk/new"):
        answer = writer.post(f"{path}/preview", {"body": "So *much*", "title": "T", "once": "k"})
        assert answer.status_code == 200 and "So <em>much</em>" in answer.text
    assert time.monotonic() - begun < 3
    other.execute("ROLLBACK")
    assert "1 new<" in writer.get("/boards/talk").text
    writer.get("/threads/1")
    assert "1 new<" not in writer.get("/boards/talk").text


def test_nobody_who_writes_waits_longer_than_a_moment() -> None:
    assert database.NOTE_SECONDS < 1 and 2 <= database.BUSY_SECONDS <= 5


def test_locked_for_somebody_signed_out(own_app: Flask, own_scene: Scene, writer: Browser) -> None:
    own_scene.do(lambda: db.session.query(BrowserSession).delete())
    other = lock(own_app)
    answer = writer.post("/threads/1/replies", {"body": WORDS})
    other.execute("ROLLBACK")
    assert answer.status_code == 503 and "Words &lt;I&gt; would miss" in answer.text


def test_full(own_app: Flask, own_scene: Scene, writer: Browser) -> None:
    with own_app.app_context():
        engine = db.engine
    engine.dispose()

    @event.listens_for(engine, "connect")
    def no_room(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    answer = writer.post("/threads/1/replies", {"body": WORDS + "x" * 40_000})
    assert answer.status_code == 503 and "Words &lt;I&gt; would miss" in answer.text
    assert writer.get("/threads/1").status_code == 200
    assert own_scene.count(Post) == 1 and own_scene.all_counts_are_right()


@pytest.mark.parametrize("who", ["writer", "stranger"])
def test_gone(own_app: Flask, writer: Browser, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = writer if who == "writer" else Cast(own_app).stranger()
    with own_app.app_context():
        engine = db.engine
    engine.dispose()

    def unreachable(*_given: object, **_options: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    event.listen(engine, "do_connect", unreachable)
    for path in ("/threads/1", "/boards/talk", "/readyz"):
        answer = browser.get(path)
        assert answer.status_code == 503, path
        assert "public" not in answer.headers["Cache-Control"]
    assert browser.get("/healthz").status_code == 200
    token = {"csrf_token": browser.token}
    answer = browser.client.post(
        "/threads/1/replies", data={"body": WORDS, **token}, environ_base=browser.environ
    )
    if who == "writer":
        assert answer.status_code == 503 and "Words &lt;I&gt; would miss" in answer.text
    event.remove(engine, "do_connect", unreachable)
    assert browser.get("/boards/talk").status_code == (200 if who == "writer" else 404)


def test_no_connection_free(own_app: Flask, writer: Browser) -> None:
    with own_app.app_context():
        engine = db.engine
    engine.pool._timeout = 0.1  # type: ignore[attr-defined]
    taken = [engine.connect() for _ in range(32)]
    answer = writer.post("/threads/1/replies", {"body": WORDS})
    for connection in taken:
        connection.close()
    assert answer.status_code == 503 and "Words &lt;I&gt; would miss" in answer.text


def test_a_failure_of_ours_gives_the_words_back_and_leaves_nothing(
    scene: Scene, talk: str, patient: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = scene.thread(talk, patient.member_id)
    patient.get(f"/threads/{thread}")
    monkeypatch.setattr("forum.boards.actions.finish_draft", lambda *_: 1 / 0)
    answer = patient.post(f"/threads/{thread}/replies", {"body": WORDS})
    assert answer.status_code == 500 and "Words &lt;I&gt; would miss" in answer.text
    assert scene.count(Post) == 1 and scene.all_counts_are_right()
    assert scene.count(Member) == 1
