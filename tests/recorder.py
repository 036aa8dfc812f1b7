"""What a request asks of the database and of the processor, written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, event


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that the database was given meanwhile, each by its first words ("INSERT INTO posts").

    What a connection is told of itself, and where a transaction begins, are no questions to the database.
    """
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(" ".join(statement.split()[:3]))

    # On every engine: reading and writing may each have one of its own.
    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def changes(seen: list[str]) -> int:
    """How many of them wrote something."""
    return sum(statement.startswith(("INSERT", "UPDATE", "DELETE")) for statement in seen)


def record_hashing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that argon2 was asked to work, by the name of what it did."""
    seen: list[str] = []
    for name in ("hash", "verify"):
        monkeypatch.setattr(PasswordHasher, name, _noting(name, getattr(PasswordHasher, name), seen))
    return seen


def _noting(name: str, work: Any, seen: list[str]) -> Any:
    def noted(self: PasswordHasher, *given: Any, **options: Any) -> Any:
        seen.append(name)
        return work(self, *given, **options)

    return noted
