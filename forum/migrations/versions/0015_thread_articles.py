"""Articles beside threads: what moderators decide, and which threads have anything to look up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thread_articles",
        sa.Column("thread_id", Key, autoincrement=False, nullable=False),
        sa.Column("article_id", Key, autoincrement=False, nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_thread_articles_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_thread_articles_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("thread_id", "article_id", name=op.f("pk_thread_articles")),
    )
    op.create_index(op.f("ix_thread_articles_article_id"), "thread_articles", ["article_id"])
    with op.batch_alter_table("threads") as threads:
        threads.add_column(
            sa.Column("touches_library", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "UPDATE threads SET touches_library = true WHERE id IN ("
        "SELECT thread_id FROM posts WHERE term_places <> '')"
    )
