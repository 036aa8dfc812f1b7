"""The desk itself: what there is to do."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.core.edge import for_moderators
from forum.desk import overview
from forum.library import readers
from forum.library.articles import STANDINGS

bp = Blueprint("desk", __name__)


@bp.get("/articles/desk")
@for_moderators
def show() -> ResponseReturnValue:
    order = "read" if request.args.get("order") == "read" else "age"
    return render_template(
        "desk/desk.html",
        desk=overview.desk(order),
        order=order,
        reports=readers.open_reports(),
        standings=STANDINGS,
    )


@bp.post("/articles/desk/reports/<int:report_id>/settled")
@for_moderators
def settle(report_id: int) -> ResponseReturnValue:
    readers.settle_report(report_id, by=member_here())
    flash("It is settled.", "ok")
    return redirect("/articles/desk", 303)
