"""Posts that were shown again after a reader had passed their place while they were hidden."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("posts", sa.Column("hidden_at", Moment(), nullable=True))
    op.create_table(
        "missed_posts",
        sa.Column("member_id", Key, autoincrement=False, nullable=False),
        sa.Column("post_id", Key, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_missed_posts_member_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_missed_posts_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "post_id", name=op.f("pk_missed_posts")),
    )
    op.create_index(op.f("ix_missed_posts_post_id"), "missed_posts", ["post_id"])
