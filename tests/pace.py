"""How long something takes, on a machine that others use too."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

#: A slow moment of the machine passes; work that is slow itself is slow each time.
TRIES = 4


def takes_under(seconds: float, work: Callable[[], object]) -> bool:
    """Whether ``work`` can be done in so many seconds of this machine's time."""
    return any(_measured(work) < seconds for _ in range(TRIES))


def _measured(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began
