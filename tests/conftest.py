"""One forum for a test run, emptied after each test; on SQLite, or on PostgreSQL with ``--database``."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from forum import create_app
from forum.accounts.rules import bring_rules
from forum.config import Settings, load_settings
from forum.core.clock import now
from forum.core.db import db
from forum.core.fragments import forget_pieces
from forum.core.mailer import OutgoingMail
from forum.library.explaining import forget_glossary
from forum.migrations import migrate
from tests.cast import Browser, Cast
from tests.databases import new_postgres_database
from tests.recorder import record_hashing


def pytest_addoption(parser: pytest.Parser) -> None:
    default = os.environ.get("KITH_TEST_DATABASE", "sqlite")
    parser.addoption("--database", choices=("sqlite", "postgresql"), default=default)


def pytest_configure() -> None:
    """Look for garbage as seldom as the production server does: to look at all takes a fourth of the time."""
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    """What was loaded until here stays."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what asks the database; the rest has been run beside SQLite."""
    if config.getoption("--database") == "postgresql":
        asking = [item for item in items if "whole_app" in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=[item for item in items if item not in asking])
        items[:] = asking


@pytest.fixture(scope="session")
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data: Path = tmp_path_factory.mktemp("data")
    url = new_postgres_database("rooms") if request.config.getoption("--database") == "postgresql" else None
    return load_settings(data=data, database_url=url, argon2_profile="cheap", base_url="http://localhost")


@pytest.fixture(scope="session")
def whole_app(settings: Settings) -> Flask:
    app = create_app(settings)
    with app.app_context():
        migrate(db.engine)
    return app


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """The forum, with nothing in it."""
    yield whole_app
    empty_tables(whole_app)
    forget_pieces()
    forget_glossary()
    whole_app.extensions["kith_limits"].storage.reset()


def empty_tables(app: Flask) -> None:
    names = [f'"{name}"' for name in db.metadata.tables]
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE"))
            connection.commit()
        else:
            _empty_sqlite(connection.connection, names)


def _empty_sqlite(connection: object, names: list[str]) -> None:
    """Straight on the driver's connection: foreign keys can only be switched outside a transaction."""
    run = connection.cursor().execute  # type: ignore[attr-defined]
    run("PRAGMA foreign_keys=OFF")
    run("BEGIN IMMEDIATE")
    for name in names:
        run(f"DELETE FROM {name}")
    run("COMMIT")
    run("PRAGMA foreign_keys=ON")


@pytest.fixture
def rules(app: Flask) -> None:
    """The rules of the group, as it began with them."""
    with app.app_context():
        bring_rules()
        db.session.commit()


@pytest.fixture
def mails(app: Flask) -> Callable[[], list[OutgoingMail]]:
    """The mails that wait in the outbox, in the order they were written."""

    def all_mails() -> list[OutgoingMail]:
        with app.app_context():
            return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))

    return all_mails


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that argon2 was asked to work."""
    return record_hashing(monkeypatch)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast(app)


@pytest.fixture
def stranger(cast: Cast) -> Browser:
    return cast.stranger()


@pytest.fixture
def newcomer(cast: Cast) -> Browser:
    return cast.member("newcomer", joined_at=now(), roles="patient")


@pytest.fixture
def patient(cast: Cast) -> Browser:
    return cast.member("patient", roles="patient")


@pytest.fixture
def caregiver(cast: Cast) -> Browser:
    return cast.member("caregiver", roles="caregiver")


@pytest.fixture
def greeter(cast: Cast) -> Browser:
    return cast.member("greeter", standing="greeter")


@pytest.fixture
def moderator(cast: Cast) -> Browser:
    return cast.member("moderator", standing="moderator")


@pytest.fixture
def admin(cast: Cast) -> Browser:
    return cast.member("admin", standing="admin")


@pytest.fixture
def readonly(cast: Cast) -> Browser:
    """Somebody who may read for a week, but not write."""
    return cast.member("readonly", read_only_until=now() + timedelta(days=7))


@pytest.fixture
def suspended(cast: Cast) -> Browser:
    """Somebody who cannot use the group for a week."""
    return cast.member("suspended", suspended_until=now() + timedelta(days=7))


@pytest.fixture
def boardmod(cast: Cast) -> Browser:
    """A moderator of some boards: of which, the test says."""
    return cast.member("boardmod", standing="moderator")


@pytest.fixture
def othermod(cast: Cast) -> Browser:
    """A moderator of other boards."""
    return cast.member("othermod", standing="moderator")
