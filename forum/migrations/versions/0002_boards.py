"""Boards, threads, posts, drafts and files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "headings",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headings")),
    )
    op.create_table(
        "boards",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("guide", sa.Text(), nullable=False),
        sa.Column("guide_html", sa.Text(), nullable=False),
        sa.Column("heading_id", Key, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("start_roles", sa.String(length=80), nullable=False),
        sa.Column("reply_roles", sa.String(length=80), nullable=False),
        sa.Column("archived_at", Moment(), nullable=True),
        sa.Column("threads_live", sa.Integer(), nullable=False),
        sa.Column("posts_live", sa.Integer(), nullable=False),
        sa.Column("last_post_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["heading_id"], ["headings.id"], name=op.f("fk_boards_heading_id_headings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boards")),
        sa.UniqueConstraint("slug", name=op.f("uq_boards_slug")),
    )
    op.create_table(
        "board_months",
        sa.Column("board_id", Key, nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_board_months_board_id_boards"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("board_id", "month", name=op.f("pk_board_months")),
    )
    op.create_table(
        "threads",
        sa.Column("board_id", Key, nullable=False),
        sa.Column("author_id", Key, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("hope", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("locked_at", Moment(), nullable=True),
        sa.Column("lock_reason", sa.Text(), nullable=False),
        sa.Column("is_from_archive", sa.Boolean(), nullable=False),
        sa.Column("joined_to_id", Key, nullable=True),
        sa.Column("posts_live", sa.Integer(), nullable=False),
        sa.Column("posts_held", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("last_live_number", sa.Integer(), nullable=False),
        sa.Column("last_post_at", Moment(), nullable=False),
        sa.Column("last_author_id", Key, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_threads_author_id_members")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_threads_board_id_boards")),
        sa.ForeignKeyConstraint(
            ["joined_to_id"], ["threads.id"], name=op.f("fk_threads_joined_to_id_threads"), deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["last_author_id"], ["members.id"], name=op.f("fk_threads_last_author_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
    )
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.create_index("ix_threads_author_id", ["author_id"], unique=False)
        batch_op.create_index(
            "ix_threads_board_state_last", ["board_id", "state", "last_post_at", "id"], unique=False
        )
        batch_op.create_index("ix_threads_state_last", ["state", "last_post_at"], unique=False)
        batch_op.create_index("ix_threads_unanswered", ["state", "posts_live", "started_at"], unique=False)

    op.create_table(
        "posts",
        sa.Column("thread_id", Key, nullable=False),
        sa.Column("board_id", Key, nullable=False),
        sa.Column("author_id", Key, nullable=False),
        sa.Column("parent_id", Key, nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("edited_at", Moment(), nullable=True),
        sa.Column("once", sa.String(length=40), nullable=True),
        sa.Column("via", sa.String(length=8), nullable=False),
        sa.Column("is_inferred", sa.Boolean(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_posts_author_id_members")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_posts_board_id_boards")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["posts.id"], name=op.f("fk_posts_parent_id_posts"), deferrable=True
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_posts_thread_id_threads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("author_id", "once", name=op.f("uq_posts_author_id_once")),
        sa.UniqueConstraint("thread_id", "number", name=op.f("uq_posts_thread_id_number")),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_posts_author_published", ["author_id", "state", "published_at"], unique=False
        )
        batch_op.create_index(
            "ix_posts_board_published", ["board_id", "state", "published_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_posts_parent_id",
            ["parent_id"],
            unique=False,
            postgresql_where=sa.text("parent_id IS NOT NULL"),
        )
        batch_op.create_index("ix_posts_renderer_version", ["renderer_version"], unique=False)
        batch_op.create_index("ix_posts_thread_state_number", ["thread_id", "state", "number"], unique=False)
        batch_op.create_index(
            "ix_posts_without_words",
            ["thread_id", "number"],
            unique=False,
            postgresql_where=sa.text("state IN ('hidden', 'deleted')"),
            sqlite_where=sa.text("state IN ('hidden', 'deleted')"),
        )

    op.create_table(
        "read_marks",
        sa.Column("member_id", Key, autoincrement=False, nullable=False),
        sa.Column("thread_id", Key, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_read_marks_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_read_marks_thread_id_threads"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "thread_id", name=op.f("pk_read_marks")),
    )
    with op.batch_alter_table("read_marks", schema=None) as batch_op:
        batch_op.create_index("ix_read_marks_member_at", ["member_id", "at"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("member_id", Key, nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("hope", sa.String(length=10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("parent_id", Key, nullable=True),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_drafts_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["posts.id"], name=op.f("fk_drafts_parent_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("member_id", "place", name=op.f("uq_drafts_member_id_place")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_changed_at"), ["changed_at"], unique=False)

    op.create_table(
        "post_versions",
        sa.Column("post_id", Key, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_versions_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_versions")),
    )
    with op.batch_alter_table("post_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_versions_post_id"), ["post_id"], unique=False)

    op.create_table(
        "attachments",
        sa.Column("member_id", Key, nullable=False),
        sa.Column("draft_id", Key, nullable=True),
        sa.Column("post_id", Key, nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_attachments_draft_id_drafts")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_attachments_member_id_members")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_attachments_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_added_at"), ["added_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_post_id"), ["post_id"], unique=False)
