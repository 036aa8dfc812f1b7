"""The posts that fill the shelves: exactly as many as asked for, always the same, at a steady pace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.boards.arranging import create_board
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.starter import starter_boards
from forum.boards.threads import Thread
from forum.core.db import db
from forum.demo import bulk, bulk_talks
from forum.demo.bulk import FIRST_DAY, write_posts

TODAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def shelves(whole_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Empty boards in a transaction that is never committed; small batches, so that there are several."""
    monkeypatch.setattr(bulk, "BATCH", 150)
    with whole_app.app_context():
        new_shelves()
        yield
        db.session.rollback()


def new_shelves() -> None:
    db.session.rollback()
    for form in starter_boards():
        create_board(form)


def rows() -> list[tuple[Any, ...]]:
    """All posts in order, told without the numbers that the database gives."""
    first = db.session.execute(select(func.min(Post.author_id), func.min(Post.thread_id))).one()
    query = select(Post.author_id, Post.thread_id, Post.number, Post.source, Post.answers, Post.published_at)
    found = db.session.execute(query.order_by(Post.id))
    return [(author - first[0], thread - first[1], *rest) for author, thread, *rest in found]


@pytest.mark.usefixtures("shelves")
@pytest.mark.parametrize("total", [0, 1, 149, 150, 301])
def test_there_are_exactly_as_many_posts_as_asked_for(total: int) -> None:
    told = list(write_posts(total, TODAY))
    assert told == [done for done in (150, 300) if done < total] + [total] * (total > 0)
    assert db.session.scalar(select(func.count()).select_from(Post)) == total


@pytest.mark.usefixtures("shelves")
def test_the_same_number_tells_the_same_story() -> None:
    list(write_posts(400, TODAY))
    once = rows()
    new_shelves()
    list(write_posts(400, TODAY))
    assert rows() == once


@pytest.mark.usefixtures("shelves")
def test_more_posts_reach_further_back_and_the_present_stays_as_it_is() -> None:
    list(write_posts(400, TODAY))
    times = db.session.scalars(select(Post.published_at).order_by(Post.id)).all()
    assert times == sorted(times)
    assert timedelta(days=9.9) < TODAY - times[0] < timedelta(days=10.2)
    assert timedelta(hours=2) < TODAY - times[-1] < timedelta(hours=3)
    assert 38 <= sum(TODAY - timedelta(days=2) <= time < TODAY - timedelta(days=1) for time in times) <= 42


@pytest.mark.usefixtures("shelves")
def test_nothing_is_older_than_the_first_day() -> None:
    list(write_posts(600, FIRST_DAY + timedelta(days=3)))
    first = db.session.scalar(select(func.min(Post.published_at)))
    assert first and FIRST_DAY <= first < FIRST_DAY + timedelta(days=1)


@pytest.mark.usefixtures("shelves")
def test_the_long_table_stands_on_the_public_board(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_talks, "LONG_TABLE_FROM", 500)
    monkeypatch.setattr(bulk_talks, "LONG_TABLE_LENGTH", 120)
    list(write_posts(500, TODAY))
    thread, audience = db.session.execute(
        select(Thread, Board.audience).join(Thread.board).where(Thread.title == "The long table")
    ).one()
    numbers = db.session.scalars(
        select(Post.number).where(Post.thread_id == thread.id).order_by(Post.id)
    ).all()
    assert audience == "public"
    assert numbers == list(range(1, 121))
    assert TODAY - thread.last_post_at < timedelta(days=2)
    assert db.session.scalar(select(func.count()).select_from(Post)) == 500


@pytest.mark.usefixtures("shelves")
def test_few_posts_make_no_long_table() -> None:
    list(write_posts(300, TODAY))
    assert not db.session.scalar(select(Thread.id).where(Thread.title == "The long table"))


@pytest.mark.usefixtures("shelves")
def test_what_people_write_afterwards_gets_the_next_numbers() -> None:
    list(write_posts(5, TODAY))
    board = db.session.scalars(select(Board)).first()
    assert board
    thread = Thread(board_id=board.id, author_id=1, title="Later", started_at=TODAY, last_post_at=TODAY)
    thread.author_id = db.session.scalar(select(Post.author_id)) or 0
    db.session.add(thread)
    db.session.flush()
    assert thread.id == db.session.scalar(select(func.max(Thread.id)))
