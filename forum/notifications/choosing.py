"""What members choose: how mail reaches them for the group, for a board and for a thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from forum.accounts.models import Member
from forum.boards.access import level_of, visible_board
from forum.boards.models import IN_ORDER, Board
from forum.boards.quiet import mute_thread, quiet_of, unmute_thread
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.days import day_of
from forum.core.db import AnyRow, db
from forum.core.errors import Refused
from forum.core.zones import zone_named
from forum.notifications.models import THREAD_WAYS, USUAL, WAYS, BoardMail, FollowedThread, MailChoice
from forum.notifications.mornings import next_morning


@dataclass(frozen=True, slots=True)
class Chosen:
    """The page of choices, as it was sent; ``boards`` says "" where a board goes as the whole group does."""

    way: str
    boards: Mapping[int, str]
    says_little: bool
    names_threads: bool
    paused_until: datetime | None
    article_mails: bool


def choice_of(member: Member) -> MailChoice:
    """What a member chose, or what is usual; to look at."""
    usual = MailChoice(way=USUAL, says_little=False, names_threads=False)
    return db.session.get(MailChoice, member.id) or usual


def own_choice(member: Member) -> MailChoice:
    """The same, to change."""
    keep_usual([(member.id, member.timezone)])
    return db.session.get_one(MailChoice, member.id)


def keep_usual(members: Sequence[tuple[int, str]]) -> None:
    """Begin with what is usual for members of these numbers and time zones who have chosen nothing yet."""
    moment = now()
    insert_or = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    begun = {
        "way": USUAL,
        "says_little": False,
        "names_threads": False,
        "daily_from": moment,
        "weekly_from": moment,
        "here_at": moment,
    }
    rows = [{**begun, "member_id": key, "digest_at": next_morning(zone, moment)} for key, zone in members]
    db.session.execute(insert_or(MailChoice).on_conflict_do_nothing(), rows)


def boards_to_choose(member: Member) -> list[AnyRow]:
    """The boards that somebody may read and where new things are written, with how each reaches them."""
    theirs = (BoardMail.board_id == Board.id) & (BoardMail.member_id == member.id)
    query = (
        select(Board.id, Board.title, BoardMail.way)
        .outerjoin(Board.heading)
        .outerjoin(BoardMail, theirs)
        .where(visible_board(level_of(member)), Board.archived_at.is_(None))
        .order_by(*IN_ORDER)
    )
    return list(db.session.execute(query).all())


def choose(member: Member, chosen: Chosen) -> None:
    """Keep the whole page of choices."""
    choice = own_choice(member)
    choice.way = checked_way(chosen.way)
    choice.says_little, choice.names_threads = chosen.says_little, chosen.names_threads
    choice.paused_until, choice.here_at, choice.asleep_at = chosen.paused_until, now(), None
    member.article_mails = chosen.article_mails
    for board_id, way in chosen.boards.items():
        choose_for_board(member, board_id, way)


def choose_for_all(member: Member, way: str) -> None:
    """One way for the whole group; what was chosen for single boards is gone."""
    own_choice(member).way = checked_way(way)
    db.session.execute(delete(BoardMail).where(BoardMail.member_id == member.id))


def choose_for_board(member: Member, board_id: int, way: str) -> None:
    """How one board's messages come; "": as the whole group's."""
    if way:
        checked_way(way, field=f"board-{board_id}")
    found = db.session.get(BoardMail, (member.id, board_id))
    if found is None and way:
        db.session.add(BoardMail(member_id=member.id, board_id=board_id, way=way))
    elif found is not None and way:
        found.way = way
    elif found is not None:
        db.session.delete(found)
    db.session.flush()


def choose_for_thread(member: Member, thread: Thread, way: str) -> None:
    """Follow a thread, mute it, or "" to have it as its board."""
    if way not in THREAD_WAYS:
        raise Refused("Please choose one of these.", field="way")
    if way == "mute":
        mute_thread(member, thread)
    elif thread.id in quiet_of(member).threads:
        unmute_thread(member, thread.id)
    if way == "follow":
        db.session.merge(FollowedThread(member_id=member.id, thread_id=thread.id))
    else:
        unfollow(member, FollowedThread.thread_id == thread.id)


def unfollow(member: Member, which: ColumnElement[bool]) -> None:
    theirs = delete(FollowedThread).where(FollowedThread.member_id == member.id, which)
    db.session.execute(theirs.execution_options(synchronize_session=False))


def way_of_thread(member: Member, thread: Thread) -> str:
    if thread.id in quiet_of(member).threads:
        return "mute"
    return "follow" if db.session.get(FollowedThread, (member.id, thread.id)) else ""


def pause(member: Member, until: datetime | None) -> None:
    """Have no mail until a moment, and none afterwards of what was written meanwhile."""
    own_choice(member).paused_until = until


def pause_end(member: Member, typed: str) -> datetime | None:
    """The beginning of the day that was typed, by the member's own clock."""
    day = day_of("paused_until", typed)
    if day is None:
        return None
    moment = datetime.combine(day, time(), zone_named(member.timezone))
    if moment <= now():
        raise Refused(
            "That day has begun already. Choose a later one, or leave it empty to have mail again.",
            field="paused_until",
        )
    return moment


def checked_way(way: str, field: str = "way") -> str:
    if way not in WAYS:
        raise Refused("Please choose one of these.", field=field)
    return way
