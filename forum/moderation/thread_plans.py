"""What each action on a thread comes to: what was typed becomes a plan, or a sentence that says why not.

A plan is made twice: to show what will happen, and, once the threads are locked, to do it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import String, cast, literal, or_, select, update

from forum.accounts.models import Member
from forum.boards.actions import checked_title
from forum.boards.models import Board
from forum.boards.pace import length_words
from forum.boards.places import Place
from forum.boards.posts import Post
from forum.boards.regrouping import chosen_places, merge_into, move_thread, split_off
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision, record_decision
from forum.core.errors import Refused
from forum.moderation.models import Item
from forum.moderation.readers import Change, change_of_readers
from forum.moderation.thread_choices import (
    PACES,
    SILENCES,
    GivenForThread,
    boards_to_move_to,
    home_chosen,
    length_chosen,
    numbered_posts,
    spans,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be done, and what is said of it before."""

    #: Takes further columns of the log's line; returns it, and the thread to go on to.
    does: Callable[..., tuple[Decision, Thread]]
    #: What the letter names.
    values: dict[str, str] = field(default_factory=dict)
    #: Who can read it, or answer, that could not, and the other way.
    change: Change = field(default_factory=Change)
    #: The posts that go elsewhere.
    places: Sequence[Place] = ()
    #: The thread that all goes into, or the board.
    home: Thread | None = None
    board: Board | None = None


def plan_for(name: str, moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    """The plan of an action; a refusal names the field that needs attention."""
    return PLANS[name](moderator, thread, given)


def _lock(moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    return Plan(
        lambda **more: (thread.lock(by_id=moderator.id, reason=given.reason, **more), thread),
    )


def _unlock(moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    return Plan(lambda **more: (thread.unlock(by_id=moderator.id, reason=given.reason, **more), thread))


def _pin(moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    return Plan(lambda **_: (thread.pin(by_id=moderator.id, reason=given.reason), thread))


def _unpin(moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    return Plan(lambda **_: (thread.unpin(by_id=moderator.id, reason=given.reason), thread))


def _slow(moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    minutes = length_chosen(given, PACES)
    if minutes == thread.slow_minutes:
        raise Refused(f"It goes like this already: one post each in {length_words(minutes)}.", field="length")
    return Plan(lambda **_: (thread.slow_down(minutes, by_id=moderator.id, reason=given.reason), thread))


def _unslow(moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    return Plan(lambda **_: (thread.slow_down(0, by_id=moderator.id, reason=given.reason), thread))


def _silence(moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    days = length_chosen(given, SILENCES)
    if days == thread.closes_after_days:
        raise Refused(f"It closes after {days} days of silence already.", field="length")
    if thread.last_post_at < now() - timedelta(days=days):
        raise Refused(
            f"Nobody has written here for more than {days} days, so it would close at once. Choose a longer "
            "time, or close it with a reason of your own.",
            field="length",
        )
    return Plan(lambda **_: (thread.close_after(days, by_id=moderator.id, reason=given.reason), thread))


def _stay_open(moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    return Plan(lambda **_: (thread.close_after(0, by_id=moderator.id, reason=given.reason), thread))


def _move(moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    boards = {board.id: board for board in boards_to_move_to(moderator, thread)}
    if given.board == thread.board_id:
        raise Refused("It stands on this board already. Please choose another.", field="board")
    if given.board not in boards:
        raise Refused("Please choose one of these boards.", field="board")
    source, goal = thread.board, boards[given.board]
    change = change_of_readers(source, goal)

    def does(**more: Any) -> tuple[Decision, Thread]:
        after, board_id = f"“{source.title}” → “{goal.title}”", source.id
        move_thread(thread, goal)
        follow_to_board(thread.id, goal.id)
        return _record(moderator, "move", thread, given, after=after, board_id=board_id, **more), thread

    return Plan(does, {"board": _named(goal, goal.title), "readers": change.told}, change, board=goal)


def _split(moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    title = checked_title(given.title)
    chosen = {*given.posts, *numbered_posts(thread, given.numbers)}
    _, goes = chosen_places(thread, chosen)

    def does(**more: Any) -> tuple[Decision, Thread]:
        numbers = spans([place.number for place in goes])
        new = split_off(thread, chosen, title)
        after = f"{numbers} → “{title}” (thread {new.id})"
        return _record(moderator, "split", thread, given, after=after, **more), new

    return Plan(does, {"other": title}, places=goes)


def _merge(moderator: Member, thread: Thread, given: GivenForThread) -> Plan:
    home = home_chosen(moderator, thread, given)
    change = change_of_readers(thread.board, home.board)

    def does(**more: Any) -> tuple[Decision, Thread]:
        board_id = thread.board_id
        numbers = merge_into(thread, home)
        follow_to_board(home.id, home.board_id)
        after = f"“{thread.title}” → “{home.title}” (thread {home.id}): {spans(numbers)}"
        return _record(moderator, "merge", thread, given, after=after, board_id=board_id, **more), home

    return Plan(does, {"other": _named(home.board, home.title), "readers": change.told}, change, home=home)


PLANS: dict[str, Callable[[Member, Thread, GivenForThread], Plan]] = {
    "lock": _lock,
    "unlock": _unlock,
    "pin": _pin,
    "unpin": _unpin,
    "slow": _slow,
    "unslow": _unslow,
    "silence": _silence,
    "stay-open": _stay_open,
    "move": _move,
    "split": _split,
    "merge": _merge,
}


def _named(board: Board, title: str) -> str:
    """What only moderators may see has no title in a letter."""
    return "for moderators" if board.audience == "moderators" else title


def _record(moderator: Member, name: str, thread: Thread, given: GivenForThread, **more: Any) -> Decision:
    about = {"about_id": thread.author_id, "board_id": thread.board_id}
    return record_decision(moderator.id, name, f"thread:{thread.id}", given.reason, **(about | more))


def follow_to_board(thread_id: int, board_id: int) -> None:
    """What waits about a thread or its posts waits for the moderators of the board it is on now."""
    posts = select(literal("post:") + cast(Post.id, String)).where(Post.thread_id == thread_id)
    about = or_(Item.subject.in_(posts), Item.subject == f"thread:{thread_id}")
    here = update(Item).where(about, Item.board_id != board_id).values(board_id=board_id)
    db.session.execute(here.execution_options(synchronize_session=False))
