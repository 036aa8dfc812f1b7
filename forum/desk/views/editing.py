"""Writing an article in the browser: its fields, a preview, a draft kept meanwhile, and two at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.boards.drafts import Words, draft_shown_at, place_of
from forum.core.edge import for_moderators
from forum.core.errors import Overtaken, Refused
from forum.core.html import difference, trusted
from forum.desk import saving
from forum.desk.forms import draft_typed, words_of
from forum.desk.saving import NEW_PLACE, article_to_edit
from forum.desk.views.keeping import keep_typed, keep_unsaved
from forum.library.articles import TOPICS, Article
from forum.library.as_files import as_file, draft_from
from forum.library.people import all_people
from forum.library.writing import people_of, sections_of, sources_of

bp = Blueprint("article_editing", __name__)


@dataclass(frozen=True, slots=True)
class Editor:
    """What the form holds when the page shows it."""

    article: Article | None
    words: Words
    errors: dict[str, str] = field(default_factory=dict)
    preview: Markup | None = None
    #: What somebody else made of the article meanwhile, and how these words differ from it.
    theirs: str = ""
    differs: Markup | None = None

    @property
    def body(self) -> str:
        return self.words.body

    @property
    def path(self) -> str:
        return f"{self.article.path}/edit" if self.article else "/articles/new"

    def picked(self, name: str) -> list[str]:
        return self.words.more.get(name, "").replace(",", " ").split()


@bp.get("/articles/new")
@for_moderators
def new() -> ResponseReturnValue:
    draft = draft_shown_at(member_here(), NEW_PLACE, request.args.get("draft", ""))
    return _page(Editor(None, Words.from_draft(draft)))


@bp.post("/articles/new")
@for_moderators
def create() -> ResponseReturnValue:
    member, words = member_here(), Words.from_form(request.form)
    try:
        article = saving.begin_article(member, words)
    except Refused as refused:
        return _refused(member, NEW_PLACE, Editor(None, words), refused)
    flash("Your article is among the drafts. Only editors see it until it is published.", "ok")
    return redirect(article.path, 303)


@bp.get("/articles/<slug>/edit")
@for_moderators
def edit(slug: str) -> ResponseReturnValue:
    member, article = _here(slug)
    draft = draft_shown_at(member, place_of(article), request.args.get("draft", ""))
    words = Words.from_draft(draft) if draft else words_of(article)
    if words.more.get("version") != str(article.version):
        return _page(_overtaken(Editor(article, words)))
    return _page(Editor(article, words))


@bp.post("/articles/<slug>/edit")
@for_moderators
def update(slug: str) -> ResponseReturnValue:
    member, article = _here(slug)
    words = Words.from_form(request.form)
    try:
        tells = saving.save_article(member, article, words)
    except Refused as refused:
        return _refused(member, place_of(article), Editor(article, words), refused)
    except Overtaken:
        keep_unsaved(member, place_of(article), words)
        return _page(_overtaken(Editor(article, words))), 409
    flash(f"Your changes are saved{', and those who rely on it get a mail' if tells else ''}.", "ok")
    return redirect(article.path, 303)


@bp.post("/articles/new/preview")
@for_moderators
def preview_new() -> ResponseReturnValue:
    return _preview(Editor(None, Words.from_form(request.form)))


@bp.post("/articles/<slug>/edit/preview")
@for_moderators
def preview(slug: str) -> ResponseReturnValue:
    _, article = _here(slug)
    return _preview(Editor(article, Words.from_form(request.form)))


@bp.post("/articles/new/draft")
@for_moderators
def keep_new() -> ResponseReturnValue:
    return keep_typed(member_here(), NEW_PLACE, "/articles/new")


@bp.post("/articles/<slug>/edit/draft")
@for_moderators
def keep(slug: str) -> ResponseReturnValue:
    member, article = _here(slug)
    return keep_typed(member, place_of(article), f"{article.path}/edit")


def _here(slug: str) -> tuple[Member, Article]:
    return member_here(), article_to_edit(slug)


def _refused(member: Member, place: str, editor: Editor, refused: Refused) -> ResponseReturnValue:
    """Say why not; what was typed is kept."""
    keep_unsaved(member, place, editor.words)
    return _page(replace(editor, errors=refused.errors)), 422


def _overtaken(editor: Editor) -> Editor:
    """Both texts, and a form that will write over the other only now that it was seen."""
    assert editor.article is not None
    theirs = as_file(draft_from(editor.article))
    try:
        mine = as_file(draft_typed(editor.words, editor.article))
    except Refused:
        mine = editor.words.body
    words = replace(editor.words, more={**editor.words.more, "version": str(editor.article.version)})
    return replace(editor, words=words, theirs=theirs, differs=difference(theirs, mine))


def _preview(editor: Editor) -> ResponseReturnValue:
    try:
        draft = draft_typed(editor.words, editor.article)
        sections = list(sections_of(draft, people_of(draft)))
    except Refused as refused:
        return _page(replace(editor, errors=refused.errors)), 422
    shown = render_template("desk/_preview.html", sections=sections, sources=list(sources_of(draft)))
    return _page(replace(editor, preview=trusted(shown)))


def _page(editor: Editor) -> str:
    authors = [(person.slug, person.introduction) for person in all_people()]
    return render_template("desk/edit.html", editor=editor, topics=TOPICS, authors=authors)
