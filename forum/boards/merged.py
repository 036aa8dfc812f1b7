"""Threads that were merged into others: where their addresses, and answers begun in them, lead by now.

A thread that leads on is never changed again: who answers in it holds it, and then waits for its home. So a
moderator who holds that home never has to wait for them.
"""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.models import Member
from forum.boards import counts
from forum.boards.access import LARGEST_ID, check_can_reply, thread_for
from forum.boards.threads import Thread
from forum.core.db import db
from forum.core.errors import NotFound


def thread_now(member: Member | None, thread_id: int) -> Thread:
    """The thread; merged into another, the one in which its posts stand now, for whoever may see that."""
    try:
        found = thread_for(member, thread_id)
    except NotFound:
        found = None
    if found is not None and not found.joined_to_id:
        return found
    return thread_for(member, home_of(thread_id))


def home_of(thread_id: int) -> int:
    """Where the posts of a merged thread went, however often that was merged since; else itself."""
    joined_to = select(Thread.joined_to_id)
    while thread_id <= LARGEST_ID and (home := db.session.scalar(joined_to.where(Thread.id == thread_id))):
        thread_id = home
    return thread_id


def as_it_is_now(member: Member, thread: Thread) -> Thread:
    """The thread, locked: closed, moved or merged since its page was asked for, it is looked at anew."""
    if counts.lock_thread(thread.id) == thread.version:
        return thread
    db.session.expire(thread)
    found = thread_now(member, thread.id)
    if found.id != thread.id:
        found = as_it_is_now(member, found)
    check_can_reply(member, found)
    return found
