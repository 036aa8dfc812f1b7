"""Mail to members: what each wants, what is yet to be told, and what such a mail carries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0040"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _outbox()
    _choices()
    _news()


def _outbox() -> None:
    with op.batch_alter_table("outgoing_mails") as mails:
        # What tells many of one post has one name for all of them.
        mails.drop_constraint("uq_outgoing_mails_message_id", type_="unique")
        mails.alter_column(
            "message_id", existing_type=sa.String(length=200), type_=sa.String(length=320), nullable=False
        )
        mails.add_column(sa.Column("html", sa.Text(), nullable=False, server_default=""))
        mails.add_column(sa.Column("headers", sa.JSON(), nullable=True))
        mails.add_column(sa.Column("member_id", Key, nullable=True))
        mails.add_column(sa.Column("about", sa.String(length=40), nullable=False, server_default=""))
        mails.add_column(sa.Column("is_bulk", sa.Boolean(), nullable=False, server_default=sa.false()))
        mails.drop_index("ix_outgoing_mails_due_at")
    for name, columns, where in (
        ("waiting", ["is_bulk", "due_at"], "due_at IS NOT NULL"),
        ("about", ["about"], "about <> ''"),
    ):
        only = sa.text(where)
        op.create_index(
            f"ix_outgoing_mails_{name}", "outgoing_mails", columns, postgresql_where=only, sqlite_where=only
        )


def _choices() -> None:
    op.create_table(
        "mail_choices",
        _key("member"),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("says_little", sa.Boolean(), nullable=False),
        sa.Column("names_threads", sa.Boolean(), nullable=False),
        sa.Column("paused_until", Moment(), nullable=True),
        sa.Column("digest_at", Moment(), nullable=False),
        sa.Column("daily_from", Moment(), nullable=False),
        sa.Column("weekly_from", Moment(), nullable=False),
        sa.Column("here_at", Moment(), nullable=False),
        sa.Column("asleep_at", Moment(), nullable=True),
        _of("mail_choices", "member"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_mail_choices")),
    )
    op.create_index(op.f("ix_mail_choices_digest_at"), "mail_choices", ["digest_at"])
    op.create_index(op.f("ix_mail_choices_way"), "mail_choices", ["way", "member_id"])
    op.create_table(
        "board_mails",
        _key("member"),
        _key("board"),
        sa.Column("way", sa.String(length=8), nullable=False),
        _of("board_mails", "member"),
        _of("board_mails", "board"),
        sa.PrimaryKeyConstraint("member_id", "board_id", name=op.f("pk_board_mails")),
    )
    op.create_index(op.f("ix_board_mails_board_id_way"), "board_mails", ["board_id", "way", "member_id"])
    op.create_table(
        "followed_threads",
        _key("member"),
        _key("thread"),
        _of("followed_threads", "member"),
        _of("followed_threads", "thread"),
        sa.PrimaryKeyConstraint("member_id", "thread_id", name=op.f("pk_followed_threads")),
    )
    op.create_index(op.f("ix_followed_threads_thread_id"), "followed_threads", ["thread_id"])


def _news() -> None:
    op.create_table(
        "post_news",
        _key("post"),
        sa.Column("told_to", Key, nullable=False),
        _of("post_news", "post"),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_post_news")),
    )
    op.create_table(
        "notices",
        _key("member"),
        _key("post"),
        sa.Column("due_at", Moment(), nullable=False),
        _of("notices", "member"),
        _of("notices", "post"),
        sa.PrimaryKeyConstraint("member_id", "post_id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_due_at"), "notices", ["due_at"])
    op.create_index(op.f("ix_notices_post_id"), "notices", ["post_id"])


def _key(of: str) -> sa.Column[int]:
    return sa.Column(f"{of}_id", Key, autoincrement=False, nullable=False)


def _of(table: str, of: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{of}_id_{of}s")
    return sa.ForeignKeyConstraint([f"{of}_id"], [f"{of}s.id"], name=name, ondelete="CASCADE")
