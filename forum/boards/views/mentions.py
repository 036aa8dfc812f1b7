"""What the boards say of the library: threads that mention a term, or discuss an article."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.accounts.models import Member
from forum.accounts.sessions import reader
from forum.boards import mentions
from forum.boards.access import level_of
from forum.core.edge import public
from forum.core.errors import NotFound
from forum.core.fragments import minute, piece
from forum.core.html import trusted
from forum.core.paging import Page, page_asked
from forum.library.about import articles_about_term
from forum.library.articles import Article
from forum.library.glossary import path_of_other_name, term_at
from forum.library.reading import article_named
from forum.library.terms import Term

bp = Blueprint("mentions", __name__)

#: Threads listed below an article; the rest is a page away.
SHOWN_BELOW = 5


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


@bp.get("/articles/<slug>/threads")
@public
def of_article(slug: str) -> ResponseReturnValue:
    article, member = article_named(slug), reader()
    page = page_asked(mentions.count_with_article(article, member), mentions.MENTIONS_A_PAGE)
    threads = mentions.threads_with_article(article, member, page)
    return render_template("boards/threads_with_article.html", article=article, threads=threads, page=page)


def discussed_in(article: Article) -> Markup:
    """The line below an article; the same for everybody who may see the same boards."""
    member = reader()
    zone = member.timezone if member else ""
    name = ("discussed", article.id, level_of(member), zone, minute())
    return trusted(piece(name, lambda: _discussed_in(article, member)))


def _discussed_in(article: Article, member: Member | None) -> str:
    total = mentions.count_with_article(article, member)
    first = Page(1, SHOWN_BELOW, total)
    threads = mentions.threads_with_article(article, member, first) if total else ()
    return render_template("boards/_discussed.html", article=article, threads=threads, total=total)


def named_in(term: Term) -> Markup:
    """The articles about a term and the threads that mention it, on its own page."""
    member = reader()
    zone = member.timezone if member else ""
    name = ("named", term.id, level_of(member), zone, minute())
    return trusted(piece(name, lambda: _named_in(term, member)))


def _named_in(term: Term, member: Member | None) -> str:
    total = mentions.count_with_term(term.id, member)
    first = Page(1, SHOWN_BELOW, total)
    return render_template(
        "boards/_named_in.html",
        term=term,
        articles=articles_about_term(term.id),
        threads=mentions.threads_with_term(term.id, member, first) if total else (),
        total=total,
    )


def being_discussed() -> Markup:
    """The articles of the hub that members lead each other to just now."""
    member = reader()
    zone = member.timezone if member else ""
    name = ("being discussed", level_of(member), zone, minute())
    return trusted(piece(name, lambda: _being_discussed(member)))


def _being_discussed(member: Member | None) -> str:
    return render_template("boards/_being_discussed.html", articles=mentions.articles_discussed(member))
