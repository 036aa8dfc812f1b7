"""Parked words know whose they are; drafts are told by their editor; versions of a post have a note."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key

revision = "0016"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _parked_words()
    _drafts()
    op.add_column("post_versions", sa.Column("note", sa.Text(), nullable=False, server_default=""))


def _parked_words() -> None:
    # Whose those are that wait today nobody knows; they would have gone within a day.
    op.execute("DELETE FROM parked_words")
    with op.batch_alter_table("parked_words") as table:
        table.add_column(sa.Column("member_id", Key, nullable=False))


def _drafts() -> None:
    with op.batch_alter_table("drafts") as table:
        table.drop_constraint(op.f("uq_drafts_member_id_place"), type_="unique")
        table.create_unique_constraint(op.f("uq_drafts_member_id_place_once"), ["member_id", "place", "once"])
