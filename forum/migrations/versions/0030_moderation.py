"""The queue, reports, letters and appeals; and what the decision log says of each line."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0030"
down_revision = "0022"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("handled_at IS NULL")


def upgrade() -> None:
    _log()
    _queue()
    _reports()
    _letters()


def _log() -> None:
    with op.batch_alter_table("decisions") as decisions:
        decisions.add_column(sa.Column("about_id", Key, nullable=True))
        decisions.add_column(sa.Column("board_id", Key, nullable=True))
        decisions.add_column(sa.Column("rule", sa.Integer(), nullable=True))
        for name in ("before", "after", "letter"):
            decisions.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        decisions.create_foreign_key(op.f("fk_decisions_about_id_members"), "members", ["about_id"], ["id"])
        decisions.create_foreign_key(op.f("fk_decisions_board_id_boards"), "boards", ["board_id"], ["id"])
    op.create_index(op.f("ix_decisions_about_id"), "decisions", ["about_id"])
    op.create_index(op.f("ix_decisions_at"), "decisions", ["at"])


def _queue() -> None:
    op.create_table(
        "queue_items",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("board_id", Key, nullable=True),
        sa.Column("about_id", Key, nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("lightness", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("claimed_by_id", Key, nullable=True),
        sa.Column("claimed_until", Moment(), nullable=True),
        sa.Column("handled_at", Moment(), nullable=True),
        sa.Column("handled_by_id", Key, nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("outcome_words", sa.Text(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_queue_items_{name}_{table}"))
            for name, table in (
                ("about_id", "members"),
                ("board_id", "boards"),
                ("claimed_by_id", "members"),
                ("handled_by_id", "members"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_items")),
    )
    op.create_index(
        "uq_queue_items_open_subject",
        "queue_items",
        ["subject"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    order = ["urgency", "lightness", "opened_at", "id"]
    op.create_index("ix_queue_items_in_order", "queue_items", ["handled_at", *order])
    op.create_index("ix_queue_items_of_board", "queue_items", ["board_id", "handled_at", *order])
    op.create_index(op.f("ix_queue_items_subject"), "queue_items", ["subject"])
    op.create_index(op.f("ix_queue_items_about_id"), "queue_items", ["about_id"])


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("item_id", Key, nullable=False),
        sa.Column("reporter_id", Key, nullable=False),
        sa.Column("reason", sa.String(length=8), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["queue_items.id"], name=op.f("fk_reports_item_id_queue_items"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["reporter_id"], ["members.id"], name=op.f("fk_reports_reporter_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("item_id", "reporter_id", name=op.f("uq_reports_item_id_reporter_id")),
    )
    op.create_index("ix_reports_reporter_at", "reports", ["reporter_id", "reported_at"])
    op.create_table(
        "moderator_boards",
        sa.Column("member_id", Key, autoincrement=False, nullable=False),
        sa.Column("board_id", Key, autoincrement=False, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_moderator_boards_{name}_{table}"), ondelete="CASCADE"
            )
            for name, table in (("member_id", "members"), ("board_id", "boards"))
        ),
        sa.PrimaryKeyConstraint("member_id", "board_id", name=op.f("pk_moderator_boards")),
    )


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("decision_id", Key, autoincrement=False, nullable=False),
        sa.Column("member_id", Key, nullable=False),
        sa.Column("read_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_letters_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_letters_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_letters")),
    )
    op.create_index(op.f("ix_letters_member_id"), "letters", ["member_id"])
    op.create_table(
        "appeals",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("decision_id", Key, nullable=False),
        sa.Column("member_id", Key, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by_id", Key, nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_appeals_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_appeals_member_id_members")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["members.id"], name=op.f("fk_appeals_decided_by_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeals_decision_id")),
    )
    op.create_index(op.f("ix_appeals_member_id"), "appeals", ["member_id"])
