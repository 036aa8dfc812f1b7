"""What waits at the editors' desk: reviews due, links that lead nowhere, words without a page, drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import MethodNotAllowed, NotFound

from forum.core.db import db
from forum.desk.missing_words import MissingWord, missing_words
from forum.library.articles import Article
from forum.library.linking import waiting
from forum.library.readings import readings_lately
from forum.library.terms import Term, TermForm

_LINK = re.compile(r'href="(/[^"#?]*)')


@dataclass(frozen=True, slots=True)
class Due:
    """An article that waits for a clinician, since when, and how much it is read."""

    article: Article
    since: date
    readings: int


@dataclass(frozen=True, slots=True)
class Desk:
    due: list[Due]
    #: Article and an address in it that leads nowhere.
    broken: list[tuple[Article, str]]
    words: list[MissingWord]
    #: Article and how many terms it names of which nobody has chosen yet whether they are links.
    links: list[tuple[Article, int]]
    drafts: list[Article]
    withdrawn: list[Article]


def desk(order: str) -> Desk:
    """All of it; what is due by ``age``, or by how much it is ``read``."""
    query = select(Article).options(selectinload(Article.sections), selectinload(Article.reviews))
    articles = db.session.scalars(query.order_by(Article.title, Article.id)).all()
    published = [article for article in articles if article.state == "published"]
    glossary = _glossary()
    return Desk(
        due=_due(published, order),
        broken=list(_broken(published, glossary)),
        words=missing_words(published, glossary),
        links=waiting([article for article in articles if article.state != "withdrawn"]),
        drafts=[article for article in articles if article.state == "draft"],
        withdrawn=[article for article in articles if article.state == "withdrawn"],
    )


def _due(published: Sequence[Article], order: str) -> list[Due]:
    read = readings_lately()
    due = [
        Due(article, _since(article), read.get(article.id, 0))
        for article in published
        if article.standing in ("unreviewed", "due")
    ]
    if order == "read":
        return sorted(due, key=lambda each: (-each.readings, each.since))
    return sorted(due, key=lambda each: (each.since, -each.readings))


def _since(article: Article) -> date:
    """The day since which it waits: its review ran out, or its words have none."""
    due = article.next_review_due if article.standing == "due" else None
    return due or article.updated_on


def _glossary() -> set[str]:
    """Every address below /glossary that leads to a term."""
    return {*db.session.scalars(select(Term.slug)), *db.session.scalars(select(TermForm.slug))}


def _broken(published: Sequence[Article], glossary: set[str]) -> Iterator[tuple[Article, str]]:
    slugs = {article.slug for article in published}
    for article in published:
        links = {path for section in article.sections for path in _LINK.findall(section.html)}
        links |= {f"/articles/{slug}" for slug in article.related_slugs}
        for path in sorted(links):
            if not _leads_somewhere(path, slugs, glossary):
                yield article, path


def _leads_somewhere(path: str, slugs: set[str], glossary: set[str]) -> bool:
    match path.strip("/").split("/"):
        case ["articles", slug, *_] if slug not in slugs:
            return False
        case ["glossary", slug]:
            return slug in glossary
    try:
        current_app.url_map.bind("localhost").match(path, method="GET")
    except (NotFound, MethodNotAllowed):
        return False
    return True
