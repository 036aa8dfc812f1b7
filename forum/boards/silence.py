"""Threads that close by themselves once nobody has written there for a while."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, or_, select

from forum.boards.threads import CLOSES, Thread
from forum.core.clock import now
from forum.core.db import db


def sweep_silent() -> int:
    """Lock the threads whose time of silence has passed; returns how many."""
    lengths = db.session.scalars(select(Thread.closes_after_days).where(CLOSES).distinct()).all()
    silent = [
        and_(Thread.closes_after_days == days, Thread.last_post_at < now() - timedelta(days=days))
        for days in lengths
    ]
    if not silent:
        return 0
    # Locked, and looked at anew then: somebody may have written meanwhile.
    query = select(Thread).where(CLOSES, or_(*silent), Thread.state == "live", Thread.locked_at.is_(None))
    threads = db.session.scalars(query.order_by(Thread.id).limit(100).with_for_update(skip_locked=True)).all()
    for thread in threads:
        days = thread.closes_after_days
        thread.lock(by_id=None, reason=f"Nobody has written here for {days} days, so it has come to rest.")
    return len(threads)
