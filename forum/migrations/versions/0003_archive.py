"""Mail archives on their way in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_leases",
        sa.Column("board_id", Key, autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("renewed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_archive_leases_board_id_boards"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("board_id", name=op.f("pk_archive_leases")),
    )
    op.create_table(
        "archive_sources",
        sa.Column("board_id", Key, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("read_to", Key, nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("files_left_out", sa.Integer(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_archive_sources_board_id_boards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_sources")),
    )
    with op.batch_alter_table("archive_sources", schema=None) as batch_op:
        batch_op.create_index("ix_archive_sources_board_digest", ["board_id", "digest"], unique=False)

    op.create_table(
        "archive_mails",
        sa.Column("board_id", Key, nullable=False),
        sa.Column("source_id", Key, nullable=False),
        sa.Column("position", Key, nullable=False),
        sa.Column("identity", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("message_id", sa.String(length=300), nullable=True),
        sa.Column("references", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("is_reply", sa.Boolean(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("author_email", sa.String(length=254), nullable=True),
        sa.Column("author_key", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("post_id", Key, nullable=True),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_archive_mails_board_id_boards")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_archive_mails_post_id_posts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["archive_sources.id"], name=op.f("fk_archive_mails_source_id_archive_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_mails")),
        sa.UniqueConstraint("board_id", "identity", name=op.f("uq_archive_mails_board_id_identity")),
    )
    with op.batch_alter_table("archive_mails", schema=None) as batch_op:
        batch_op.create_index("ix_archive_mails_board_state", ["board_id", "state"], unique=False)
        batch_op.create_index("ix_archive_mails_source_state", ["source_id", "state"], unique=False)

    op.create_table(
        "archive_files",
        sa.Column("mail_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("extension", sa.String(length=10), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["archive_mails.id"],
            name=op.f("fk_archive_files_mail_id_archive_mails"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_files")),
    )
    with op.batch_alter_table("archive_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_files_mail_id"), ["mail_id"], unique=False)
