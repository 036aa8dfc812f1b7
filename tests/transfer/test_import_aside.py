"""Mails that could not become posts: what is kept of them, and how to get at it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forum.boards.models import Board
from forum.core.db import db
from forum.transfer import mbox as reader
from forum.transfer import set_aside_lines, write_set_aside
from tests.transfer.archives import SEPARATOR, add_board, mail, mbox, run_import

NO_MAIL = b"Colour: blue\n\nFrom here on, nothing.\n"


@pytest.fixture(autouse=True)
def board(app: Flask) -> None:
    add_board(app)


def written(app: Flask, file: Path) -> int:
    with app.app_context():
        return write_set_aside(db.session.scalars(select(Board.id)).one(), file)


def test_it_is_said_where_each_stood_and_why(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "list.mbox"
    path.write_bytes(mbox(mail("a"), NO_MAIL))
    run_import(app, path)
    with app.app_context():
        (line,) = set_aside_lines(db.session.scalars(select(Board.id)).one())
    at = path.read_bytes().index(SEPARATOR + NO_MAIL)
    assert line == f"list.mbox, byte {at:,}: has none of the lines that every mail begins with"


def test_they_come_out_as_an_archive(app: Flask, tmp_path: Path) -> None:
    path, out = tmp_path / "list.mbox", tmp_path / "out.mbox"
    path.write_bytes(mbox(NO_MAIL, mail("a"), NO_MAIL + b"Twice.\n"))
    run_import(app, path)
    assert written(app, out) == 2
    assert [one.raw.strip() for one in reader.mails(out)] == [NO_MAIL.strip(), NO_MAIL + b"Twice."]
    assert out.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        written(app, out)


@pytest.mark.parametrize("compress", [False, True])
def test_a_mail_too_large_is_kept_whole(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compress: bool
) -> None:
    monkeypatch.setattr(reader, "LARGEST_MAIL", 1_500_000)
    large = b"From: Jane <jane@example.org>\nSubject: Large\n\n" + b"".join(
        b"%070d\n" % n for n in range(40_000)
    )
    content = mbox(mail("a"), large, mail("b", hour=1))
    path, out = tmp_path / "list.mbox", tmp_path / "out.mbox"
    path.write_bytes(gzip.compress(content) if compress else content)

    report = run_import(app, path)

    assert (report.mails, report.imported, report.reasons) == (3, 2, {"too large": 1})
    assert written(app, out) == 1
    assert large in out.read_bytes()
