"""A board: its threads, its feed, and the page that starts a thread."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here, reader
from forum.boards import access, actions, lists
from forum.boards.asked_before import Answers, asked_before
from forum.boards.drafts import Words, draft_of, place_of
from forum.boards.models import Board
from forum.boards.quiet import quiet_of
from forum.boards.sparing import memorials_on
from forum.boards.threads import THREADS_A_PAGE
from forum.boards.views import board_page, editing
from forum.boards.views.editing import Editor
from forum.boards.views.second_opinion import second_opinion
from forum.core.answers import indexable
from forum.core.clock import now
from forum.core.edge import only_looks, public, takes_files
from forum.core.errors import NotFound
from forum.core.html import trusted
from forum.core.markdown import plain
from forum.core.pages import for_strangers
from forum.core.paging import Page, page_asked
from forum.library.reading import article_named

bp = Blueprint("boards", __name__)


@bp.get("/boards/<slug>")
@public
def board(slug: str) -> ResponseReturnValue:
    member = reader()
    found = access.board_for(member, slug)
    page = page_asked(found.threads_live - memorials_on(member, found), THREADS_A_PAGE)
    if found.audience == "public":
        indexable()
    if member is None:
        name = ("board", found.id, found.version, page.number)
        return for_strangers(name, lambda: _board_page(None, found, page))
    return _board_page(member, found, page)


def _board_page(member: Member | None, board: Board, page: Page) -> str:
    why_not = access.why_not_start(member, board) if member else ""
    return render_template(
        "boards/board.html",
        board=board,
        threads=board_page.threads_html(member, board, page),
        page=page,
        quiet=quiet_of(member),
        why_not=why_not,
        elsewhere=lists.boards_to_write_in(member) if member and why_not else (),
    )


@bp.get("/boards/<slug>/feed.atom")
@public
def feed(slug: str) -> ResponseReturnValue:
    """What is new on a board that anyone may read; no other board has a feed, for anybody."""
    found = access.board_for(None, slug)
    if found.audience != "public":
        raise NotFound
    posts = lists.latest_public_posts(found)
    xml = render_template(
        "boards/feed.xml",
        board=found,
        posts=posts,
        updated=posts[0].published_at if posts else now(),
        base=current_app.extensions["settings"].base_url,
    )
    return Response(xml, content_type="application/atom+xml; charset=utf-8")


@bp.get("/boards/<slug>/new")
def new_thread(slug: str) -> ResponseReturnValue:
    member, found = _here(slug)
    return _page(member, found, _about_article(editing.editor_at(member, place_of(found))))


def _about_article(editor: Editor) -> Editor:
    """The editor with a link to the article that the address names, below what somebody had begun."""
    try:
        article = article_named(request.args.get("article", ""))
    except NotFound:
        return editor
    words = editor.words
    if article.path in words.body:
        return editor
    before = words.body.rstrip() + "\n\n" if words.body.strip() else ""
    body = f"{before}About [{plain(article.title)}]({article.path}):\n\n"
    return replace(editor, words=replace(words, body=body))


@bp.post("/boards/<slug>/new")
@takes_files
def create_thread(slug: str) -> ResponseReturnValue:
    spam = second_opinion()
    member, found = _here(slug)
    return editing.publish(
        member,
        place_of(found),
        lambda editor: _page(member, found, editor),
        lambda words: actions.start_thread(member, found, words, spam=spam),
        "Your thread is here.",
    )


@bp.post("/boards/<slug>/new/preview")
@takes_files
@only_looks
def preview_thread(slug: str) -> ResponseReturnValue:
    member, found = _here(slug)
    return editing.preview(member, place_of(found), lambda editor: _page(member, found, editor))


@bp.post("/boards/<slug>/new/asked")
def asked_before_thread(slug: str) -> ResponseReturnValue:
    """What may already answer it, below the words; the list alone for a page that asks meanwhile."""
    member, found = _here(slug)
    words = Words.from_form(request.form)
    answers = asked_before(member, words)
    if "quietly" in request.form:
        return render_template("boards/_asked.html", answers=answers)
    draft = draft_of(member, place_of(found), words.once)
    uploads = lists.files_of([], draft) if draft else ()
    return _page(member, found, Editor(words, uploads), answers)


@bp.post("/boards/<slug>/new/draft")
@takes_files
def keep_thread_draft(slug: str) -> ResponseReturnValue:
    member, found = _here(slug)
    page = f"/boards/{slug}/new"
    return editing.keep(member, place_of(found), lambda editor: _page(member, found, editor), page)


@bp.post("/boards/<slug>/new/files")
@takes_files
def add_thread_files(slug: str) -> ResponseReturnValue:
    member, found = _here(slug)
    page = f"/boards/{slug}/new"
    return editing.add_files(member, place_of(found), lambda editor: _page(member, found, editor), page)


@bp.post("/boards/<slug>/new/carry/<other>")
def carry_words(slug: str, other: str) -> ResponseReturnValue:
    """Take words that cannot be posted here to a board where they can."""
    member, found = _here(slug)
    return editing.carry(member, place_of(found), access.board_for(member, other))


def _here(slug: str) -> tuple[Member, Board]:
    member = member_here()
    return member, access.board_for(member, slug)


def _page(member: Member, board: Board, editor: Editor, answers: Answers | None = None) -> str:
    why_not = access.why_not_start(member, board)
    return render_template(
        "boards/new_thread.html",
        board=board,
        guide=trusted(board.guide_html),
        editor=editor,
        answers=answers,
        why_not=why_not,
        elsewhere=lists.boards_to_write_in(member) if why_not else [],
    )
