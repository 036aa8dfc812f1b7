"""Editors keep the glossary: what they add, correct or take away is followed by whatever used it.

Each change makes a new state of the glossary, so that posts and articles are looked through again in the
background. Only one request changes the glossary at a time: what it checked still holds when it writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import selectinload

from forum.accounts.models import Member
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Overtaken, Refused
from forum.library.explaining import next_version
from forum.library.folding import folded
from forum.library.glossary import term_once_at
from forum.library.term_drafts import FormDraft, TermDraft, draft_of_term
from forum.library.terms import Term, TermAddress, TermForm, may_be_in_posts, slug_of

#: Modes in which a form may belong to several terms: a word nearby says which is meant, or nobody is led.
SHARED = frozenset({"nearby", "search"})


class Claimed(Refused):
    """Another term has this name already; the page leads to it."""

    def __init__(self, reason: str, *, field: str, by: Term) -> None:
        super().__init__(reason, field=field)
        self.by = by


def term_to_edit(slug: str) -> Term:
    """The term at an address, or the one that had it before; with its forms."""
    term = db.session.scalar(select(Term).where(Term.slug == slug).options(selectinload(Term.forms)))
    term = term or term_once_at(slug)
    if term is None:
        raise NotFound
    return term


def add_term(draft: TermDraft, *, by: Member) -> Term:
    """Put a new term into the glossary; the same form sent twice makes one."""
    draft = replace(draft, belongs_to=_spelled_as_there(draft.belongs_to))
    there = db.session.scalar(select(Term).where(Term.slug == draft.slug).options(selectinload(Term.forms)))
    if there is not None and draft_of_term(there).as_text() == draft.as_text():
        return there
    _check_clashes(draft, None)
    version = next_version()
    term = Term(slug=draft.slug, name=draft.name, since=version, forms=[])
    _fill(term, draft, version)
    db.session.add(term)
    db.session.execute(delete(TermAddress).where(TermAddress.slug == draft.slug))
    db.session.flush()
    record_decision(by.id, "add term", f"term:{term.id}", draft.as_text())
    return term


def change_term(term: Term, draft: TermDraft, seen: str, *, by: Member) -> bool:
    """Give a term what was typed, unless somebody changed it since the version that was ``seen``."""
    draft = replace(draft, belongs_to=_spelled_as_there(draft.belongs_to))
    before = draft_of_term(term).as_text()
    if before == draft.as_text():
        return False
    if seen != str(term.version):
        raise Overtaken
    _check_clashes(draft, term)
    version = next_version()
    if draft.name != term.name:
        _rename(term, draft, version)
    _fill(term, draft, version)
    db.session.flush()
    record_decision(by.id, "change term", f"term:{term.id}", f"Before:\n{before}\nAfter:\n{draft.as_text()}")
    return True


def take_away(term: Term, heir: Term | None, *, by: Member) -> None:
    """Take a term out of the glossary; its names and addresses go to ``heir``, if one takes its place."""
    version = next_version()
    said = f"Before:\n{draft_of_term(term).as_text()}"
    if heir is not None:
        _inherit(heir, term, version)
        said += f"\nIts place takes: {heir.name}\n"
    ours = update(TermAddress).where(TermAddress.term_id == term.id)
    db.session.execute(ours.values(term_id=heir.id if heir else None))
    db.session.add(TermAddress(slug=term.slug, term_id=heir.id if heir else None))
    record_decision(by.id, "take term away", f"term:{term.id}", said)
    db.session.delete(term)
    db.session.flush()


def _fill(term: Term, draft: TermDraft, version: int) -> None:
    for name in ("kind", "belongs_to", "explanation", "sources", "more", "in_posts"):
        setattr(term, name, getattr(draft, name))
    term.version = version
    there = {form.written: form for form in term.forms}
    term.forms = [
        _filled(there.get(form.written, TermForm(written=form.written)), form) for form in draft.forms
    ]


def _filled(row: TermForm, form: FormDraft) -> TermForm:
    row.slug, row.mode, row.nearby = slug_of(form.written), form.mode, form.nearby
    return row


def _spelled_as_there(group: str) -> str:
    """A group that is a term, written as its own page writes it."""
    named = select(Term.name).where(func.lower(Term.name) == group.lower())
    return db.session.scalar(named.limit(1)) or group


def _rename(term: Term, draft: TermDraft, version: int) -> None:
    """Whoever has the old address is led on, and what belongs to the term belongs to its new name."""
    if draft.slug != term.slug:
        db.session.execute(delete(TermAddress).where(TermAddress.slug == draft.slug))
        db.session.add(TermAddress(slug=term.slug, term_id=term.id))
    below = update(Term).where(Term.belongs_to == term.name).values(belongs_to=draft.name, version=version)
    db.session.execute(below)
    term.name, term.slug = draft.name, draft.slug


def _inherit(heir: Term, term: Term, version: int) -> None:
    named = [form.written for form in (*heir.forms, *term.forms)]
    if heir.in_posts and not may_be_in_posts(heir.kind, heir.name, *named):
        raise Refused(
            "Posts link the other term, and would link these words too: they can hurt.", field="heir"
        )
    there = {form.written for form in heir.forms}
    for form in [form for form in term.forms if form.written not in there]:
        copy = TermForm(written=form.written, slug=form.slug, mode=form.mode, nearby=form.nearby)
        heir.forms.append(copy)
    heir.version = version


def _check_clashes(draft: TermDraft, term: Term | None) -> None:
    """Refuse a name or a form that leads elsewhere already, and a group that is within itself."""
    others = _others_like(draft, term)
    for other in others:
        if other.slug == draft.slug or other.name.casefold() == draft.name.casefold():
            raise Claimed(f"“{other.name}” is in the glossary already.", field="title", by=other)
    for form in draft.forms:
        for other in others:
            if any(_clash(form, theirs) for theirs in _claims(other)):
                field = "title" if form.written == draft.name else form.mode
                raise Claimed(_CLAIMED.format(form.written[:60], other.name), field=field, by=other)
    _check_groups(draft, term)


_CLAIMED = (
    "“{}” leads to “{}” already. One way of writing can belong to two terms only if each of them needs "
    "certain words near it, or is only found by search."
)


def _others_like(draft: TermDraft, term: Term | None) -> Sequence[Term]:
    """Terms that have the address of the name or of a form; their forms with them."""
    slugs = {draft.slug, *(slug_of(form.written) for form in draft.forms)}
    named = select(TermForm.term_id).where(TermForm.slug.in_(slugs))
    query = select(Term).where(or_(Term.slug.in_(slugs), Term.id.in_(named)))
    if term is not None:
        query = query.where(Term.id != term.id)
    return db.session.scalars(query.options(selectinload(Term.forms)).order_by(Term.id)).all()


def _claims(term: Term) -> Iterator[FormDraft]:
    """The forms of a term; its name is its own even where no form says so."""
    forms = [FormDraft(form.written, form.mode, form.nearby) for form in term.forms]
    yield from forms
    if term.name not in {form.written for form in forms}:
        yield FormDraft(term.name, "exact")


def _clash(mine: FormDraft, theirs: FormDraft) -> bool:
    """Whether one word in a text could be taken for both: also "US" and "us", if one has any case."""
    if mine.mode in SHARED and theirs.mode in SHARED:
        return False
    one, other = folded(mine.written), folded(theirs.written)
    if "always" in (mine.mode, theirs.mode):
        return one.lower() == other.lower()
    return one == other


def _check_groups(draft: TermDraft, term: Term | None) -> None:
    """Refuse a group that belongs, over however many steps, to the term itself."""
    above = {
        name.casefold(): group.casefold()
        for name, group in db.session.execute(select(Term.name, Term.belongs_to))
        if term is None or name != term.name
    }
    mine = {draft.name.casefold(), *([term.name.casefold()] if term else [])}
    group, steps = draft.belongs_to.casefold(), 0
    while group and steps <= len(above):
        if group in mine:
            raise Refused(
                f"“{draft.belongs_to}” belongs to “{draft.name}” itself. "
                "Leave this empty, or choose a wider group.",
                field="belongs_to",
            )
        group, steps = above.get(group, ""), steps + 1


def claimed_forms(written: Iterable[str]) -> set[str]:
    """Those of some ways of writing that a term of the glossary has already, in small letters."""
    slugs = {slug_of(each) for each in written}
    found = db.session.scalars(select(TermForm.written).where(TermForm.slug.in_(slugs)))
    return {folded(each).lower() for each in found}
