"""A thread: twenty posts a page, and the box to answer in."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here, reader
from forum.boards import access, actions, lists, marks
from forum.boards.drafts import Words, draft_shown_at, new_once, place_of
from forum.boards.merged import thread_now
from forum.boards.posts import Draft, Post
from forum.boards.quiet import quiet_of
from forum.boards.threads import HOPES, POSTS_A_PAGE, Thread
from forum.boards.views import editing, thread_page
from forum.boards.views.beside import articles_beside
from forum.boards.views.editing import Editor
from forum.boards.views.reply_box import empty_box
from forum.boards.views.second_opinion import second_opinion
from forum.core.answers import indexable
from forum.core.edge import is_prefetch, only_looks, public, takes_files
from forum.core.errors import NotFound
from forum.core.html import trusted
from forum.core.markdown import quoted
from forum.core.pages import for_strangers
from forum.core.paging import Page, page_asked

bp = Blueprint("threads", __name__)


@bp.get("/threads/<int:thread_id>")
@public
def thread(thread_id: int) -> ResponseReturnValue:
    member = reader()
    try:
        reading = access.thread_to_read(member, thread_id)
    except NotFound:
        return _to_home(member, thread_id)
    found, draft = reading.thread, reading.draft
    if member and "draft" in request.args:
        draft = draft_shown_at(member, place_of(found), request.args["draft"])
    if found.joined_to_id:
        return _to_home(member, thread_id)
    page = page_asked(found.last_number, POSTS_A_PAGE)
    if found.board.audience == "public":
        indexable()
    if member and not is_prefetch():
        marks.mark_page_read(member, reading, page)
    if member is None:
        name = ("thread", found.id, found.version, found.board.version, page.number)
        return for_strangers(name, lambda: _page(None, found, page, None, None))
    return _page(member, found, page, _editor(member, found, draft), draft)


def _to_home(member: Member | None, thread_id: int) -> ResponseReturnValue:
    """A thread that was merged leads to where its posts stand; one that is not there, nowhere."""
    return redirect(thread_now(member, thread_id).path, 303)


@bp.get("/threads/<int:thread_id>/unread")
def unread(thread_id: int) -> ResponseReturnValue:
    """Where somebody stopped: the first post they have not been shown."""
    member, found = _here(thread_id)
    place = marks.first_unread(member, found)
    return redirect(editing.address_of(found.id, *place) if place else found.path, 303)


@bp.get("/threads/<int:thread_id>/replies")
def reply_box(thread_id: int) -> ResponseReturnValue:
    """Where the reply form of a thread stands."""
    return redirect(f"/threads/{thread_id}?page=last#reply", 303)


@bp.post("/threads/<int:thread_id>/replies")
@takes_files
def create_reply(thread_id: int) -> ResponseReturnValue:
    spam = second_opinion()
    member, found = _here(thread_id)
    return editing.publish(
        member,
        place_of(found),
        lambda editor: _last_page(member, found, editor),
        lambda words: actions.post_reply(member, found, words, spam=spam),
        "Your reply is here.",
    )


@bp.post("/threads/<int:thread_id>/replies/preview")
@takes_files
@only_looks
def preview_reply(thread_id: int) -> ResponseReturnValue:
    member, found = _here(thread_id)
    return editing.preview(member, place_of(found), lambda editor: _last_page(member, found, editor))


@bp.post("/threads/<int:thread_id>/replies/draft")
@takes_files
def keep_reply_draft(thread_id: int) -> ResponseReturnValue:
    member, found = _here(thread_id)
    page = f"/threads/{thread_id}?page=last#reply"
    return editing.keep(member, place_of(found), lambda editor: _last_page(member, found, editor), page)


@bp.post("/threads/<int:thread_id>/replies/files")
@takes_files
def add_reply_files(thread_id: int) -> ResponseReturnValue:
    member, found = _here(thread_id)
    page = f"/threads/{thread_id}?page=last#reply"
    return editing.add_files(member, place_of(found), lambda editor: _last_page(member, found, editor), page)


@bp.post("/threads/<int:thread_id>/replies/carry/<slug>")
def carry_reply(thread_id: int, slug: str) -> ResponseReturnValue:
    """Take words that cannot be posted here to a board where they can."""
    member, found = _here(thread_id)
    return editing.carry(member, place_of(found), access.board_for(member, slug))


def _here(thread_id: int) -> tuple[Member, Thread]:
    """Merged into another meanwhile, that one: an answer begun before is an answer there."""
    member = member_here()
    return member, thread_now(member, thread_id)


def _editor(member: Member, thread: Thread, draft: Draft | None) -> Editor:
    """The reply box: as it was left, with the post quoted or answered that the address names."""
    words = Words.from_draft(draft) if draft else Words(once=new_once())
    post = _post_named(member, thread)
    if post is None:
        return Editor(words)
    before = words.body.rstrip() + "\n\n" if words.body.strip() else ""
    quote = quoted(post.source, post.author.name) + "\n\n" if "quote" in request.args else ""
    return Editor(replace(words, body=before + quote, parent=post.id))


def _post_named(member: Member, thread: Thread) -> Post | None:
    asked = request.args.get("quote") or request.args.get("reply") or ""
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 19
    return _post_in(member, thread, int(asked)) if is_number else None


def _post_in(member: Member, thread: Thread, post_id: int) -> Post | None:
    """A post of this thread that they may read."""
    try:
        post = access.post_for(member, post_id)
    except NotFound:
        return None
    return post if post.thread_id == thread.id else None


def _last_page(member: Member, thread: Thread, editor: Editor) -> str:
    page = Page(max(1, -(-thread.last_number // POSTS_A_PAGE)), POSTS_A_PAGE, thread.last_number)
    return _page(member, thread, page, editor, None)


def _page(
    member: Member | None, thread: Thread, page: Page, editor: Editor | None, draft: Draft | None
) -> str:
    why_not = access.why_not_reply(member, thread) if member else ""
    answers = editor.parent if editor and not why_not else None
    uploads = lists.files_of([], draft) if draft else editor.uploads if editor else ()
    return render_template(
        "boards/thread.html",
        thread=thread,
        board=thread.board,
        guide=trusted(thread.board.guide_html),
        posts=thread_page.posts_html(member, thread, page, why_not, unfold="unfold" in request.args),
        quiet=quiet_of(member),
        page=page,
        hope=HOPES.get(thread.hope),
        editor=editor,
        answered=_post_in(member, thread, answers) if member and answers else None,
        uploads=uploads,
        empty_box=empty_box(member, thread, editor) if member and editor and not uploads else None,
        why_not=why_not,
        beside=articles_beside(thread),
        elsewhere=lists.boards_to_write_in(member) if member and why_not else (),
    )
