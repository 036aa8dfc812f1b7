"""The desk itself: what there is to do."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.desk import overview
from forum.library.access import editor_here
from forum.library.articles import STANDINGS

bp = Blueprint("desk", __name__)


@bp.get("/articles/desk")
def show() -> ResponseReturnValue:
    editor_here()
    order = "read" if request.args.get("order") == "read" else "age"
    return render_template("desk/desk.html", desk=overview.desk(order), order=order, standings=STANDINGS)
