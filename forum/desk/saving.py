"""Saving what an editor wrote: nobody's words are written over unseen."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.models import Member
from forum.boards.drafts import Words, drop_draft_of, place_of
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Overtaken, Refused
from forum.desk.forms import draft_typed
from forum.library.articles import WHOLE, Article
from forum.library.as_files import as_file, draft_from
from forum.library.front_matter import ArticleDraft
from forum.library.news import keep_news
from forum.library.writing import add_article, change_article, people_of

#: Where the draft of an article belongs that is not there yet.
NEW_PLACE = "article:0"


def article_to_edit(slug: str) -> Article:
    """The article, whatever its state; held, until this request ends, by one that writes."""
    query = select(Article).where(Article.slug == slug).options(*WHOLE)
    found = db.session.scalar(query.with_for_update(of=Article))
    if found is None:
        raise NotFound
    return found


def begin_article(member: Member, words: Words) -> Article:
    """Put a new article among the drafts; the same form sent twice makes one."""
    draft = draft_typed(words, None)
    there = db.session.scalar(select(Article).where(Article.slug == draft.slug).options(*WHOLE))
    if there is not None and not _is_same(there, draft):
        raise Refused("Another article has this address. Please choose a different one.", field="slug")
    if there is None:
        there = add_article(draft, people_of(draft), "draft")
        db.session.flush()
        record_decision(member.id, "begin article", f"article:{there.id}")
    drop_draft_of(member, NEW_PLACE, words.once)
    return there


def save_article(member: Member, article: Article, words: Words) -> bool:
    """Give an article the words that were typed, unless somebody else changed it meanwhile.

    Says whether those who rely on it are told.
    """
    draft = draft_typed(words, article)
    people = people_of(draft)
    is_new = not _is_same(article, draft)
    if is_new:
        if words.more.get("version") != str(article.version):
            raise Overtaken
        if article.state == "published" and not draft.note:
            raise Refused("Please say in a few words what you changed, and why.", field="note")
        is_slip = words.more.get("is_slip") == "yes"
        if is_slip and _wants_to_tell(article, words):
            raise Refused("A slip of the pen is worth no mail. Please untick one of them.", field="tell")
        change_article(article, draft, people, by=member, note=draft.note, is_slip=is_slip)
        record_decision(member.id, "change article", f"article:{article.id}", draft.note)
    tells = is_new and _wants_to_tell(article, words)
    if tells:
        keep_news(article, "changed", draft.note, by=member)
        record_decision(member.id, "tell of change", f"article:{article.id}", draft.note)
    drop_draft_of(member, place_of(article), words.once)
    return tells


def _wants_to_tell(article: Article, words: Words) -> bool:
    """Of an article that is not published nobody is told anything."""
    return article.state == "published" and words.more.get("tell") == "yes"


def _is_same(article: Article, draft: ArticleDraft) -> bool:
    return as_file(draft_from(article)) == as_file(draft)
