"""Members who have died, whom they chose to look after their words, and the figures of the group by week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("remembered_at", Moment(), nullable=True))
    op.add_column(
        "members", sa.Column("spares_memorials", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "threads", sa.Column("is_memorial", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _index_memorials()
    op.create_table(
        "silenced_addresses",
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_silenced_addresses")),
    )
    _create_memorials()
    _create_legacy_contacts()
    _create_figures()


def _index_memorials() -> None:
    where = sa.text("is_memorial")
    op.create_index(
        "ix_threads_memorial", "threads", ["board_id"], postgresql_where=where, sqlite_where=where
    )


def _create_memorials() -> None:
    op.create_table(
        "memorials",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("member_id", Key, nullable=False),
        sa.Column("item_id", Key, nullable=False),
        sa.Column("first_by_id", Key, nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.Column("second_by_id", Key, nullable=True),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.Column("thread_id", Key, nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_memorials_{name}_{target[:-3]}"))
            for name, target in (
                ("member_id", "members.id"),
                ("item_id", "queue_items.id"),
                ("first_by_id", "members.id"),
                ("second_by_id", "members.id"),
                ("thread_id", "threads.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memorials")),
        sa.UniqueConstraint("item_id", name=op.f("uq_memorials_item_id")),
    )
    op.create_index(op.f("ix_memorials_member_id"), "memorials", ["member_id"])


def _create_legacy_contacts() -> None:
    op.create_table(
        "legacy_contacts",
        sa.Column("member_id", Key, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("may", sa.String(length=40), nullable=False),
        sa.Column("chosen_at", Moment(), nullable=False),
        sa.Column("takes_down_at", Moment(), nullable=True),
        sa.Column("taken_down_at", Moment(), nullable=True),
        sa.Column("kept_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_legacy_contacts_member_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_legacy_contacts")),
    )
    op.create_index(op.f("ix_legacy_contacts_takes_down_at"), "legacy_contacts", ["takes_down_at"])


def _create_figures() -> None:
    """And what the weekly count looks up, so that no week costs a look at every row."""
    op.create_table(
        "weekly_figures",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("week", "name", name=op.f("pk_weekly_figures")),
    )
    for name, table, column in (
        ("ix_threads_started_at", "threads", "started_at"),
        ("ix_members_claimed_at", "members", "claimed_at"),
        ("ix_reports_reported_at", "reports", "reported_at"),
    ):
        op.create_index(op.f(name), table, [column])
