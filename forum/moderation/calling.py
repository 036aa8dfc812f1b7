"""A person may be in danger: those on duty are called at once, and everybody if nobody takes it on.

It is a sweep that looks for what waits: whatever is killed in between, nobody is left out, and nobody is told
twice, since each telling is a row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import db
from forum.moderation.access import boards_of, in_boards
from forum.moderation.duty import all_here, whom_to_call
from forum.moderation.models import URGENCY, Item
from forum.moderation.tellings import Telling, tell

#: After so long without anybody on it, all who are not away are called, on duty or not.
UNTOUCHED = timedelta(minutes=30)
#: The latest so many: more at once is no worry but an attack.
MOST = 200


def call_for_worries() -> int:
    """Have whoever is to know of an open worry told, if they were not; says how many were."""
    worries = db.session.scalars(
        select(Item)
        .where(Item.handled_at.is_(None), Item.urgency == URGENCY["worry"], Item.kind == "worry")
        .order_by(Item.id.desc())
        .limit(MOST)
    ).all()
    if not worries:
        return 0
    told = _told_already(worries)
    on_duty, everybody = cache(whom_to_call), cache(all_here)
    pairs = [
        (f"item:{item.id}", member)
        for item in worries
        for member in (everybody if _is_untouched(item) else on_duty)(item.board_id)
        if member.id != item.about_id and (f"item:{item.id}", member.id) not in told
    ]
    tell(pairs)
    return len(pairs)


def _told_already(worries: Sequence[Item]) -> set[tuple[str, int]]:
    subjects = [f"item:{item.id}" for item in worries]
    query = select(Telling.subject, Telling.member_id).where(Telling.subject.in_(subjects))
    return {(row.subject, row.member_id) for row in db.session.execute(query)}


def _is_untouched(item: Item) -> bool:
    return item.claimant is None and item.waits_since < now() - UNTOUCHED


def open_worries(moderator: Member) -> int:
    """How many wait for somebody, for the first page that they see."""
    waits = (Item.handled_at.is_(None), Item.urgency == URGENCY["worry"], in_boards(boards_of(moderator)))
    return db.session.scalar(select(func.count()).select_from(Item).where(*waits)) or 0
