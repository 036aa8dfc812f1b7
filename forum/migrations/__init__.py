"""The way from any earlier state of the database to this one: Alembic, driven from inside the forum."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from forum.core.db import Base


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database forward to ``revision``; does nothing when it is there already."""
    with engine.connect() as connection:
        command.upgrade(_config(connection), revision)
        connection.commit()


def revision_of(engine: Engine) -> str | None:
    """Where the database stands; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """Where this release wants the database to be."""
    return ScriptDirectory.from_config(_config(None)).get_current_head() or ""


def differences(engine: Engine) -> list[object]:
    """What the models say and the database does not; empty when the migrations are complete."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
