"""The benchmark's table: pages, signed in and out, on one database."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass

import click
from sqlalchemy import text

from forum import create_app
from forum.config import load_settings
from forum.core.db import db
from forum.core.edge import Kith
from forum.demo import fill_demo
from forum.migrations import migrate
from tests.bench.load import Measured, measure
from tests.bench.posting import PEOPLE, missing_or_double, post_together
from tests.bench.servers import BARE, FORUM, Server, served
from tests.bench.visitor import Visitor
from tests.databases import new_postgres_database
from tests.recorder import statements

READER = "patient@example.org"
PASSWORD = "demo-forum-2026"
ROUNDS = 3


@dataclass(frozen=True)
class Places:
    """What is asked for: a long thread and a usual one on the public board, and that board."""

    long_thread: int | None
    thread: int
    board: str
    threads: list[int]

    def pages(self) -> list[tuple[str, str]]:
        pages = [
            ("thread of 20 posts", f"/threads/{self.thread}"),
            ("board", f"/boards/{self.board}"),
            ("home", "/"),
        ]
        if self.long_thread:
            pages += [
                ("long thread, page 1", f"/threads/{self.long_thread}"),
                ("long thread, page 500", f"/threads/{self.long_thread}?page=500"),
            ]
        return pages


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        settings = {"FORUM_DATA": folder}
        if asked.database == "postgresql":
            settings["FORUM_DATABASE_URL"] = new_postgres_database("bench")
        os.environ.update(settings)
        app = create_app(load_settings())
        places = _fill(app, asked.posts)
        with served(BARE, 9101, {}) as bare, served(FORUM, 9102, settings) as forum:
            _pages(app, bare, forum, places, asked)
            _posting(app, forum, places, asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests/bench/run")
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seconds", type=int, default=2)
    return parser.parse_args()


def _fill(app: Kith, posts: int) -> Places:
    with app.app_context(), click.progressbar(length=1, label="Filling", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        migrate(db.engine)
        fill_demo(posts, progress)
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        return _places()


def _places() -> Places:
    public = (
        "FROM threads t JOIN boards b ON b.id = t.board_id WHERE b.audience = 'public' AND t.state = 'live'"
    )
    first = f"SELECT t.id {public} AND t.last_number"
    long_thread = db.session.scalar(text(f"{first} >= 9980 ORDER BY t.last_number DESC LIMIT 1"))
    thread = db.session.scalar(text(f"{first} BETWEEN 20 AND 25 ORDER BY t.id DESC LIMIT 1"))
    board = db.session.scalar(text(f"SELECT b.slug {public} GROUP BY b.slug ORDER BY count(*) DESC LIMIT 1"))
    open_ones = f"SELECT t.id {public} AND b.archived_at IS NULL AND t.locked_at IS NULL"
    threads = list(db.session.scalars(text(f"{open_ones} AND b.reply_roles = '' LIMIT 40")))
    return Places(long_thread, thread, board, threads)


def _pages(app: Kith, bare: Server, forum: Server, places: Places, asked: argparse.Namespace) -> None:
    visitor = Visitor(forum.port)
    visitor.sign_in(READER, PASSWORD)
    hello = measure(bare, "/", seconds=asked.seconds)
    print(f"\n{asked.database}, {asked.posts:,} posts; a bare Flask page: {hello.rate:,.0f} requests/s\n")
    print("| page | reader | requests/s | ratio | p50 ms | p99 ms | CPU of bare page's | queries | HTML KB |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    for words, path in places.pages():
        for reader, cookie in (("signed out", ""), ("signed in", visitor.cookie)):
            size = len((visitor if cookie else Visitor(forum.port)).get(path)[1]) / 1000
            cost, hello = _by_turns(forum, bare, path, cookie, asked.seconds)
            queries = _queries(app, path, cookie)
            print(f"| {words} | {reader} | {_row(cost, hello)} | {queries} | {size:.0f} |", flush=True)


def _by_turns(forum: Server, bare: Server, path: str, cookie: str, seconds: int) -> tuple[Measured, Measured]:
    """A page and the bare page in turn, and of the pairs the middle one: others use this machine too."""
    pairs = [
        (measure(forum, path, cookie, seconds), measure(bare, "/", seconds=seconds)) for _ in range(ROUNDS)
    ]
    return sorted(pairs, key=lambda pair: pair[0].rate / pair[1].rate)[ROUNDS // 2]


def _row(cost: Measured, hello: Measured) -> str:
    ratio = cost.rate / hello.rate
    return f"{cost.rate:,.0f} | {ratio:.3f} | {cost.p50:.1f} | {cost.p99:.1f} | {cost.cpu / hello.cpu:.1f}"


def _queries(app: Kith, path: str, cookie: str) -> int:
    """How many statements a page asks for when it is shown for the first time in a process."""
    headers = {"Cookie": cookie} if cookie else {}
    with statements() as seen:
        app.test_client(use_cookies=False).get(path, headers=headers)
    return len(seen)


def _posting(app: Kith, forum: Server, places: Places, asked: argparse.Namespace) -> None:
    # Those who help: everybody else is asked to slow down, after the same questions to the database.
    names = ("greeter", "moderator", "moderator2", "admin")
    members = [f"{name}@example.org" for name in names]
    answers = post_together(forum, members, places.threads, float(asked.seconds))
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    wrong = missing_or_double(url, answers.taken)
    rate = len(answers.taken) / asked.seconds
    others = {status: count for status, count in answers.statuses.items() if status != 303}
    print(f"\n{PEOPLE} people posting at once: {rate:,.0f} replies/s", end=", ")
    print(f"answered otherwise: {others or 'none'}, missing or double: {wrong}")


if __name__ == "__main__":
    main()
