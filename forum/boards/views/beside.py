"""Articles beside a thread, and the page where moderators choose them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.boards import access
from forum.boards.beside import beside, hidden_beside, hide_article, pin_article, undecide_article
from forum.boards.threads import Thread
from forum.core.edge import for_moderators
from forum.core.errors import NotFound, Refused
from forum.core.fragments import minute, piece
from forum.core.html import trusted
from forum.library.reading import all_on_shelf

bp = Blueprint("beside", __name__)


def articles_beside(thread: Thread) -> Markup:
    """The same for every reader; nothing, and no query, for a thread that mentions nothing."""
    if not thread.touches_library:
        return trusted("")
    name = ("beside", thread.id, thread.version, minute())
    return trusted(piece(name, lambda: _rendered(thread)))


def _rendered(thread: Thread) -> str:
    articles = beside(thread)
    return render_template("boards/_beside.html", articles=articles) if articles else ""


@bp.get("/threads/<int:thread_id>/articles")
@for_moderators
def choose(thread_id: int) -> ResponseReturnValue:
    _, thread = _here(thread_id)
    return _page(thread)


@bp.post("/threads/<int:thread_id>/articles")
@for_moderators
def pin(thread_id: int) -> ResponseReturnValue:
    member, thread = _here(thread_id)
    try:
        pin_article(thread, request.form.get("article", ""), by=member)
    except NotFound:
        return _page(thread, Refused("Choose an article from the list first.", field="article")), 422
    flash("The article stands beside the thread.", "ok")
    return _back(thread)


@bp.post("/threads/<int:thread_id>/articles/<slug>/hide")
@for_moderators
def hide(thread_id: int, slug: str) -> ResponseReturnValue:
    member, thread = _here(thread_id)
    hide_article(thread, slug, by=member)
    flash("The article no longer stands beside the thread.", "ok")
    return _back(thread)


@bp.post("/threads/<int:thread_id>/articles/<slug>/delete")
@for_moderators
def undecide(thread_id: int, slug: str) -> ResponseReturnValue:
    """Take a decision back, whichever it was."""
    member, thread = _here(thread_id)
    undecide_article(thread, slug, by=member)
    flash("That is left to what the thread mentions again.", "ok")
    return _back(thread)


def _here(thread_id: int) -> tuple[Member, Thread]:
    member = member_here()
    return member, access.thread_for(member, thread_id)


def _back(thread: Thread) -> ResponseReturnValue:
    return redirect(f"{thread.path}/articles", 303)


def _page(thread: Thread, refused: Refused | None = None) -> str:
    return render_template(
        "boards/choose_articles.html",
        thread=thread,
        shown=beside(thread),
        hidden=hidden_beside(thread),
        shelf=[("", "Choose an article"), *((each.slug, each.title) for each in all_on_shelf())],
        errors=refused.errors if refused else {},
    )
