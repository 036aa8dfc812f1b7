"""Telling members what became of an article that they saved, or that a post of theirs leads to.

A batch of letters and how far it reached are kept in one transaction: whatever is interrupted, nobody is
left out and nobody is written to twice. A letter names the article and no thread.
"""

from __future__ import annotations

from sqlalchemy import Select, func, literal, or_, select, union_all

from forum.accounts.letters import send_letter
from forum.accounts.models import Member
from forum.accounts.resting import is_among_us
from forum.accounts.stopping import stop_address
from forum.boards.article_links import PostArticle
from forum.boards.posts import Post
from forum.core.clock import now
from forum.core.db import Columns, db
from forum.library.news import ArticleNews, next_news
from forum.library.saved import SavedArticle


def tell_news(batch: int = 100) -> int:
    """Write to the next members whom some news concerns; returns to how many."""
    news = next_news()
    if news is None:
        return 0
    concerned = db.session.execute(_concerned_by(news).limit(batch)).all() if news.still_holds else []
    for member, has_saved in concerned:
        _write(member, news, has_saved=bool(has_saved))
        news.told_to = member.id
    if len(concerned) < batch:
        news.told_at = now()
    return len(concerned)


def _concerned_by(news: ArticleNews) -> Select[*Columns]:
    """Members who are yet to be told, each once, and whether they saved the article."""
    saved = select(SavedArticle.member_id, literal(1).label("saved")).where(
        SavedArticle.article_id == news.article_id
    )
    linked = (
        select(Post.author_id, literal(0))
        .join(PostArticle, PostArticle.post_id == Post.id)
        .where(PostArticle.slug == news.article.slug, Post.state == "live")
    )
    both = union_all(saved, linked).subquery()
    has_saved = func.max(both.c.saved).label("saved")
    each = select(both.c.member_id, has_saved).group_by(both.c.member_id).subquery()
    return (
        select(Member, each.c.saved)
        .join(each, each.c.member_id == Member.id)
        .where(Member.id > news.told_to, Member.id != (news.by_id or 0), Member.article_mails)
        # An address from an archive was never confirmed by whoever reads it.
        .where(Member.email.is_not(None), is_among_us())
        .where(Member.banned_at.is_(None))
        .where(or_(Member.suspended_until.is_(None), Member.suspended_until <= now()))
        .order_by(Member.id)
    )


def _write(member: Member, news: ArticleNews, *, has_saved: bool) -> None:
    send_letter(
        f"article_{news.kind}",
        member.email or "",
        room="library",
        stop_at=stop_address(member, "articles"),
        handle=member.handle,
        article=news.article,
        words=news.words,
        older=news.version - 1,
        has_saved=has_saved,
    )
