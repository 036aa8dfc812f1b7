"""Half a year of figures for the demo: a group that got better at answering, with one hard month."""

from __future__ import annotations

from random import Random

from forum.core.clock import now
from forum.moderation.figures import keep_figures, weeks_shown

HOUR = 3_600
#: Weeks, counted from the first that is shown, in which two moderators were away.
HARD = range(9, 13)
#: Reports of a week, by reason: from, to.
REPORTED = {
    "rule": (0, 3),
    "private": (0, 2),
    "selling": (0, 2),
    "claim": (1, 4),
    "worry": (0, 1),
    "other": (0, 1),
}


def keep_earlier_weeks() -> None:
    """All weeks but the last two, which the worker counts itself."""
    rng = Random(2026)
    for place, week in enumerate(weeks_shown()[:-2]):
        keep_figures(week, _figures(rng, place))


def _figures(rng: Random, place: int) -> dict[str, int]:
    slow = 2.6 if place in HARD else 1.3 - place * 0.02
    threads = rng.randint(17, 29)
    answered, handled = rng.uniform(1.5, 2.6) * slow, rng.uniform(0.6, 1.2) * slow
    reports = {f"report {name}": rng.randint(*between) for name, between in REPORTED.items()}
    appeals = rng.choice((0, 0, 0, 1))
    return {
        "threads": threads,
        "due": threads,
        "late": min(threads, rng.choice((0, 1, 1, 2)) + (3 if place in HARD else 0)),
        "answered 50": int(answered * HOUR),
        "answered 90": int(answered * rng.uniform(3.5, 6) * HOUR),
        "handled": rng.randint(5, 12),
        "handled 50": int(handled * HOUR),
        "handled 90": int(handled * rng.uniform(4, 8) * HOUR),
        "waiting": rng.randint(0, 3) + (5 if place in HARD else 0),
        "oldest": int(rng.uniform(2, 20) * slow * HOUR),
        **{name: many for name, many in reports.items() if many},
        "decisions": sum(reports.values()) + rng.randint(1, 4),
        "appeals": appeals,
        "overturned": appeals and rng.choice((0, 1)),
        "wrote": rng.randint(38, 52) + place // 3,
        "read": rng.randint(96, 118) + place,
        "joined": rng.randint(1, 6),
        "left": rng.choice((0, 0, 0, 0, 1)),
        "counted": int(now().timestamp()),
    }
