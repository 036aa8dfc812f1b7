"""What articles said before: each change keeps the words it replaced, and why it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db
from forum.core.errors import NotFound
from forum.core.html import difference
from forum.library.articles import Article
from forum.library.as_files import as_file, draft_from
from forum.library.front_matter import LONGEST


class ArticleVersion(Numbered, Base):
    """The words that a change of an article replaced, as the file that would make them."""

    __tablename__ = "article_versions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    article_id: Mapped[int] = mapped_column(Key, ForeignKey("articles.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    #: When, by whom (a file has no member) and why the next version took its place.
    replaced_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
    note: Mapped[str] = mapped_column(String(LONGEST["note"]), default="")

    by: Mapped[Member | None] = relationship(lazy="raise")


@dataclass(frozen=True, slots=True)
class Change:
    """An older version beside the one that followed it."""

    version: ArticleVersion
    difference: Markup


def keep_version(article: Article, by: Member | None, note: str) -> None:
    """Keep the words of an article that are about to change, and count the change."""
    db.session.add(
        ArticleVersion(
            article_id=article.id,
            number=article.version,
            text=as_file(draft_from(article)),
            replaced_at=now(),
            by_id=by.id if by else None,
            note=note,
        )
    )
    article.version += 1


def versions_of(article: Article) -> Sequence[ArticleVersion]:
    """The older versions of an article, the latest first."""
    query = select(ArticleVersion).where(ArticleVersion.article_id == article.id)
    newest_first = query.options(joinedload(ArticleVersion.by)).order_by(ArticleVersion.number.desc())
    return db.session.scalars(newest_first).all()


def change_after(article: Article, number: int) -> Change:
    """What an older version said, and how the next differs; ``NotFound`` if there is no such version."""
    query = select(ArticleVersion).where(
        ArticleVersion.article_id == article.id, ArticleVersion.number.in_((number, number + 1))
    )
    found = {each.number: each for each in db.session.scalars(query.options(joinedload(ArticleVersion.by)))}
    if number not in found:
        raise NotFound
    after = found[number + 1].text if number + 1 in found else as_file(draft_from(article))
    return Change(found[number], difference(found[number].text, after))
