"""The same form twice: it makes one post, whatever became of its words meanwhile."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.models import Member
from forum.boards.drafts import Words
from forum.boards.posts import Post
from forum.boards.watched import watched_words
from forum.core.db import db
from forum.screening.watched import hits, replaced


def sent_before(member: Member, once: str, body: str) -> tuple[str, Post | None]:
    """The key of a form, and the post an earlier sending of the same words with it made.

    One person posts one thing at a time: their row is locked first, so that of two equal forms the
    second finds the post of the first. A form that comes again with other words (somebody went back to it)
    is a new one, and has no key.
    """
    wait_for_ones_own(member)
    if not once:
        return "", None
    earlier = db.session.scalar(select(Post).where(Post.author_id == member.id, Post.once == once))
    if earlier is not None and earlier.source not in _as_stored(body):
        return "", None
    return once, earlier


def wait_for_ones_own(member: Member) -> None:
    """One person writes one thing at a time: have another form of theirs wait until this one is done."""
    db.session.execute(select(Member.id).where(Member.id == member.id).with_for_update(key_share=True))


def is_posted(member: Member, words: Words) -> bool:
    """Whether a form was posted meanwhile: sent twice, or as a draft while its post was on the way."""
    wait_for_ones_own(member)
    if not words.once:
        return False
    mine = select(Post.source).where(Post.author_id == member.id, Post.once == words.once)
    source = db.session.scalar(mine)
    return source is not None and source in _as_stored(trimmed(words.body))


def is_worded_anew(post: Post, words: Words) -> bool:
    """Whether a post reads otherwise than it was typed, since the group replaces some words."""
    return post.source != trimmed(words.body)


def trimmed(body: str) -> str:
    return body.strip("\n").rstrip()


def _as_stored(body: str) -> tuple[str, str]:
    """A text as it was typed, and as it stands there where the group replaces words."""
    return body, replaced(body, hits(body, watched_words()))
