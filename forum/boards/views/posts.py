"""A post: its permanent link, and what its author may do with it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here, reader
from forum.boards import access, actions, lists
from forum.boards.changing import change_post, opens_thread
from forum.boards.drafts import Words, new_once, place_of
from forum.boards.noted import is_noted_by_moderator
from forum.boards.posts import Post
from forum.boards.views import editing
from forum.boards.views.editing import Editor
from forum.core.edge import only_looks, public, takes_files
from forum.core.html import difference

bp = Blueprint("posts", __name__)


@bp.get("/posts/<int:post_id>")
@public
def post(post_id: int) -> ResponseReturnValue:
    """The permanent link: leads to wherever the post stands now, or stood."""
    return redirect(editing.where_it_stands(access.place_for(reader(), post_id)), 303)


@bp.get("/posts/<int:post_id>/history")
@public
def history(post_id: int) -> ResponseReturnValue:
    """What a post said before each edit."""
    member = reader()
    found = access.post_for(member, post_id)
    versions: list[Any] = [*lists.versions_of(found, member), found]
    changes = [
        (
            difference(before.source, after.source) if before.source != after.source else "",
            before,
            getattr(after, "written_at", found.worded_at),
        )
        for before, after in pairwise(versions)
    ]
    return render_template("boards/history.html", post=found, changes=list(reversed(changes)))


@bp.get("/posts/<int:post_id>/edit")
def edit(post_id: int) -> ResponseReturnValue:
    member, found = _own(post_id)
    as_it_is = Words(
        found.thread.title,
        found.thread.hope,
        found.source,
        once=new_once(),
        no_terms=found.no_terms,
        note=None if is_noted_by_moderator(found) else found.content_note,
    )
    return _page(member, found, editing.editor_at(member, place_of(found), as_it_is))


@bp.post("/posts/<int:post_id>/edit")
@takes_files
def update(post_id: int) -> ResponseReturnValue:
    member, found = _own(post_id)

    def change(words: Words) -> Post:
        if "title" not in request.form:
            words = replace(words, title=found.thread.title, hope=found.thread.hope)
        change_post(member, found, words)
        return found

    return editing.publish(
        member,
        place_of(found),
        lambda editor: _page(member, found, editor),
        change,
        "Your post is changed.",
        earlier=f"{found.thread.title}\n{found.source}",
    )


@bp.post("/posts/<int:post_id>/edit/preview")
@takes_files
@only_looks
def preview_edit(post_id: int) -> ResponseReturnValue:
    member, found = _own(post_id)
    return editing.preview(member, place_of(found), lambda editor: _page(member, found, editor))


@bp.post("/posts/<int:post_id>/edit/draft")
@takes_files
def keep_edit_draft(post_id: int) -> ResponseReturnValue:
    member, found = _own(post_id)
    page = f"/posts/{post_id}/edit"
    return editing.keep(member, place_of(found), lambda editor: _page(member, found, editor), page)


@bp.post("/posts/<int:post_id>/edit/files")
@takes_files
def add_edit_files(post_id: int) -> ResponseReturnValue:
    member, found = _own(post_id)
    page = f"/posts/{post_id}/edit"
    return editing.add_files(member, place_of(found), lambda editor: _page(member, found, editor), page)


@bp.get("/posts/<int:post_id>/delete")
def confirm_delete(post_id: int) -> ResponseReturnValue:
    _, found = _own(post_id)
    return render_template("boards/delete_post.html", post=found)


@bp.post("/posts/<int:post_id>/delete")
def delete(post_id: int) -> ResponseReturnValue:
    member, found = _own(post_id)
    thread, board = found.thread, found.thread.board
    actions.take_back(member, found)
    flash("Your words are gone. The place they stood in stays, so that the answers make sense.", "ok")
    where = editing.where_it_stands(found) if thread.state == "live" else f"/boards/{board.slug}"
    return redirect(where, 303)


def _own(post_id: int) -> tuple[Member, Post]:
    """Somebody's own post; another's is not theirs to find here."""
    member = member_here()
    found = access.post_for(member, post_id)
    access.check_is_author(member, found)
    return member, found


def _page(member: Member, post: Post, editor: Editor) -> str:
    return render_template(
        "boards/edit_post.html",
        post=post,
        editor=editor,
        files=lists.files_of([post.id], None),
        why_not=access.why_not_change(member, post),
        opens_thread=opens_thread(post),
    )
