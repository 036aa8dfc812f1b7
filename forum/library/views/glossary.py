"""The glossary: an index by letter or kind, a search by any name, and a page for each term."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.core.answers import indexable
from forum.core.edge import public
from forum.core.errors import NotFound
from forum.library import glossary
from forum.library.terms import KINDS

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
    return render_template("library/term.html", page=page, kind=KINDS[page.term.kind])
