"""A member's drafts: what they began to write, and where."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.boards import access, drafts, lists
from forum.boards.draft_places import with_places

bp = Blueprint("drafts", __name__)


@bp.get("/drafts")
def list_drafts() -> ResponseReturnValue:
    member = member_here()
    found = with_places(member, drafts.drafts_of(member))
    return render_template("boards/drafts.html", drafts=found, boards=lists.boards_to_write_in(member))


@bp.post("/drafts/<int:draft_id>/delete")
def delete(draft_id: int) -> ResponseReturnValue:
    drafts.drop_draft(drafts.draft_for(member_here(), draft_id))
    flash("The draft is gone.", "ok")
    return redirect("/drafts", 303)


@bp.post("/drafts/<int:draft_id>/move/<slug>")
def move(draft_id: int, slug: str) -> ResponseReturnValue:
    """Carry words over to a board where their author may start a thread."""
    member = member_here()
    board = access.board_for(member, slug)
    drafts.move_draft(drafts.draft_for(member, draft_id), drafts.place_of(board))
    return redirect(f"/boards/{slug}/new", 303)
