"""An article as the file that would make it: what is kept of older versions, and what they differ by.

Its words and what is said of them, not its dates, its reviews and its links to the glossary: those are no
part of what somebody wrote.
"""

from __future__ import annotations

from typing import Any

import yaml

from forum.library.articles import Article
from forum.library.front_matter import ArticleDraft, SourceDraft

#: Lines are folded by whoever reads, not by us: a word more must not move all that follow.
_WIDEST = 100_000


def draft_from(article: Article) -> ArticleDraft:
    """What would have to be written to get this article; its people and sources are loaded."""
    return ArticleDraft(
        slug=article.slug,
        title=article.title,
        summary=article.summary,
        audience=article.audience,
        topics=article.topic_keys,
        related=article.related_slugs,
        language=article.language,
        content_note=article.content_note,
        urgent_help=article.urgent_help,
        authors=tuple(author.person.slug for author in article.authors),
        funding=article.funding,
        conflicts=article.conflicts,
        note="",
        sources=tuple(
            SourceDraft(each.key, each.title, each.publisher, each.address, each.read)
            for each in article.sources
        ),
        body=article.body,
    )


def as_file(draft: ArticleDraft) -> str:
    """The file; the same words always make the same one."""
    names = ("title", "summary", "audience", "language", "content_note", "funding", "conflicts")
    head: dict[str, Any] = {name: words for name in names if (words := getattr(draft, name))}
    head |= {name: list(each) for name in ("topics", "related", "authors") if (each := getattr(draft, name))}
    if draft.urgent_help:
        head["urgent_help"] = True
    if draft.sources:
        head["sources"] = [_source(source) for source in draft.sources]
    written = yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=_WIDEST)
    return f"---\n{written}---\n{draft.body}\n"


def _source(source: SourceDraft) -> dict[str, str]:
    names = ("key", "title", "publisher", "address", "read")
    return {name: words for name in names if (words := getattr(source, name))}
