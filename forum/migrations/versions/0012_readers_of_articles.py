"""Errors that readers report, and articles that members save."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article_reports",
        sa.Column("article_id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("member_id", Key, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_reports_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_article_reports_member_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_reports")),
    )
    op.create_index(op.f("ix_article_reports_article_id"), "article_reports", ["article_id"])
    op.create_table(
        "saved_articles",
        sa.Column("member_id", Key, autoincrement=False, nullable=False),
        sa.Column("article_id", Key, autoincrement=False, nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_saved_articles_member_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_saved_articles_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "article_id", name=op.f("pk_saved_articles")),
    )
