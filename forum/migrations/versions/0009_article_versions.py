"""What articles said before each change, and which words a review was of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, name in (
        ("articles", "version"),
        ("articles", "words_version"),
        ("article_reviews", "version"),
    ):
        op.add_column(table, sa.Column(name, sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "article_versions",
        sa.Column("article_id", Key, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaced_at", Moment(), nullable=False),
        sa.Column("by_id", Key, nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_versions_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_article_versions_by_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_versions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_article_versions_article_id_number")),
    )
