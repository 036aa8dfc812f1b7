"""Rules with their wordings, the words of letters, what the group chose, and a log that is quick to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.clock import now
from forum.core.db import Key, Moment

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

#: What everybody agreed to until now.
RULES = (
    "Be kind. Everybody here carries something heavy, and nobody has to explain how they carry it.",
    "Speak from your own experience. Say what helped you, not what others must do, and leave treatment "
    "decisions to each person and their doctors.",
    "What is said here stays here. Never pass on a name, a story or a picture from a members' board.",
    "Nothing is for sale: no advertising, no collecting of money, no promised cures.",
    "If somebody worries you, tell a moderator. You don't have to carry it alone.",
    "Moderators may hold, move or hide a post. They always say why, and you can ask them to look again.",
)


def upgrade() -> None:
    _rules()
    _members()
    _words_of_letters()
    _choices()
    _log()


def _rules() -> None:
    table = op.create_table(
        "rule_versions",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("by_id", Key, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_rule_versions_by_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_versions")),
        sa.UniqueConstraint("number", "version", name=op.f("uq_rule_versions_number_version")),
    )
    # A group that is there already keeps its rules; a new one gets them from `forum setup`.
    if op.get_bind().scalar(sa.text("SELECT 1 FROM members LIMIT 1")):
        first = {"version": 1, "in_force": True, "since": now()}
        op.bulk_insert(
            table, [{"number": number, "words": words, **first} for number, words in enumerate(RULES, 1)]
        )


def _members() -> None:
    op.add_column("members", sa.Column("rules_owed_from", Key, nullable=True))
    op.add_column("members", sa.Column("letters_unread", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE members SET letters_unread = (SELECT count(*) FROM letters"
        " WHERE letters.member_id = members.id AND letters.read_at IS NULL)"
        " WHERE id IN (SELECT member_id FROM letters)"
    )


def _words_of_letters() -> None:
    op.create_table(
        "letter_words",
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("action", name=op.f("pk_letter_words")),
    )


def _choices() -> None:
    op.create_table(
        "choices",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_choices")),
    )


def _log() -> None:
    """Each way to ask for lines of the log is an index in the order in which they are shown."""
    for name in ("at", "about_id"):
        op.drop_index(op.f(f"ix_decisions_{name}"), "decisions")
    for name in ("actor_id", "about_id", "board_id", "action"):
        op.create_index(f"ix_decisions_of_{name}", "decisions", [name, "at", "id"])
    op.create_index("ix_decisions_in_order", "decisions", ["at", "id"])
