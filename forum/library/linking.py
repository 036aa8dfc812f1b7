"""Links from articles to the glossary: editors choose the terms, and pages draw them; no word is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, Key, db
from forum.core.passages import Link, linkable_text, with_links
from forum.library.about import places_in
from forum.library.articles import Article, Section
from forum.library.front_matter import ArticleDraft
from forum.library.terms import Term

#: A section has at most one link for each so many of its words, and so has the whole article.
WORDS_A_LINK = 20


class ArticleLink(Base):
    """What editors chose of a term in an article: it is ``linked`` there, or stays ``plain``.

    A term that is named and not chosen of yet is only proposed.
    """

    __tablename__ = "article_links"

    article_id: Mapped[int] = mapped_column(
        Key, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    term_id: Mapped[int] = mapped_column(
        Key, ForeignKey("terms.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    choice: Mapped[str] = mapped_column(String(8))


def drawn(article: Article, sections: Sequence[Section]) -> dict[int, str]:
    """The HTML of some sections by number: each linked term is a link the first time it stands in each."""
    paths = _paths(article) if any(section.term_places for section in sections) else {}
    return {section.number: _with_its_links(section, paths) for section in sections}


def _paths(article: Article) -> dict[int, str]:
    """Where the terms have their pages that are links in an article."""
    query = select(ArticleLink.term_id, Term.slug).join(Term, Term.id == ArticleLink.term_id)
    linked = query.where(ArticleLink.article_id == article.id, ArticleLink.choice == "linked")
    return {term_id: f"/glossary/{slug}" for term_id, slug in db.session.execute(linked)}


def links_drawn(article: Article) -> int:
    """How many links an article has, where all of it is shown."""
    paths = _paths(article)
    return sum(len(_links_in(section, paths)) for section in article.sections)


def _with_its_links(section: Section, paths: Mapping[int, str]) -> str:
    links = _links_in(section, paths)
    return with_links(section.html, links, "term") if links else section.html


def _links_in(section: Section, paths: Mapping[int, str]) -> list[Link]:
    """The first place of each term, as many as there is room for."""
    firsts = {place.term: place for place in reversed(places_in(section)) if place.term in paths}
    room = len(linkable_text(section.html).split()) // WORDS_A_LINK if firsts else 0
    return [Link(place.start, place.end, paths[place.term]) for place in sorted(firsts.values())[:room]]


def choices_of(article: Article) -> dict[int, str]:
    """Term -> what was chosen of it in an article."""
    mine = select(ArticleLink.term_id, ArticleLink.choice).where(ArticleLink.article_id == article.id)
    return {row.term_id: row.choice for row in db.session.execute(mine)}


def choose(article: Article, choices: Mapping[int, str]) -> None:
    """Have terms linked or left plain in an article; one with no choice is only proposed again."""
    for term_id, choice in choices.items():
        there = db.session.get(ArticleLink, (article.id, term_id))
        if there is None and choice:
            db.session.add(ArticleLink(article_id=article.id, term_id=term_id, choice=choice))
        elif there is not None and choice:
            there.choice = choice
        elif there is not None:
            db.session.delete(there)


def waiting(articles: Sequence[Article]) -> list[tuple[Article, int]]:
    """The articles that name terms of which nobody has chosen yet, each with how many there are."""
    query = select(ArticleLink.article_id, ArticleLink.term_id)
    chosen = {(each.article_id, each.term_id) for each in db.session.execute(query)}
    counted = [
        (article, sum((article.id, term) not in chosen for term in terms_named(article)))
        for article in articles
    ]
    return [(article, many) for article, many in counted if many]


def terms_named(article: Article) -> set[int]:
    return {place.term for section in article.sections for place in places_in(section)}


def links_of(draft: ArticleDraft) -> dict[int, str]:
    """What a file chooses of terms; ``Refused`` if the glossary does not have one of them."""
    named = {"links": draft.links, "no_links": draft.no_links}
    slugs = {slug for each in named.values() for slug in each}
    query = select(Term.slug, Term.id).where(Term.slug.in_(slugs))
    ids = {row.slug: row.id for row in db.session.execute(query)} if slugs else {}
    for key, each in named.items():
        for place, slug in enumerate(each):
            if slug not in ids:
                raise draft.head.refused(f"{key}.{place}", f"the glossary has no term “{slug}”.")
    return {ids[slug]: "linked" for slug in draft.links} | {ids[slug]: "plain" for slug in draft.no_links}


def bring_links(article: Article, links: Mapping[int, str]) -> bool:
    """Take over what a file chooses where nobody has chosen yet: what editors chose stays.

    Says if any was new.
    """
    there = choices_of(article) if links else {}
    new = {term_id: choice for term_id, choice in links.items() if term_id not in there}
    choose(article, new)
    return bool(new)
