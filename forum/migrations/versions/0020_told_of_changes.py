"""Who is told when an article changes, the mails they want no more of, and terms by thread."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key, Moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _choices()
    _news()
    _saved()
    _terms_by_thread()


def _choices() -> None:
    with op.batch_alter_table("members") as members:
        members.add_column(sa.Column("article_mails", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("outgoing_mails") as mails:
        mails.add_column(sa.Column("stop_at", sa.String(length=500), nullable=False, server_default=""))


def _news() -> None:
    op.create_table(
        "article_news",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("article_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", Key, nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("told_to", Key, nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_news_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_article_news_by_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_news")),
    )
    op.create_index(op.f("ix_article_news_article_id"), "article_news", ["article_id"])
    op.create_index(op.f("ix_article_news_told_at"), "article_news", ["told_at"])


def _saved() -> None:
    op.add_column(
        "saved_articles", sa.Column("seen_version", sa.Integer(), nullable=False, server_default="1")
    )
    # What changed before today nobody is told of as new.
    op.execute(
        "UPDATE saved_articles SET seen_version ="
        " (SELECT version FROM articles WHERE articles.id = saved_articles.article_id)"
    )
    op.create_index(op.f("ix_saved_articles_article_id"), "saved_articles", ["article_id"])


def _terms_by_thread() -> None:
    written = sa.Column("written", sa.String(length=120), nullable=False, server_default="")
    with op.batch_alter_table("post_terms") as post_terms:
        post_terms.add_column(written)
    names = ("thread", "term", "board")
    cascades = {"thread": "CASCADE", "term": "CASCADE", "board": None}
    op.create_table(
        "thread_terms",
        *(sa.Column(f"{name}_id", Key, autoincrement=False, nullable=False) for name in names),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("written", sa.String(length=120), nullable=False, server_default=""),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"],
                [f"{name}s.id"],
                name=op.f(f"fk_thread_terms_{name}_id_{name}s"),
                ondelete=cascades[name],
            )
            for name in names
        ),
        sa.PrimaryKeyConstraint("thread_id", "term_id", name=op.f("pk_thread_terms")),
    )
    op.execute(
        "INSERT INTO thread_terms (thread_id, term_id, board_id, posts, last_number, last_at)"
        " SELECT posts.thread_id, term_id, max(board_id), count(*), max(number), max(published_at)"
        " FROM posts JOIN post_terms ON post_id = posts.id WHERE state = 'live'"
        " GROUP BY posts.thread_id, term_id"
    )
    columns = ["term_id", "last_at", "thread_id", "board_id", "posts"]
    op.create_index("ix_thread_terms_term_last", "thread_terms", columns)
    op.create_index("ix_thread_terms_term_board", "thread_terms", ["term_id", "board_id"])
    # The sweep looks through them for the words that were used.
    op.execute(
        "UPDATE posts SET glossary_version = 0, term_places = '' WHERE id IN (SELECT post_id FROM post_terms)"
    )
