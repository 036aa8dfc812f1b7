"""Whether somebody is still there: digests to an address that nobody reads help no one."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from forum.accounts.models import BrowserSession, Member
from forum.boards.posts import Post
from forum.boards.threads import ReadMark
from forum.core.clock import now
from forum.core.db import db
from forum.notifications.models import MailChoice

#: After so long without a sign of somebody, digests rest.
AWAY = timedelta(days=180)


def last_seen(member: Member, choice: MailChoice) -> datetime:
    """When they last read, wrote (by mail too), signed in or chose something of their mail."""
    signs = (
        select(func.max(ReadMark.at)).where(ReadMark.member_id == member.id),
        select(func.max(Post.published_at)).where(Post.author_id == member.id, Post.state == "live"),
        select(func.max(BrowserSession.seen_at)).where(BrowserSession.member_id == member.id),
    )
    moments = db.session.execute(select(*(sign.scalar_subquery() for sign in signs))).one()
    latest: datetime = max([choice.here_at, *filter(None, moments)])
    return latest


def is_away(seen: datetime) -> bool:
    return now() - seen > AWAY
