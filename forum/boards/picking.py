"""Picking an article for what one is writing: its link stands in the text, its card below the post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_

from forum.boards.posts import Draft
from forum.core.clock import now
from forum.core.db import rows
from forum.core.markdown import plain
from forum.library.articles import TOPICS, Article
from forum.library.reading import ON_THE_SHELF, article_named

#: More than anybody reads through; a word more finds fewer.
MOST = 60
#: Of what was typed, so many words are looked for.
MOST_WORDS, LONGEST_WORD = 6, 60


@dataclass(frozen=True, slots=True)
class Choice:
    """An article that can be chosen."""

    slug: str
    title: str
    summary: str

    @property
    def link(self) -> str:
        """What is put into the text: Markdown, whatever the title looks like."""
        return f"[{plain(self.title)}](/articles/{self.slug})"


def choices(typed: str, topic: str) -> Sequence[Choice]:
    """Published articles whose title or summary holds each of the words, by title; of one topic or all."""
    query = ON_THE_SHELF.with_only_columns(Article.slug, Article.title, Article.summary)
    for word in typed.split()[:MOST_WORDS]:
        places = (Article.title, Article.summary)
        query = query.where(or_(*(place.icontains(word[:LONGEST_WORD], autoescape=True) for place in places)))
    if topic in TOPICS:
        query = query.where(Article.topics.contains(topic))
    return [Choice(*row) for row in rows(query.order_by(Article.title).limit(MOST))]


def put_into(draft: Draft, slug: str) -> None:
    """Put the link to an article at the end of a draft, unless the draft leads there already."""
    article = article_named(slug)
    choice = Choice(article.slug, article.title, article.summary)
    if f"({article.path})" not in draft.body:
        before = draft.body.rstrip() + "\n\n" if draft.body.strip() else ""
        draft.body, draft.changed_at = f"{before}{choice.link}\n", now()
