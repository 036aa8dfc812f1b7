"""Glossary terms in the browser: added, corrected and taken away; a draft kept meanwhile, and two at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.boards.drafts import Words, draft_shown_at, new_once, place_of
from forum.core.edge import for_moderators
from forum.core.errors import Overtaken, Refused
from forum.core.html import difference
from forum.desk import term_saving
from forum.desk.term_forms import term_typed, words_of_term
from forum.desk.term_saving import NEW_PLACE, TakenAway
from forum.desk.term_uses import uses_of
from forum.desk.views.keeping import keep_typed, keep_unsaved
from forum.library.glossary import groups, names_but
from forum.library.term_drafts import BOXES, draft_of_term
from forum.library.term_keeping import Claimed, term_to_edit
from forum.library.terms import KINDS, Term

bp = Blueprint("term_editing", __name__, url_prefix="/glossary")


@dataclass(frozen=True, slots=True)
class Editor:
    """What the form holds when the page shows it."""

    term: Term | None
    words: Words
    errors: dict[str, str] = field(default_factory=dict)
    #: The term that has a name already that was typed.
    claimed_by: Term | None = None
    #: What somebody else made of the term meanwhile, and how these words differ from it.
    theirs: str = ""
    differs: Markup | None = None
    was_taken_away: bool = False

    @property
    def path(self) -> str:
        return f"{self.term.path}/edit" if self.term else "/glossary/new"


@bp.get("/new")
@for_moderators
def new() -> ResponseReturnValue:
    """An empty form, a draft, or one that begins with a name somebody missed."""
    name = " ".join(request.args.get("name", "").split())
    if name:
        return _page(Editor(None, Words(title=name, once=new_once())))
    draft = draft_shown_at(member_here(), NEW_PLACE, request.args.get("draft", ""))
    return _page(Editor(None, Words.from_draft(draft)))


@bp.post("/new")
@for_moderators
def create() -> ResponseReturnValue:
    member, words = member_here(), Words.from_form(request.form)
    try:
        term = term_saving.begin_term(member, words)
    except Refused as refused:
        return _refused(member, NEW_PLACE, Editor(None, words), refused)
    flash(f"“{term.name}” is in the glossary. Older posts and articles follow by themselves.", "ok")
    return redirect(term.path, 303)


@bp.post("/new/draft")
@for_moderators
def keep_new() -> ResponseReturnValue:
    return keep_typed(member_here(), NEW_PLACE, "/glossary/new")


@bp.get("/<slug>/edit")
@for_moderators
def edit(slug: str) -> ResponseReturnValue:
    member, term = member_here(), term_to_edit(slug)
    if term.slug != slug:
        return redirect(f"{term.path}/edit", 303)
    draft = draft_shown_at(member, place_of(term), request.args.get("draft", ""))
    words = Words.from_draft(draft) if draft else words_of_term(term)
    if words.more.get("version") != str(term.version):
        return _page(_overtaken(Editor(term, words)))
    return _page(Editor(term, words))


@bp.post("/<slug>/edit")
@for_moderators
def update(slug: str) -> ResponseReturnValue:
    member, words = member_here(), Words.from_form(request.form)
    try:
        term = term_saving.term_being_edited(slug, words)
    except TakenAway:
        return _lost(member, words)
    try:
        has_changed = term_saving.save_term(member, term, words)
    except Refused as refused:
        return _refused(member, place_of(term), Editor(term, words), refused)
    except Overtaken:
        keep_unsaved(member, place_of(term), words)
        return _page(_overtaken(Editor(term, words))), 409
    flash(_FOLLOW if has_changed else "Nothing was changed.", "ok")
    return redirect(term.path, 303)


_FOLLOW = "It is saved. Older posts and articles follow by themselves."


@bp.post("/<slug>/edit/draft")
@for_moderators
def keep(slug: str) -> ResponseReturnValue:
    term = term_to_edit(slug)
    return keep_typed(member_here(), place_of(term), f"{term.path}/edit")


@bp.get("/<slug>/delete")
@for_moderators
def confirm_removal(slug: str) -> ResponseReturnValue:
    return _removal_page(slug, "")


@bp.post("/<slug>/delete")
@for_moderators
def remove(slug: str) -> ResponseReturnValue:
    typed = request.form.get("heir", "")
    try:
        name, heir = term_saving.remove_term(member_here(), slug, typed)
    except Refused as refused:
        return _removal_page(slug, typed, refused), 422
    flash(f"“{name}” is no longer in the glossary. Where it was a link, it becomes plain by itself.", "ok")
    return redirect(heir.path if heir else "/glossary", 303)


def _refused(member: Member, place: str, editor: Editor, refused: Refused) -> ResponseReturnValue:
    """Say why not; what was typed is kept."""
    keep_unsaved(member, place, editor.words)
    claimed_by = refused.by if isinstance(refused, Claimed) else None
    return _page(replace(editor, errors=refused.errors, claimed_by=claimed_by)), 422


def _lost(member: Member, words: Words) -> ResponseReturnValue:
    """Words about a term that is gone stand in the form for a new one."""
    keep_unsaved(member, NEW_PLACE, words)
    return _page(Editor(None, words, was_taken_away=True)), 409


def _overtaken(editor: Editor) -> Editor:
    """Both texts, and a form that will write over the other only now that it was seen."""
    assert editor.term is not None
    theirs = draft_of_term(editor.term).as_text()
    try:
        mine = term_typed(editor.words).as_text()
    except Refused:
        mine = editor.words.body
    words = replace(editor.words, more={**editor.words.more, "version": str(editor.term.version)})
    return replace(editor, words=words, theirs=theirs, differs=difference(theirs, mine))


def _page(editor: Editor) -> str:
    return render_template("desk/term_edit.html", editor=editor, kinds=KINDS, groups=groups(), boxes=BOXES)


def _removal_page(slug: str, typed: str, refused: Refused | None = None) -> str:
    term = term_to_edit(slug)
    return render_template(
        "desk/term_delete.html",
        term=term,
        uses=uses_of(term),
        typed=typed,
        errors=refused.errors if refused else {},
        names=names_but(term),
    )
