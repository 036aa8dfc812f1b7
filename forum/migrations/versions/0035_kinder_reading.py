"""Changes by moderators, corrections, content notes, and what a member would rather not see."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("posts", sa.Column("moderated_at", Moment(), nullable=True))
    _words("posts", "moderated_for", 8)
    _words("posts", "content_note", 80)
    _words("threads", "content_note", 80)
    _words("threads", "first_note", 80)
    op.add_column("drafts", sa.Column("content_note", sa.String(length=80), nullable=True))
    op.add_column("members", sa.Column("quiet", sa.Text(), nullable=False, server_default=""))
    _versions()
    _corrections()
    _choices()


def _words(table: str, name: str, length: int) -> None:
    op.add_column(table, sa.Column(name, sa.String(length=length), nullable=False, server_default=""))


def _versions() -> None:
    with op.batch_alter_table("post_versions") as table:
        table.add_column(sa.Column("changed_for", sa.String(length=8), nullable=False, server_default=""))
        table.add_column(sa.Column("decision_id", Key, nullable=True))
        table.create_foreign_key(
            op.f("fk_post_versions_decision_id_decisions"), "decisions", ["decision_id"], ["id"]
        )


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("post_id", Key, autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("by_id", Key, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_corrections_post_id_posts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_corrections_by_id_members")),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_corrections")),
    )


def _choices() -> None:
    for table, column, of in (
        ("muted_members", "muted_id", "members"),
        ("muted_threads", "thread_id", "threads"),
        ("muted_boards", "board_id", "boards"),
    ):
        op.create_table(
            table,
            sa.Column("member_id", Key, autoincrement=False, nullable=False),
            sa.Column(column, Key, autoincrement=False, nullable=False),
            _belongs(table, "member_id", "members"),
            _belongs(table, column, of),
            sa.PrimaryKeyConstraint("member_id", column, name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_table(
        "note_choices",
        sa.Column("member_id", Key, autoincrement=False, nullable=False),
        sa.Column("note", sa.String(length=20), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        _belongs("note_choices", "member_id", "members"),
        sa.PrimaryKeyConstraint("member_id", "note", name=op.f("pk_note_choices")),
    )


def _belongs(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{of}")
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=name, ondelete="CASCADE")
