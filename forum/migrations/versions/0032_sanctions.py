"""What moderators decide about members, and where nobody may join from; boards that are looked after stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _members()
    _sanctions()
    _closed_ways()
    _keep_boards_that_are_looked_after()


def _members() -> None:
    """Until now somebody who was suspended could read: that is what being read-only is from now on."""
    with op.batch_alter_table("members") as members:
        for name in ("held_until", "read_only_until", "banned_at"):
            members.add_column(sa.Column(name, Moment(), nullable=True))
    table = sa.table("members", sa.column("suspended_until"), sa.column("read_only_until"))
    op.execute(sa.update(table).values(read_only_until=table.c.suspended_until, suspended_until=None))


def _sanctions() -> None:
    op.create_table(
        "sanctions",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("member_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("lifted_at", Moment(), nullable=True),
        sa.Column("lifted_by_id", Key, nullable=True),
        sa.Column("decision_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_sanctions_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["members.id"], name=op.f("fk_sanctions_lifted_by_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_sanctions_decision_id_decisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanctions")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_sanctions_decision_id")),
    )
    op.create_index(op.f("ix_sanctions_member_id"), "sanctions", ["member_id"])
    op.create_index("ix_sanctions_lifted_ends", "sanctions", ["lifted_at", "ends_at"])


def _closed_ways() -> None:
    op.create_table(
        "closed_ways",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by_id", Key, nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("lifted_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["members.id"], name=op.f("fk_closed_ways_made_by_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_ways")),
    )
    op.create_index("ix_closed_ways_kind_ends", "closed_ways", ["kind", "ends_at"])
    with op.batch_alter_table("joinings") as joinings:
        joinings.add_column(sa.Column("is_stopped", sa.Boolean(), nullable=False, server_default=sa.false()))


def _keep_boards_that_are_looked_after() -> None:
    """Whoever looks after one board would look after all of them, were its row to go with the board."""
    name = op.f("fk_moderator_boards_board_id_boards")
    with op.batch_alter_table("moderator_boards") as rows:
        rows.drop_constraint(name, type_="foreignkey")
        rows.create_foreign_key(name, "boards", ["board_id"], ["id"], ondelete="RESTRICT")
