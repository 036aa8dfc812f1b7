"""Small archives for tests, and a look at what became of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.db import db
from forum.transfer import import_mbox
from forum.transfer.report import Report

BEGIN = datetime(2003, 3, 3, 10, tzinfo=UTC)
SEPARATOR = b"From jane@example.org Mon Mar  3 10:00:00 2003\n"


def mail(
    name: str,
    *references: str,
    hour: int = 0,
    subject: str = "Hello",
    sender: str = "Jane Doe <jane@example.org>",
    body: str = "",
    files: Sequence[tuple[str, str, bytes]] = (),
) -> bytes:
    """One mail; ``name`` is its Message-ID, ``hour`` counts from the beginning of the archive."""
    message = EmailMessage()
    message["From"] = sender
    message["Date"] = (BEGIN + timedelta(hours=hour)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    message["Subject"] = subject
    if name:
        message["Message-ID"] = f"<{name}@example.org>"
    if references:
        message["References"] = " ".join(f"<{one}@example.org>" for one in references)
    message.set_content(body or f"These are the words of {name}.")
    for filename, media_type, content in files:
        main, sub = media_type.split("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=filename)
    return bytes(message)


def mbox(*mails: bytes) -> bytes:
    """An archive of some mails; one that begins with "From " brings its separator along."""
    return b"".join(
        (b"" if one.startswith(b"From ") else SEPARATOR) + one.rstrip(b"\n") + b"\n\n" for one in mails
    )


def add_board(app: Flask, slug: str = "archive") -> None:
    with app.app_context():
        db.session.add(Board(slug=slug, title="Archive", audience="public"))
        db.session.commit()


def run_import(
    app: Flask, *files: Path, slug: str = "archive", progress: Callable[[int, int], None] | None = None
) -> Report:
    with app.app_context():
        board = db.session.scalars(select(Board).where(Board.slug == slug)).one()
        return import_mbox(files, board, progress or (lambda done, total: None))


def threads(app: Flask) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Each thread as its title and, for each post, first line, author, number of the parent and guessed."""
    with app.app_context():
        query = select(Thread).where(Thread.joined_to_id.is_(None)).order_by(Thread.started_at, Thread.title)
        return [(thread.title, _posts(thread)) for thread in db.session.scalars(query)]


def _posts(thread: Thread) -> list[tuple[Any, ...]]:
    query = (
        select(Post, Member.name)
        .join(Member, Member.id == Post.author_id)
        .where(Post.thread_id == thread.id)
        .order_by(Post.number)
    )
    rows = db.session.execute(query).all()
    number = {post.id: post.number for post, _ in rows}
    assert [post.number for post, _ in rows] == list(range(1, len(rows) + 1))
    return [
        (post.source.partition("\n")[0], name, number.get(post.parent_id), post.is_inferred, post.answers)
        for post, name in rows
    ]
