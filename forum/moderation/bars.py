"""Bars of a plot: where each stands, in a drawing that is as wide as there are weeks and 100 high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 100
#: What is nought is a line, so that it can be told from what is not known.
LEAST = 1.5
#: Of the room of a week, and where in it the bar begins.
WIDTH, BEFORE = 0.72, 0.14


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    height: float


def bars_of(values: Sequence[int | None], highest: int) -> list[Bar]:
    """One for each week that is known."""
    found = []
    for place, value in enumerate(values):
        if value is not None:
            height = max(LEAST, round(HEIGHT * value / highest, 2)) if highest else LEAST
            found.append(Bar(round(place + BEFORE, 2), round(HEIGHT - height, 2), height))
    return found


def line_at(value: int, highest: int) -> float:
    """How far down a line stands."""
    return round(HEIGHT * (1 - value / highest), 2)
