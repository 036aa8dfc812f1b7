"""A thread that goes slowly: everybody writes once in a while there, so that there is room to breathe."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused

#: Also what somebody took back: others have read it.
ANY_STATE = ("live", "held", "hidden", "deleted")


def check_pace(member: Member, thread: Thread) -> None:
    """Refuse a post that comes too soon after one's last in a slow thread; moderators may always answer."""
    if not thread.slow_minutes or member.is_moderator:
        return
    mine = (Post.author_id == member.id, Post.state.in_(ANY_STATE), Post.thread_id == thread.id)
    pace = timedelta(minutes=thread.slow_minutes)
    last = db.session.scalar(select(func.max(Post.published_at)).where(*mine))
    wait = last + pace - now() if last else timedelta()
    if wait > timedelta():
        minutes = -int(-wait.total_seconds() // 60)
        raise Refused(
            f"This thread goes slowly for now, so that everybody can breathe: one post each in "
            f"{length_words(thread.slow_minutes)}. You can post this in {length_words(minutes)}; your words "
            "are kept.",
            field="body",
        )


def length_words(minutes: int) -> str:
    """Some minutes in words: "30 minutes", "2 hours", "1 day"."""
    for unit, size in (("day", 1440), ("hour", 60)):
        if minutes >= size and minutes % size == 0:
            return f"{minutes // size} {unit}{'' if minutes == size else 's'}"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
