"""Leaving threads in memory of somebody out of every list, for members who want to see none.

Whoever wants so has a level of their own (see boards.access), so that statements and kept pieces of pages
differ for them, and nobody else's cost anything more.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import Member
from forum.boards.access import Level
from forum.boards.models import Board
from forum.boards.threads import MEMORIALS, Thread
from forum.core.db import db


def listed_thread(level: Level) -> ColumnElement[bool]:
    """Of threads that lists show: all, or those that are in memory of nobody."""
    return Thread.is_memorial.is_(False) if level.startswith("spared") else true()


def listed_by_id(level: Level, thread_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The same where only the numbers of threads are at hand; there are few memorials."""
    memorials = select(Thread.id).where(MEMORIALS)
    return thread_id.not_in(memorials) if level.startswith("spared") else true()


def memorials_on(member: Member | None, board: Board) -> int:
    """How many threads of a board a reader is spared."""
    if member is None or not member.spares_memorials:
        return 0
    there = select(func.count(Thread.id)).where(Thread.board_id == board.id, MEMORIALS)
    return db.session.scalar(there.where(Thread.state == "live", Thread.joined_to_id.is_(None))) or 0
