"""The decision log, to be read by moderators; nobody can change it."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.core.edge import for_moderators
from forum.core.paging import page_asked
from forum.moderation.log import count_lines, lines

bp = Blueprint("decision_log", __name__)

LINES_A_PAGE = 50


@bp.get("/moderation/log")
@for_moderators
def show() -> ResponseReturnValue:
    page = page_asked(count_lines(), LINES_A_PAGE)
    return render_template("moderation/log.html", lines=lines(page), page=page)
