"""A member's time with the group, as far as a moderator needs it: never an address, never a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import BrowserSession, Member
from forum.boards.access import LARGEST_ID
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import Rows, db, rows
from forum.core.decisions import Decision
from forum.core.errors import NotFound
from forum.core.paging import Page
from forum.moderation.access import boards_of, in_boards
from forum.moderation.models import Item, Report
from forum.moderation.sanctions import Sanction, in_force, is_in_force

POSTS, LINES = 20, 20
SANCTIONS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Record:
    """Everything about a member on one page, as far as the moderator who asks looks after it."""

    in_force: Sequence[Sanction]
    names: dict[int, str]
    posts_by_state: dict[str, int]
    posts: Rows
    withdrawn: Rows
    items: Sequence[Item]
    decisions: Sequence[Decision]
    sessions: int

    @property
    def notes(self) -> Sequence[Sanction]:
        return [each for each in self.in_force if each.kind == "note"]

    @property
    def sanctions(self) -> Sequence[Sanction]:
        return [each for each in self.in_force if each.kind != "note"]


def record_of(moderator: Member, about: Member) -> Record:
    boards = boards_of(moderator)
    found, decisions = in_force(about), _decisions(about, boards)
    actors = {line.actor_id for line in [*decisions, *(each.decision for each in found)] if line.actor_id}
    return Record(
        in_force=found,
        names=_names(actors),
        posts_by_state=_counts(about, boards),
        posts=_posts(about, boards, ("live",)),
        withdrawn=_posts(about, boards, ("held", "hidden", "deleted")),
        items=_items(about, boards),
        decisions=decisions,
        sessions=_sessions(about),
    )


def _names(ids: set[int]) -> dict[int, str]:
    query = select(Member.id, Member.name).where(Member.id.in_(ids))
    return {row.id: row.name for row in rows(query)} if ids else {}


def _counts(about: Member, boards: frozenset[int] | None) -> dict[str, int]:
    query = select(Post.state, func.count()).where(Post.author_id == about.id, _on(boards))
    found = db.session.execute(query.group_by(Post.state))
    return dict(list(found))


def _posts(about: Member, boards: frozenset[int] | None, states: Sequence[str]) -> Rows:
    query = (
        select(Post.id, Post.state, Post.source, Post.published_at, Thread.title)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.author_id == about.id, Post.state.in_(states), _on(boards))
        .order_by(Post.published_at.desc(), Post.id.desc())
        .limit(POSTS)
    )
    return rows(query)


def _on(boards: frozenset[int] | None) -> ColumnElement[bool]:
    return true() if boards is None else Post.board_id.in_(boards)


def _items(about: Member, boards: frozenset[int] | None) -> Sequence[Item]:
    """What was reported about them, open or not, the latest first."""
    reported = select(Report.id).where(Report.item_id == Item.id).exists()
    query = (
        select(Item)
        .where(Item.about_id == about.id, in_boards(boards), reported)
        .options(selectinload(Item.reports), joinedload(Item.handled_by))
        .order_by(Item.id.desc())
        .limit(LINES)
    )
    return db.session.scalars(query).all()


def _decisions(about: Member, boards: frozenset[int] | None) -> Sequence[Decision]:
    """On one's own boards, and what concerns the whole group."""
    here = true() if boards is None else or_(Decision.board_id.is_(None), Decision.board_id.in_(boards))
    query = select(Decision).where(Decision.about_id == about.id, here).order_by(Decision.id.desc())
    return db.session.scalars(query.limit(LINES)).all()


def _sessions(about: Member) -> int:
    living = BrowserSession.member_id == about.id, BrowserSession.expires_at > now()
    return db.session.scalar(select(func.count()).select_from(BrowserSession).where(*living)) or 0


def sanction_about(about: Member, number: int) -> Sanction:
    """One thing decided about a member, over or not, with the line of the log."""
    query = select(Sanction).where(Sanction.id == min(number, LARGEST_ID), Sanction.member_id == about.id)
    found = db.session.scalar(query.options(joinedload(Sanction.decision)))
    if found is None:
        raise NotFound
    return found


def count_in_force() -> int:
    return db.session.scalar(select(func.count(Sanction.id)).where(*_what_binds())) or 0


def all_in_force(page: Page) -> Sequence[Sanction]:
    """Whom something binds just now, in the whole group, what ends soonest first."""
    query = (
        select(Sanction)
        .where(*_what_binds())
        .options(joinedload(Sanction.member), joinedload(Sanction.decision))
        .order_by(Sanction.ends_at.is_(None), Sanction.ends_at, Sanction.id)
    )
    return db.session.scalars(query.offset(page.first).limit(page.size)).all()


def _what_binds() -> tuple[ColumnElement[bool], ...]:
    return is_in_force(), Sanction.kind != "note"
