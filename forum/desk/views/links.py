"""Which words of an article lead to the glossary."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators
from forum.core.errors import Overtaken, Refused
from forum.desk import proposals
from forum.desk.proposals import CHOICES, Candidate
from forum.desk.saving import article_to_edit
from forum.library import linking
from forum.library.articles import Article
from forum.library.terms import KINDS

bp = Blueprint("links_of_article", __name__)

#: More words than this are told as a number.
MOST_NAMED = 3


@bp.get("/articles/<slug>/links")
@for_moderators
def show(slug: str) -> ResponseReturnValue:
    return _page(article_to_edit(slug))


@bp.post("/articles/<slug>/links")
@for_moderators
def choose(slug: str) -> ResponseReturnValue:
    article = article_to_edit(slug)
    try:
        names = proposals.decide(article, request.form, by=member_here())
    except Refused as refused:
        return _page(article, refused), 422
    except Overtaken:
        return _page(article, overtaken=True), 409
    flash(_told(names), "ok")
    return redirect(f"{article.path}/links", 303)


def _told(names: dict[str, list[str]]) -> str:
    words = {"linked": "linked now", "plain": "left plain now", "": "only proposed again"}
    told = [f"{_named(names[choice])}: {words[choice]}." for choice in CHOICES if names.get(choice)]
    return " ".join(told) or "Nothing was chosen, so nothing was changed."


def _named(terms: list[str]) -> str:
    return ", ".join(terms) if len(terms) <= MOST_NAMED else f"{len(terms)} words"


def _page(article: Article, refused: Refused | None = None, *, overtaken: bool = False) -> str:
    candidates = proposals.candidates_of(article)
    parts = {choice: [each for each in candidates if each.choice == choice] for choice in CHOICES}
    return render_template(
        "desk/links.html",
        article=article,
        parts=parts,
        shown={each.term.id: _shown(each) for each in candidates},
        options=list(CHOICES.items()),
        kinds=KINDS,
        words_a_link=linking.WORDS_A_LINK,
        drawn=linking.links_drawn(article),
        errors=refused.errors if refused else {},
        overtaken=overtaken,
    )


def _shown(candidate: Candidate) -> str:
    """What the form shows as chosen: what was typed and not kept stays, where it was a change."""
    was = request.form.get(candidate.was_name)
    typed = request.form.get(candidate.field_name)
    return typed if typed in CHOICES and was is not None and typed != was else candidate.choice
