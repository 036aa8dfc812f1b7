"""A correction below a post: moderators' words with their source, for everybody who reads it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import Member
from forum.boards.posts import Post
from forum.boards.versions import renew_threads
from forum.core.clock import now
from forum.core.db import Base, Key, db

LONGEST_SOURCE = 500


class Correction(Base):
    """What moderators put right about a post, which stays as it is; one for each post."""

    __tablename__ = "corrections"

    post_id: Mapped[int] = mapped_column(
        Key, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    words: Mapped[str] = mapped_column(Text)
    #: Where it is said: a web address, or the path of an article of the library; and how that is called.
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE))
    source_name: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id"))
    at: Mapped[datetime]


def correction_of(post: Post) -> Correction | None:
    return db.session.get(Correction, post.id, populate_existing=True)


def correction_line(correction: Correction | None) -> str:
    """A correction as the log tells of it."""
    return f"{correction.words}\n\nSource: {correction.source}" if correction else ""


def put_correction(post: Post, words: str, source: str, source_name: str, *, by: Member) -> None:
    """Have a correction stand below a post, in the place of an earlier one."""
    found = correction_of(post) or Correction(post_id=post.id)
    found.words, found.source, found.source_name = words, source, source_name
    found.by_id, found.at = by.id, now()
    db.session.add(found)
    _renew(post)


def drop_correction(post: Post) -> None:
    found = correction_of(post)
    if found is not None:
        db.session.delete(found)
        _renew(post)


def _renew(post: Post) -> None:
    db.session.flush()
    renew_threads(db.session(), {post.thread_id})
