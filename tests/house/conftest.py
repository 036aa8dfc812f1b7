"""Homes for forums: one folder each, on SQLite or PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import new_postgres_database
from tests.house.homes import Home

NewHome = Callable[[str], Home]

#: Begun last, one of these would keep a single worker busy when the others have nothing left to do.
LONGEST = ("test_wheel.py", "test_kill.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONGEST)


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


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Home]:
    """The home on each database that ``forum setup`` was run in, once for all tests of a worker."""
    made: dict[str, Home] = {}

    def model(database: str) -> Home:
        if database not in made:
            url = new_postgres_database("model") if database == "postgresql" else None
            made[database] = Home(tmp_path_factory.mktemp("model") / "home", url)
            made[database].said("setup")
        return made[database]

    return model


@pytest.fixture
def new_ready_home(tmp_path: Path, models: Callable[[str], Home]) -> NewHome:
    """Makes a home that is set up already: a copy, for to set one up takes ten times as long."""

    def make(database: str) -> Home:
        copied = tmp_path / "ready"
        shutil.copytree(models(database).data, copied)
        url = new_postgres_database("ready", like="model") if database == "postgresql" else None
        return Home(copied, url)

    return make


@pytest.fixture
def ready_home(new_ready_home: NewHome) -> Home:
    """A home that is set up, with the embedded database."""
    return new_ready_home("sqlite")


@pytest.fixture(params=["sqlite", "postgresql"])
def either_ready_home(request: pytest.FixtureRequest, new_ready_home: NewHome) -> Home:
    return new_ready_home(request.param)
