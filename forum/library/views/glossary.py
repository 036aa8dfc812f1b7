"""The glossary: an index by letter or kind, a search by any name, and a page for each term."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.core.answers import indexable
from forum.core.edge import for_moderators, public
from forum.core.errors import NotFound
from forum.library import glossary, switching
from forum.library.terms import KINDS, may_be_in_posts

bp = Blueprint("glossary", __name__)


@bp.get("/glossary")
@public
def index() -> ResponseReturnValue:
    question, kind = request.args.get("q", "").strip(), request.args.get("kind", "")
    indexable()
    return render_template(
        "library/glossary.html",
        question=question[: glossary.LONGEST_QUESTION],
        found=glossary.search(question),
        letters={} if question else glossary.all_terms(kind),
        kind=kind if kind in KINDS else "",
        kinds=KINDS,
    )


@bp.get("/glossary/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    try:
        page = glossary.term_page(slug)
    except NotFound:
        elsewhere = glossary.path_of_other_name(slug)
        if elsewhere is None:
            raise
        return redirect(elsewhere, 303)
    indexable()
    return render_template(
        "library/term.html",
        page=page,
        kind=KINDS[page.term.kind],
        may_be_linked=may_be_in_posts(page.term.kind, page.term.name),
    )


@bp.post("/glossary/<slug>/links")
@for_moderators
def link_in_posts(slug: str) -> ResponseReturnValue:
    term = glossary.term_at(slug)
    switching.link_in_posts(term, by=member_here())
    flash("Posts link to this page again. Older ones follow within minutes.", "ok")
    return redirect(term.path, 303)


@bp.post("/glossary/<slug>/links/delete")
@for_moderators
def leave_plain_in_posts(slug: str) -> ResponseReturnValue:
    term = glossary.term_at(slug)
    switching.leave_plain_in_posts(term, by=member_here())
    flash("This word stays plain in posts. Older ones follow within minutes.", "ok")
    return redirect(term.path, 303)
