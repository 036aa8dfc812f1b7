"""The glossary as people look into it: by letter, by kind, by any name, and term by term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.html import readable
from forum.library.terms import KINDS, Term, TermAddress, TermForm, slug_of

#: The longest question that is looked for; nobody types more into a search box.
LONGEST_QUESTION = 100
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A term with what stands around it."""

    term: Term
    #: Its other names, as people write them.
    names: list[str]
    #: The group it is one of, if the glossary explains that too.
    group: Term | None
    #: The terms that are of this group.
    members: Sequence[Term]


def all_terms(kind: str = "") -> dict[str, list[Term]]:
    """Letter -> terms by name; of one kind, if ``kind`` is one."""
    query = select(Term).order_by(func.lower(Term.name))
    if kind in KINDS:
        query = query.where(Term.kind == kind)
    letters: dict[str, list[Term]] = defaultdict(list)
    for term in db.session.scalars(query):
        letters[term.initial].append(term)
    return dict(sorted(letters.items()))


def search(question: str) -> Sequence[Term]:
    """Terms with a name that holds the question, those named exactly so first."""
    asked = " ".join(readable(question[:LONGEST_QUESTION]).split())
    if not asked:
        return ()
    slug = slug_of(asked)
    like = f"%{_escaped(asked)}%"
    named = select(TermForm.term_id).where(
        or_(TermForm.written.ilike(like, escape="\\"), TermForm.slug == slug)
    )
    found = db.session.scalars(
        select(Term)
        .where(or_(Term.name.ilike(like, escape="\\"), Term.slug == slug, Term.id.in_(named)))
        .options(selectinload(Term.forms))
        .order_by(func.lower(Term.name))
        .limit(MOST_FOUND)
    ).all()
    return sorted(found, key=lambda term: slug not in {term.slug, *(form.slug for form in term.forms)})


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def term_at(slug: str) -> Term:
    """A term with its forms, by the address of its own page; ``NotFound`` if there is none."""
    term = db.session.scalar(select(Term).where(Term.slug == slug).options(selectinload(Term.forms)))
    if term is None:
        raise NotFound
    return term


def term_page(slug: str) -> Page:
    """A term with what stands around it."""
    term = term_at(slug)
    names = [form.written for form in term.forms if form.written.casefold() != term.name.casefold()]
    group = db.session.scalar(select(Term).where(Term.name == term.belongs_to)) if term.belongs_to else None
    members = db.session.scalars(
        select(Term).where(Term.belongs_to == term.name).order_by(func.lower(Term.name))
    ).all()
    return Page(term, _once(names), group, members)


def _once(names: list[str]) -> list[str]:
    """Names that differ by more than their case: "Dx" and "dx" are one."""
    return list({name.casefold(): name for name in reversed(names)}.values())[::-1]


def path_of_other_name(slug: str) -> str | None:
    """Where the term stands that another of its names, or an address it once had, leads to."""
    named = select(Term).join(Term.forms).where(TermForm.slug == slug).order_by(Term.id).limit(1)
    found = db.session.scalar(named) or term_once_at(slug)
    return found.path if found and found.slug != slug else None


def term_once_at(slug: str) -> Term | None:
    """The term that had this address before, or that took the place of the one that had it."""
    query = select(Term).join(TermAddress, TermAddress.term_id == Term.id).where(TermAddress.slug == slug)
    return db.session.scalar(query.options(selectinload(Term.forms)))


def was_taken_away(slug: str) -> bool:
    """Whether a term had this address that is gone."""
    return db.session.get(TermAddress, slug) is not None


def names_but(term: Term) -> Sequence[str]:
    """The names of all other terms."""
    query = select(Term.name).where(Term.id != term.id).order_by(func.lower(Term.name))
    return db.session.scalars(query).all()


def groups() -> Sequence[str]:
    """What terms are said to belong to."""
    named = select(Term.belongs_to).where(Term.belongs_to != "").distinct()
    return sorted(db.session.scalars(named), key=str.casefold)
