"""Mails too large to become posts are kept whole, in pieces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_pieces",
        sa.Column("mail_id", Key, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["archive_mails.id"],
            name=op.f("fk_archive_pieces_mail_id_archive_mails"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_pieces")),
        sa.UniqueConstraint("mail_id", "number", name=op.f("uq_archive_pieces_mail_id_number")),
    )
