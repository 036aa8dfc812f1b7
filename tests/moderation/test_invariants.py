"""Whatever people and moderators do to threads, in whatever order: what the pages tell stays true.

The numbers of each thread are dense and in order, every count is what a recount finds, no post stands in two
threads or in none, what somebody has read stays read and what is new to them stays new, and each act of a
moderator is one line of the log.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, or_, select

from forum.accounts.models import Member
from forum.boards import actions, counts, marks
from forum.boards.access import thread_for
from forum.boards.arranging import BoardForm, create_board
from forum.boards.drafts import Words
from forum.boards.lists import unread_posts
from forum.boards.models import Board
from forum.boards.posts import MissedPost, Post
from forum.boards.recount import wrong_counts
from forum.boards.threads import ReadMark, Thread
from forum.core.db import db
from forum.core.decisions import Decision
from forum.core.errors import Refused
from forum.moderation.acting import Given, hide_post, publish_held, show_post
from forum.moderation.on_threads import act_on_thread, last_decision_about
from forum.moderation.thread_acts import THREAD_ACTS
from forum.moderation.thread_choices import GivenForThread
from tests.boards.scene import unhurried
from tests.cast import Cast
from tests.conftest import empty_tables

#: What may happen, the more often the more often it is named; and numbers that say to whom and where.
HAPPENS = (
    "start", "reply", "reply", "reply", "read", "read", "glance", "hold", "publish", "take back", "hide",
    "show", "lock", "unlock", "pin", "move", "split", "split", "merge", "merge", "slow", "silence",
)  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(HAPPENS), *[st.integers(0, 30)] * 3), min_size=30, max_size=45)

#: Three threads that people wrote and read in already.
BEGINS = [
    *(("start", who, who % 2, who) for who in range(3)),
    *(("reply", who, which % 3, which) for which in range(6) for who in range(2)),
    *(("glance", who, who, 3) for who in range(3)),
    *(("read", who, who + 1, 0) for who in range(3)),
]


@dataclass
class World:
    """Who is there, and what was seen by whom: post -> True, or None where either would be right."""

    members: list[int]
    moderator: int
    boards: list[int]
    seen: dict[tuple[int, int], bool | None] = field(default_factory=dict)
    lines: int = 0

    def happen(self, what: str, who: int, where: int, which: int) -> None:
        """One thing that somebody does, if it can be done; what is refused changes nothing."""
        member = db.session.get_one(Member, self.members[who % len(self.members)])
        if what == "start":
            board = db.session.get_one(Board, self.boards[where % len(self.boards)])
            self._wrote(member, actions.start_thread(member, board, Words("A title", body=f"Words {which}.")))
            return
        ids = select(Thread.id).where(Thread.joined_to_id.is_(None), Thread.state != "deleted")
        threads = db.session.scalars(ids.order_by(Thread.id)).all()
        if not threads:
            return
        moderator = db.session.get_one(Member, self.moderator)
        thread = thread_for(moderator, threads[where % len(threads)])
        if what in ("read", "glance"):
            self._read(
                member, thread, thread.last_number if what == "read" else which % (thread.last_number + 1)
            )
        elif what in THREAD_ACTS:
            self._arrange(moderator, thread, what, threads, which)
        else:
            self._write(member, moderator, thread, what, which)

    def _write(self, member: Member, moderator: Member, thread: Thread, what: str, which: int) -> None:
        posts = db.session.scalars(select(Post).where(Post.thread_id == thread.id).order_by(Post.id)).all()
        post = posts[which % len(posts)]
        if what == "reply":
            words = Words(body=f"An answer, {which}.", parent=post.id)
            self._wrote(member, actions.post_reply(member, thread, words))
        elif what == "hold" and post.number == thread.last_number and post.is_live and thread.posts_live > 1:
            _hold(post)
            self._forget(post, False)
        elif what == "take back" and post.state in ("live", "held"):
            actions.take_back(db.session.get_one(Member, post.author_id), post)
        elif what in ("publish", "hide", "show") and post.state == WANTED[what][0]:
            WANTED[what][1](moderator, _with_all(post), Given(reason="Because."))
            self.lines += 1
            if what == "show":
                self._forget(post, None)

    def _arrange(self, by: Member, thread: Thread, name: str, threads: Any, which: int) -> None:
        numbers = select(Post.id).where(Post.thread_id == thread.id, Post.number.is_not(None))
        posts = db.session.scalars(numbers.order_by(Post.number)).all()
        given = GivenForThread(
            reason="Because.",
            seen=last_decision_about(thread),
            sure=True,
            board=self.boards[which % len(self.boards)],
            title="Apart",
            posts=tuple(post for place, post in enumerate(posts) if place and (place * 7 + which) % 3 == 0),
            into=str(threads[which % len(threads)]),
            length=30,
        )
        act_on_thread(by, thread, THREAD_ACTS[name], given)
        self.lines += 1

    def _forget(self, post: Post, seen: bool | None) -> None:
        """What somebody saw of a post says nothing of when it comes back."""
        for reader in self.members:
            self.seen[reader, post.id] = None if reader == post.author_id else seen

    def _wrote(self, member: Member, post: Post) -> None:
        self.seen[member.id, post.id] = None

    def _read(self, member: Member, thread: Thread, number: int) -> None:
        """Somebody is shown a thread up to a number; to the end, that is all there is."""
        before = select(Post.id, Post.state).where(Post.thread_id == thread.id, Post.number <= number)
        shown = dict(list(db.session.execute(before)))
        missed = delete(MissedPost).where(MissedPost.member_id == member.id, MissedPost.post_id.in_(shown))
        if number == thread.last_number:
            db.session.execute(missed)
        not_shown = select(MissedPost.post_id).where(MissedPost.member_id == member.id)
        marks.set_mark(member.id, thread.id, number)
        for post in shown.keys() - set(db.session.scalars(not_shown)):
            if self.seen.get((member.id, post), False) is False:
                self.seen[member.id, post] = True if shown[post] == "live" else None

    def check(self) -> None:
        assert wrong_counts() == 0
        placed = select(Post).where(Post.number.is_not(None)).order_by(Post.thread_id, Post.number)
        places: dict[int, list[Post]] = {}
        for post in db.session.scalars(placed):
            places.setdefault(post.thread_id, []).append(post)
        for thread in db.session.scalars(select(Thread)):
            posts = places.get(thread.id, [])
            assert [post.number for post in posts] == list(range(1, thread.last_number + 1))
            assert posts == sorted(posts, key=lambda post: post.published_at)
        lost = select(Post.id).join(Post.thread).where(Thread.joined_to_id.is_not(None))
        assert db.session.scalars(lost).all() == []
        apart = select(Post.id).join(Post.thread).where(Post.board_id != Thread.board_id)
        assert db.session.scalars(apart).all() == []
        about = or_(Decision.subject.startswith("thread:"), Decision.subject.startswith("post:"))
        assert db.session.scalar(select(func.count()).select_from(Decision).where(about)) == self.lines
        for member in self.members:
            self._check_reading(member)

    def _check_reading(self, member: int) -> None:
        new = _new_to(member)
        live = set(db.session.scalars(select(Post.id).where(Post.state == "live")))
        known = {post: seen for post in live if (seen := self.seen.get((member, post), False)) is not None}
        assert {post for post in known if post in new} == {post for post, seen in known.items() if not seen}
        on = (ReadMark.thread_id == Thread.id) & (ReadMark.member_id == member)
        query = select(func.sum(unread_posts())).select_from(Thread).outerjoin(ReadMark, on)
        assert (db.session.scalar(query, {"me": member}) or 0) == len(new)


#: The state that a post must be in for a moderator's action on it.
WANTED = {"publish": ("held", publish_held), "hide": ("live", hide_post), "show": ("hidden", show_post)}


def _new_to(member: int) -> set[int]:
    """The posts that are new to somebody, as their mark and what they missed tell it."""
    on = (ReadMark.thread_id == Post.thread_id) & (ReadMark.member_id == member)
    missed = select(MissedPost.post_id).where(MissedPost.member_id == member)
    new = or_(Post.number > func.coalesce(ReadMark.number, 0), Post.id.in_(missed))
    return set(db.session.scalars(select(Post.id).outerjoin(ReadMark, on).where(Post.state == "live", new)))


def _hold(post: Post) -> None:
    """As the screening leaves a post: it waits, and has no place yet."""
    post.state = "held"
    counts.leave_place(post)
    thread = db.session.get_one(Thread, post.thread_id)
    post.number, thread.last_number = None, thread.last_number - 1
    above = db.session.query(ReadMark).filter(ReadMark.thread_id == thread.id)
    above.filter(ReadMark.number > thread.last_number).update({"number": thread.last_number})
    db.session.query(MissedPost).filter(MissedPost.post_id == post.id).delete()


def _with_all(post: Post) -> Post:
    """The post as a moderator's page loads it."""
    post.author = db.session.get_one(Member, post.author_id)
    post.thread = db.session.get_one(Thread, post.thread_id)
    return post


def _world(app: Flask) -> World:
    cast = Cast(app)
    members = [cast.person(name).id for name in ("hazel", "wren", "quill")]
    moderator = cast.person("moderator", standing="moderator").id
    with app.app_context():
        boards = []
        for slug, audience in (("talk", "members"), ("open", "public"), ("room", "moderators")):
            form = BoardForm(
                slug=slug, title=slug, audience=audience, purpose="", guide="", heading="",
                start_roles=(), reply_roles=(),
            )  # fmt: skip
            boards.append(create_board(form).id)
        db.session.commit()
    return World(members, moderator, boards)


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_what_pages_tell_stays_true_whatever_is_done(
    app: Flask, steps: list[tuple[str, int, int, int]]
) -> None:
    empty_tables(app)
    world = _world(app)
    with unhurried():
        for step in (*BEGINS, *steps):
            with app.app_context():
                try:
                    world.happen(*step)
                    db.session.commit()
                except Refused:
                    db.session.rollback()
            with app.app_context():
                world.check()
