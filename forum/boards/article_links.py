"""Posts that lead to articles: noted when a post is written, drawn as cards when it is shown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from flask import current_app
from sqlalchemy import ForeignKey, String, bindparam
from sqlalchemy.orm import Mapped, mapped_column

from forum.boards.posts import Post
from forum.core.db import AnyRow, Base, Key, Rows, rows
from forum.core.passages import own_words
from forum.library.articles import IS_REVIEWED, LONGEST_SLUG, Article
from forum.library.reading import ON_THE_SHELF

#: More cards than this below one post would hide the next.
MOST_CARDS = 5
#: The address of an article where it stands in plain words.
PATH = re.compile(r"/articles/[\w/-]+")


class PostArticle(Base):
    """A post leads to an article. By its address and not its number: it may be published later."""

    __tablename__ = "post_articles"

    slug: Mapped[str] = mapped_column(String(LONGEST_SLUG), primary_key=True)
    post_id: Mapped[int] = mapped_column(
        Key, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


def linked_slugs(html: str, site: str) -> list[str]:
    """The articles that the words and links of a post lead to, each once; quoted words lead nowhere.

    ``site`` is the address of this site: elsewhere ``/articles/…`` means something else.
    """
    if "/articles/" not in html:
        return []
    address = re.compile(
        rf"(?<![\w/.:@-])(?:{re.escape(site)})?/articles/([a-z0-9][a-z0-9-]{{0,{LONGEST_SLUG - 1}}})(?![\w-])"
    )
    found = (slug for words in own_words(html) for slug in address.findall(words))
    return list(dict.fromkeys(found))[:MOST_CARDS]


def slugs_in(post: Post | AnyRow) -> list[str]:
    return linked_slugs(post.html, current_app.extensions["settings"].base_url)


_CARD = (Article.slug, Article.title, Article.summary, IS_REVIEWED.label("reviewed"))
CARDS = (
    ON_THE_SHELF.join(PostArticle, PostArticle.slug == Article.slug)
    .with_only_columns(PostArticle.post_id, *_CARD)
    .where(PostArticle.post_id.in_(bindparam("post_ids", expanding=True)))
    .order_by(PostArticle.post_id, Article.title)
)


def cards_of(posts: Sequence[AnyRow]) -> dict[int, list[AnyRow]]:
    """The published articles that some posts lead to; no query when there are none."""
    ids = [post.id for post in posts if post.articles]
    by_post: dict[int, list[AnyRow]] = defaultdict(list)
    for card in rows(CARDS, {"post_ids": ids}) if ids else ():
        by_post[card.post_id].append(card)
    return by_post


def cards_for(html: str) -> Rows:
    """The cards that a post with these words would have."""
    slugs = linked_slugs(html, current_app.extensions["settings"].base_url)
    query = ON_THE_SHELF.with_only_columns(*_CARD).where(Article.slug.in_(slugs))
    return rows(query.order_by(Article.title)) if slugs else ()
