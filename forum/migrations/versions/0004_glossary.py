"""The glossary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "terms",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("belongs_to", sa.String(length=120), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("more", sa.String(length=300), nullable=False),
        sa.Column("in_posts", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("slug", name=op.f("uq_terms_slug")),
    )
    op.create_index(op.f("ix_terms_kind"), "terms", ["kind"])
    op.create_index(op.f("ix_terms_version"), "terms", ["version"])
    op.create_table(
        "term_forms",
        sa.Column("term_id", Key, nullable=False),
        sa.Column("written", sa.String(length=300), nullable=False),
        sa.Column("slug", sa.String(length=300), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("nearby", sa.Text(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["term_id"], ["terms.id"], name=op.f("fk_term_forms_term_id_terms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_forms")),
        sa.UniqueConstraint("term_id", "written", name=op.f("uq_term_forms_term_id_written")),
    )
    op.create_index(op.f("ix_term_forms_slug"), "term_forms", ["slug"])
    op.create_table(
        "post_terms",
        sa.Column("term_id", Key, autoincrement=False, nullable=False),
        sa.Column("post_id", Key, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_terms_post_id_posts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["terms.id"], name=op.f("fk_post_terms_term_id_terms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("term_id", "post_id", name=op.f("pk_post_terms")),
    )
    op.create_index(op.f("ix_post_terms_post_id"), "post_terms", ["post_id"])
    with op.batch_alter_table("posts") as posts:
        posts.add_column(sa.Column("term_places", sa.Text(), nullable=False, server_default=""))
        posts.add_column(sa.Column("glossary_version", sa.Integer(), nullable=False, server_default="0"))
        posts.create_index(op.f("ix_posts_glossary_version"), ["glossary_version"])
    with op.batch_alter_table("members") as members:
        members.add_column(sa.Column("term_links", sa.Boolean(), nullable=False, server_default=sa.true()))
