"""The writing box, wherever it stands: publish, preview, keep as draft, add a file.

Each place (a board, a thread, a post being changed) brings a function that shows its page with a given
editor in it; what happens to the words is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from flask import Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.accounts.models import Member
from forum.boards import lists
from forum.boards.actions import is_posted, rendered
from forum.boards.drafts import (
    Words,
    draft_of,
    draft_shown_at,
    drop_draft,
    keep_draft,
    move_draft,
    new_once,
    place_of,
)
from forum.boards.models import Board
from forum.boards.posts import LONGEST_BODY, Attachment, Post, page_of
from forum.boards.uploads import describe_kept, keep_with_draft, take_in
from forum.core.db import db
from forum.core.edge import brings_files, keep_despite_refusal
from forum.core.errors import Refused
from forum.core.html import trusted
from forum.core.storage import StorageTrouble


@dataclass(frozen=True, slots=True)
class Editor:
    """What the writing box holds when a page shows it."""

    words: Words
    uploads: Sequence[Attachment] = ()
    errors: dict[str, str] = field(default_factory=dict)
    preview: Markup | None = None
    description: str = ""

    # The names that the template's fields go by.
    @property
    def title(self) -> str:
        return self.words.title

    @property
    def hope(self) -> str:
        return self.words.hope

    @property
    def body(self) -> str:
        return self.words.body

    @property
    def no_terms(self) -> bool:
        return self.words.no_terms

    @property
    def parent(self) -> int | None:
        return self.words.parent

    @property
    def once(self) -> str:
        return self.words.once or new_once()


Show = Callable[[Editor], str]

KEPT = "Your draft is kept. You find it here and under “Drafts”."
HELD = "It waits for a moderator, who reads it first. Until then only you and moderators can see it."
NOTHING_KEPT = "There is nothing in the box to keep."


def editor_at(member: Member, place: str, otherwise: Words | None = None) -> Editor:
    """The editor as somebody left it, or fresh."""
    draft = draft_shown_at(member, place, request.args.get("draft", ""))
    uploads = lists.files_of([], draft) if draft else ()
    return Editor(Words.from_draft(draft) if draft else otherwise or Words(once=new_once()), uploads)


def _words_sent(member: Member, place: str) -> Words:
    """What a form brought; one without a key is about the draft that its place shows.

    What it says of the files kept with the draft is noted at once.
    """
    describe_kept(member, request.form)
    words = Words.from_form(request.form)
    if words.once:
        return words
    draft = draft_shown_at(member, place)
    return replace(words, once=draft.once if draft else new_once())


def publish(
    member: Member, place: str, show: Show, post_it: Callable[[Words], Post], done: str
) -> ResponseReturnValue:
    """Post what was typed and show it where it stands; or say why not, with every word still there."""
    words = _words_sent(member, place)
    try:
        # Of a form that is sent twice, the files hang on its post already.
        if brings_files() and not is_posted(member, words):
            _take_files(member, place, words)
        with db.session.begin_nested():
            post = post_it(words)
    except Refused as refused:
        return _refused(member, place, show, words, refused)
    flash(*((done, "ok") if post.is_live else (HELD, "care")))
    return redirect(where_it_stands(post), 303)


def _take_files(member: Member, place: str, words: Words) -> bool:
    """Keep the files of a form with the words around them; says whether it brought any.

    One that cannot be taken is named, and keeps none of the others from being kept.
    """
    files, reason = take_in(request.files.getlist("files"))
    if files:
        keep_with_draft(member, keep_draft(member, place, words), files, request.form.get("description", ""))
    if reason:
        raise Refused(reason, field="files")
    return bool(files)


def _refused(member: Member, place: str, show: Show, words: Words, refused: Refused) -> ResponseReturnValue:
    """Say why not, in the page the form stood on; the words and what was uploaded with them are kept."""
    draft = draft_of(member, place, words.once) if words.is_empty else keep_draft(member, place, words)
    editor = Editor(
        words,
        lists.files_of([], draft) if draft else (),
        refused.errors,
        description=request.form.get("description", ""),
    )
    keep_despite_refusal()
    return show(editor), 503 if isinstance(refused, StorageTrouble) else 422


def preview(member: Member, place: str, show: Show) -> ResponseReturnValue:
    """The page again, with the words as they would look; a file that was chosen is kept with them."""
    words = _words_sent(member, place)
    try:
        description = "" if _take_files(member, place, words) else request.form.get("description", "")
    except Refused as refused:
        return _refused(member, place, show, words, refused)
    draft = draft_of(member, place, words.once)
    uploads = lists.files_of([], draft) if draft else ()
    if len(words.body) > LONGEST_BODY:
        reason = f"This is longer than one post holds ({LONGEST_BODY:,} characters)."
        keep_despite_refusal()
        return show(Editor(words, uploads, {"body": reason}, description=description)), 422
    shown = trusted(rendered(words.body))
    return show(Editor(words, uploads, preview=shown, description=description))


def keep(member: Member, place: str, show: Show, page: str) -> ResponseReturnValue:
    """Keep what was typed as a draft: asked by a button, or by the page itself while somebody types."""
    words = _words_sent(member, place)
    try:
        _take_files(member, place, words)
    except Refused as refused:
        return _refused(member, place, show, words, refused)
    kept = _keep_words(member, place, words)
    if request.accept_mimetypes.best == "application/json":
        return Response(status=204)
    flash(KEPT if kept else NOTHING_KEPT, "ok")
    return redirect(page, 303)


def carry(member: Member, place: str, goal: Board) -> ResponseReturnValue:
    """Take words, and the files with them, from a place where they cannot be posted to another board."""
    draft = keep_draft(member, place, _words_sent(member, place))
    move_draft(draft, place_of(goal))
    return redirect(f"/boards/{goal.slug}/new", 303)


def _keep_words(member: Member, place: str, words: Words) -> bool:
    """Keep words as their editor's draft, or forget it when nothing is left; says whether there is one."""
    posted = is_posted(member, words)
    draft = draft_of(member, place, words.once)
    if draft is None and posted:
        return False
    if not words.is_empty or (draft and lists.files_of([], draft)):
        keep_draft(member, place, words)
        return True
    if draft:
        drop_draft(draft)
    return False


def add_files(member: Member, place: str, show: Show, page: str) -> ResponseReturnValue:
    """Take files in with the draft, so that they are safe before anything is posted."""
    words = _words_sent(member, place)
    try:
        if not _take_files(member, place, words):
            raise Refused("Choose a picture or a PDF first, then press the button again.", field="files")
    except Refused as refused:
        return _refused(member, place, show, words, refused)
    flash("Added. It goes out with your words when you post them.", "ok")
    return redirect(page, 303)


def where_it_stands(post: Post) -> str:
    """The page and place of a post within its thread."""
    return address_of(post.thread_id, post.number, post.id)


def address_of(thread_id: int, number: int | None, post_id: int) -> str:
    if number is None:
        return f"/threads/{thread_id}?page=last#post-{post_id}"
    page = page_of(number)
    query = f"?page={page}" if page > 1 else ""
    return f"/threads/{thread_id}{query}#post-{post_id}"
