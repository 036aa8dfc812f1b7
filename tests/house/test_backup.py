"""``forum backup`` and ``restore``: one moment while people write, whole or not at all."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from forum.boards.access import thread_for
from forum.boards.actions import post_reply
from forum.boards.drafts import Words
from forum.boards.posts import Post
from forum.boards.recount import wrong_counts
from forum.core.db import db
from forum.core.edge import Kith
from tests.cast import Browser, Cast, Person
from tests.house.conftest import NewHome
from tests.house.homes import Home, fill, member_of, rows_of, uploads_of


@pytest.fixture
def filled(ready_home: Home) -> Home:
    fill(ready_home.app())
    return ready_home


@pytest.fixture
def copy(filled: Home, tmp_path: Path) -> Path:
    file = tmp_path / "copy.tar.gz"
    filled.said("backup", file)
    return file


def test_a_copy_is_for_its_keeper_alone(copy: Path) -> None:
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_from_sqlite_to_postgresql_and_back(
    filled: Home, copy: Path, new_home: NewHome, tmp_path: Path
) -> None:
    middle, last, second = new_home("postgresql"), new_home("sqlite"), tmp_path / "second.tar.gz"
    middle.said("restore", copy)
    middle.said("backup", second)
    last.said("restore", second)
    rows, uploads = rows_of(filled.app()), uploads_of(filled.app())
    assert len(uploads) == 1
    assert rows["posts"]
    for home in (middle, last):
        assert rows_of(home.app()) == rows
        assert uploads_of(home.app()) == uploads
        assert (home.data / "secret_key").read_text() == (filled.data / "secret_key").read_text()
        assert stat.S_IMODE((home.data / "secret_key").stat().st_mode) == 0o600


def test_people_write_on_where_a_copy_came_back(copy: Path, new_home: NewHome) -> None:
    """PostgreSQL counts the keys of new rows by itself: it must go on after those that came back."""
    for database in ("sqlite", "postgresql"):
        home = new_home(database)
        home.said("restore", copy)
        browser = Browser(home.app())
        signed_in = browser.sign_in(Person(1, "mara", "mara@example.org"))
        assert signed_in.status_code == 303
        answer = browser.post("/threads/1/replies", {"body": "Here again."}, page="/threads/1")
        assert answer.status_code == 303


def test_a_copy_made_while_people_write_is_one_moment(either_ready_home: Home, new_home: NewHome) -> None:
    app = either_ready_home.app()
    fill(app)
    # Those who help may write as fast as they like.
    writer = Writer(app, Cast(app).person("scribe", standing="greeter"))
    copy = either_ready_home.data / "copy.tar.gz"
    with writer:
        writer.wrote_some.wait(10)
        either_ready_home.said("backup", copy)
    other = new_home("sqlite")
    other.said("restore", copy)
    with other.app().app_context():
        copied = db.session.query(Post).count()
        assert wrong_counts() == 0
    assert writer.before + 5 <= copied <= writer.before + writer.written


class Writer(threading.Thread):
    """Somebody who replies without a pause; each reply changes several rows that belong together."""

    def __init__(self, app: Kith, person: Person) -> None:
        super().__init__(daemon=True)
        self.app, self.person = app, person
        self.stop, self.wrote_some, self.written = threading.Event(), threading.Event(), 0
        with app.app_context():
            self.before = db.session.query(Post).count()

    def run(self) -> None:
        while not self.stop.is_set():
            with self.app.app_context():
                member = member_of(self.person)
                post_reply(member, thread_for(member, 1), Words(body=f"Number {self.written}"))
                db.session.commit()
            self.written += 1
            if self.written == 5:
                self.wrote_some.set()

    def __enter__(self) -> Writer:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        self.join(10)


def test_it_does_not_overwrite_unless_told(filled: Home, copy: Path) -> None:
    before = rows_of(filled.app())
    done = filled.forum("restore", copy)
    assert done.code == 1
    assert "--overwrite" in done.err
    with filled.app().app_context():
        db.session.query(Post).filter_by(id=2).update({"source": "changed since"})
        db.session.commit()
    filled.said("restore", "--overwrite", copy)
    assert rows_of(filled.app()) == before


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.97])
def test_a_damaged_copy_leaves_everything_as_it_was(filled: Home, copy: Path, place: float) -> None:
    content = bytearray(copy.read_bytes())
    content[int(len(content) * place)] ^= 0x55
    copy.write_bytes(content)
    assert_refused(filled, copy)


@pytest.mark.parametrize("kept", [0, 20, 500, -1])
def test_half_a_copy_leaves_everything_as_it_was(filled: Home, copy: Path, kept: int) -> None:
    copy.write_bytes(copy.read_bytes()[:kept])
    assert_refused(filled, copy)


def test_another_file_is_no_copy(filled: Home, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\n")
    assert_refused(filled, letter)


def assert_refused(home: Home, file: Path) -> None:
    before = rows_of(home.app()), uploads_of(home.app())
    done = home.forum("restore", "--overwrite", file)
    assert done.code == 1
    assert done.err.strip().splitlines()[-1].startswith(f"{file} is not a backup of this forum")
    assert (rows_of(home.app()), uploads_of(home.app())) == before
