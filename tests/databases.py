"""Empty databases on the PostgreSQL server that ``FORUM_TEST_POSTGRES_URL`` names; tests/run starts one."""

from __future__ import annotations

import os
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url


def new_postgres_database(purpose: str, *, like: str = "") -> str:
    """The address of a database for this worker and purpose alone; empty, or as the one for ``like`` is."""
    server = os.environ.get("FORUM_TEST_POSTGRES_URL")
    if not server:
        raise pytest.UsageError("This needs FORUM_TEST_POSTGRES_URL=postgresql+psycopg://…: see tests/run.")
    address = make_url(server)
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    name = _name_of(purpose)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if like:
            _disconnect(connection, _name_of(like))
        connection.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{_name_of(like)}"' if like else ""))
    return address.set(database=name).render_as_string(hide_password=False)


def _name_of(purpose: str) -> str:
    return f"kith_{purpose}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def _disconnect(connection: psycopg.Connection[Any], name: str) -> None:
    """Only a database that nobody is connected to can be copied."""
    connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
