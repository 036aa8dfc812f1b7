"""An import that is killed goes on; two at once do not; nobody sees half a thread."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.recount import wrong_counts
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.transfer import batches, staging, workers
from forum.transfer.lease import LASTS, lease_on
from forum.transfer.models import ArchiveLease, ArchiveMail
from tests.transfer.archives import add_board, mail, mbox, run_import, threads

MAILS = [
    mail(
        f"{thread}-{number}",
        *([f"{thread}-0"] if number else []),
        hour=thread * 10 + number,
        subject=f"T {thread}",
    )
    for number in range(4)
    for thread in range(6)
]
ARCHIVE = mbox(*MAILS, b"Colour: blue\n\nNot a mail.\n", MAILS[3])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.mbox"
    path.write_bytes(ARCHIVE)
    return path


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "BATCH", 5)
    monkeypatch.setattr(batches, "BATCH", 5)


class Killed(BaseException):
    """As if the power had gone."""


@contextmanager
def killed_after(monkeypatch: pytest.MonkeyPatch, transactions: int) -> Iterator[None]:
    """Let so many transactions through, then die in the middle of the next, without any tidying up."""
    left = iter(range(transactions))

    real = db.session.commit
    with monkeypatch.context() as patch:
        patch.setattr("forum.transfer.lease.db.session.commit", lambda: _commit(left, real))
        patch.setattr("forum.transfer.lease._release", lambda lease: None)
        yield


def _commit(left: Iterator[int], real) -> None:
    if next(left, None) is None:
        raise Killed
    real()


def forget_lease(app: Flask) -> None:
    """The process that held it is gone."""
    with app.app_context():
        db.session.execute(update(ArchiveLease).values(renewed_at=now() - LASTS - timedelta(seconds=1)))
        db.session.commit()


@pytest.mark.parametrize("transactions", range(1, 16))
def test_killed_at_any_commit_and_run_again_the_result_is_the_same(
    app: Flask, file: Path, monkeypatch, small_batches, transactions: int
) -> None:
    add_board(app)
    with pytest.raises(Killed), killed_after(monkeypatch, transactions):
        run_import(app, file)
    forget_lease(app)

    report = run_import(app, file)

    assert (report.mails, report.imported, report.duplicates, report.set_aside) == (26, 24, 1, 1)
    assert (report.threads, len(threads(app))) == (6, 6)
    add_board(app, "whole")
    run_import(app, file, slug="whole")
    assert posts(app, "archive") == posts(app, "whole")
    with app.app_context():
        assert wrong_counts() == 0


def posts(app: Flask, slug: str) -> list[tuple[object, ...]]:
    with app.app_context():
        query = (
            select(Thread.title, Post.number, Post.source, Post.published_at, Post.author_id, Post.answers)
            .join(Thread, Thread.id == Post.thread_id)
            .join(Board, Board.id == Thread.board_id)
            .where(Board.slug == slug)
            .order_by(Thread.title, Post.number)
        )
        return [tuple(row) for row in db.session.execute(query)]


KILLED = """
import os, sys
from pathlib import Path
from forum import create_app
from forum.config import load_settings
from forum.transfer import batches, lease, staging
from tests.transfer.archives import run_import

staging.BATCH = batches.BATCH = 5
data, url, file = sys.argv[1:]
app = create_app(load_settings(data=Path(data), database_url=url or None, argon2_profile="cheap"))
run_import(app, Path(file), progress=lambda done, total: done > total * 0.6 and os._exit(9))
"""


def test_a_process_that_is_killed_holds_nobody_up(app: Flask, settings, file: Path) -> None:
    add_board(app)
    url = settings.database_url.get_secret_value() if settings.database_url else ""
    gone = subprocess.run(
        [sys.executable, "-c", KILLED, str(settings.data), url, str(file)], cwd=Path(__file__).parents[2]
    )
    assert gone.returncode == 9
    assert 0 < len(threads(app)) < 6

    report = run_import(app, file)

    assert (report.imported, len(threads(app))) == (24, 6)


def test_readers_see_whole_threads_at_any_moment(app: Flask, file: Path, monkeypatch, small_batches) -> None:
    add_board(app)
    seen = []

    def look(done: int, total: int) -> None:
        with app.app_context():
            counted = select(func.count()).select_from(Post).group_by(Post.thread_id)
            seen.append(db.session.scalars(counted).all())
            assert wrong_counts() == 0

    run_import(app, file, progress=look)

    assert {len(counts) for counts in seen} >= {0, 1, 6}
    assert {count for counts in seen for count in counts} == {4}


def test_a_second_import_at_once_is_refused(app: Flask, file: Path) -> None:
    add_board(app)

    def again(done: int, total: int) -> None:
        with pytest.raises(Refused, match="Another import into this board is running"):
            run_import(app, file)

    report = run_import(app, file, progress=again)

    assert report.imported == 24


def test_an_import_taken_for_dead_writes_nothing_more(app: Flask, file: Path) -> None:
    add_board(app)

    def taken_over(done: int, total: int) -> None:
        forget_lease(app)
        with app.app_context(), lease_on(1):
            pass

    with pytest.raises(Refused, match="took over"):
        run_import(app, file, progress=taken_over)
    assert run_import(app, file).imported == 24


def test_a_lease_of_another_machine_is_respected_until_it_ends(app: Flask, file: Path) -> None:
    add_board(app)
    with app.app_context():
        db.session.add(ArchiveLease(board_id=1, holder="elsewhere 1 token", renewed_at=now()))
        db.session.commit()
    with pytest.raises(Refused):
        run_import(app, file)

    forget_lease(app)

    assert run_import(app, file).imported == 24


def test_several_processes_read_the_same(app: Flask, file: Path, monkeypatch) -> None:
    add_board(app)
    monkeypatch.setattr(workers, "WORTH_IT", 0)
    monkeypatch.setattr(workers, "CHUNK", 2_000)
    monkeypatch.setattr(workers, "_processes", lambda: 2)
    run_import(app, file)
    add_board(app, "alone")
    monkeypatch.setattr(workers, "_processes", lambda: 1)
    run_import(app, file, slug="alone")

    assert posts(app, "archive") == posts(app, "alone")


def test_a_reading_process_that_is_ended_is_said_and_the_next_run_goes_on(
    app: Flask, file: Path, monkeypatch, small_batches
) -> None:
    add_board(app)
    monkeypatch.setattr(workers, "WORTH_IT", 0)
    monkeypatch.setattr(workers, "CHUNK", 200)
    monkeypatch.setattr(workers, "_processes", lambda: 2)

    def end_them(done: int, total: int) -> None:
        for child in multiprocessing.active_children():
            child.kill()

    with pytest.raises(Refused, match="run the import again"):
        run_import(app, file, progress=end_them)
    assert run_import(app, file).imported == 24


def test_words_and_addresses_are_not_kept_twice(app: Flask, file: Path) -> None:
    add_board(app)
    run_import(app, file)

    with app.app_context():
        kept = select(ArchiveMail.text, ArchiveMail.html, ArchiveMail.author_email, ArchiveMail.author_name)
        rows = db.session.execute(kept.where(ArchiveMail.state == "imported").distinct()).all()
        assert [tuple(row) for row in rows] == [("", "", None, "")]
