"""The front page: for a stranger, what this place is; for a member, what waits for them."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import reader
from forum.boards import front
from forum.core.answers import indexable
from forum.core.db import Rows
from forum.core.edge import public
from forum.core.fragments import minute, piece
from forum.core.html import trusted
from forum.core.pages import for_strangers

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    member = reader()
    boards = front.boards_by_heading(member)
    if member is None:
        indexable()
        return for_strangers(("first visit", tuple(boards)), lambda: _first_visit(boards))
    return _home_of(member, boards)


def _first_visit(boards: Rows) -> str:
    return render_template("boards/first_visit.html", headings=_by_heading(boards))


def _home_of(member: Member, boards: Rows) -> str:
    """The lists are a piece whose name is what they show: whoever has the same news sees the same."""
    stopped = front.threads_stopped_in(member)
    seen = {thread.id for thread in stopped}
    news = [thread for thread in front.threads_with_news(member) if thread.id not in seen]
    lists = (
        tuple(boards),
        tuple(stopped),
        tuple(news[: front.NEWS_SHOWN]),
        tuple(front.threads_unanswered(member)),
    )
    html = piece(("home", lists, member.timezone, minute()), lambda: _lists(*lists))
    return render_template("boards/home.html", lists=trusted(html))


def _lists(boards: Rows, stopped: Rows, news: Rows, waiting: Rows) -> str:
    return render_template(
        "boards/_home_lists.html", headings=_by_heading(boards), stopped=stopped, news=news, waiting=waiting
    )


def _by_heading(boards: Rows) -> list[tuple[str | None, Rows]]:
    """Boards below their headings; what is archived stands last, below a heading of its own."""
    return [
        (title, list(below))
        for title, below in groupby(boards, lambda board: "Archived" if board.archived_at else board.heading)
    ]
