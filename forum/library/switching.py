"""An editor's switch for one term: whether it is a link where members speak of it."""

from __future__ import annotations

from forum.accounts.models import Member
from forum.core.decisions import record_decision
from forum.core.errors import Refused
from forum.library.explaining import next_version
from forum.library.terms import Term, may_be_in_posts


def link_in_posts(term: Term, *, by: Member) -> None:
    """Have posts link a term; what was written before follows in the background."""
    if not may_be_in_posts(term.kind, term.name, *(form.written for form in term.forms)):
        raise Refused("Words of this kind are never linked in what members write: they can hurt.")
    _switch(term, True, by)


def leave_plain_in_posts(term: Term, *, by: Member) -> None:
    _switch(term, False, by)


def _switch(term: Term, in_posts: bool, by: Member) -> None:
    if term.in_posts != in_posts:
        term.in_posts, term.version = in_posts, next_version()
        record_decision(by.id, "link term" if in_posts else "leave term plain", f"term:{term.id}")
