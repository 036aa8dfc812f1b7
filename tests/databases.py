"""Empty databases on the PostgreSQL server that ``FORUM_TEST_POSTGRES_URL`` names; tests/run starts one."""

from __future__ import annotations

import os

import psycopg
import pytest
from sqlalchemy import make_url


def new_postgres_database(purpose: str) -> str:
    """The address of an empty database, for this worker and purpose alone."""
    server = os.environ.get("FORUM_TEST_POSTGRES_URL")
    if not server:
        raise pytest.UsageError("This needs FORUM_TEST_POSTGRES_URL=postgresql+psycopg://…: see tests/run.")
    name = f"kith_{purpose}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    address = make_url(server)
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return address.set(database=name).render_as_string(hide_password=False)
