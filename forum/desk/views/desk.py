"""The desk itself: what there is to do."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.desk import overview
from forum.library import readers
from forum.library.access import editor_here
from forum.library.articles import STANDINGS

bp = Blueprint("desk", __name__)


@bp.get("/articles/desk")
def show() -> ResponseReturnValue:
    editor_here()
    order = "read" if request.args.get("order") == "read" else "age"
    return render_template(
        "desk/desk.html",
        desk=overview.desk(order),
        order=order,
        reports=readers.open_reports(),
        standings=STANDINGS,
    )


@bp.post("/articles/desk/reports/<int:report_id>/settled")
def settle(report_id: int) -> ResponseReturnValue:
    readers.settle_report(report_id, by=editor_here())
    flash("It is settled.", "ok")
    return redirect("/articles/desk", 303)
