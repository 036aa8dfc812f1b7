"""Mail that comes in, and the Message-ID of what was posted by mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbound_bytes",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("came_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_bytes")),
        sa.UniqueConstraint("digest", name=op.f("uq_inbound_bytes_digest")),
    )
    op.create_index(op.f("ix_inbound_bytes_came_at"), "inbound_bytes", ["came_at"])
    _mails()
    with op.batch_alter_table("posts") as posts:
        posts.add_column(sa.Column("message_id", sa.String(length=300), nullable=True))
    op.create_index(
        "ix_posts_message_id", "posts", ["message_id"], postgresql_where=sa.text("message_id IS NOT NULL")
    )


def _mails() -> None:
    references = (("bytes_id", "inbound_bytes"), ("member_id", "members"), ("post_id", "posts"))
    op.create_table(
        "inbound_mails",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("bytes_id", Key, nullable=True),
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("came_at", Moment(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("worker", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("header_id", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=254), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("vouched", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("member_id", Key, nullable=True),
        sa.Column("post_id", Key, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_inbound_mails_{name}_{table}"), ondelete="SET NULL"
            )
            for name, table in references
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_mails")),
        sa.UniqueConstraint("bytes_id", "recipient", name=op.f("uq_inbound_mails_bytes_id_recipient")),
    )
    op.create_index("ix_inbound_mails_state_due", "inbound_mails", ["state", "due_at", "id"])
    op.create_index("ix_inbound_mails_header_id", "inbound_mails", ["header_id"])
    op.create_index("ix_inbound_mails_author_answered", "inbound_mails", ["author", "answered_at"])
    for name in ("came_at", "member_id", "post_id"):
        op.create_index(op.f(f"ix_inbound_mails_{name}"), "inbound_mails", [name])
