"""Content notes as they stand on posts and threads, and in the lists that show them."""

from __future__ import annotations

from sqlalchemy import select

from forum.boards.content_notes import note_words
from forum.boards.counts import settle_thread
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.boards.versions import renew_boards
from forum.core.db import db
from forum.core.decisions import Decision


def note_of_thread(post: Post) -> str:
    """The note that holds for every post of the thread it stands in."""
    return db.session.scalar(select(Thread.content_note).where(Thread.id == post.thread_id)) or ""


def is_noted_by_moderator(post: Post) -> bool:
    """Whether its note is a moderator's decision, and not its author's to take away."""
    query = select(Decision.action).where(Decision.subject == f"post:{post.id}")
    last = query.where(Decision.action.in_(("note", "unnote"))).order_by(Decision.id.desc()).limit(1)
    return bool(post.content_note) and db.session.scalar(last) == "note"


def notes_line(post: Post) -> str:
    """The notes of a post and its thread, as the log tells of them."""
    whole = note_of_thread(post)
    lines = [note_words(post.content_note)] if post.content_note else []
    lines += [f"{note_words(whole)}, for the whole thread"] if whole else []
    return "; ".join(lines)


def note_post(post: Post, note: str) -> None:
    """Have a post folded behind a note; with an empty one, no longer."""
    post.content_note = note
    db.session.flush()
    settle_thread(post.thread_id)
    renew_boards(db.session(), {post.board_id})


def note_thread(post: Post, note: str) -> None:
    """The same for every post of the thread that this post begins."""
    db.session.get_one(Thread, post.thread_id).content_note = note
    note_post(post, "")


def clear_notes(post: Post) -> None:
    """Take away the note of a post, and with the first post that of its thread."""
    if post.number == 1:
        note_thread(post, "")
    else:
        note_post(post, "")
