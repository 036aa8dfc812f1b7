"""Mails that come in a later file: they join the threads they belong to, and join threads to each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.recount import wrong_counts
from forum.boards.regrouping import move_thread, split_off
from forum.boards.threads import Thread
from forum.core.db import db
from tests.cast import Browser
from tests.transfer.archives import add_board, mail, mbox, run_import, threads

A = mail("a", hour=0, subject="Scans")
B = mail("b", "a", hour=1, subject="Re: Scans")
C = mail("c", "b", hour=2, subject="Re: Scans")
D = mail("d", "x", "b", hour=3, subject="Re: Naps")
X = mail("x", hour=-1, subject="Naps")


@pytest.fixture
def importing(app: Flask, tmp_path: Path):
    add_board(app)
    path = tmp_path / "list.mbox"

    def run(*mails: bytes):
        path.write_bytes(mbox(*mails))
        return run_import(app, path)

    return run


def test_a_parent_that_comes_late_stands_above_its_answer(app: Flask, importing) -> None:
    importing(B, C)
    before = version(app)
    importing(A)

    [(title, posts)] = threads(app)
    assert title == "Scans"
    assert [(first, parent) for first, _, parent, _, _ in posts] == [
        ("These are the words of a.", None),
        ("These are the words of b.", 1),
        ("These are the words of c.", 2),
    ]
    with app.app_context():
        thread = db.session.scalars(select(Thread)).one()
        assert (thread.started_at.hour, thread.last_number) == (10, 3)
        assert thread.version > before
        assert wrong_counts() == 0


def version(app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(select(Thread)).one().version


def test_a_mail_between_two_threads_joins_them_and_every_link_still_leads_there(
    app: Flask, importing, stranger: Browser
) -> None:
    importing(A, C, X)
    before = links(app)
    assert len(threads(app)) == 3
    importing(B, D)

    [(title, posts)] = threads(app)
    assert title == "Naps"
    assert [first[-2] for first, *_ in posts] == ["x", "a", "b", "c", "d"]
    with app.app_context():
        assert wrong_counts() == 0
        assert db.session.scalars(select(Board)).one().threads_live == 1
        home = db.session.scalars(select(Thread).where(Thread.joined_to_id.is_(None))).one()
        others = db.session.scalars(select(Thread).where(Thread.joined_to_id.is_not(None))).all()
        assert {other.joined_to_id for other in others} == {home.id}
        paths, path = [other.path for other in others], home.path
    assert len(paths) == 2
    for other in paths:
        assert stranger.get(other).headers["Location"] == path
    for post, words in before.items():
        assert words in stranger.follow(stranger.get(f"/posts/{post}")).text
    listed = stranger.get("/boards/archive").text
    assert path in listed
    assert all(f'"{other}"' not in listed for other in paths)


def links(app: Flask) -> dict[int, str]:
    with app.app_context():
        return {post.id: post.source.strip() for post in db.session.scalars(select(Post))}


def test_threads_joined_twice_lead_to_the_last(app: Flask, importing, stranger: Browser) -> None:
    importing(A, C, X)
    importing(B)
    importing(D)

    with app.app_context():
        home = db.session.scalars(select(Thread).where(Thread.joined_to_id.is_(None))).one()
        assert set(db.session.scalars(select(Thread.joined_to_id))) == {None, home.id}
        assert wrong_counts() == 0


def test_what_members_wrote_in_a_thread_goes_along(app: Flask, importing, patient: Browser) -> None:
    importing(A, C)
    with app.app_context():
        later = db.session.scalars(select(Thread.id).order_by(Thread.started_at.desc())).first()
    patient.post(f"/threads/{later}/replies", {"body": "Still true today."}, page=f"/threads/{later}")
    patient.post(f"/threads/{later}/replies/draft", {"body": "A draft."})
    importing(B)

    [(_, posts)] = threads(app)
    assert [first for first, *_ in posts][-1] == "Still true today."
    with app.app_context():
        home = db.session.scalars(select(Thread).where(Thread.joined_to_id.is_(None))).one()
        path = home.path
        assert home.last_number == 4
        assert wrong_counts() == 0
    assert "A draft." in patient.get(f"{path}?page=last").text
    answer = patient.post(f"/threads/{later}/replies", {"body": "Sent from an old page."})
    assert answer.status_code == 303 and answer.headers["Location"].startswith(path)


def test_what_moderators_arranged_stays_when_mails_come_late(app: Flask, importing) -> None:
    importing(A, B)
    with app.app_context():
        room = Board(slug="room", title="Room", audience="moderators")
        db.session.add(room)
        thread = db.session.scalars(select(Thread)).one()
        apart = split_off(
            thread, {db.session.scalars(select(Post.id).where(Post.number == 2)).one()}, "Apart"
        )
        move_thread(thread, room)
        db.session.commit()
        home, other = thread.id, apart.id
    importing(C)
    with app.app_context():
        rows = db.session.execute(
            select(Post.thread_id, Post.number, Board.slug).join(Board).order_by(Post.id)
        )
        assert [tuple(row) for row in rows] == [(home, 1, "room"), (other, 1, "archive"), (home, 2, "room")]
        assert wrong_counts() == 0


def test_how_far_somebody_has_read_follows_the_posts(app: Flask, importing, patient: Browser) -> None:
    importing(B)
    with app.app_context():
        path = db.session.scalars(select(Thread)).one().path
    patient.get(path)
    importing(A, C)

    unread = patient.get(f"{path}/unread").headers["Location"]

    with app.app_context():
        c = db.session.scalars(select(Post).where(Post.source.contains("words of c"))).one()
        assert unread.endswith(f"#post-{c.id}")


def test_a_thread_that_readers_have_seen_is_not_torn_apart(app: Flask, importing) -> None:
    guess = mail("guess", hour=30, subject="Re: Naps")
    importing(mail("one", hour=0, subject="Naps"), guess)
    importing(mail("two", hour=20, subject="Naps"))

    [(_, posts)] = threads(app)
    assert [(first[-4:-1], parent, guessed) for first, _, parent, guessed, _ in posts] == [
        ("one", None, False),
        ("two", None, False),
        ("ess", 2, True),
    ]


LINKED = [A, B, C, D, X, mail("e", "d", hour=9, subject="Re: Naps"), mail("f", hour=4, subject="Naps again")]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.permutations(LINKED), st.lists(st.integers(0, len(LINKED)), max_size=3))
def test_the_same_threads_whatever_the_order_of_files(app: Flask, tmp_path: Path, mails, cuts) -> None:
    slug = f"b{next(numbers)}"
    add_board(app, slug)
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(mails)], strict=True):
        path = tmp_path / "part.mbox"
        path.write_bytes(mbox(*mails[start:end]))
        run_import(app, path, slug=slug)
    whole = tmp_path / "whole.mbox"
    whole.write_bytes(mbox(*LINKED))
    add_board(app, f"{slug}-whole")
    run_import(app, whole, slug=f"{slug}-whole")

    assert standing(app, slug) == standing(app, f"{slug}-whole")
    with app.app_context():
        assert wrong_counts() == 0


numbers = iter(range(10_000))


def standing(app: Flask, slug: str) -> list[tuple[object, ...]]:
    """Every post of a board: its thread, place and parent."""
    with app.app_context():
        query = (
            select(Post, Thread.title)
            .join(Thread, Thread.id == Post.thread_id)
            .join(Board, Board.id == Post.board_id)
            .where(Board.slug == slug)
            .order_by(Post.published_at)
        )
        rows = db.session.execute(query).all()
        words = {post.id: post.source for post, _ in rows}
        return [
            (title, post.number, post.source, words.get(post.parent_id), post.answers) for post, title in rows
        ]


JUNK = b"Colour: blue\n\nNot a mail.\n"
EMPTY = mail("empty", subject="", body="\n")
MAILS = [A, B, C, X, mail("", body="No id."), b"Subject: x\n\nwords"]
UNDATED = b"From jane@example.org\nSubject: x\n\nother words"
PIECES = st.sampled_from([*MAILS, JUNK, EMPTY, UNDATED, b"X: \xff\xfe\x00\n\n\x00\xff"])


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, min_size=1, max_size=12))
def test_mails_are_imported_there_already_or_set_aside(app: Flask, tmp_path: Path, pieces) -> None:
    slug = f"c{next(numbers)}"
    add_board(app, slug)
    path = tmp_path / "wild.mbox"
    path.write_bytes(mbox(*pieces))

    first, second = run_import(app, path, slug=slug), run_import(app, path, slug=slug)

    assert first.mails == second.mails == first.imported + first.duplicates + first.set_aside
    assert first.imported == len(set(pieces).intersection(MAILS))
    assert (second.imported, second.duplicates, second.set_aside) == (0, first.mails, 0)
    assert sum(len(posts) for _, posts in threads(app)) >= first.imported
