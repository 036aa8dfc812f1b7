"""What the demo shows is there, and every count in it is what a recount finds."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.accounts.passwords import is_password
from forum.boards.explained import looked_through
from forum.boards.front import threads_for
from forum.boards.models import Board, BoardMonth
from forum.boards.posts import Attachment, Draft, Post, PostVersion, page_of
from forum.boards.threads import HOPES, Thread
from forum.boards.uploads import content_of
from forum.core.clock import now
from forum.core.db import db
from forum.demo.people import PASSWORD, SIGN_INS
from tests.demo.conftest import POSTS

pytestmark = pytest.mark.usefixtures("filled")

#: That a thread is not part of another.
IS_WHOLE = Thread.joined_to_id.is_(None)


def member_of(email: str) -> Member:
    return db.session.scalars(select(Member).where(Member.email == email)).one()


def test_the_progress_bar_hears_of_every_post(filled: list[tuple[int, int]]) -> None:
    assert filled[-1] == (POSTS, POSTS)


def test_everybody_signs_in_with_the_same_password() -> None:
    standings = {email: member_of(email).standing for email, _ in SIGN_INS}
    assert all(is_password(member_of(email).password_hash, PASSWORD) for email in standings)
    assert standings == {
        "patient@example.org": "member",
        "caregiver@example.org": "member",
        "greeter@example.org": "greeter",
        "moderator@example.org": "moderator",
        "moderator2@example.org": "moderator",
        "admin@example.org": "admin",
        "suspended@example.org": "member",
        "newcomer@example.org": "member",
    }


def test_the_first_post_of_the_newcomer_waits_for_a_moderator() -> None:
    newcomer = member_of("newcomer@example.org")
    post = db.session.scalars(select(Post).where(Post.author_id == newcomer.id)).one()
    thread = db.session.get_one(Thread, post.thread_id)
    assert (post.state, post.number) == ("held", None)
    assert (thread.state, thread.posts_live, thread.posts_held) == ("held", 0, 1)


def test_threads_count_what_a_recount_finds() -> None:
    live = Post.state == "live"
    found = db.session.execute(
        select(
            Post.thread_id,
            func.count().filter(live),
            func.count().filter(Post.state == "held"),
            func.coalesce(func.max(Post.number), 0),
            func.coalesce(func.max(Post.number).filter(live), 0),
        ).group_by(Post.thread_id)
    )
    recount = {key: tuple(counted) for key, *counted in found}
    kept = {
        thread.id: (thread.posts_live, thread.posts_held, thread.last_number, thread.last_live_number)
        for thread in db.session.scalars(select(Thread).where(IS_WHOLE))
    }
    assert kept == recount


def test_threads_know_their_last_live_post() -> None:
    for thread in db.session.scalars(select(Thread).where(Thread.state == "live", IS_WHOLE)):
        last = db.session.scalars(select(Post).filter_by(thread_id=thread.id, number=thread.last_live_number))
        post = last.one()
        assert (thread.last_post_at, thread.last_author_id) == (post.published_at, post.author_id)


def test_boards_count_what_a_recount_finds() -> None:
    posts = db.session.execute(
        select(Post.board_id, func.count(), func.max(Post.published_at))
        .where(Post.state == "live")
        .group_by(Post.board_id)
    )
    threads = dict(
        db.session.execute(
            select(Thread.board_id, func.count())
            .where(Thread.state == "live", IS_WHOLE)
            .group_by(Thread.board_id)
        ).fetchall()
    )
    recount = {key: (threads[key], count, last) for key, count, last in posts}
    boards = db.session.scalars(select(Board)).all()
    assert recount == {
        board.id: (board.threads_live, board.posts_live, board.last_post_at) for board in boards
    }


def test_months_count_what_a_recount_finds() -> None:
    live = db.session.execute(select(Post.board_id, Post.published_at).where(Post.state == "live"))
    recount = Counter((key, at.year * 100 + at.month) for key, at in live)
    kept = {
        (row.board_id, row.month): row.posts for row in db.session.scalars(select(BoardMonth)) if row.posts
    }
    assert kept == recount


def test_posts_count_their_answers_and_files() -> None:
    posts = db.session.scalars(select(Post)).all()
    answers = Counter(post.parent_id for post in posts if post.parent_id and post.is_live)
    files = Counter(db.session.scalars(select(Attachment.post_id)))
    assert {post.id: (post.answers, post.files) for post in posts} == {
        post.id: (answers[post.id], files[post.id]) for post in posts
    }
    assert sum(answers.values()) > POSTS // 5


def test_posts_answer_earlier_ones_of_their_own_thread() -> None:
    posts = {post.id: post for post in db.session.scalars(select(Post))}
    for post in posts.values():
        if post.parent_id:
            parent = posts[post.parent_id]
            assert parent.thread_id == post.thread_id
            assert parent.published_at <= post.published_at and parent.id < post.id


def test_ids_and_times_follow_each_other_in_each_thread() -> None:
    placed = select(Post).where(Post.number.is_not(None)).order_by(Post.thread_id, Post.number)
    by_number = [(post.thread_id, post.id, post.published_at) for post in db.session.scalars(placed)]
    assert by_number == sorted(by_number)
    assert [each[::2] for each in by_number] == sorted(each[::2] for each in by_number)


def test_nobody_writes_in_the_future_or_before_joining() -> None:
    rows = db.session.execute(select(Post.published_at, Member.joined_at).join(Post.author)).all()
    assert all(joined <= written < now() for written, joined in rows)


def test_everybody_writes_only_where_they_may() -> None:
    rows = db.session.execute(
        select(Member, Board, Post.number).join(Post.author).join(Board, Post.board_id == Board.id)
    )
    for author, board, number in rows:
        roles = board.start_roles if number == 1 else board.reply_roles
        assert author.is_moderator or not roles or author.role_keys & set(roles.split(","))
        assert board.audience != "moderators" or author.is_moderator


def test_there_is_one_of_everything() -> None:
    posts = select(func.count()).select_from(Post)
    assert db.session.scalar(posts.where(Post.state == "hidden")) == 1
    assert db.session.scalar(posts.where(Post.state == "deleted", Post.source == "")) == 1
    assert db.session.scalar(posts.where(Post.edited_at.is_not(None))) == 1
    versions = select(func.count()).select_from(PostVersion)
    assert db.session.scalar(versions.where(PostVersion.changed_for == "")) == 1
    assert db.session.scalar(versions.where(PostVersion.changed_for == "private")) == 1
    locked = db.session.scalars(select(Thread).where(Thread.locked_at.is_not(None))).one()
    assert "team" in locked.lock_reason
    for arranged in (Thread.is_pinned, Thread.slow_minutes > 0, Thread.joined_to_id.is_not(None)):
        assert db.session.scalar(select(func.count()).select_from(Thread).where(arranged)) == 1
    assert (
        db.session.scalar(select(func.count()).select_from(Board).where(Board.archived_at.is_not(None))) == 1
    )
    assert {len(title) for title in db.session.scalars(select(Thread.title))} >= {200}
    assert set(db.session.scalars(select(Thread.hope))) >= set(HOPES)
    assert page_of(db.session.scalar(select(func.max(Thread.last_number))) or 0) > 3


def test_mentions_lead_to_members() -> None:
    found = db.session.scalars(select(Post.html).where(Post.html.contains('class="mention"'))).all()
    assert any('href="/members/tidewater"' in html for html in found)


def test_files_can_be_opened_and_pictures_are_described() -> None:
    files = db.session.scalars(select(Attachment)).all()
    assert Counter(file.kind for file in files) == {"picture": 3, "pdf": 1}
    assert all(file.description and len(content_of(file)) == file.size for file in files)


def test_the_first_page_of_the_patient_has_something_in_each_part() -> None:
    wren = member_of("patient@example.org")
    shown = threads_for(wren)
    assert [row.title.split(" ")[0] for row in shown.stopped] == ["When", "Three", "Scan"]
    assert all(row.unread > 0 for row in shown.stopped)
    assert any(row.read is None for row in shown.news)
    draft = db.session.scalars(select(Draft).where(Draft.member_id == wren.id)).one()
    assert draft.parent_id and draft.body.endswith("since")


def test_some_have_waited_four_hours_for_an_answer_and_some_twelve() -> None:
    waiting = threads_for(member_of("greeter@example.org")).waiting
    hours = [(now() - row.at).total_seconds() / 3600 for row in waiting]
    assert any(hour < 4 for hour in hours)
    assert any(4 < hour < 12 for hour in hours)
    assert any(hour > 12 for hour in hours)


def test_the_words_of_the_library_are_links_from_the_start() -> None:
    assert looked_through() is None
    assert db.session.scalar(select(func.count()).where(Post.term_places != "")) >= 30
