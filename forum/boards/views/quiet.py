"""What somebody would rather not see: chosen where it stands, and all of it listed on one page.

Taking a choice back asks for no more than that it is one's own, so that it works for what is gone as well.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from forum.accounts.access import member_called
from forum.accounts.forms import local_path
from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.boards import access, muted, quiet
from forum.boards.content_notes import NOTES, OWN
from forum.boards.models import Board
from forum.core.db import db
from forum.core.edge import also_when_suspended
from forum.core.errors import Refused

bp = Blueprint("quiet", __name__)

PAGE = "/settings/quiet"


@bp.get(PAGE)
def index() -> ResponseReturnValue:
    return _page()


@bp.post(f"{PAGE}/notes")
@also_when_suspended
def choose_notes() -> ResponseReturnValue:
    quiet.choose_notes(member_here(), {note: request.form.get(note, "") for note in (*NOTES, OWN)})
    flash("It is noted. From now on posts are shown that way.", "ok")
    return redirect(PAGE, 303)


@bp.get("/members/<handle>/mute")
def ask_about_member(handle: str) -> ResponseReturnValue:
    return _member_page(member_called(handle))


@bp.post("/members/<handle>/mute")
@also_when_suspended
def mute_member(handle: str) -> ResponseReturnValue:
    other = member_called(handle)
    try:
        quiet.mute_member(member_here(), other)
    except Refused as refused:
        return _member_page(other, refused), 422
    flash(f"You have muted {other.name}. They cannot tell, and you can take it back here at any time.", "ok")
    return redirect(PAGE, 303)


@bp.post("/members/<handle>/mute/delete")
@also_when_suspended
def unmute_member(handle: str) -> ResponseReturnValue:
    quiet.unmute_member(member_here(), member_called(handle).id)
    return _taken_back(PAGE)


@bp.post("/threads/<int:thread_id>/mute")
@also_when_suspended
def mute_thread(thread_id: int) -> ResponseReturnValue:
    member = member_here()
    thread = access.thread_for(member, thread_id)
    quiet.mute_thread(member, thread)
    flash("You have muted this thread. Nobody else can tell.", "ok")
    return redirect(thread.path, 303)


@bp.post("/threads/<int:thread_id>/mute/delete")
@also_when_suspended
def unmute_thread(thread_id: int) -> ResponseReturnValue:
    quiet.unmute_thread(member_here(), thread_id if thread_id <= access.LARGEST_ID else 0)
    return _taken_back(f"/threads/{thread_id}")


@bp.post("/boards/<slug>/mute")
@also_when_suspended
def mute_board(slug: str) -> ResponseReturnValue:
    member = member_here()
    board = access.board_for(member, slug)
    quiet.mute_board(member, board)
    flash("You have muted this board. Nobody else can tell.", "ok")
    return redirect(f"/boards/{board.slug}", 303)


@bp.post("/boards/<slug>/mute/delete")
@also_when_suspended
def unmute_board(slug: str) -> ResponseReturnValue:
    board_id = db.session.scalar(select(Board.id).where(Board.slug == slug))
    quiet.unmute_board(member_here(), board_id or 0)
    return _taken_back(f"/boards/{slug}")


def _taken_back(page: str) -> ResponseReturnValue:
    flash("It is not muted any more.", "ok")
    return redirect(local_path(request.form.get("next", page)), 303)


def _member_page(other: Member, refused: Refused | None = None) -> str:
    try:
        quiet.check_can_mute(member_here(), other)
    except Refused as cannot:
        refused = cannot
    return render_template("boards/mute_member.html", member=other, why_not=refused.reason if refused else "")


def _page() -> str:
    member = member_here()
    return render_template(
        "boards/settings_quiet.html",
        people=muted.muted_members(member),
        threads=muted.muted_threads(member),
        boards=muted.muted_boards(member),
        notes=[*NOTES.items(), (OWN, "Any other note, in somebody's own words")],
        chosen=quiet.quiet_of(member).notes,
        choices=quiet.NOTE_CHOICES,
    )
