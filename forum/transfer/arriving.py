"""Staged mails become threads and posts; their places in the threads are given by ``placing``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.db import db
from forum.core.html import RENDERER_VERSION
from forum.transfer.batches import chunks
from forum.transfer.conversations import Conversation
from forum.transfer.models import ArchiveFile, ArchiveMail
from forum.transfer.storing import StoredFiles, hang_files

NO_SUBJECT = "(no subject)"
_EMPTIED = {"text": "", "html": "", "author_name": "", "author_email": None, "author_key": None}

ByAddress = aliased(Member, name="by_address")
ByName = aliased(Member, name="by_name")
AUTHOR_ID = func.coalesce(ByAddress.id, ByName.id).label("author_id")


def start_threads(board_id: int, batch: Sequence[Conversation]) -> dict[int, int]:
    """A thread for each conversation that has none yet: the thread by the conversation's place."""
    new = [conversation for conversation in batch if not conversation.threads]
    if not new:
        return {}
    openings = _openings(new)
    statement = insert(Thread).returning(Thread.id, sort_by_parameter_order=True)
    rows = [_thread_row(board_id, openings[conversation.root]) for conversation in new]
    ids = db.session.scalars(statement, rows)
    return {conversation.place: thread_id for conversation, thread_id in zip(new, ids, strict=True)}


def rename_threads(batch: Sequence[Conversation], homes: dict[int, int]) -> None:
    """A thread whose beginning has come at last bears its subject, and the name of who began it."""
    late = [one for one in batch if one.threads and one.root in one.staged]
    openings = _openings(late)
    rows = [{"id": homes[one.place], **_beginning(openings[one.root])} for one in late]
    if rows:
        db.session.execute(update(Thread), rows)


def _openings(conversations: Sequence[Conversation]) -> dict[int, Row[Any]]:
    query = _with_author(select(ArchiveMail.id, ArchiveMail.subject, ArchiveMail.sent_at, AUTHOR_ID))
    return {
        row.id: row
        for chunk in chunks(conversation.root for conversation in conversations)
        for row in db.session.execute(query.where(ArchiveMail.id.in_(chunk)))
    }


def _beginning(opening: Any) -> dict[str, Any]:
    return {"title": opening.subject or NO_SUBJECT, "author_id": opening.author_id}


def _thread_row(board_id: int, opening: Any) -> dict[str, Any]:
    return _beginning(opening) | {
        "board_id": board_id,
        "state": "live",
        "is_from_archive": True,
        "started_at": opening.sent_at,
        "last_post_at": opening.sent_at,
    }


def _with_author(query: Any) -> Any:
    return query.outerjoin(ByAddress, ByAddress.email == ArchiveMail.author_email).outerjoin(
        ByName, ByName.archive_key == ArchiveMail.author_key
    )


def insert_posts(
    board_id: int, batch: Sequence[Conversation], homes: dict[int, int], stored: StoredFiles
) -> dict[int, int]:
    """Every staged mail of a batch as a post without a place: the post by the key of the mail."""
    thread_of = {key: homes[conversation.place] for conversation in batch for key in conversation.staged}
    posts: dict[int, int] = {}
    for chunk in chunks(thread_of):
        posts |= _insert_chunk(board_id, {key: thread_of[key] for key in chunk}, stored)
    return posts


def _insert_chunk(board_id: int, thread_of: dict[int, int], stored: StoredFiles) -> dict[int, int]:
    query = _with_author(
        select(ArchiveMail.id, ArchiveMail.sent_at, ArchiveMail.text, ArchiveMail.html, AUTHOR_ID)
    )
    mails = db.session.execute(
        query.where(ArchiveMail.id.in_(thread_of)).order_by(ArchiveMail.sent_at, ArchiveMail.id)
    ).all()
    rows = [
        {
            "board_id": board_id,
            "thread_id": thread_of[mail.id],
            **_post_row(mail, len(stored.get(mail.id, ()))),
        }
        for mail in mails
    ]
    statement = insert(Post).returning(Post.id, sort_by_parameter_order=True)
    posts = dict(zip((mail.id for mail in mails), db.session.scalars(statement, rows), strict=True))
    hang_files(stored, {mail.id: (posts[mail.id], mail.author_id) for mail in mails})
    _settle_mails(posts)
    return posts


def _post_row(mail: Any, files: int) -> dict[str, Any]:
    return {
        "author_id": mail.author_id,
        "state": "live",
        "source": mail.text,
        "format": "mail",
        "html": mail.html,
        "renderer_version": RENDERER_VERSION,
        "published_at": mail.sent_at,
        "via": "import",
        "files": files,
    }


def _settle_mails(posts: dict[int, int]) -> None:
    """What stands in the post is kept there alone: the words, and who wrote them."""
    done = {"state": "imported", **_EMPTIED}
    rows = [{"id": mail, "post_id": post, **done} for mail, post in posts.items()]
    db.session.execute(update(ArchiveMail), rows)
    db.session.execute(delete(ArchiveFile).where(ArchiveFile.mail_id.in_(posts)))
