"""The threads of one page of a board as HTML: each row rendered once, marked for whoever has something new.

What is new differs from member to member and is asked of the database each time; the rest of a row does not.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from forum.accounts.models import Member
from forum.boards import lists
from forum.boards.access import level_of
from forum.boards.front import news_since
from forum.boards.models import Board
from forum.boards.quiet import quiet_of
from forum.boards.threads import HOPES
from forum.core.db import AnyRow, Rows
from forum.core.fragments import minute, piece
from forum.core.html import trusted
from forum.core.paging import Page

#: Stands in a kept row where the number of new posts goes; nobody can type it.
COUNT = "\0"


@dataclass(frozen=True, slots=True)
class KeptRows:
    """Rendered rows by thread: as it is when everything is read, and with ``COUNT`` new posts."""

    rows: dict[int, tuple[str, str]]

    def __len__(self) -> int:
        return sum(len(read) + len(unread) for read, unread in self.rows.values())


def threads_html(member: Member | None, board: Board, page: Page) -> Markup:
    """The rows of a page; on the first, what the reader wrote and a moderator has yet to read."""
    zone = member.timezone if member else ""
    name = ("threads", board.id, board.version, page.number, level_of(member), zone, minute())
    kept = piece(name, lambda: _rendered(lists.threads_of(board, member, page)))
    if member is None:
        return trusted("".join(read for read, _ in kept.rows.values()))
    theirs, muted = lists.for_reader(board, member, page, news_since(member)), quiet_of(member).threads
    news = {key: many for key, many in theirs.news.items() if key not in muted}
    shows_held = theirs.held and page.number == 1 and not member.is_moderator
    waiting = _rendered(lists.held_threads_of(board, member)).rows.values() if shows_held else ()
    first = "".join(read for read, _ in waiting)
    return trusted(first + "".join(_marked(row, news.get(key, 0)) for key, row in kept.rows.items()))


def _rendered(threads: Rows) -> KeptRows:
    return KeptRows({thread.id: (_row(thread, ""), _row(thread, COUNT)) for thread in threads})


def _row(thread: AnyRow, news: str) -> str:
    return render_template("boards/_thread_row.html", thread=thread, news=news, hopes=HOPES)


def _marked(row: tuple[str, str], news: int) -> str:
    read, unread = row
    return unread.replace(COUNT, str(news)) if news else read
