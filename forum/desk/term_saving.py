"""Saving what an editor wrote of a term: nobody's words are written over unseen, or lost with a term."""

from __future__ import annotations

from sqlalchemy import func, select, update

from forum.accounts.models import Member
from forum.boards.drafts import Words, drop_draft_of, place_of
from forum.boards.posts import Draft
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.desk.term_forms import term_typed
from forum.library.explaining import hold_glossary
from forum.library.glossary import was_taken_away
from forum.library.term_keeping import add_term, change_term, take_away, term_to_edit
from forum.library.terms import Term, slug_of

#: Where the draft of a term belongs that is not there yet.
NEW_PLACE = "term:0"


class TakenAway(Exception):
    """The term went away since this editor began."""


def begin_term(member: Member, words: Words) -> Term:
    """Put a new term into the glossary."""
    hold_glossary()
    term = add_term(term_typed(words), by=member)
    drop_draft_of(member, NEW_PLACE, words.once)
    return term


def term_being_edited(slug: str, words: Words) -> Term:
    """The term that a form was about, also at an address that it had when the form was opened."""
    hold_glossary()
    try:
        term = term_to_edit(slug)
    except NotFound:
        if was_taken_away(slug):
            raise TakenAway from None
        raise
    if words.more.get("term", str(term.id)) != str(term.id):
        raise TakenAway
    return term


def save_term(member: Member, term: Term, words: Words) -> bool:
    """Give a term what was typed; says whether that changed it."""
    has_changed = change_term(term, term_typed(words), words.more.get("version", ""), by=member)
    drop_draft_of(member, place_of(term), words.once)
    return has_changed


def remove_term(member: Member, slug: str, heir_name: str) -> tuple[str, Term | None]:
    """Take a term out of the glossary; returns its name, and the term that takes its place."""
    hold_glossary()
    term = term_to_edit(slug)
    name, heir = term.name, _heir(term, heir_name)
    # Changes to it that editors had begun are theirs: they may become a term again.
    begun = update(Draft).where(Draft.place == place_of(term)).values(place=NEW_PLACE)
    db.session.execute(begun)
    take_away(term, heir, by=member)
    return name, heir


def _heir(term: Term, name: str) -> Term | None:
    if not name.strip():
        return None
    query = select(Term.slug).where(func.lower(Term.name) == name.strip().lower()).limit(1)
    try:
        heir = term_to_edit(db.session.scalar(query) or slug_of(name))
    except NotFound:
        raise Refused("The glossary has no term of this name.", field="heir") from None
    if heir is term:
        raise Refused("This is the term that you are taking away.", field="heir")
    return heir
