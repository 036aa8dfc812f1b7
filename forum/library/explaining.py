"""The glossary as texts are read with: kept in memory until a term changes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from forum.core.db import AnyRow, db, rows
from forum.library.finding import Finder, Form
from forum.library.terms import GlossaryState, Term, TermForm


@dataclass(frozen=True, slots=True)
class Glossary:
    """One state of the glossary: what finds its terms, and where each that posts link has its page."""

    version: int
    #: Finds every term, for articles.
    whole: Finder
    #: The terms that posts link, and what finds them there.
    paths: dict[int, str]
    #: The state that each of these terms came with: a text looked through before that cannot name it.
    since: dict[int, int]
    in_posts: Finder


_NONE = Glossary(-1, Finder([]), {}, {}, Finder([]))
_kept = _NONE
#: The one row of the state.
_ROW = 1


def version_now() -> int:
    """Counts every change of the glossary; 0 while there is none."""
    return db.session.scalar(select(GlossaryState.version).where(GlossaryState.id == _ROW)) or 0


def hold_glossary() -> None:
    """Let nobody else change the glossary until this request ends, so that what is checked now stays true."""
    db.session.execute(select(GlossaryState.id).where(GlossaryState.id == _ROW).with_for_update())


def next_version() -> int:
    """Count a change: whatever was looked through before is looked through again, in the background."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    row = insert(GlossaryState).values(id=_ROW, version=1)
    counted = row.on_conflict_do_update(index_elements=["id"], set_={"version": GlossaryState.version + 1})
    return db.session.execute(counted.returning(GlossaryState.version)).scalar_one()


def glossary_now() -> Glossary:
    """The glossary as it stands: one small query, and more only after a change."""
    return _at(version_now())


def glossary_held() -> Glossary:
    """The same, for what is about to be noted of it: until this request ends, no term of it goes away."""
    held = select(GlossaryState.version).where(GlossaryState.id == _ROW).with_for_update(read=True)
    return _at(db.session.scalar(held) or 0)


def _at(version: int) -> Glossary:
    global _kept
    if _kept.version != version:
        _kept = _read(version)
    return _kept


def forget_glossary() -> None:
    """For tests, which empty the database under what is kept."""
    global _kept
    _kept = _NONE


def _read(version: int) -> Glossary:
    terms = rows(select(Term.id, Term.slug, Term.since).where(Term.in_posts))
    forms = rows(
        select(TermForm.term_id, TermForm.written, TermForm.mode, TermForm.nearby)
        .where(TermForm.mode != "search")
        .order_by(TermForm.id)
    )
    since = {term.id: term.since for term in terms}
    return Glossary(
        version,
        Finder(map(_form, forms)),
        {term.id: f"/glossary/{term.slug}" for term in terms},
        since,
        Finder(_form(form) for form in forms if form.term_id in since),
    )


def _form(form: AnyRow) -> Form:
    context = tuple(filter(None, form.nearby.split("|")))
    return Form(form.term_id, form.written, form.mode != "always", context)
