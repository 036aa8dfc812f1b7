"""The decision log as it is read: who, what, when, why, before and after."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.core.db import Rows, db, rows
from forum.core.decisions import Decision
from forum.core.paging import Page

Actor, About = aliased(Member, name="actor"), aliased(Member, name="about")


def count_lines() -> int:
    return db.session.scalar(select(func.count(Decision.id))) or 0


def lines(page: Page) -> Rows:
    """One page of the log, the latest first."""
    query = (
        select(
            Decision.id,
            Decision.action,
            Decision.subject,
            Decision.reason,
            Decision.at,
            Decision.rule,
            Decision.before,
            Decision.after,
            Actor.name.label("actor"),
            About.name.label("about"),
        )
        .outerjoin(Actor, Actor.id == Decision.actor_id)
        .outerjoin(About, About.id == Decision.about_id)
        .order_by(Decision.id.desc())
        .offset(page.first)
        .limit(page.size)
    )
    return rows(query)
