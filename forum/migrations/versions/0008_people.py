"""People of the library, who wrote and reviewed what, and the dates of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from forum.core.db import Key

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_tables()
    for name in ("funding", "conflicts", "withdrawn_because"):
        op.add_column("articles", sa.Column(name, sa.Text(), server_default="", nullable=False))
    for name in ("facts_checked_on", "next_review_due", "withdrawn_on", "live_on"):
        op.add_column("articles", sa.Column(name, sa.Date(), nullable=True))
    # A draft has no such day. SQLite cannot loosen a column; to copy the table would delete the sections.
    op.execute("UPDATE articles SET live_on = published_on WHERE state <> 'draft'")
    op.drop_column("articles", "published_on")
    op.execute("ALTER TABLE articles RENAME COLUMN live_on TO published_on")
    op.execute("UPDATE articles SET state = 'published' WHERE state = 'unreviewed'")
    op.add_column(
        "article_sources", sa.Column("key", sa.String(length=12), server_default="", nullable=False)
    )
    _name_sources()


def _make_tables() -> None:
    op.create_table(
        "people",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("credentials", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("affiliation", sa.String(length=200), nullable=False),
        sa.Column("conflicts", sa.Text(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("slug", name=op.f("uq_people_slug")),
    )
    op.create_table(
        "article_authors",
        sa.Column("article_id", Key, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        *_keys_of("article_authors"),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("pk_article_authors")),
    )
    op.create_index(op.f("ix_article_authors_person_id"), "article_authors", ["person_id"])
    op.create_table(
        "article_reviews",
        sa.Column("article_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("id", Key, autoincrement=True, nullable=False),
        *_keys_of("article_reviews"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_reviews")),
        sa.UniqueConstraint(
            "article_id",
            "person_id",
            "reviewed_on",
            name=op.f("uq_article_reviews_article_id_person_id_reviewed_on"),
        ),
    )
    op.create_index(op.f("ix_article_reviews_person_id"), "article_reviews", ["person_id"])


def _keys_of(table: str) -> tuple[sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    return (
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f(f"fk_{table}_article_id_articles"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id_people")),
    )


def _name_sources() -> None:
    """What the citations of each article call its sources: read off beside what they were rendered to."""
    connection = op.get_bind()
    for article_id, body in connection.execute(sa.text("SELECT id, body FROM articles")).all():
        sections = connection.execute(
            sa.text("SELECT html FROM article_sections WHERE article_id = :id ORDER BY number"),
            {"id": article_id},
        ).scalars()
        for number, key in _names(body, "".join(sections)):
            connection.execute(
                sa.text("UPDATE article_sources SET key = :key WHERE article_id = :id AND number = :number"),
                {"key": key, "id": article_id, "number": number},
            )


def _names(body: str, html: str) -> Iterator[tuple[int, str]]:
    within = re.sub(r"^## .*$", "", body, flags=re.MULTILINE)
    numbers = re.findall(r'#source-(\d+)"', html)
    yield from {
        int(n): key for n, key in zip(numbers, re.findall(r"\[(S\d+[a-z]?)\]", within), strict=False)
    }.items()
