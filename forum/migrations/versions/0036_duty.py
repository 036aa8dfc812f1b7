"""Moderators as people: the rota, who is away and how each is told, handover notes, and a kind word."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0036"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rota()
    _of_each()


def _rota() -> None:
    op.create_table(
        "shifts",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("member_id", Key, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        _of_member("shifts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint(
            "member_id", "weekday", "starts", name=op.f("uq_shifts_member_id_weekday_starts")
        ),
    )
    op.create_table(
        "handover_notes",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("by_id", Key, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        _of_member("handover_notes", "by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_notes")),
    )
    op.create_index(op.f("ix_handover_notes_written_at"), "handover_notes", ["written_at"])


def _of_each() -> None:
    op.create_table(
        "availabilities",
        sa.Column("member_id", Key, autoincrement=False, nullable=False),
        sa.Column("told", sa.String(length=8), nullable=False),
        sa.Column("away_until", Moment(), nullable=True),
        sa.Column("mailed_at", Moment(), nullable=True),
        _of_member("availabilities"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_availabilities")),
    )
    op.create_table(
        "check_ins",
        sa.Column("member_id", Key, autoincrement=False, nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        _of_member("check_ins"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_check_ins")),
    )


def _of_member(table: str, column: str = "member_id") -> sa.ForeignKeyConstraint:
    """What somebody's own account takes with it when it goes."""
    return sa.ForeignKeyConstraint(
        [column], ["members.id"], name=op.f(f"fk_{table}_{column}_members"), ondelete="CASCADE"
    )
