"""For moderators: confirming that a member has died, the thread in their memory, and undoing a mistake."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.access import member_called
from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.boards.drafts import Words, new_once
from forum.core.edge import for_moderators
from forum.core.errors import NotFound, Refused
from forum.core.limits import within
from forum.moderation import legacy, remembering, remembrance
from forum.moderation.access import check_looks_after_all, item_for
from forum.moderation.memorials import Memorial, contact_of, memorial_of, remembrance_of
from forum.moderation.queue import AlreadyHandled
from forum.moderation.views.forms import words_typed
from forum.moderation.views.queue import handled_page, item_page

bp = Blueprint("memories", __name__)

#: Somebody who has lost the link may need another; nobody needs ten.
LETTERS = "3/day"


@bp.post("/moderation/reports/<int:item_id>/memory")
@for_moderators
def confirm(item_id: int) -> ResponseReturnValue:
    member, item = member_here(), item_for(member_here(), item_id)
    about = item.about
    if item.kind != "memorial" or about is None:
        raise NotFound
    try:
        is_so = remembering.confirm(member, item, words_typed("reason"))
    except AlreadyHandled as handled:
        return handled_page(member, handled)
    except Refused as refused:
        return item_page(member, item_for(member, item_id), refused), 422
    if is_so:
        flash(f"{about.name} is remembered from now on. Thank you for your care.", "ok")
        return redirect(_page_of(about), 303)
    flash("It is noted. It is so once another moderator has made sure, too.", "ok")
    return redirect(item.path, 303)


@bp.get("/moderation/members/<handle>/memory")
@for_moderators
def show(handle: str) -> ResponseReturnValue:
    return _page(*_here(handle))


@bp.post("/moderation/members/<handle>/memory/thread")
@for_moderators
def open_thread(handle: str) -> ResponseReturnValue:
    about, memorial = _here(handle)
    words = replace(Words.from_form(request.form), once=new_once(), parent=None)
    try:
        thread = remembrance.open_remembrance(member_here(), about, request.form.get("board", ""), words)
    except Refused as refused:
        return _page(about, memorial, refused), 422
    flash("The thread is open, and linked from their page.", "ok")
    return redirect(thread.path, 303)


@bp.post("/moderation/members/<handle>/memory/letter")
@for_moderators
def write_again(handle: str) -> ResponseReturnValue:
    """Send whom they chose the address once more."""
    about, memorial = _here(handle)
    contact = contact_of(about)
    if contact is None:
        raise NotFound
    if not within(LETTERS, "legacy letter", str(about.id)):
        return _page(about, memorial, Refused("They were written to several times today already.")), 422
    legacy.write_to_contact(contact, about)
    flash("The letter is on its way.", "ok")
    return redirect(_page_of(about), 303)


@bp.post("/moderation/members/<handle>/memory/delete")
@for_moderators
def undo(handle: str) -> ResponseReturnValue:
    """It was a mistake."""
    member, about = member_here(), member_called(handle)
    try:
        remembering.undo(member, about, words_typed("reason"))
    except Refused as refused:
        memorial = memorial_of(about)
        if memorial is None:
            flash(refused.reason, "care")
            return redirect(f"/moderation/members/{about.handle}", 303)
        return _page(about, memorial, refused), 422
    flash(f"{about.name} is a member like everybody again, and is told so kindly.", "ok")
    return redirect(f"/moderation/members/{about.handle}", 303)


@bp.post("/threads/<int:thread_id>/memorial")
@for_moderators
def mark(thread_id: int) -> ResponseReturnValue:
    return _marked(thread_id, is_memorial=True)


@bp.post("/threads/<int:thread_id>/memorial/delete")
@for_moderators
def unmark(thread_id: int) -> ResponseReturnValue:
    return _marked(thread_id, is_memorial=False)


def _marked(thread_id: int, *, is_memorial: bool) -> ResponseReturnValue:
    thread = remembrance.thread_to_mark(member_here(), thread_id)
    remembrance.mark_thread(member_here(), thread, is_memorial=is_memorial)
    flash("It is noted.", "ok")
    return redirect(thread.path, 303)


def _here(handle: str) -> tuple[Member, Memorial]:
    """Somebody who is remembered, for those who look after the whole group."""
    check_looks_after_all(member_here())
    about = member_called(handle)
    memorial = memorial_of(about)
    if memorial is None:
        raise NotFound
    return about, memorial


def _page_of(about: Member) -> str:
    return f"/moderation/members/{about.handle}/memory"


def _page(about: Member, memorial: Memorial, refused: Refused | None = None) -> str:
    return render_template(
        "moderation/memory.html",
        about=about,
        memorial=memorial,
        thread=remembrance_of(about, member_here()),
        contact=contact_of(about),
        boards=[(board.slug, board.title) for board in remembrance.boards_for_memory(member_here())],
        errors=refused.errors if refused else {},
        typed=request.form,
    )
