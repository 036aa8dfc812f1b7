"""Putting an article on the shelf: from what was written to the sections that are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.markdown import plain, render_markdown
from forum.library.about import look_through
from forum.library.articles import WHOLE, Article, Author, Review, Section, Source
from forum.library.as_files import as_file, draft_from
from forum.library.explaining import glossary_now
from forum.library.front_matter import CITATION, HEADING, MENTION, ArticleDraft, mentions
from forum.library.linking import bring_links, links_of
from forum.library.people import Person, people_called
from forum.library.versions import keep_version

#: Headings within a section stand one level below its own.
TOP_HEADING = 3
People = Mapping[str, Person]


def put_article(draft: ArticleDraft, *, state: str = "draft") -> str:
    """Add an article, or bring one up to date; returns ``new``, ``changed`` or ``same``.

    ``state`` is that of a new one: an update leaves it as editors set it.
    """
    _check_days(draft)
    people, links = people_of(draft), links_of(draft)
    article = db.session.scalar(select(Article).where(Article.slug == draft.slug).options(*WHOLE))
    if article is None:
        bring_links(add_article(draft, people, state), links)
        return "new"
    is_same = as_file(draft_from(article)) == as_file(draft)
    if not is_same:
        change_article(article, draft, people, note=draft.note)
    is_new = [_bring_dates(article, draft, people), bring_links(article, links), not is_same]
    return "changed" if any(is_new) else "same"


def people_of(draft: ArticleDraft) -> People:
    """The records of all whom a draft names; ``Refused`` if somebody is unknown, or no reviewer can be."""
    head, quoted = draft.head, list(mentions(draft.body))
    named = [*draft.authors, *(each.person for each in draft.reviews), *(slug for _, slug in quoted)]
    people = people_called(named)
    for slug in draft.authors:
        if slug not in people:
            raise head.refused("authors", _unknown(slug))
    for place, review in enumerate(draft.reviews):
        if review.person not in people:
            raise head.refused(f"reviewers.{place}", _unknown(review.person))
        if not people[review.person].is_clinician:
            raise head.refused(f"reviewers.{place}", f"{review.person} is not a clinician.")
    for line, slug in quoted:
        if slug not in people:
            raise head.refused_in_text(line, _unknown(slug))
    return people


def people_then(draft: ArticleDraft) -> People:
    """Whom older words mention; those who were removed since are somebody."""
    named = {slug for _, slug in mentions(draft.body)}
    return {slug: Person(slug=slug, name="somebody") for slug in named} | people_called(named)


def _unknown(slug: str) -> str:
    return f"nobody here is called {slug}; add them to the people of the library first."


def _check_days(draft: ArticleDraft) -> None:
    """What has been done was done on a day that has been."""
    days = {
        "published": draft.published_on,
        "updated": draft.updated_on,
        "facts_checked": draft.facts_checked_on,
        **{f"reviewers.{place}": review.reviewed_on for place, review in enumerate(draft.reviews)},
    }
    today = now().date()
    for key, day in days.items():
        if day and day > today:
            raise draft.head.refused(key, f"{day} is still to come.")


def add_article(draft: ArticleDraft, people: People, state: str) -> Article:
    today = now().date()
    published_on = draft.published_on or (today if state == "published" else None)
    article = Article(
        slug=draft.slug,
        state=state,
        published_on=published_on,
        version=1,
        sections=[],
        sources=[],
        authors=[],
        reviews=[],
    )
    # Whoever reviewed what stands in a file has read the words that stand there.
    written_on = min([published_on or today, *(review.reviewed_on for review in draft.reviews)])
    _fill(article, draft, people, draft.updated_on or written_on)
    db.session.add(article)
    look_through(article, glossary_now())
    _bring_dates(article, draft, people)
    return article


def change_article(
    article: Article,
    draft: ArticleDraft,
    people: People,
    *,
    by: Member | None = None,
    note: str = "",
    is_slip: bool = False,
) -> None:
    """Give an article other words, and keep those it had.

    A slip of the pen put right leaves its date and its reviews as they are.
    """
    keep_version(article, by, note)
    updated_on = article.updated_on if is_slip else draft.updated_on or now().date()
    _fill(article, draft, people, updated_on)
    look_through(article, glossary_now())
    if not is_slip:
        article.words_version = article.version


def _bring_dates(article: Article, draft: ArticleDraft, people: People) -> bool:
    """Take over the dates and reviews that a file names; what it does not name stays. Says if any was new."""
    there = {(review.person_id, review.reviewed_on): review for review in article.reviews}
    before = len(there), article.facts_checked_on, article.next_review_due
    for each in draft.reviews:
        person = people[each.person]
        review = there.get((person.id, each.reviewed_on)) or Review(
            person=person, reviewed_on=each.reviewed_on
        )
        # A file that names a review means the words it holds.
        review.version = article.version
        if review not in article.reviews:
            article.reviews.append(review)
    article.facts_checked_on = draft.facts_checked_on or article.facts_checked_on
    article.next_review_due = draft.next_review_due or article.next_review_due
    return before != (len(article.reviews), article.facts_checked_on, article.next_review_due)


def _fill(article: Article, draft: ArticleDraft, people: People, updated_on: date) -> None:
    article.title, article.summary, article.audience = draft.title, draft.summary, draft.audience
    article.language, article.content_note = draft.language, draft.content_note
    article.urgent_help, article.body = draft.urgent_help, draft.body
    article.funding, article.conflicts = draft.funding, draft.conflicts
    article.topics, article.related = ",".join(draft.topics), ",".join(draft.related)
    article.updated_on = updated_on
    article.sections.clear()
    article.sources.clear()
    article.authors.clear()
    db.session.flush()
    article.sections.extend(sections_of(draft, people))
    article.sources.extend(sources_of(draft))
    article.authors.extend(
        Author(number=number, person=people[slug]) for number, slug in enumerate(draft.authors, 1)
    )


def sources_of(draft: ArticleDraft) -> Iterator[Source]:
    for number, s in enumerate(draft.sources, 1):
        yield Source(
            number=number, key=s.key, title=s.title, publisher=s.publisher, address=s.address, read=s.read
        )


def sections_of(draft: ArticleDraft, people: People) -> Iterator[Section]:
    """The parts between headings of the second level, rendered, with citations as links to the sources."""
    numbers = {source.key: number for number, source in enumerate(draft.sources, 1)}

    def cite(found: re.Match[str]) -> str:
        number = numbers[found[1]]
        return f"[\\[{number}\\]](/articles/{draft.slug}#source-{number})"

    opening, *rest = HEADING.split(draft.body)
    parts = [("", opening), *zip(rest[::2], rest[1::2], strict=True)]
    for number, (title, words) in enumerate(parts):
        told = CITATION.sub(cite, _introduced(words.strip(), people))
        yield Section(number=number, title=title, html=render_markdown(told, top_heading=TOP_HEADING))


def _introduced(words: str, people: People) -> str:
    """The text of a section with names for those it mentions: who they are first, their surname after.

    Each section may be read on a page of its own, so each introduces them again.
    """
    met: set[str] = set()

    def introduce(found: re.Match[str]) -> str:
        person, is_new = people[found[1]], found[1] not in met
        met.add(found[1])
        return plain(person.introduction if is_new else person.surname)

    return MENTION.sub(introduce, words)


def render_again(person: Person) -> None:
    """Draw the articles anew that introduce somebody, whose record was changed."""
    introducing = Article.body.contains(f"[@{person.slug}]", autoescape=True)
    named = select(Article).where(introducing).options(*WHOLE).with_for_update(of=Article)
    for article in db.session.scalars(named).all():
        draft = draft_from(article)
        for section, drawn in zip(article.sections, sections_of(draft, people_of(draft)), strict=True):
            section.html = drawn.html
        look_through(article, glossary_now())
