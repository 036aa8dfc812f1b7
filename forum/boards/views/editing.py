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
from forum.boards.article_links import cards_for
from forum.boards.changing import ReadAgain
from forum.boards.drafts import (
    Words,
    draft_of,
    draft_shown_at,
    drop_draft,
    keep_draft,
    move_draft,
    new_once,
    place_of,
    rekeyed,
)
from forum.boards.explained import explained_alone
from forum.boards.models import Board
from forum.boards.posts import LONGEST_BODY, Attachment, Post, page_of
from forum.boards.rendering import rendered
from forum.boards.same_again import is_posted, is_worded_anew
from forum.boards.uploads import describe_kept, keep_with_draft
from forum.core.db import Rows, db
from forum.core.edge import keep_despite_refusal
from forum.core.errors import Refused
from forum.core.html import trusted
from forum.core.incoming import brings_files, incoming
from forum.core.storage import StorageTrouble
from forum.screening.details import KINDS, key_of, marked, new_details, private_details


@dataclass(frozen=True, slots=True)
class Question:
    """What an author is asked before everybody can read it: each detail between the words around it."""

    key: str
    #: "a phone number and somebody's full name".
    about: str
    marked: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Editor:
    """What the writing box holds when a page shows it."""

    words: Words
    uploads: Sequence[Attachment] = ()
    errors: dict[str, str] = field(default_factory=dict)
    preview: Markup | None = None
    cards: Rows = ()
    description: str = ""
    question: Question | None = None

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
    def note(self) -> str | None:
        """The content note; None where there is none to choose."""
        return self.words.note

    @property
    def no_terms(self) -> bool:
        return self.words.no_terms

    @property
    def parent(self) -> int | None:
        return self.words.parent

    @property
    def once(self) -> str:
        return self.words.once or new_once()

    @property
    def sure(self) -> str:
        return self.words.sure


Show = Callable[[Editor], str]

KEPT = "Your draft is kept. You find it here and under “Drafts”."
HELD = "A moderator reads your words first. They stand here, and until then only you and moderators see them."
WORDED_ANEW = "The group has other words for some of yours. Please look at how your post reads now."
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
    member: Member,
    place: str,
    show: Show,
    post_it: Callable[[Words], Post],
    done: str,
    *,
    earlier: str = "",
) -> ResponseReturnValue:
    """Post what was typed and show it where it stands; or say why not, with every word still there.

    Of private details in it, its author is asked first, but for those that stood there ``earlier``.
    """
    words = _words_sent(member, place)
    try:
        # Of a form that is sent twice, the files hang on its post already.
        if brings_files() and not is_posted(member, words):
            _take_files(member, place, words)
        if question := _question(member, words, earlier):
            return _kept_aside(member, place, show, Editor(words, question=question)), 422
        with db.session.begin_nested():
            post = post_it(words)
    except Refused as refused:
        return _refused(member, place, show, words, refused)
    flash(*((done, "ok") if post.is_live else (HELD, "care")))
    if post.once == words.once and is_worded_anew(post, words):
        flash(WORDED_ANEW, "care")
    return redirect(where_it_stands(post), 303)


def _question(member: Member, words: Words, earlier: str) -> Question | None:
    """What to ask an author about their words, if they have not said already that they are sure."""
    text = f"{words.title}\n{words.body}"
    details = new_details(private_details(text, (member.name,)), earlier)
    key = key_of(details)
    if not details or key == words.sure:
        return None
    kinds = list(dict.fromkeys(KINDS[detail.kind] for detail in details))
    about = " and ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))
    return Question(key, about, marked(text, details))


def _take_files(member: Member, place: str, words: Words) -> bool:
    """Keep the files of a form with the words around them; says whether it brought any.

    One that cannot be taken is named, and keeps none of the others from being kept.
    """
    sent = incoming()
    if sent.files:
        draft, description = keep_draft(member, place, words), request.form.get("description", "")
        keep_with_draft(member, draft, sent.files, description)
    if sent.reason:
        raise Refused(sent.reason, field="files")
    return bool(sent.files)


def _refused(member: Member, place: str, show: Show, words: Words, refused: Refused) -> ResponseReturnValue:
    """Say why not, in the page the form stood on."""
    if isinstance(refused, ReadAgain):
        words = rekeyed(member, place, words)
    editor = Editor(words, errors=refused.errors)
    return _kept_aside(member, place, show, editor), 503 if isinstance(refused, StorageTrouble) else 422


def _kept_aside(member: Member, place: str, show: Show, editor: Editor) -> str:
    """The page a form stood on; its words and what was uploaded with them are kept."""
    words = editor.words
    draft = draft_of(member, place, words.once) if words.is_empty else keep_draft(member, place, words)
    keep_despite_refusal()
    uploads = lists.files_of([], draft) if draft else ()
    return show(replace(editor, uploads=uploads, description=request.form.get("description", "")))


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
    html = rendered(words.body)
    shown = html if words.no_terms or not member.term_links else explained_alone(html)
    editor = Editor(words, uploads, preview=trusted(shown), cards=cards_for(html), description=description)
    return show(editor)


def keep(member: Member, place: str, show: Show, page: str) -> ResponseReturnValue:
    """Keep what was typed as a draft: asked by a button, or by the page itself while somebody types.

    Whoever goes on to pick an article leaves the page, and their words wait there the same way.
    """
    words = _words_sent(member, place)
    try:
        _take_files(member, place, words)
    except Refused as refused:
        return _refused(member, place, show, words, refused)
    if "pick" in request.form:
        return redirect(f"/drafts/{keep_draft(member, place, words).id}/articles", 303)
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
