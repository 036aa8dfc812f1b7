"""A log that everybody may read, where the group wants one: what happened, never to whom, and no words.

Of each decision it tells the number, the day, the kind, the rule and the board, and the board only to whom
may see that board. Which kinds are told is written at each kind's own words.
"""

from __future__ import annotations

from sqlalchemy import case, select, true

from forum.accounts.models import Member
from forum.boards.access import level_of, visible_board
from forum.boards.models import Board
from forum.core.choices import is_on, switch
from forum.core.decisions import Decision, record_decision
from forum.moderation.log import Lines, page_of
from forum.moderation.said import PUBLIC

CHOICE = "public log"


def has_public_log() -> bool:
    return is_on(CHOICE)


def open_public_log(by: Member) -> None:
    if not has_public_log():
        switch(CHOICE, on=True)
        record_decision(by.id, "open public log", CHOICE)


def close_public_log(by: Member) -> None:
    if has_public_log():
        switch(CHOICE, on=False)
        record_decision(by.id, "close public log", CHOICE)


def public_lines(reader: Member | None, after: int | None = None) -> Lines:
    """One page of it, the latest first."""
    may_see = visible_board(level_of(reader))
    shown = select(
        Decision.id,
        Decision.action,
        Decision.at,
        Decision.rule,
        Decision.board_id,
        case((may_see, Board.title)).label("board"),
        case((may_see, Board.slug)).label("slug"),
    ).outerjoin(Board, Board.id == Decision.board_id)
    told = [Decision.action.in_(PUBLIC), Decision.board_id.is_(None) | (Board.audience != "moderators")]
    return page_of(shown, [true()], [], told, after)
