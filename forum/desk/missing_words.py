"""Words that the glossary does not explain: short forms that stand in articles or in many posts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from sqlalchemy import select

from forum.boards.posts import Post
from forum.core.db import db
from forum.core.passages import linkable_text
from forum.library.articles import Article
from forum.library.everyday import EVERYDAY_WORDS
from forum.library.terms import slug_of

#: A short form: PARP, BRCA1; not "CDK4" of "CDK4/6", nor a stage in Roman numbers.
_SHORT = re.compile(r"(?<![\w/-])(?![IVX]+\b)[A-Z][A-Z0-9]{1,7}(?![\w/+])")
#: So many of the latest posts are looked at; one who writes a short form alone may have a whim.
LATEST_POSTS = 2_000
FEWEST_AUTHORS = 3
MOST_WORDS = 30
#: Capitals that everybody knows, or that only shout.
_KNOWN = frozenset(
    ["AM", "PM", "TV", "USA", "UK", "EU", "FAQ", "PDF", "PS", "LOL", "OMG", "BTW", "FYI", "DIY", "ID"]
)


@dataclass(slots=True)
class MissingWord:
    """A short form, the articles it stands in, and how many people wrote it lately."""

    word: str
    articles: list[Article] = field(default_factory=list)
    authors: int = 0

    @property
    def path(self) -> str:
        """The form for a new term, begun with it."""
        return "/glossary/new?" + urlencode({"name": self.word})


def missing_words(published: Sequence[Article], glossary: set[str]) -> list[MissingWord]:
    """What stands in articles first, then what most people write; ``glossary`` are addresses of terms."""
    found: dict[str, MissingWord] = {}
    for article in published:
        for word in {word for section in article.sections for word in _short_forms(section.html)}:
            found.setdefault(word, MissingWord(word)).articles.append(article)
    for word, authors in _in_latest_posts().items():
        if word in found or authors >= FEWEST_AUTHORS:
            found.setdefault(word, MissingWord(word)).authors = authors
    missing = [each for each in found.values() if slug_of(each.word) not in glossary]
    return sorted(missing, key=lambda each: (-len(each.articles), -each.authors, each.word))[:MOST_WORDS]


def _in_latest_posts() -> Counter[str]:
    latest = select(Post.author_id, Post.html).where(Post.state == "live")
    authors: dict[str, set[int]] = defaultdict(set)
    for author_id, html in db.session.execute(latest.order_by(Post.id.desc()).limit(LATEST_POSTS)):
        for word in _short_forms(html):
            authors[word].add(author_id)
    return Counter({word: len(people) for word, people in authors.items()})


def _short_forms(html: str) -> Iterator[str]:
    for word in _SHORT.findall(linkable_text(html)):
        if word.lower() not in EVERYDAY_WORDS and word not in _KNOWN:
            yield word
