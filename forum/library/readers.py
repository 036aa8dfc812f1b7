"""What readers say of articles: that something in one is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.library.articles import Article

LONGEST_REPORT = 2_000


class ArticleReport(Numbered, Base):
    """A reader, with an account or without, says that something in an article is wrong."""

    __tablename__ = "article_reports"

    article_id: Mapped[int] = mapped_column(Key, ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    #: The version they read.
    version: Mapped[int]
    member_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
    words: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    article: Mapped[Article] = relationship(lazy="raise")
    member: Mapped[Member | None] = relationship(lazy="raise")


def report_error(member: Member | None, article: Article, words: str) -> None:
    """Leave a word for the editors; sent twice, it is there once."""
    if not words:
        raise Refused("Please say what is wrong. A few words are enough.", field="body")
    if len(words) > LONGEST_REPORT:
        raise Refused(f"Please say it in at most {LONGEST_REPORT:,} characters.", field="body")
    same = select(ArticleReport.id).where(
        ArticleReport.article_id == article.id,
        ArticleReport.words == words,
        ArticleReport.settled_at.is_(None),
    )
    if db.session.scalar(same.limit(1)) is None:
        report = ArticleReport(article_id=article.id, version=article.version, words=words, reported_at=now())
        report.member_id = member.id if member else None
        db.session.add(report)


def open_reports() -> Sequence[ArticleReport]:
    """What nobody has settled yet, the oldest first."""
    query = select(ArticleReport).where(ArticleReport.settled_at.is_(None)).order_by(ArticleReport.id)
    whole = query.options(joinedload(ArticleReport.article), joinedload(ArticleReport.member))
    return db.session.scalars(whole).all()


def settle_report(report_id: int, *, by: Member) -> None:
    report = db.session.get(ArticleReport, report_id)
    if report is None or report.settled_at:
        raise NotFound
    report.settled_at = now()
    record_decision(by.id, "settle report", f"article:{report.article_id}", report.words)
