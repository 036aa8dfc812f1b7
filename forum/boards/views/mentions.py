"""What the boards say of the library: threads that mention a term."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import reader
from forum.boards import mentions
from forum.core.edge import public
from forum.core.errors import NotFound
from forum.core.paging import page_asked
from forum.library.glossary import path_of_other_name, term_at

bp = Blueprint("mentions", __name__)


@bp.get("/glossary/<slug>/threads")
@public
def of_term(slug: str) -> ResponseReturnValue:
    try:
        term = term_at(slug)
    except NotFound:
        elsewhere = path_of_other_name(slug)
        if elsewhere is None:
            raise
        return redirect(f"{elsewhere}/threads", 303)
    member = reader()
    page = page_asked(mentions.count_with_term(term.id, member), mentions.MENTIONS_A_PAGE)
    threads = mentions.threads_with_term(term.id, member, page)
    return render_template("boards/threads_with_term.html", term=term, threads=threads, page=page)
