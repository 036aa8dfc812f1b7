"""What a post says, as mail tells it; and to whom it may be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.boards.content_notes import note_key, note_words
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.quiet import quiet_of
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import AnyRow, db


@dataclass(frozen=True, slots=True)
class PostWords:
    """A post that can be read, with the thread and board it stands in."""

    id: int
    thread_id: int
    title: str
    is_memorial: bool
    board_id: int
    board_slug: str
    board_title: str
    audience: str
    author_id: int
    author: str
    #: Its Message-ID: that of its author's own mail, if it came by mail.
    name: str
    #: Whose words it answers, and the Message-ID of these, if it names them.
    answers_member: int
    answers: str
    note: str
    files: int
    number: int
    text: str
    html: str

    @property
    def path(self) -> str:
        return f"/posts/{self.id}"

    @property
    def follows(self) -> tuple[str, ...]:
        """The Message-IDs it follows: the thread's, and that of the post it answers."""
        thread = f"<thread-{self.thread_id}@{_domain()}>"
        return (thread, self.answers) if self.answers else (thread,)

    @property
    def note_said(self) -> str:
        return note_words(self.note)


def words_of(post_ids: Sequence[int]) -> list[PostWords]:
    """Those of some posts that can be read now, in the order of their threads."""
    parent = aliased(Post)
    query = (
        select(
            Post,
            Thread,
            Board,
            Member.name,
            func.coalesce(parent.author_id, Thread.author_id),
            parent.id,
            parent.message_id,
        )
        .join(Thread, Thread.id == Post.thread_id)
        .join(Board, Board.id == Thread.board_id)
        .join(Member, Member.id == Post.author_id)
        .outerjoin(parent, parent.id == Post.parent_id)
        .where(Post.id.in_(post_ids), can_be_read())
        .order_by(Post.thread_id, Post.number)
    )
    return [_words(row) for row in db.session.execute(query)]


def _words(row: AnyRow) -> PostWords:
    post, thread, board, author, answers_member, parent_id, parent_name = row
    base_url = current_app.extensions["settings"].base_url
    return PostWords(
        id=post.id,
        thread_id=thread.id,
        title=thread.title,
        is_memorial=thread.is_memorial,
        board_id=board.id,
        board_slug=board.slug,
        board_title=board.title,
        audience=board.audience,
        author_id=post.author_id,
        author=author,
        answers_member=answers_member,
        answers=_name(parent_id, parent_name) if parent_id else "",
        name=_name(post.id, post.message_id),
        note=post.content_note or thread.content_note,
        files=post.files,
        number=post.number,
        text=post.source.strip().replace("](/", f"]({base_url}/"),
        html=post.html.replace('href="/', f'href="{base_url}/'),
    )


def _name(post_id: int, own: str | None) -> str:
    return f"<{own}>" if own else f"<post-{post_id}@{_domain()}>"


def can_be_read() -> ColumnElement[bool]:
    """Of posts with their threads: whether others can read them."""
    return and_(Post.state == "live", Thread.state == "live", Thread.joined_to_id.is_(None))


def gets_mail() -> ColumnElement[bool]:
    """Of members: whether mail of the group may go to them at all."""
    return and_(
        # An address from an archive was never confirmed by whoever reads it.
        Member.email.is_not(None),
        Member.claimed_at.is_not(None),
        Member.banned_at.is_(None),
        Member.remembered_at.is_(None),
        or_(Member.suspended_until.is_(None), Member.suspended_until <= now()),
    )


def may_be_told(member: Member, post: PostWords) -> bool:
    """Whether somebody may read a post, and has not chosen to hear nothing of it."""
    quiet = quiet_of(member)
    return not (
        (post.audience == "moderators" and not member.is_moderator)
        or post.author_id == member.id
        or post.author_id in quiet.people
        or post.thread_id in quiet.threads
        or post.board_id in quiet.boards
        or (post.is_memorial and member.spares_memorials)
        or (post.note and quiet.notes.get(note_key(post.note)) == "never")
    )


def is_folded(member: Member, post: PostWords) -> bool:
    """Whether it stands behind its content note for them, as on the web."""
    return bool(post.note) and quiet_of(member).notes.get(note_key(post.note)) != "open"


def _domain() -> str:
    domain: str = current_app.extensions["settings"].mail_domain
    return domain
