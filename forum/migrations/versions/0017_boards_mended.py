"""Mended boards: whose parked words are, a draft for each editor, notes of changes, answers counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _parked_words()
    _drafts()
    op.add_column("post_versions", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    _answers()


def _parked_words() -> None:
    # Whose those are that wait today nobody knows; they would have gone within a day.
    op.execute("DELETE FROM parked_words")
    with op.batch_alter_table("parked_words") as table:
        table.add_column(sa.Column("member_id", Key, nullable=False))


def _drafts() -> None:
    with op.batch_alter_table("drafts") as table:
        table.drop_constraint(op.f("uq_drafts_member_id_place"), type_="unique")
        table.create_unique_constraint(op.f("uq_drafts_member_id_place_once"), ["member_id", "place", "once"])


def _answers() -> None:
    op.add_column("threads", sa.Column("answers_live", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE threads SET answers_live = (SELECT count(*) FROM posts WHERE posts.thread_id = threads.id"
        " AND posts.state = 'live' AND posts.author_id <> threads.author_id)"
    )
    op.drop_index("ix_threads_unanswered", "threads")
    op.create_index("ix_threads_unanswered", "threads", ["state", "answers_live", "started_at"])
