"""A question about an article, asked where the group talks."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import member_here
from forum.boards.lists import boards_to_write_in
from forum.library import reading

bp = Blueprint("article_questions", __name__)


@bp.get("/articles/<slug>/question")
def ask(slug: str) -> ResponseReturnValue:
    """Choose the board; its form for a new thread then begins with the article."""
    member = member_here()
    article = reading.article_whole(member, slug)
    return render_template("desk/question.html", article=article, boards=boards_to_write_in(member))
