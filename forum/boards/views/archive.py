"""The month archive of a board."""

from __future__ import annotations

from calendar import month_name

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.sessions import reader
from forum.boards import access, months
from forum.boards.models import Board
from forum.core.answers import indexable
from forum.core.edge import public
from forum.core.paging import page_asked

bp = Blueprint("archive", __name__)


@bp.get("/boards/<slug>/archive")
@public
def index(slug: str) -> ResponseReturnValue:
    board = _board(slug)
    years = months.months_of(board)
    return render_template("boards/archive.html", board=board, years=years, month_name=month_name)


@bp.get("/boards/<slug>/archive/<int:year>/<int:month>")
@public
def by_thread(slug: str, year: int, month: int) -> ResponseReturnValue:
    board, found = _month(slug, year, month)
    page = page_asked(months.threads_in(found), months.THREADS_A_PAGE)
    return render_template(
        "boards/month_by_thread.html",
        board=board,
        year=year,
        month=month,
        month_name=month_name,
        page=page,
        threads=months.by_thread(found, page),
    )


@bp.get("/boards/<slug>/archive/<int:year>/<int:month>/by-date")
@public
def by_date(slug: str, year: int, month: int) -> ResponseReturnValue:
    board, found = _month(slug, year, month)
    page = page_asked(months.posts_in(found), months.POSTS_A_PAGE)
    return render_template(
        "boards/month_by_date.html",
        board=board,
        year=year,
        month=month,
        month_name=month_name,
        page=page,
        posts=months.by_date(found, page),
    )


def _month(slug: str, year: int, month: int) -> tuple[Board, months.Month]:
    board = _board(slug)
    return board, months.Month(board, months.span_of(year, month), reader())


def _board(slug: str) -> Board:
    found = access.board_for(reader(), slug)
    if found.audience == "public":
        indexable()
    return found
