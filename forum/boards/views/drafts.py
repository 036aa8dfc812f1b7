"""A member's drafts: what they began to write, and where."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.boards import access, drafts, lists, picking
from forum.boards.draft_places import with_places
from forum.boards.posts import Draft
from forum.core.html import readable
from forum.library.articles import TOPICS

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


@bp.get("/drafts/articles")
def articles() -> ResponseReturnValue:
    """What can be picked, for a page that asks while somebody writes."""
    return render_template("boards/_pick.html", **_choices("/drafts/articles"))


@bp.get("/drafts/<int:draft_id>/articles")
def pick(draft_id: int) -> ResponseReturnValue:
    """A page to pick an article on, while the words wait in their draft."""
    member = member_here()
    draft = drafts.draft_for(member, draft_id)
    shown = _choices(f"/drafts/{draft_id}/articles")
    return render_template("boards/pick_article.html", back=_back(member, draft), **shown)


@bp.post("/drafts/<int:draft_id>/articles")
def put(draft_id: int) -> ResponseReturnValue:
    """Put the picked article at the end of the words, and go back to them."""
    member = member_here()
    draft = drafts.draft_for(member, draft_id)
    picking.put_into(draft, request.form.get("article", ""))
    flash("The article stands at the end of your words.", "ok")
    return redirect(_back(member, draft), 303)


def _choices(here: str) -> dict[str, object]:
    typed, topic = (" ".join(readable(request.args.get(name, "")).split()) for name in ("q", "topic"))
    found = picking.choices(typed, topic)
    return {"found": found, "typed": typed, "topic": topic, "topics": TOPICS, "here": here}


def _back(member: Member, draft: Draft) -> str:
    """Where somebody was writing; to all drafts if that is closed to them now."""
    [placed] = with_places(member, [draft])
    return placed.path or "/drafts"
