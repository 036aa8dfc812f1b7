"""The database: engine, session, names, and time in UTC.

SQLite is a file beside the forum, PostgreSQL a server; every query of the project runs on both.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar, Literal

import structlog
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Executable,
    Integer,
    MetaData,
    Row,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

log = structlog.get_logger()

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

#: How long a writer waits for another on SQLite before it gives up, in seconds.
BUSY_SECONDS = 5
_patience: ContextVar[float | None] = ContextVar("patience", default=None)
#: After how long it asks again, in seconds.
ASK_AGAIN = 0.02
#: How long a page that reads waits to note something it may do without.
NOTE_SECONDS = 0.5


class Moment(TypeDecorator[datetime]):
    """A point in time: UTC in the database, with its zone in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {datetime: Moment}


#: A key that PostgreSQL counts in 64 bits and SQLite as its own row number.
Key = BigInteger().with_variant(Integer(), "sqlite")

Mode = Literal["write", "read", "snapshot", "quick"]


class KithSession(Session):
    """A session that knows what it is for, so that readers never hold or wait for a lock."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        engine = super().get_bind(*args, **kwargs)
        return _in_mode(engine, self.info.get("mode", "write")) if isinstance(engine, Engine) else engine


@cache
def _in_mode(engine: Engine, mode: Mode) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine.execution_options(kith_mode=mode)
    # Connections of their own: to switch one there and back costs as much as a short query.
    if mode == "read":
        readers = create_engine(engine.url, isolation_level="AUTOCOMMIT", **_engine_options(str(engine.url)))
        event.listen(readers, "connect", _plan_once)
        return readers
    if mode == "quick":
        writers = create_engine(engine.url, **_engine_options(str(engine.url)))
        event.listen(writers, "connect", _commit_at_once)
        return writers
    return engine if mode == "write" else engine.execution_options(isolation_level="REPEATABLE READ")


def _plan_once(connection: Any, _record: object) -> None:
    """Have PostgreSQL plan a page's query once and not for each reader: planning took most of its time."""
    _set(connection, "plan_cache_mode = force_generic_plan")


def _commit_at_once(connection: Any, _record: object) -> None:
    _set(connection, "synchronous_commit = off")


def _set(connection: Any, what: str) -> None:
    was_autocommit, connection.autocommit = connection.autocommit, True
    connection.execute(f"SET {what}")
    connection.autocommit = was_autocommit


db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": KithSession})


def use_session_to(mode: Mode) -> None:
    """Say what the session is for before it is first used; unsaid, it writes.

    ``read``: each statement stands alone and nothing is locked. What a reading page does write (how far
    somebody has read) is one statement, a transaction of its own, and goes through ``note``.
    ``snapshot``: one consistent state of everything, without holding up writers.
    ``quick``: writes, and does not wait for the disk: the last moments before a power cut may be lost,
    whole transactions at a time and the last ones first. A killed process loses nothing.
    """
    db.session.info["mode"] = mode


def let_others_write() -> None:
    """Hold no lock while something slow is waited for; only where nothing was changed yet."""
    db.session.rollback()


def note(statement: Executable) -> None:
    """Write what a page may do without: while nobody can write, it is still read."""
    try:
        db.session.execute(statement)
    except OperationalError:
        if db.session.info.get("mode") != "read":
            raise
        log.warning("not noted", reason="the database is busy")


def wait_for_turn(work: str) -> None:
    """Have whoever else does the same ``work`` at this moment wait until this transaction has ended.

    On SQLite there is one writer at a time anyway, from the first statement on.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"kith {work}"))))


@contextmanager
def patiently(seconds: float) -> Iterator[None]:
    """Have writers on SQLite wait longer for each other: for commands, where no page waits with them."""
    before = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(before)


class Numbered:
    """A table whose rows have a number of their own."""

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=True)


def init_db(app: Flask, url: str) -> None:
    """Open the database at ``url`` for ``app``."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(url)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"pool_size": 16, "max_overflow": 16}
    return {"pool_pre_ping": False, "pool_size": 10, "max_overflow": 10, "pool_recycle": 1800}


def prepare_sqlite(engine: Engine) -> None:
    """Several readers beside one writer, foreign keys held, and commits that survive a power cut."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own BEGIN comes too late (it reads first and then cannot write):
        # we say BEGIN ourselves, and IMMEDIATE when the request is one that writes.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-32768",
            "mmap_size=268435456",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("kith_mode", "write")
        writes = mode in ("write", "quick")
        _keep(connection, "busy_timeout", 0 if writes else round(NOTE_SECONDS * 1000))
        if writes:
            _keep(connection, "synchronous", "NORMAL" if mode == "quick" else "FULL")
            _begin_writing(connection)
        elif mode == "snapshot":
            connection.exec_driver_sql("BEGIN")


def _keep(connection: Connection, pragma: str, value: object) -> None:
    """Have a connection set in a way; those in the pool stay as they were last."""
    if connection.info.get(pragma) != value:
        connection.exec_driver_sql(f"PRAGMA {pragma}={value}")
        connection.info[pragma] = value


def _begin_writing(connection: Connection) -> None:
    """Take the one lock for writers, asking again until it is free.

    SQLite would wait by itself, but longer from time to time, so that newcomers pass whoever waits longest.
    """
    driver, end = connection.connection.dbapi_connection, time.monotonic() + (_patience.get() or BUSY_SECONDS)
    while driver is not None and time.monotonic() < end:
        try:
            driver.cursor().execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                break
        time.sleep(ASK_AGAIN)
    connection.exec_driver_sql("BEGIN IMMEDIATE")


Columns = tuple[Any, ...]
AnyRow = Row[*Columns]
Rows = Sequence[AnyRow]


def rows(query: Executable, values: Mapping[str, object] | None = None) -> Rows:
    """Plain rows, without the work that objects need: half the cost, on pages that show dozens."""
    db.session.flush()
    return db.session.connection().execute(query, values or {}).all()
