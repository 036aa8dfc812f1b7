"""What moderators do with threads: pinned, slowed down, closing after silence, split off another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

CLOSES = sa.text("closes_after_days > 0")


def upgrade() -> None:
    op.add_column("threads", sa.Column("is_pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("slow_minutes", "closes_after_days"):
        op.add_column("threads", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    # In one statement: to add the constraint alone, SQLite would make the table anew, which posts refer to.
    op.execute(
        f"ALTER TABLE threads ADD COLUMN split_from_id {Key.compile(op.get_bind().dialect)} "
        "CONSTRAINT fk_threads_split_from_id_threads REFERENCES threads (id)"
    )
    op.drop_index("ix_threads_board_state_last", "threads")
    op.create_index(
        "ix_threads_board_in_order", "threads", ["board_id", "state", "is_pinned", "last_post_at", "id"]
    )
    op.create_index(
        "ix_threads_closing", "threads", ["closes_after_days"], sqlite_where=CLOSES, postgresql_where=CLOSES
    )
