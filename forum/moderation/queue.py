"""The one queue: what goes into it, in which order it stands, who is on it, and how it is handled once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from forum.accounts.models import Member
from forum.boards.posts import Post
from forum.boards.screened import Screening
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.paging import Page
from forum.moderation.access import in_boards
from forum.moderation.care_notes import note_done
from forum.moderation.models import CLAIM, IS_OPEN, KINDS, URGENCY, Item
from forum.moderation.said import said_of

ITEMS_A_PAGE = 20
#: The order that explains itself: who is in danger, what most people reported, what waits longest.
IN_ORDER = (Item.urgency, Item.lightness, Item.opened_at, Item.id)


class AlreadyHandled(Refused):
    """Somebody else was quicker; ``item`` says who, and what they did."""

    def __init__(self, item: Item) -> None:
        who = item.handled_by.name if item.handled_by else "somebody"
        super().__init__(f"Already handled by {who}. Nothing was done twice.")
        self.item = item


def put_in_queue(
    subject: str, kind: str, *, board_id: int | None = None, about_id: int | None = None, why: str = ""
) -> Item:
    """The open item of a thing; a second reason to look at it makes it more urgent, never two of it."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    row = insert(Item).values(
        subject=subject,
        kind=kind,
        urgency=URGENCY[kind],
        lightness=0,
        board_id=board_id,
        about_id=about_id,
        why=why,
        opened_at=now(),
        worried_at=now() if kind == "worry" else None,
        outcome="",
        outcome_words="",
    )
    db.session.execute(row.on_conflict_do_nothing(index_elements=["subject"], index_where=IS_OPEN))
    item = db.session.scalars(
        select(Item).where(Item.subject == subject, Item.handled_at.is_(None)).with_for_update()
    ).one()
    item.raise_to(kind)
    item.why = item.why or why
    return item


def look_at_screened(member: Member, *, post: Post, screening: Screening) -> None:
    """Have a moderator read what the screening held or wants looked at: also everybody's first post."""
    subject = f"post:{post.id}"
    put_in_queue(subject, screening.kind, board_id=post.board_id, about_id=member.id, why=screening.why)


def open_items(
    boards: frozenset[int] | None, page: Page, *, kind: str = "", board_id: int | None = None
) -> Sequence[Item]:
    """One page of what waits on some boards (None: on all), in the order that explains itself."""
    query = (
        select(Item)
        .where(*_wanted(boards, kind, board_id))
        .options(joinedload(Item.about), joinedload(Item.claimed_by))
        .order_by(*IN_ORDER)
        .offset(page.first)
        .limit(page.size)
    )
    return db.session.scalars(query).all()


def next_item(moderator: Member, boards: frozenset[int] | None) -> Item | None:
    """What to look at next on some boards (None: on all): the first of what waits that nobody else is on."""
    free = or_(Item.claimed_until.is_(None), Item.claimed_until <= now(), Item.claimed_by_id == moderator.id)
    query = select(Item).where(*_wanted(boards, "", None), free).order_by(*IN_ORDER).limit(1)
    return db.session.scalar(query)


def counts_by_kind(boards: frozenset[int] | None, board_id: int | None = None) -> dict[str, int]:
    """How many things wait, by kind, in the order of the kinds; those without any are left out."""
    query = select(Item.kind, func.count()).where(*_wanted(boards, "", board_id)).group_by(Item.kind)
    found: dict[str, int] = dict(list(db.session.execute(query)))
    return {kind: found[kind] for kind in KINDS if kind in found}


def _wanted(boards: frozenset[int] | None, kind: str, board_id: int | None) -> list[ColumnElement[bool]]:
    wanted = [Item.handled_at.is_(None), in_boards(boards)]
    if kind in KINDS:
        wanted.append(Item.kind == kind)
    if board_id is not None:
        wanted.append(Item.board_id == board_id)
    return wanted


def claim(moderator: Member, item: Item) -> datetime:
    """Say that one is on it, or for longer; taking it over from somebody is said aloud by the page."""
    _lock(item)
    item.claimed_by_id, item.claimed_until = moderator.id, now() + CLAIM
    return item.claimed_until


def give_back(moderator: Member, item: Item) -> None:
    _lock(item)
    if item.claimed_by_id == moderator.id:
        item.claimed_by_id = item.claimed_until = None


def give_back_all(moderator: Member) -> None:
    """Whoever may not act any more is on nothing."""
    theirs = update(Item).where(Item.claimed_by_id == moderator.id, Item.handled_at.is_(None))
    db.session.execute(
        theirs.values(claimed_by_id=None, claimed_until=None).execution_options(synchronize_session=False)
    )


def _lock(item: Item) -> None:
    """Have whoever presses another button at the same moment wait; they then hear what happened."""
    db.session.execute(select(Item.id).where(Item.id == item.id).with_for_update())
    db.session.refresh(item, ["handled_at", "claimed_by_id", "claimed_until"])
    if not item.is_open:
        raise AlreadyHandled(_whole(item.id))


def _whole(item_id: int) -> Item:
    query = select(Item).where(Item.id == item_id).options(joinedload(Item.handled_by))
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def take_to_handle(moderator: Member, subject: str, asked: int | None) -> Item | None:
    """Lock the open item of a thing for whoever acts on it; None if nothing waits about it.

    ``asked`` is the item that the page showed, if it showed one: handled meanwhile, that is said. So is
    that somebody else is on it.
    """
    query = select(Item).where(Item.subject == subject, Item.handled_at.is_(None)).with_for_update()
    item = db.session.scalar(query.execution_options(populate_existing=True))
    if asked is not None and (item is None or item.id != asked):
        raise AlreadyHandled(_whole(asked))
    if item is not None and item.claimant not in (None, moderator.id):
        who = db.session.get_one(Member, item.claimed_by_id).name
        raise Refused(f"{who} is on this just now. Take it over on its page if you must both act.")
    return item


def close(item: Item, moderator: Member, outcome: str, words: str, *, ending: str = "") -> None:
    """It waits no longer; ``words`` are what the reporters are told.

    A worry about a person waits on until somebody has written its ``ending``, whatever else is done.
    """
    if item.kind == "worry":
        note_done(item.id, moderator, ending or f"{said_of(outcome).happened}.", is_outcome=bool(ending))
        if not ending:
            return
    item.handled_at, item.handled_by_id = now(), moderator.id
    item.outcome, item.outcome_words = outcome, words
    item.claimed_by_id = item.claimed_until = None
    kind, _, key = item.subject.partition(":")
    screening = db.session.get(Screening, int(key)) if kind == "post" else None
    if screening is not None:
        screening.settled_at = item.handled_at


def excerpts(items: Sequence[Item]) -> Mapping[str, Post]:
    """The posts that some items are about, with their threads, by subject; one query."""
    keys = [item.key for item in items if item.subject.startswith("post:")]
    if not keys:
        return {}
    query = select(Post).where(Post.id.in_(keys)).options(joinedload(Post.thread), joinedload(Post.author))
    return {f"post:{post.id}": post for post in db.session.scalars(query)}
