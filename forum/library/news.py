"""News of articles that people rely on: kept first, told afterwards, to all whom it concerns."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db
from forum.library.articles import Article


class ArticleNews(Numbered, Base):
    """That an article was changed, or withdrawn, and how far its readers have been told."""

    __tablename__ = "article_news"

    article_id: Mapped[int] = mapped_column(Key, ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    #: ``changed`` or ``withdrawn``.
    kind: Mapped[str] = mapped_column(String(10))
    #: The version that the change made.
    version: Mapped[int]
    #: What was changed and why, or why it was withdrawn.
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
    at: Mapped[datetime]
    #: Members are told in the order of their numbers; this is the last who was.
    told_to: Mapped[int] = mapped_column(Key, default=0)
    #: When everybody had been told; until then it is looked for.
    told_at: Mapped[datetime | None] = mapped_column(index=True)

    article: Mapped[Article] = relationship(lazy="raise")

    @property
    def still_holds(self) -> bool:
        """Whether the article still stands as this says."""
        wanted = "published" if self.kind == "changed" else "withdrawn"
        return self.article.state == wanted


def keep_news(article: Article, kind: str, words: str, *, by: Member) -> None:
    """Have all who rely on an article be told of this; it happens in the background."""
    db.session.add(
        ArticleNews(
            article_id=article.id, kind=kind, version=article.version, words=words, by_id=by.id, at=now()
        )
    )


def next_news() -> ArticleNews | None:
    """The oldest news not everybody was told yet, held for this worker alone."""
    query = select(ArticleNews).where(ArticleNews.told_at.is_(None)).order_by(ArticleNews.id).limit(1)
    mine = query.options(joinedload(ArticleNews.article, innerjoin=True))
    return db.session.scalar(mine.with_for_update(of=ArticleNews, skip_locked=True))
