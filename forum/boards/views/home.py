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
        return for_strangers(("first visit", tuple(map(tuple, boards))), lambda: _first_visit(boards))
    return _home_of(member, boards)


def _first_visit(boards: Rows) -> str:
    return render_template("boards/first_visit.html", headings=_by_heading(boards))


def _home_of(member: Member, boards: Rows) -> str:
    """The lists are a piece whose name is what they show: whoever has the same news sees the same."""
    threads = front.threads_for(member)
    shown = (boards, threads.stopped, threads.news, threads.waiting, threads.held)
    # As plain tuples, which are compared ten times faster than rows.
    name = tuple(tuple(map(tuple, each)) for each in shown)
    html = piece(("home", name, member.timezone, minute()), lambda: _lists(boards, threads))
    return render_template("boards/home.html", lists=trusted(html))


def _lists(boards: Rows, threads: front.ThreadsFor) -> str:
    return render_template("boards/_home_lists.html", headings=_by_heading(boards), threads=threads)


def _by_heading(boards: Rows) -> list[tuple[str | None, Rows]]:
    """Boards below their headings; what is archived stands last, below a heading of its own."""
    return [
        (title, list(below))
        for title, below in groupby(boards, lambda board: "Archived" if board.archived_at else board.heading)
    ]
