"""Which articles posts lead to, and what articles are about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "post_articles",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("post_id", Key, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_articles_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slug", "post_id", name=op.f("pk_post_articles")),
    )
    op.create_index(op.f("ix_post_articles_post_id"), "post_articles", ["post_id"])
    op.create_table(
        "article_terms",
        sa.Column("article_id", Key, autoincrement=False, nullable=False),
        sa.Column("term_id", Key, autoincrement=False, nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_terms_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["terms.id"], name=op.f("fk_article_terms_term_id_terms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "term_id", name=op.f("pk_article_terms")),
    )
    op.create_index(op.f("ix_article_terms_term_id"), "article_terms", ["term_id"])
    with op.batch_alter_table("articles") as articles:
        articles.add_column(sa.Column("glossary_version", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("posts") as posts:
        posts.add_column(sa.Column("articles", sa.Integer(), nullable=False, server_default="0"))
    # The sweep looks through what was written before.
    op.execute("UPDATE posts SET glossary_version = 0 WHERE html LIKE '%/articles/%'")
