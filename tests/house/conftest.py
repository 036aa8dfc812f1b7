"""Homes for forums: one folder each, on SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import new_postgres_database
from tests.house.homes import Home

NewHome = Callable[[str], Home]


@pytest.fixture
def new_home(tmp_path: Path) -> NewHome:
    """Makes an empty home on the database of that name."""
    made: list[Home] = []

    def make(database: str) -> Home:
        number = len(made) + 1
        url = new_postgres_database(f"house{number}") if database == "postgresql" else None
        made.append(Home(tmp_path / f"home{number}", url))
        return made[-1]

    return make


@pytest.fixture
def home(new_home: NewHome) -> Home:
    """An empty home with the embedded database."""
    return new_home("sqlite")


@pytest.fixture(params=["sqlite", "postgresql"])
def either_home(request: pytest.FixtureRequest, new_home: NewHome) -> Home:
    return new_home(request.param)
