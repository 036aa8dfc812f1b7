"""Administration of boards, in the browser."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import ROLES
from forum.accounts.sessions import member_here
from forum.boards import arranging
from forum.boards.arranging import BoardForm
from forum.boards.models import AUDIENCES, Board, Heading
from forum.core.db import db
from forum.core.edge import for_admins
from forum.core.errors import NotFound, Refused

bp = Blueprint("admin", __name__, url_prefix="/admin")

NEW = BoardForm("", "", "", "", "", "members", (), ())


@bp.get("")
@for_admins
def index() -> ResponseReturnValue:
    return redirect("/admin/boards", 303)


@bp.get("/boards")
@for_admins
def boards() -> ResponseReturnValue:
    return _list({})


def _list(errors: dict[str, str]) -> str:
    return render_template(
        "admin/boards.html",
        boards=arranging.all_boards(),
        headings=arranging.all_headings(),
        audiences=AUDIENCES,
        errors=errors,
    )


@bp.get("/boards/new")
@for_admins
def new_board() -> ResponseReturnValue:
    return _form(NEW, None)


@bp.post("/boards/new")
@for_admins
def create_board() -> ResponseReturnValue:
    form = _typed()
    try:
        board = arranging.create_board(form, by=member_here())
    except Refused as refused:
        return _form(form, None, refused), 422
    flash(f"The board “{board.title}” is there.", "ok")
    return redirect("/admin/boards", 303)


@bp.get("/boards/<slug>")
@for_admins
def edit_board(slug: str) -> ResponseReturnValue:
    board = arranging.board_named(slug)
    return _form(BoardForm.of_board(board), board)


@bp.post("/boards/<slug>")
@for_admins
def change_board(slug: str) -> ResponseReturnValue:
    board, form = arranging.board_named(slug), _typed()
    try:
        arranging.change_board(board, form, by=member_here())
    except Refused as refused:
        return _form(form, board, refused), 422
    flash(f"“{board.title}” is changed.", "ok")
    return redirect("/admin/boards", 303)


@bp.post("/boards/<slug>/up")
@for_admins
def move_up(slug: str) -> ResponseReturnValue:
    arranging.move_board(arranging.board_named(slug), up=True, by=member_here())
    return redirect("/admin/boards", 303)


@bp.post("/boards/<slug>/down")
@for_admins
def move_down(slug: str) -> ResponseReturnValue:
    arranging.move_board(arranging.board_named(slug), up=False, by=member_here())
    return redirect("/admin/boards", 303)


@bp.post("/headings/<int:heading_id>")
@for_admins
def rename_heading(heading_id: int) -> ResponseReturnValue:
    heading, title = _heading(heading_id), request.form.get("title", "")
    try:
        arranging.rename_heading(heading, title, by=member_here())
    except Refused as refused:
        return _list({f"heading-{heading_id}": refused.reason}), 422
    flash(f"The heading is “{heading.title}” now.", "ok")
    return redirect("/admin/boards", 303)


@bp.post("/headings/<int:heading_id>/delete")
@for_admins
def remove_heading(heading_id: int) -> ResponseReturnValue:
    heading = _heading(heading_id)
    arranging.remove_heading(heading, by=member_here())
    flash(f"The heading “{heading.title}” is gone. Its boards stand behind the others.", "ok")
    return redirect("/admin/boards", 303)


@bp.post("/headings/<int:heading_id>/up")
@for_admins
def move_heading_up(heading_id: int) -> ResponseReturnValue:
    arranging.move_heading(_heading(heading_id), up=True, by=member_here())
    return redirect("/admin/boards", 303)


@bp.post("/headings/<int:heading_id>/down")
@for_admins
def move_heading_down(heading_id: int) -> ResponseReturnValue:
    arranging.move_heading(_heading(heading_id), up=False, by=member_here())
    return redirect("/admin/boards", 303)


@bp.post("/boards/<slug>/archive")
@for_admins
def archive(slug: str) -> ResponseReturnValue:
    board = arranging.board_named(slug)
    board.archive(by_id=member_here().id)
    flash(f"“{board.title}” can be read from now on, and not written in.", "ok")
    return redirect("/admin/boards", 303)


@bp.post("/boards/<slug>/archive/delete")
@for_admins
def reopen(slug: str) -> ResponseReturnValue:
    board = arranging.board_named(slug)
    board.reopen(by_id=member_here().id)
    flash(f"“{board.title}” is open again.", "ok")
    return redirect("/admin/boards", 303)


def _heading(heading_id: int) -> Heading:
    found = db.session.get(Heading, min(heading_id, 2**62))
    if found is None:
        raise NotFound
    return found


def _typed() -> BoardForm:
    return BoardForm.from_form(
        request.form, request.form.getlist("start_roles"), request.form.getlist("reply_roles")
    )


def _form(form: BoardForm, board: Board | None, refused: Refused | None = None) -> str:
    return render_template(
        "admin/board.html",
        form=form,
        board=board,
        errors=refused.errors if refused else {},
        headings=arranging.all_headings(),
        audiences=AUDIENCES,
        roles=ROLES,
    )
