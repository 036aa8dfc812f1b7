"""The figures of the group by week, kept so that no page counts through a million posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import BigInteger, Date, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Base, db, rows

#: How many weeks are shown, the one that runs among them.
WEEKS = 26
WEEK = timedelta(days=7)


class WeeklyFigure(Base):
    """One number about one week (from Monday, in UTC): never about a person."""

    __tablename__ = "weekly_figures"

    week: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


def weeks_shown() -> list[date]:
    """The Mondays of the weeks that are shown, the earliest first."""
    today = now().astimezone(UTC).date()
    monday = today - timedelta(days=today.weekday())
    return [monday - WEEK * back for back in reversed(range(WEEKS))]


def span_of(week: date) -> tuple[datetime, datetime]:
    """From the first moment of a week to the first of the next, in UTC."""
    start = datetime.combine(week, time(), UTC)
    return start, start + WEEK


def figures_since(week: date) -> Mapping[date, dict[str, int]]:
    """All that is known from a week on, by week and name."""
    query = select(WeeklyFigure.week, WeeklyFigure.name, WeeklyFigure.value)
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for row in rows(query.where(WeeklyFigure.week >= week)):
        found[row.week][row.name] = row.value
    return found


def keep_figures(week: date, figures: Mapping[str, int]) -> None:
    """Have these stand for a week, in place of what was counted before."""
    db.session.execute(delete(WeeklyFigure).where(WeeklyFigure.week == week))
    db.session.execute(
        insert(WeeklyFigure), [{"week": week, "name": name, "value": n} for name, n in figures.items()]
    )
