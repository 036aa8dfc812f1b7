"""The screening at the boards: what is known of an author, asked in one query, and what was decided, kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import (
    ForeignKey,
    Index,
    Select,
    String,
    Subquery,
    Text,
    bindparam,
    case,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.closed_ways import is_provider_closed
from forum.accounts.models import Member
from forum.boards.posts import Attachment, Draft, Post
from forum.boards.threads import ReadMark, Thread
from forum.boards.watched import watched_words
from forum.core.clock import now
from forum.core.db import Base, Columns, Key, Moment, db, rows
from forum.core.markdown import mentioned_handles
from forum.screening import history as told
from forum.screening.allowances import ENOUGH_READ
from forum.screening.judging import Verdict, judge
from forum.screening.signs import links_in

#: The same words of one member within this time are the same post.
SHORTLY = timedelta(minutes=10)
STANDING = ("live", "held")
ANY_STATE = ("live", "held", "hidden", "deleted")


class Screening(Base):
    """What the screening said of a post: of each one held, first, or to be looked at."""

    __tablename__ = "screenings"
    __table_args__ = (Index("ix_screenings_member_settled", "member_id", "settled_at"),)

    post_id: Mapped[int] = mapped_column(
        Key, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id", ondelete="CASCADE"))
    #: ``publish`` or ``hold``, and the kind under which it stands in the queue.
    outcome: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(8))
    why: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    #: When a moderator had read it.
    settled_at: Mapped[datetime | None]


def screened(
    member: Member, thread: Thread | None, text: told.Text, draft: Draft | None = None
) -> tuple[Verdict, int | None]:
    """The verdict about what somebody wants to post, and the id of a post that is the same one."""
    known = known_of(member, thread, text.body)
    site = str(current_app.extensions["settings"].base_url)
    same = known.same_here if thread else known.same_elsewhere
    return judge(_history(member, known), _counted(text, site, draft), watched_words()), same


def _counted(text: told.Text, site: str, draft: Draft | None) -> told.Text:
    files = 0
    if draft is not None:
        files = db.session.scalar(select(func.count()).where(Attachment.draft_id == draft.id)) or 0
    return replace(
        text,
        links=len(links_in(text.whole, site)),
        files=files,
        mentions=len(mentioned_handles(text.body)) if "@" in text.body else 0,
        own_site=site,
    )


def _history(member: Member, known: Any) -> told.History:
    moment = now()

    def since(at: datetime | None) -> float | None:
        return (moment - at).total_seconds() if at else None

    return told.History(
        here_for=moment - member.joined_at,
        read=int(known.read or 0),
        helps=member.standing != "member",
        is_held=member.is_held,
        mail_is_blocked=not known.has_posted and is_provider_closed(member.email or ""),
        is_first=not known.has_posted,
        is_met=bool(known.is_met),
        posts_today=known.posts_today,
        threads_today=known.threads_today,
        posts_this_minute=known.posts_this_minute or 0,
        threads_this_minute=known.threads_this_minute or 0,
        since_post=since(known.last_post_at),
        since_thread=since(known.last_thread_at),
        repeats=known.same_elsewhere is not None,
    )


def known_of(member: Member, thread: Thread | None, body: str) -> Any:
    moment = now()
    values = {
        "me": member.id,
        "thread": thread.id if thread else 0,
        "body": body,
        "day_ago": moment - timedelta(days=1),
        "minute_ago": moment - timedelta(minutes=1),
        "shortly": moment - SHORTLY,
    }
    return rows(_KNOWN, values)[0]


#: What the statement is told: who asks, where, with which words, and moments of the day before.
_WHO, _THREAD = bindparam("me", type_=Key), bindparam("thread", type_=Key)
_DAY_AGO, _MINUTE_AGO = bindparam("day_ago", type_=Moment), bindparam("minute_ago", type_=Moment)
_SHORTLY, _WORDS = bindparam("shortly", type_=Moment), bindparam("body", type_=Text)


def _posts_lately() -> Subquery:
    return (
        select(
            func.count().label("posts_today"),
            func.sum(case((Post.published_at > _MINUTE_AGO, 1), else_=0)).label("posts_this_minute"),
            func.max(Post.published_at, type_=Moment).label("last_post_at"),
        )
        .where(Post.author_id == _WHO, Post.state.in_(ANY_STATE), Post.published_at > _DAY_AGO)
        .subquery("posts_lately")
    )


def _threads_lately() -> Subquery:
    return (
        select(
            func.count().label("threads_today"),
            func.sum(case((Thread.started_at > _MINUTE_AGO, 1), else_=0)).label("threads_this_minute"),
            func.max(Thread.started_at, type_=Moment).label("last_thread_at"),
        )
        .where(Thread.author_id == _WHO, Thread.started_at > _DAY_AGO)
        .subquery("threads_lately")
    )


def _build() -> Select[*Columns]:
    """All that is known of an author, each part of it by an index, in one row."""
    posts, threads = _posts_lately(), _threads_lately()
    mine = (Post.author_id == _WHO, Post.state.in_(STANDING), Post.published_at > _SHORTLY)
    same = select(Post.id).where(*mine, Post.source == _WORDS).order_by(Post.id).limit(1)
    here = Post.thread_id == _THREAD
    marks = select(ReadMark.number).where(ReadMark.member_id == _WHO).limit(ENOUGH_READ).subquery("marks")
    met = exists().where(
        Screening.member_id == _WHO,
        Screening.settled_at.is_not(None),
        Screening.post_id == Post.id,
        Post.state == "live",
    )
    return select(
        *posts.c,
        *threads.c,
        exists().where(Post.author_id == _WHO).label("has_posted"),
        met.label("is_met"),
        select(func.sum(marks.c.number)).scalar_subquery().label("read"),
        same.where(here).scalar_subquery().label("same_here"),
        same.where(~here).scalar_subquery().label("same_elsewhere"),
    ).select_from(posts.join(threads, true()))


_KNOWN = _build()


def keep_screening(post: Post, verdict: Verdict) -> Screening:
    """Write down what was said of a post; of a change to it, beside what was said before."""
    found = db.session.get(Screening, post.id)
    if found is None:
        found = Screening(post_id=post.id, member_id=post.author_id, at=now())
        db.session.add(found)
    found.outcome, found.kind = "hold" if post.state == "held" else "publish", verdict.kind
    found.why = f"{found.why} {verdict.why}".strip() if found.why else verdict.why
    return found
