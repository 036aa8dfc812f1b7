"""How much somebody may post: little at first, more with time and with what they have read, then plenty.

What stays for everybody is a pace that no person keeps up by typing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from forum.screening.history import History, Text

#: Somebody who has been here for so long is known, whatever they read: by mail, nobody sees it.
KNOWN_AFTER = timedelta(days=14)
#: Somebody who has been here for a day, or has read so much, is half known; with both, they are known.
A_DAY = timedelta(days=1)
ENOUGH_READ = 30


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one post may hold and a day may bring; None: as much as anybody likes."""

    links: int | None
    files: int | None
    mentions: int | None
    threads_a_day: int | None
    replies_a_day: int | None
    #: Seconds from one post, or thread, to the next.
    between_posts: int
    between_threads: int


NEW = Allowance(2, 1, 2, 3, 10, 30, 30)
HALF_KNOWN = Allowance(5, 4, 5, 10, 60, 5, 15)
KNOWN = Allowance(None, None, None, None, None, 0, 0)
#: What nobody types who is one person.
POSTS_A_MINUTE, THREADS_A_MINUTE = 12, 4


def allowance_of(history: History) -> Allowance:
    """What somebody may do today."""
    if is_known(history):
        return KNOWN
    return HALF_KNOWN if history.here_for >= A_DAY or history.read >= ENOUGH_READ else NEW


def is_known(history: History) -> bool:
    return (
        history.helps
        or history.here_for >= KNOWN_AFTER
        or (history.here_for >= A_DAY and history.read >= ENOUGH_READ)
    )


def why_not_now(history: History, text: Text) -> str:
    """Why somebody may not post this now, as a kind sentence; nothing, if they may."""
    if history.helps:
        return ""
    allowed = allowance_of(history)
    return _too_much_in_it(allowed, text) or ("" if text.is_edit else _too_soon(history, allowed, text))


def _too_much_in_it(allowed: Allowance, text: Text) -> str:
    for most, many, one, several in (
        (allowed.links, text.links, "link", "links"),
        (allowed.files, text.files, "picture or file", "pictures or files"),
        (allowed.mentions, text.mentions, "member called by @name", "members called by @name"),
    ):
        if most is not None and many > most:
            return (
                f"While you are new here, a post holds at most {most} {one if most == 1 else several}; yours "
                f"has {many}. That keeps sellers out, and it passes in a few days. Your words are kept."
            )
    return ""


def _too_soon(history: History, allowed: Allowance, text: Text) -> str:
    made, most = (
        (history.threads_today, allowed.threads_a_day)
        if text.starts_thread
        else (history.posts_today - history.threads_today, allowed.replies_a_day)
    )
    if most is not None and made >= most:
        what = "threads" if text.starts_thread else "replies"
        return (
            f"While somebody is new here, they may write {most} {what} a day. It is good that you have so "
            "much to say: your words are kept as a draft, and you can post them tomorrow."
        )
    wait = _wait(history, allowed, text)
    if wait > 0:
        return f"One moment, please: you can post this in {_seconds(wait)}. Your words are kept."
    if history.posts_this_minute >= POSTS_A_MINUTE or (
        text.starts_thread and history.threads_this_minute >= THREADS_A_MINUTE
    ):
        return "That was a lot within one minute. Please wait a minute for the next. Your words are kept."
    return ""


def _wait(history: History, allowed: Allowance, text: Text) -> float:
    waits = [0.0]
    if history.since_post is not None:
        waits.append(allowed.between_posts - history.since_post)
    if text.starts_thread and history.since_thread is not None:
        waits.append(allowed.between_threads - history.since_thread)
    return max(waits)


def _seconds(wait: float) -> str:
    whole = max(1, -int(-wait // 1))
    return f"{whole} second{'' if whole == 1 else 's'}"
