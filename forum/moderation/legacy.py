"""Whom a member chose to look after their words: chosen beforehand, written to afterwards, undone if wrong.

Whoever was chosen needs no account. The address in our mail is signed and ends after half a year; it is about
this one death, so that after a mistake it leads nowhere. They can do what was chosen, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from json import dumps

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from forum.accounts.addresses import check_email
from forum.accounts.letters import send_letter
from forum.accounts.models import Member
from forum.accounts.profiles import check_name
from forum.boards.actions import take_out
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import AnyRow, db, rows, use_session_to
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.moderation.memorials import MAY, LegacyContact, contact_of

#: How long the link in our mail works.
LINK_LASTS = timedelta(days=183)
#: Between asking to take words down and their going.
TAKE_DOWN_AFTER = timedelta(days=7)
POSTS_A_BATCH = 20
POSTS_A_PIECE = 500


def choose_contact(member: Member, name: str, email: str, may: Collection[str]) -> LegacyContact:
    """Choose somebody, or change what they may do; they hear of it only when it has come to that."""
    name, email = check_name(name), check_email(email)
    chosen = [key for key in MAY if key in may]
    if email == member.email:
        raise Refused("This is your own address. Please give that of somebody else.", field="email")
    if not chosen:
        raise Refused("Please choose at least one thing that they may do.", field="may")
    contact = contact_of(member) or LegacyContact(member_id=member.id)
    contact.name, contact.email, contact.may, contact.chosen_at = name, email, ",".join(chosen), now()
    db.session.add(contact)
    return contact


def forget_contact(member: Member) -> None:
    contact = contact_of(member)
    if contact is not None:
        db.session.delete(contact)


def write_to_contact(contact: LegacyContact, member: Member) -> None:
    """Send whom they chose the address where they can do what was chosen."""
    send_letter(
        "legacy",
        contact.email,
        room="moderation",
        contact=contact,
        member=member,
        token=_signer().dumps([member.id, _death(member), int((now() + LINK_LASTS).timestamp())]),
    )
    _record(contact, "legacy letter")


def contact_with(token: str) -> tuple[LegacyContact, Member]:
    """Whom a signed address is for, and about whom it is."""
    try:
        member_id, death, ends = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        raise NotFound from None
    member = db.session.get(Member, member_id)
    if member is None or _death(member) != death or ends < now().timestamp():
        raise NotFound
    contact = contact_of(member)
    if contact is None:
        raise NotFound
    return contact, member


def _death(member: Member) -> int:
    return int(member.remembered_at.timestamp()) if member.remembered_at else -1


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="legacy")


def ask_take_down(contact: LegacyContact) -> datetime:
    """Have their words taken down, after some days in which it can be called off."""
    _begin(contact, "take-down")
    if contact.taken_down_at is not None:
        raise Refused("Their words are taken down already.")
    if contact.takes_down_at is None:
        contact.takes_down_at, contact.kept_at = now() + TAKE_DOWN_AFTER, None
        _record(contact, "ask take-down")
    return contact.takes_down_at


def call_off_take_down(contact: LegacyContact) -> None:
    """They thought better of it, in time."""
    _begin(contact, "take-down")
    if contact.taken_down_at is not None:
        raise Refused("It is too late: their words are taken down already.")
    _call_off(contact)


def _call_off(contact: LegacyContact) -> None:
    if contact.takes_down_at is not None:
        contact.takes_down_at = None
        _record(contact, "call off take-down")


def keep_all(contact: LegacyContact) -> None:
    """Leave everything as it is."""
    _begin(contact, "keep")
    _call_off(contact)
    if contact.kept_at is None:
        contact.kept_at = now()
        _record(contact, "legacy keep")


def call_off_for(contact: LegacyContact, member: Member) -> None:
    """It was a mistake: nothing is taken down, and whom they chose is told."""
    db.session.refresh(contact, with_for_update=True)
    _call_off(contact)
    contact.kept_at = None
    send_letter("legacy_mistake", contact.email, room="moderation", contact=contact, member=member)


def copy_of_words(contact: LegacyContact, member: Member) -> Iterator[str]:
    """All that somebody wrote where members read, as JSON, a piece at a time."""
    _begin(contact, "export")
    _record(contact, "legacy export")
    head = {"name": member.name, "handle": member.handle, "copied_at": now().isoformat()}
    return _pieces(member.id, dumps(head, ensure_ascii=False, indent=1)[:-2])


def _pieces(member_id: int, head: str) -> Iterator[str]:
    # What follows is written after the answer began, and holds no lock that others wait for.
    use_session_to("read")
    yield f'{head},\n "posts": ['
    for place, post in enumerate(_posts(member_id)):
        yield ("," if place else "") + "\n  " + dumps(_as_values(post, member_id), ensure_ascii=False)
    yield "\n ]\n}\n"


def _posts(member_id: int) -> Iterator[AnyRow]:
    """In the order they were written; a page of moderators' talk is about others, and not in it."""
    query = (
        select(Post.id, Post.source, Post.published_at, Thread.title, Thread.author_id)
        .add_columns(Board.title.label("board"))
        .join(Thread, Thread.id == Post.thread_id)
        .join(Board, Board.id == Post.board_id)
        .where(Post.author_id == member_id, Post.state != "deleted", Board.audience != "moderators")
        .order_by(Post.id)
        .limit(POSTS_A_PIECE)
    )
    after = 0
    while piece := rows(query.where(Post.id > after)):
        yield from piece
        after = piece[-1].id


def _as_values(post: AnyRow, member_id: int) -> dict[str, str]:
    """A title that somebody else gave is theirs, and may say something about them."""
    thread = post.title if post.author_id == member_id else "An answer in another member's thread"
    written_at = post.published_at.isoformat()
    return {"board": post.board, "thread": thread, "written_at": written_at, "words": post.source}


def sweep_take_downs() -> int:
    """Take down the next words that are due; returns of how many posts."""
    query = (
        select(LegacyContact)
        .join(Member, Member.id == LegacyContact.member_id)
        .where(LegacyContact.takes_down_at <= now(), Member.remembered_at.is_not(None))
        .limit(1)
        .with_for_update(skip_locked=True, of=LegacyContact)
    )
    contact = db.session.scalar(query.execution_options(populate_existing=True))
    if contact is None:
        return 0
    theirs = Post.author_id == contact.member_id, Post.state.in_(("live", "held", "hidden"))
    posts = db.session.scalars(
        select(Post).where(*theirs).order_by(Post.thread_id, Post.id).limit(POSTS_A_BATCH)
    ).all()
    for post in posts:
        take_out(post)
    if len(posts) < POSTS_A_BATCH:
        contact.takes_down_at, contact.taken_down_at = None, now()
        _record(contact, "take down")
    return len(posts)


def _begin(contact: LegacyContact, what: str) -> None:
    """What was not chosen is not there; what was is done by one request after the other."""
    if what not in contact.choices:
        raise NotFound
    db.session.refresh(contact, with_for_update=True)


def _record(contact: LegacyContact, action: str) -> None:
    record_decision(None, action, f"member:{contact.member_id}", about_id=contact.member_id)
