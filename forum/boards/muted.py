"""The list of what somebody has muted, as they may see it."""

from __future__ import annotations

from sqlalchemy import and_, case, select

from forum.accounts.models import Member
from forum.boards.access import level_of, me, visible_board, visible_thread
from forum.boards.models import Board
from forum.boards.quiet import MutedBoard, MutedMember, MutedThread
from forum.boards.threads import Thread
from forum.core.db import Rows, rows


def muted_members(member: Member) -> Rows:
    query = select(Member.handle, Member.name).join(MutedMember, MutedMember.muted_id == Member.id)
    return rows(query.where(MutedMember.member_id == member.id).order_by(Member.name))


def muted_threads(member: Member) -> Rows:
    """With its title, unless it is not theirs to see any more."""
    level = level_of(member)
    title = case((and_(visible_board(level), visible_thread(level)), Thread.title), else_="")
    query = (
        select(Thread.id, title.label("title"))
        .join(MutedThread, MutedThread.thread_id == Thread.id)
        .join(Thread.board)
        .where(MutedThread.member_id == member.id)
        .order_by(Thread.id.desc())
    )
    return rows(query, me(member))


def muted_boards(member: Member) -> Rows:
    """With its title, unless it is not theirs to see any more."""
    title = case((visible_board(level_of(member)), Board.title), else_="")
    query = select(Board.id, Board.slug, title.label("title"))
    mine = query.join(MutedBoard, MutedBoard.board_id == Board.id).where(MutedBoard.member_id == member.id)
    return rows(mine.order_by(Board.position, Board.id))
