"""Pictures and PDFs: shown to whoever may read the post, removed by whoever added them."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here, reader
from forum.boards import access, uploads
from forum.boards.changing import remove_file
from forum.boards.draft_places import with_places
from forum.boards.drafts import Words, keep_draft
from forum.boards.posts import Attachment, Draft
from forum.core.db import db
from forum.core.edge import public
from forum.core.errors import NotFound

bp = Blueprint("attachments", __name__)

#: A file says nothing a script could use, even when somebody opens it by itself.
POLICY = "default-src 'none'; style-src 'none'; sandbox"


@bp.get("/attachments/<int:attachment_id>/<filename>")
@public
def show(attachment_id: int, filename: str) -> ResponseReturnValue:
    """The file itself: a picture is shown, a PDF is downloaded."""
    member = reader()
    found = access.attachment_for(member, attachment_id)
    response = Response(uploads.content_of(found), content_type=found.media_type)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, max-age=3600" if member else "public, max-age=60"
    disposition = "inline" if found.kind == "picture" else "attachment"
    response.headers.set("Content-Disposition", disposition, filename=found.filename)
    return response


@bp.post("/attachments/<int:attachment_id>/delete")
def delete(attachment_id: int) -> ResponseReturnValue:
    """Remove one's own file, and keep what was typed around it."""
    member, found = _own(attachment_id)
    page = _page_of(member, found)
    if found.draft_id is not None:
        uploads.describe_kept(member, request.form)
        draft = db.session.get_one(Draft, found.draft_id)
        keep_draft(member, draft.place, replace(Words.from_form(request.form), once=draft.once))
    remove_file(found)
    flash("Removed.", "ok")
    return redirect(page, 303)


@bp.post("/attachments/<int:attachment_id>/description")
def describe(attachment_id: int) -> ResponseReturnValue:
    """Say anew what one's own file shows, also when it is posted already."""
    member, found = _own(attachment_id)
    found.description = uploads.short_description(request.form.get("description", ""))
    flash("The description is kept.", "ok")
    return redirect(_page_of(member, found), 303)


def _own(attachment_id: int) -> tuple[Member, Attachment]:
    """Somebody's own file; another's is not theirs to find here."""
    member = member_here()
    found = access.attachment_for(member, attachment_id)
    if found.member_id != member.id:
        raise NotFound
    return member, found


def _page_of(member: Member, found: Attachment) -> str:
    """Where the file was seen: the editor of its post, or of its draft."""
    if found.draft_id is None:
        return f"/posts/{found.post_id}/edit"
    [placed] = with_places(member, [db.session.get_one(Draft, found.draft_id)])
    return placed.path or "/drafts"
