"""The watched words: read, tried, put on the list, changed and taken off."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.boards.watched import WatchedWord
from forum.core.edge import for_moderators, only_looks
from forum.core.errors import Refused
from forum.core.html import readable
from forum.moderation import words
from forum.moderation.views.forms import words_typed
from forum.moderation.words import WordForm
from forum.screening.watched import DOES

bp = Blueprint("watched_words", __name__, url_prefix="/moderation/words")

LONGEST_TRY = 50_000


@bp.get("")
@for_moderators
def index() -> ResponseReturnValue:
    return _page(WordForm())


@bp.post("")
@for_moderators
def add() -> ResponseReturnValue:
    form = _typed()
    try:
        words.watch(member_here(), form)
    except Refused as refused:
        return _page(form, refused), 422
    flash(f"“{form.phrase}” is on the list.", "ok")
    return redirect("/moderation/words", 303)


@bp.post("/try")
@for_moderators
@only_looks
def try_text() -> ResponseReturnValue:
    """Say what a text would do; nothing is kept."""
    return _page(WordForm(), tried=words_typed("text")[:LONGEST_TRY])


@bp.get("/<int:word_id>")
@for_moderators
def show(word_id: int) -> ResponseReturnValue:
    word = words.word_numbered(word_id)
    return _word_page(word, WordForm(word.phrase, word.does, word.whole, word.message, word.unless))


@bp.post("/<int:word_id>")
@for_moderators
def change(word_id: int) -> ResponseReturnValue:
    word, form = words.word_numbered(word_id), _typed()
    try:
        words.change_word(member_here(), word, form)
    except Refused as refused:
        return _word_page(word, form, refused), 422
    flash(f"“{form.phrase}” is changed.", "ok")
    return redirect("/moderation/words", 303)


@bp.post("/<int:word_id>/delete")
@for_moderators
def take_off(word_id: int) -> ResponseReturnValue:
    word = words.word_numbered(word_id)
    try:
        words.unwatch(member_here(), word)
    except Refused as refused:
        return _word_page(word, _typed(), refused), 422
    flash(f"“{word.phrase}” is off the list.", "ok")
    return redirect("/moderation/words", 303)


def _typed() -> WordForm:
    form = request.form
    return WordForm(
        phrase=" ".join(readable(form.get("phrase", "")).split()),
        does=form.get("does", ""),
        whole=not form.get("within"),
        message=words_typed("message"),
        unless=" ".join(readable(form.get("unless", "")).split()),
    )


def _page(form: WordForm, refused: Refused | None = None, tried: str | None = None) -> str:
    return render_template(
        "moderation/words.html",
        words=words.all_words(),
        does=DOES,
        form=form,
        errors=refused.errors if refused else {},
        tried=tried,
        found=words.what_would_happen(tried) if tried is not None else (),
    )


def _word_page(word: WatchedWord, form: WordForm, refused: Refused | None = None) -> str:
    errors = refused.errors if refused else {}
    return render_template("moderation/word.html", word=word, form=form, does=DOES, errors=errors)
