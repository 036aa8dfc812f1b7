"""Run by Alembic: the connection comes from forum.migrations."""

from __future__ import annotations

from alembic import context

from forum.core.db import Base

# Two servers that start at the same moment: the second waits, and finds nothing left to do. SQLite lets one
# in at a time by itself, as long as all is one transaction.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('kith migrations'))"
connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_ONE_AT_A_TIME)
    context.run_migrations()
