"""Boards, threads and posts for the tests, made by the same doors that people use."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, TypeVar
from unittest.mock import patch

import time_machine
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.boards import actions, counts, screened
from forum.boards.arranging import BoardForm, create_board
from forum.boards.drafts import Words, new_once
from forum.boards.models import Board
from forum.boards.posts import Attachment, Draft, Post
from forum.boards.recount import wrong_counts
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from tests.cast import Browser

T = TypeVar("T")


#: What the screening would find of somebody who has been here for long, and has not posted just now.
LONG_HERE = {
    "has_posted": True,
    "last_post_at": None,
    "last_thread_at": None,
    "same_here": None,
    "same_elsewhere": None,
    "posts_today": 0,
    "threads_today": 0,
    "posts_this_minute": 0,
    "threads_this_minute": 0,
}


@contextmanager
def unhurried() -> Iterator[None]:
    """People of a scene say in a second what took them days: nobody is asked to slow down, or is new."""
    known_of = screened.known_of

    def known(*given: Any) -> Any:
        return SimpleNamespace(**{**known_of(*given)._mapping, **LONG_HERE})

    with patch.object(screened, "known_of", known):
        yield


class Scene:
    """What stands on the boards. Everything is named by number or slug: good outside any session."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def do(self, work: Callable[[], T]) -> T:
        """Run ``work`` at the database and keep what it did."""
        with self.app.app_context():
            done = work()
            db.session.commit()
            return done

    def board(self, slug: str, audience: str = "members", **given: Any) -> str:
        """A board; ``start_roles`` and ``reply_roles`` name who may write there."""
        form = {"purpose": "", "guide": "", "heading": "", "start_roles": (), "reply_roles": ()} | given
        title = form.pop("title", slug.replace("-", " ").capitalize())
        return self.do(
            lambda: create_board(BoardForm(slug=slug, title=title, audience=audience, **form)).slug
        )

    def thread(self, slug: str, author: int, title: str = "A question", body: str = "First words.") -> int:
        def start() -> int:
            board = db.session.scalars(select(Board).where(Board.slug == slug)).one()
            words = Words(title=title, body=body)
            return actions.start_thread(db.session.get_one(Member, author), board, words).thread_id

        with unhurried():
            return self.do(start)

    def reply(self, thread: int, author: int, body: str = "An answer.", parent: int | None = None) -> int:
        def answer() -> int:
            words = Words(body=body, parent=parent)
            where = db.session.get_one(Thread, thread)
            where.board = db.session.get_one(Board, where.board_id)
            return actions.post_reply(db.session.get_one(Member, author), where, words).id

        with unhurried():
            return self.do(answer)

    def replies(self, thread: int, author: int, many: int) -> list[int]:
        return [self.reply(thread, author, f"Answer {number}.") for number in range(1, many + 1)]

    def first_post(self, thread: int) -> int:
        query = select(func.min(Post.id)).where(Post.thread_id == thread)
        return self.do(lambda: db.session.scalars(query).one())

    def hold(self, post: int) -> None:
        """The last post of a thread as the screening leaves it: it waits, and has no place yet."""

        def wait() -> None:
            found = db.session.get_one(Post, post)
            found.state = "held"
            counts.leave_place(found)
            found.number = None
            thread = db.session.get_one(Thread, found.thread_id)
            thread.last_number -= 1
            if not thread.posts_live:
                thread.state = "held"
                counts.count_thread(thread.board_id, -1)

        self.do(wait)

    def withdraw(self, post: int, state: str = "hidden") -> None:
        self.do(lambda: actions.withdraw(db.session.get_one(Post, post), state))

    def show_again(self, post: int) -> None:
        self.do(lambda: actions.show_again(db.session.get_one(Post, post)))

    def lock(self, thread: int, moderator: int, reason: str = "") -> None:
        self.do(lambda: db.session.get_one(Thread, thread).lock(by_id=moderator, reason=reason))

    def set(self, table: type[Any], key: int, **values: Any) -> None:
        def change() -> None:
            found = db.session.get_one(table, key)
            for name, value in values.items():
                setattr(found, name, value)

        self.do(change)

    def add(self, row: Any) -> None:
        self.do(lambda: db.session.add(row))

    def count(self, table: type[Any], *where: Any) -> int:
        return self.do(lambda: db.session.scalar(select(func.count()).select_from(table).where(*where)) or 0)

    def values(self, column: Any, *where: Any) -> list[Any]:
        return self.do(lambda: list(db.session.scalars(select(column).where(*where).order_by(column))))

    def all_counts_are_right(self) -> bool:
        return self.do(wrong_counts) == 0

    def drafts(self, member: int) -> dict[str, str]:
        """Place -> body of what somebody has begun to write."""
        query = select(Draft.place, Draft.body).where(Draft.member_id == member)
        return self.do(lambda: dict(list(db.session.execute(query))))

    def file(self, *, post: int | None = None, draft: int | None = None, member: int) -> int:
        """A picture with a post or a draft, stored as an upload is."""

        def keep() -> int:
            key = f"aa/{post or 0}x{draft or 0}x{member}.png"
            self.app.extensions["storage"].put(key, picture())
            file = Attachment(
                member_id=member, post_id=post, draft_id=draft, kind="picture", media_type="image/png",
                filename="secret-scan.png", description="", key=key, size=70, width=2, height=2,
                added_at=datetime.now().astimezone(),
            )  # fmt: skip
            db.session.add(file)
            if post:
                db.session.get_one(Post, post).files += 1
            db.session.flush()
            return file.id

        return self.do(keep)


def picture(size: tuple[int, int] = (2, 2), file_format: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, file_format)
    return out.getvalue()


def upload(content: bytes | None = None, name: str = "holiday.png") -> tuple[io.BytesIO, str]:
    """A file as a form sends it."""
    return io.BytesIO(picture() if content is None else content), name


def box(page: str, name: str = "body") -> str:
    """What the writing box of a page holds, as a browser reads it."""
    start = page.index(f'name="{name}"')
    inside = page[page.index(">", start) + 1 : page.index("</textarea>", start)]
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        inside = inside.replace(entity, sign)
    return inside.removeprefix("\n")


def once_of(page: str) -> str:
    """The key of the form on a page."""
    mark = 'name="once" value="'
    start = page.index(mark) + len(mark)
    return page[start : page.index('"', start)]


def once_made_before(app: Flask, seconds: int = 60) -> str:
    """The key of a form that somebody has had before them for so long."""
    with app.app_context(), time_machine.travel(now() - timedelta(seconds=seconds), tick=False):
        return new_once()


def say(browser: Browser, thread: int, body: str, **more: Any) -> Any:
    """Reply by the form of a thread."""
    return browser.post(f"/threads/{thread}/replies", {"body": body, **more}, page=f"/threads/{thread}")
