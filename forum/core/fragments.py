"""Pieces of pages that many readers are shown alike, kept in memory once rendered.

A piece is kept under a name that holds everything it was made from: the version of the thread, the page,
the reader's zone, the minute. So it is never out of date, whichever process wrote last: a change makes a new
name, and the old piece is forgotten in time. What is a reader's own is never part of a piece.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

from cachetools import LRUCache
from flask import request

from forum.core.clock import now

#: Characters kept in each process.
ROOM = 48_000_000


class Sized(Protocol):
    """A piece knows how many characters it has."""

    def __len__(self) -> int: ...


T = TypeVar("T", bound=Sized)

_kept: LRUCache[Hashable, Any] = LRUCache(ROOM, getsizeof=lambda piece: len(piece) + 200)
_lock = threading.Lock()


def minute() -> int:
    """Part of the name of a piece that says how long ago something was."""
    return int(now().timestamp() // 60)


def piece(name: Hashable, make: Callable[[], T]) -> T:
    """The piece with this name, made now if it is not kept.

    Only for pages that are asked for: a page that answers a form may show what is rolled back afterwards.
    """
    if request.method not in ("GET", "HEAD"):
        return make()
    with _lock:
        found: T | None = _kept.get(name)
    if found is None:
        found = make()
        with _lock:
            _kept[name] = found
    return found


def forget_pieces() -> None:
    """For tests, which turn back the clock and empty the database under the pieces."""
    with _lock:
        _kept.clear()
