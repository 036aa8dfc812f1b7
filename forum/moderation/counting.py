"""Counting a week: how soon people were answered, what waited for moderators, who came.

The worker counts each week as it runs and for some days after, since answers come late; then its figures
stay. Every question here asks for one week by an index, so it costs the same in a group of any age.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import Member
from forum.accounts.resting import is_among_us
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.threads import ReadMark, Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision
from forum.moderation.figures import figures_since, keep_figures, span_of, weeks_shown
from forum.moderation.models import Appeal, Item, Report
from forum.moderation.sanctions import Sanction
from forum.moderation.waits import at_share

#: A thread should not be without an answer for longer.
ANSWER_WITHIN = timedelta(hours=24)
#: After its end a week is counted anew for so long, and no more often than this.
SETTLES_AFTER = timedelta(days=8)
COUNT_AGAIN = timedelta(minutes=10)

Span = tuple[datetime, datetime]


def sweep_figures() -> int:
    """Count one week that is due; 0 if none is."""
    weeks = weeks_shown()
    known = figures_since(weeks[0])
    for week in reversed(weeks):
        before = known.get(week, {})
        if _is_due(week, before.get("counted", 0)):
            keep_figures(week, count_week(week, before))
            return 1
    return 0


def _is_due(week: date, counted: int) -> bool:
    settled = span_of(week)[1] + SETTLES_AFTER
    return counted < min(settled, now() - COUNT_AGAIN).timestamp()


def count_week(week: date, before: dict[str, int]) -> dict[str, int]:
    """All figures of a week; ``before`` are those that were counted earlier."""
    span = span_of(week)
    return {
        **answers_in(span),
        **queue_in(span),
        **reports_in(span),
        **decisions_in(span),
        **people_in(span),
        **_readers(span, before),
        "counted": int(now().timestamp()),
    }


def answers_in(span: Span) -> dict[str, int]:
    """Of threads that were started: when somebody else first wrote there. What was closed needs no answer."""
    first = (
        select(Post.published_at)
        .where(Post.thread_id == Thread.id, Post.state == "live", Post.author_id != Thread.author_id)
        .order_by(Post.number)
        .limit(1)
        .correlate(Thread)
        .scalar_subquery()
    )
    query = (
        select(Thread.started_at, first)
        .join(Board, Board.id == Thread.board_id)
        .where(_within(Thread.started_at, span), Thread.state == "live", Thread.joined_to_id.is_(None))
        .where(Board.audience != "moderators", or_(Thread.locked_at.is_(None), Thread.answers_live > 0))
    )
    started = [(at, answered - at if answered else None) for at, answered in db.session.execute(query)]
    due = [took for at, took in started if at < now() - ANSWER_WITHIN]
    late = sum(took is None or took > ANSWER_WITHIN for took in due)
    waited = [took for _, took in started if took is not None]
    return {"threads": len(started), "due": len(due), "late": late, **_shares("answered", waited)}


def queue_in(span: Span) -> dict[str, int]:
    """How long things waited that were handled, and what waited at the end of the week, or waits now."""
    handled = select(Item.opened_at, Item.handled_at).where(_within(Item.handled_at, span))
    waited = [done - opened for opened, done in db.session.execute(handled) if done]
    end = min(span[1], now())
    waiting = select(func.count(), func.min(Item.opened_at)).where(
        Item.opened_at < end, or_(Item.handled_at.is_(None), Item.handled_at >= end)
    )
    many, oldest = db.session.execute(waiting).one()
    age = {"oldest": _seconds(end - oldest)} if oldest else {}
    return {"handled": len(waited), "waiting": many, **age, **_shares("handled", waited)}


def reports_in(span: Span) -> dict[str, int]:
    query = select(Report.reason, func.count()).where(_within(Report.reported_at, span))
    return {f"report {reason}": many for reason, many in db.session.execute(query.group_by(Report.reason))}


def decisions_in(span: Span) -> dict[str, int]:
    """What moderators decided about somebody or their words, and what became of appeals."""
    about = select(func.count()).where(
        _within(Decision.at, span), Decision.about_id.is_not(None), Decision.actor_id.is_not(None)
    )
    asked = select(func.count()).where(_within(Appeal.made_at, span))
    overturned = select(func.count()).where(_within(Appeal.decided_at, span), Appeal.outcome == "overturned")
    return {"decisions": _one(about), "appeals": _one(asked), "overturned": _one(overturned)}


def people_in(span: Span) -> dict[str, int]:
    """Who wrote, who joined, and who is kept out for good; those who have died are not among them."""
    wrote = (
        select(func.count(Post.author_id.distinct()))
        .join(Member, Member.id == Post.author_id)
        .where(Post.board_id.in_(select(Board.id)), Post.state == "live", is_among_us())
        .where(_within(Post.published_at, span))
    )
    joined = select(func.count()).where(_within(Member.claimed_at, span), is_among_us())
    left = select(func.count()).where(_within(Sanction.begun_at, span), Sanction.kind == "ban")
    return {"wrote": _one(wrote), "joined": _one(joined), "left": _one(left)}


def _readers(span: Span, before: dict[str, int]) -> dict[str, int]:
    """Who read something. Read marks tell of the last time only, so an earlier count may be the higher.

    Asked by member, for a scalar: two looks into an index for each, and none at the millions of marks.
    """
    if span[1] < now() and "read" not in before:
        return {}
    theirs = select(func.max(ReadMark.at)).where(ReadMark.member_id == Member.id)
    last = theirs.correlate(Member).scalar_subquery()
    found = _one(select(func.count(Member.id)).where(is_among_us(), last >= span[0], last < span[1]))
    return {"read": max(found, before.get("read", 0))}


def _within(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], span: Span
) -> ColumnElement[bool]:
    return (moment >= span[0]) & (moment < span[1])


def _shares(name: str, waited: Sequence[timedelta]) -> dict[str, int]:
    """The time within which half of them were over, and nine of ten; of none, nothing."""
    if not waited:
        return {}
    ordered = sorted(waited)
    return {f"{name} {share}": _seconds(at_share(ordered, share / 100)) for share in (50, 90)}


def _seconds(time: timedelta) -> int:
    return int(time.total_seconds())


def _one(query: Select[int]) -> int:
    return db.session.scalar(query) or 0
