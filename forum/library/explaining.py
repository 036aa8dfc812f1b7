"""The glossary as texts are read with: kept in memory until a term changes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from forum.core.db import AnyRow, db, rows
from forum.library.finding import Finder, Form
from forum.library.terms import Term, TermForm


@dataclass(frozen=True, slots=True)
class Glossary:
    """One state of the glossary: what finds its terms, and where each that posts link has its page."""

    version: int
    #: Finds every term, for articles.
    whole: Finder
    #: The terms that posts link, and what finds them there.
    paths: dict[int, str]
    in_posts: Finder


_NONE = Glossary(-1, Finder([]), {}, Finder([]))
_kept = _NONE


def version_now() -> int:
    """Counts every change of a term; 0 while there is none."""
    return db.session.scalar(select(func.max(Term.version))) or 0


def glossary_now() -> Glossary:
    """The glossary as it stands: one small query, and more only after a change."""
    global _kept
    version = version_now()
    if _kept.version != version:
        _kept = _read(version)
    return _kept


def forget_glossary() -> None:
    """For tests, which empty the database under what is kept."""
    global _kept
    _kept = _NONE


def _read(version: int) -> Glossary:
    terms = rows(select(Term.id, Term.slug, Term.in_posts))
    forms = rows(
        select(TermForm.term_id, TermForm.written, TermForm.mode, TermForm.nearby)
        .where(TermForm.mode != "search")
        .order_by(TermForm.id)
    )
    linked = {term.id for term in terms if term.in_posts}
    return Glossary(
        version,
        Finder(map(_form, forms)),
        {term.id: f"/glossary/{term.slug}" for term in terms if term.in_posts},
        Finder(_form(form) for form in forms if form.term_id in linked),
    )


def _form(form: AnyRow) -> Form:
    context = tuple(filter(None, form.nearby.split("|")))
    return Form(form.term_id, form.written, form.mode != "always", context)
