"""Articles that members keep to come back to, and what became of them since they last looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, and_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, db, note
from forum.core.errors import NotFound
from forum.library.articles import Article
from forum.library.versions import ArticleVersion

#: One that was withdrawn stays on the list: whoever saved it may rely on it.
LISTED = ("published", "withdrawn")


class SavedArticle(Base):
    """A member keeps an article to come back to."""

    __tablename__ = "saved_articles"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    article_id: Mapped[int] = mapped_column(
        Key,
        ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    saved_at: Mapped[datetime]
    #: The version that they were last shown.
    seen_version: Mapped[int] = mapped_column(default=1, server_default="1")


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved article; and, where more than a slip changed since it was last opened, when and what."""

    article: Article
    changed_at: datetime | None
    note: str | None


def save(member: Member, article: Article) -> None:
    if found_saved(member, article) is None:
        kept = SavedArticle(member_id=member.id, article_id=article.id, saved_at=now())
        kept.seen_version = article.version
        db.session.add(kept)


def let_go(member: Member, slug: str) -> None:
    """No longer keep an article, whatever became of it; ``NotFound`` if there is none that could be kept."""
    article = db.session.scalar(select(Article).where(Article.slug == slug, Article.state.in_(LISTED)))
    if article is None:
        raise NotFound
    found = found_saved(member, article)
    if found is not None:
        db.session.delete(found)


def found_saved(member: Member, article: Article) -> SavedArticle | None:
    return db.session.get(SavedArticle, (member.id, article.id))


def note_opened(kept: SavedArticle, article: Article) -> None:
    """That its member was shown the article as it is now; writes only when that is something new."""
    if kept.seen_version < article.version:
        theirs = (SavedArticle.member_id == kept.member_id, SavedArticle.article_id == kept.article_id)
        change = update(SavedArticle).where(*theirs).values(seen_version=article.version)
        note(change.execution_options(synchronize_session=False))


def saved_by(member: Member) -> Sequence[Kept]:
    """What a member keeps, the latest first."""
    last_change = and_(
        ArticleVersion.article_id == Article.id,
        ArticleVersion.number == Article.words_version - 1,
        Article.words_version > SavedArticle.seen_version,
    )
    query = (
        select(Article, ArticleVersion.replaced_at, ArticleVersion.note)
        .join(SavedArticle, SavedArticle.article_id == Article.id)
        .outerjoin(ArticleVersion, last_change)
        .where(SavedArticle.member_id == member.id, Article.state.in_(LISTED))
        .order_by(SavedArticle.saved_at.desc(), Article.id)
    )
    return [Kept(*row) for row in db.session.execute(query)]
