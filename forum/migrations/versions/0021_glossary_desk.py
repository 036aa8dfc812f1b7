"""A glossary that editors change: its state counted in one row, and the addresses that terms had before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "glossary_state",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_state")),
    )
    # Where there is no glossary yet, there is no state of it: a copy is restored into an empty database.
    op.execute(
        "INSERT INTO glossary_state (id, version) SELECT 1, max(version) FROM terms HAVING count(*) > 0"
    )
    op.create_table(
        "term_addresses",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("term_id", Key, nullable=True),
        sa.ForeignKeyConstraint(
            ["term_id"], ["terms.id"], name=op.f("fk_term_addresses_term_id_terms"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_term_addresses")),
    )
    op.create_index(op.f("ix_term_addresses_term_id"), "term_addresses", ["term_id"])
    op.add_column("terms", sa.Column("since", sa.Integer(), nullable=False, server_default="0"))
