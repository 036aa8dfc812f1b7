"""What can be done with a thread, and whether it can be done just now: the words of each action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forum.accounts.models import Member
from forum.boards.threads import Thread
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.moderation.access import boards_of, check_may_act_on


@dataclass(frozen=True, slots=True)
class ThreadAct:
    """One thing to do with a thread, and the words for it."""

    name: str
    button: str
    done: str
    #: What it does, for moderators who do it for the first time.
    meaning: str
    #: Whether the thread is such that it makes sense, and what is said if not.
    fits: Callable[[Thread], bool]
    unless: str = ""
    #: Whether a reason must be given, since it takes something away; and whether its author hears of it.
    needs_reason: bool = False
    has_letter: bool = False

    @property
    def path(self) -> str:
        """Its address below that of the thread: what undoes something deletes it."""
        return f"{_UNDOES[self.name]}/delete" if self.name in _UNDOES else self.name


#: What undoes what.
UNDONE_BY = {"lock": "unlock", "pin": "unpin", "slow": "unslow", "silence": "stay-open"}
_UNDOES = {undoing: action for action, undoing in UNDONE_BY.items()}


def _is_open(thread: Thread) -> bool:
    return not thread.is_locked


THREAD_ACTS = {
    act.name: act
    for act in (
        ThreadAct(
            "lock",
            "Close it to new replies",
            "The thread is closed.",
            "It can be read as before. Your reason stands above it, for everybody.",
            _is_open,
            "This thread is closed already.",
            needs_reason=True,
            has_letter=True,
        ),
        ThreadAct(
            "unlock",
            "Open it again",
            "The thread is open again.",
            "Everybody can answer again. If silence was to close it, that ends as well.",
            lambda thread: thread.is_locked,
            "This thread is open already.",
            has_letter=True,
        ),
        ThreadAct(
            "pin",
            "Pin it on its board",
            "The thread is pinned.",
            "It stands above the other threads of its board until somebody takes it down.",
            lambda thread: not thread.is_pinned,
            "This thread is pinned already.",
        ),
        ThreadAct(
            "unpin",
            "Take it down from the top",
            "The thread is pinned no longer.",
            "It stands among the other threads again, by its last post.",
            lambda thread: thread.is_pinned,
            "This thread is not pinned.",
        ),
        ThreadAct(
            "slow",
            "Slow it down",
            "The thread goes slowly now.",
            "Everybody writes once in a while, so that there is room to breathe. Words that come sooner are "
            "kept as a draft. Moderators may always answer.",
            _is_open,
            "This thread is closed: there is nothing to slow down.",
        ),
        ThreadAct(
            "unslow",
            "Let it go at its own pace again",
            "Everybody can write as often as they like again.",
            "Everybody can write as often as they like again.",
            lambda thread: thread.slow_minutes > 0,
            "This thread goes at its own pace already.",
        ),
        ThreadAct(
            "silence",
            "Have it close after silence",
            "The thread will close once nobody writes.",
            "It closes by itself once nobody has written for a while. Everybody can see that it will.",
            _is_open,
            "This thread is closed already.",
        ),
        ThreadAct(
            "stay-open",
            "Have it stay open",
            "The thread stays open.",
            "It no longer closes by itself.",
            lambda thread: thread.closes_after_days > 0 and not thread.is_locked,
            "This thread does not close by itself.",
        ),
        ThreadAct(
            "move",
            "Move it to another board",
            "The thread is on another board now.",
            "Its address stays the same, and so do all its posts.",
            lambda thread: True,
            needs_reason=True,
            has_letter=True,
        ),
        ThreadAct(
            "split",
            "Make some posts a thread of their own",
            "This is a thread of its own now.",
            "Nothing is deleted. Links to each post lead to where it stands then, and what people have read "
            "stays read. To undo it, merge the new thread into this one.",
            lambda thread: thread.last_number > 1,
            "There is only one post yet.",
            needs_reason=True,
            has_letter=True,
        ),
        ThreadAct(
            "merge",
            "Merge it into another thread",
            "The two are one thread now.",
            "All its posts go into the other thread, by time, below the title of that one. Its address, and "
            "links to each post, lead there.",
            lambda thread: True,
            needs_reason=True,
            has_letter=True,
        ),
    )
}


def thread_act(name: str, *, undo: bool = False) -> ThreadAct:
    """The action of this name, or the one that undoes it."""
    if undo and name not in UNDONE_BY:
        raise NotFound
    return THREAD_ACTS[UNDONE_BY[name] if undo else name]


def thread_acts_for(member: Member, thread: Thread) -> Sequence[ThreadAct]:
    """What the menu of a thread offers to a moderator: nothing, if they do not look after its board."""
    boards = boards_of(member)
    if boards is not None and thread.board_id not in boards:
        return ()
    return [act for act in THREAD_ACTS.values() if not _why_not(thread, act)]


def why_not_on_thread(moderator: Member, thread: Thread, act: ThreadAct) -> str:
    """Why somebody may not do it just now, or nothing: the page says what the refusal would.

    To arrange one's own thread is nobody's harm; to have the last word in it and close it might be.
    """
    if reason := _why_not(thread, act):
        return reason
    is_own = thread.author_id == moderator.id
    try:
        if act.name == "lock" or (act.has_letter and not is_own):
            check_may_act_on(moderator, db.session.get_one(Member, thread.author_id))
    except Refused as refused:
        return refused.reason
    return ""


def _why_not(thread: Thread, act: ThreadAct) -> str:
    if thread.joined_to_id:
        return "This thread is part of another one now. Please look there."
    if thread.state != "live" and act.name != "move":
        return "Nobody but moderators can read this thread just now, so there is nothing to arrange yet."
    return "" if act.fits(thread) else act.unless
