"""Terms that articles name, and what editors chose of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article_links",
        sa.Column("article_id", Key, autoincrement=False, nullable=False),
        sa.Column("term_id", Key, autoincrement=False, nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_links_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["terms.id"], name=op.f("fk_article_links_term_id_terms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "term_id", name=op.f("pk_article_links")),
    )
    op.create_index(op.f("ix_article_links_term_id"), "article_links", ["term_id"])
    op.add_column("article_sections", sa.Column("term_places", sa.Text(), nullable=False, server_default=""))
    # The sweep looks through what was written before.
    op.execute("UPDATE articles SET glossary_version = 0")
