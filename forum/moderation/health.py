"""How the group fares, week by week: what each plot shows, and its figures as words for the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import func, select

from forum.core.clock import now
from forum.core.db import db
from forum.moderation.bars import Bar, bars_of, line_at
from forum.moderation.figures import figures_since, weeks_shown
from forum.moderation.models import WHY, Item

#: At most so many of a thousand threads should be without an answer after a day.
AIM = 50

Unit = Literal["count", "time", "share"]
#: By week: a number, or None where nothing is known.
Values = Sequence[int | None]
#: The figures of each week, the earliest first.
Weeks = Sequence[Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Series:
    """One line of bars, and one column of the table."""

    title: str
    unit: Unit
    values: Values
    #: What it should stay under.
    aim: int | None = None

    @property
    def words(self) -> list[str]:
        return [said(self.unit, value) for value in self.values]

    @property
    def top(self) -> int:
        """The upper end of its scale."""
        return max(self.highest, 2 * (self.aim or 0))

    @property
    def highest(self) -> int:
        return max((value for value in self.values if value is not None), default=0)

    @property
    def summary(self) -> str:
        """What the bars show, in a sentence."""
        if all(value is None for value in self.values):
            return "Nothing is known yet."
        highest, last = said(self.unit, self.highest), said(self.unit, self.values[-1])
        return f"At most {highest}; this week {last}."

    @property
    def bars(self) -> list[Bar]:
        return bars_of(self.values, self.top)

    @property
    def aim_at(self) -> float:
        return line_at(self.aim or 0, self.top)


@dataclass(frozen=True, slots=True)
class Plot:
    """What belongs together: bars below each other, and one table."""

    key: str
    title: str
    about: str
    series: Sequence[Series]


@dataclass(frozen=True, slots=True)
class Health:
    weeks: Sequence[date]
    plots: Sequence[Plot]
    #: How many things wait for a moderator just now, and since when the oldest does.
    waiting: int
    oldest: str


def health() -> Health:
    """Two short queries, however large the group."""
    weeks = weeks_shown()
    known = figures_since(weeks[0])
    waiting, opened_at = db.session.execute(
        select(func.count(), func.min(Item.opened_at)).where(Item.handled_at.is_(None))
    ).one()
    oldest = _time((now() - opened_at).total_seconds()) if opened_at else ""
    return Health(weeks, _plots([known.get(week, {}) for week in weeks]), waiting, oldest)


def _plots(weeks: Weeks) -> list[Plot]:
    return [_answers(weeks), _alone(weeks), _queue(weeks), _reports(weeks), _decisions(weeks), _people(weeks)]


def _answers(weeks: Weeks) -> Plot:
    about = "Of the threads started in a week: when the first answer by somebody else came."
    half = _series(weeks, "Half of them within", "answered 50", "time")
    most = _series(weeks, "Nine of ten within", "answered 90", "time")
    return Plot("answers", "How soon somebody answers", about, (half, most))


def _alone(weeks: Weeks) -> Plot:
    about = f"Threads without an answer after 24 hours. We want fewer than {AIM // 10} in a hundred."
    late = Series("Without an answer after a day", "share", [_late(week) for week in weeks], AIM)
    return Plot("alone", "Who was left alone", about, (late, _series(weeks, "Threads started", "threads")))


def _late(week: Mapping[str, int]) -> int | None:
    """In a thousand, since one in a hundred is too coarse for a small group's aim."""
    return round(week["late"] * 1_000 / week["due"]) if week.get("due") else None


def _queue(weeks: Weeks) -> Plot:
    about = "What was handled in a week, and what still waited at its end."
    series = (
        _series(weeks, "Half were handled within", "handled 50", "time"),
        _series(weeks, "Nine of ten within", "handled 90", "time"),
        _series(weeks, "Waiting at the end of the week", "waiting"),
        _series(weeks, "The oldest of them waited", "oldest", "time"),
    )
    return Plot("queue", "How long things wait for a moderator", about, series)


def _reports(weeks: Weeks) -> Plot:
    """Only reports that there were are kept, so in a week that was counted none means nought."""
    series = [
        Series(words, "count", [week.get(f"report {key}", 0) if week else None for week in weeks])
        for key, words in WHY.items()
    ]
    return Plot("reports", "What was reported", "By the reason that was chosen.", series)


def _decisions(weeks: Weeks) -> Plot:
    about = "Decisions about somebody or their words; appeals against them; and appeals that were right."
    series = (
        _series(weeks, "Decisions", "decisions"),
        _series(weeks, "Appeals", "appeals"),
        _series(weeks, "Overturned", "overturned"),
    )
    return Plot("decisions", "What was decided", about, series)


def _people(weeks: Weeks) -> Plot:
    about = (
        "Members who wrote, who read, who joined and who left. Reading is taking part. Those who have died "
        "are not counted. So far, whoever left was kept out for good: nobody can close an account yet."
    )
    series = (
        _series(weeks, "Wrote", "wrote"),
        _series(weeks, "Read", "read"),
        _series(weeks, "Joined", "joined"),
        _series(weeks, "Left", "left"),
    )
    return Plot("people", "Who is here", about, series)


def _series(weeks: Weeks, title: str, name: str, unit: Unit = "count") -> Series:
    return Series(title, unit, [week.get(name) for week in weeks])


def said(unit: Unit, value: int | None) -> str:
    """A figure as the table has it."""
    if value is None:
        return "–"
    if unit == "share":
        return f"{value / 10:.1f} %"
    return _time(value) if unit == "time" else f"{value:,}"


def _time(seconds: float) -> str:
    if seconds < timedelta(hours=1).total_seconds():
        return f"{seconds / 60:.0f} min"
    if seconds < timedelta(days=2).total_seconds():
        return f"{seconds / 3600:.1f} h"
    return f"{seconds / 86_400:.1f} days"
