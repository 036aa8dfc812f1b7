"""An article as the fields of a form: what an editor typed, whole or half, and what it says."""

from __future__ import annotations

from typing import Any

from forum.boards.drafts import Words, new_once
from forum.core.errors import Refused
from forum.core.html import readable
from forum.library.articles import Article
from forum.library.as_files import draft_from
from forum.library.front_matter import SLUG, TAKEN, ArticleDraft, Head, draft_of
from forum.library.terms import slug_of

#: Of one line of the box for sources.
_SOURCE = ("key", "title", "publisher", "address", "read")


def words_of(article: Article) -> Words:
    """An article as its editor finds it."""
    draft = draft_from(article)
    more = {
        name: getattr(draft, name)
        for name in ("summary", "audience", "language", "content_note", "funding", "conflicts")
    }
    more |= {name: ",".join(getattr(draft, name)) for name in ("topics", "related", "authors")}
    more |= {"urgent_help": "yes" if draft.urgent_help else "", "version": str(article.version)}
    lines = (" | ".join(getattr(each, name) for name in _SOURCE).rstrip(" |") for each in draft.sources)
    more["sources"] = "\n".join(lines)
    return Words(title=draft.title, body=draft.body, once=new_once(), more=more)


def draft_typed(words: Words, article: Article | None) -> ArticleDraft:
    """What was typed, checked; the address of a new article is typed too, or made from its title."""
    slug = article.slug if article else _slug_typed(words)
    return draft_of(_head(words), slug, readable(words.body).strip())


def _slug_typed(words: Words) -> str:
    slug = slug_of(words.more.get("slug") or words.title)[:80].strip("-")
    if not words.title:
        raise Refused("The title is missing.", field="title")
    if not SLUG.fullmatch(slug) or slug in TAKEN:
        raise Refused("Please choose an address in plain letters: “bone-mets”.", field="slug")
    return slug


def _head(words: Words) -> Head:
    values: dict[str, Any] = {name: readable(typed) for name, typed in words.more.items()}
    values |= {name: _listed(values.get(name, "")) for name in ("topics", "related", "authors")}
    lines = filter(str.strip, values.get("sources", "").split("\n"))
    values["sources"] = [_source(line) for line in lines]
    values |= {"title": words.title, "urgent_help": values.get("urgent_help") == "yes"}
    return Head(values)


def _listed(typed: str) -> list[str]:
    return typed.replace(",", " ").split()


def _source(line: str) -> dict[str, str]:
    return dict(zip(_SOURCE, (part.strip() for part in line.split("|", len(_SOURCE) - 1)), strict=False))
