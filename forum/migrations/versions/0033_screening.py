"""What the screening said of posts, and the words that a group watches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "screenings",
        sa.Column("post_id", Key, autoincrement=False, nullable=False),
        sa.Column("member_id", Key, nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_screenings_{name}_{table}"), ondelete="CASCADE"
            )
            for name, table in (("post_id", "posts"), ("member_id", "members"))
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_screenings")),
    )
    op.create_index("ix_screenings_member_settled", "screenings", ["member_id", "settled_at"])
    op.create_table(
        "watched_words",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("phrase", sa.String(length=100), nullable=False),
        sa.Column("does", sa.String(length=8), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("message", sa.Text(), nullable=False, server_default=""),
        sa.Column("unless", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_words")),
        sa.UniqueConstraint("phrase", name=op.f("uq_watched_words_phrase")),
    )
