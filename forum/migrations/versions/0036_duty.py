"""Moderators as people: the rota, who is away and how each is told; and looking after somebody in danger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rota()
    _of_each()
    _worries()
    _tellings()
    with op.batch_alter_table("threads") as threads:
        threads.add_column(sa.Column("wait_closed_at", Moment(), nullable=True))


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


def _worries() -> None:
    with op.batch_alter_table("queue_items") as items:
        items.add_column(sa.Column("worried_at", Moment(), nullable=True))
    table = sa.table("queue_items", sa.column("kind"), sa.column("worried_at"), sa.column("opened_at"))
    op.execute(sa.update(table).where(table.c.kind == "worry").values(worried_at=table.c.opened_at))
    op.create_table(
        "care_notes",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("item_id", Key, nullable=False),
        sa.Column("by_id", Key, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_outcome", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["queue_items.id"],
            name=op.f("fk_care_notes_item_id_queue_items"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_care_notes_by_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_notes")),
    )
    op.create_index(op.f("ix_care_notes_item_id"), "care_notes", ["item_id"])
    op.create_table(
        "guides",
        sa.Column("name", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.Column("approved_by_id", Key, nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["members.id"], name=op.f("fk_guides_approved_by_id_members")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_guides")),
    )


def _tellings() -> None:
    op.create_table(
        "tellings",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("member_id", Key, nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("owes_mail", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("mailed_at", Moment(), nullable=True),
        _of_member("tellings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
        sa.UniqueConstraint("subject", "member_id", name=op.f("uq_tellings_subject_member_id")),
    )
    owing = sa.text("owes_mail")
    op.create_index(
        "ix_tellings_owing", "tellings", ["member_id"], sqlite_where=owing, postgresql_where=owing
    )


def _of_member(table: str, column: str = "member_id") -> sa.ForeignKeyConstraint:
    """What somebody's own account takes with it when it goes."""
    return sa.ForeignKeyConstraint(
        [column], ["members.id"], name=op.f(f"fk_{table}_{column}_members"), ondelete="CASCADE"
    )
