"""What a moderator chose for an action on a thread: lengths, boards, posts by number, another thread."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_, select

from forum.accounts.models import Member
from forum.boards.merged import home_of
from forum.boards.models import IN_ORDER, Board
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.db import Rows, db, rows
from forum.core.errors import NotFound, Refused
from forum.moderation.access import boards_of, thread_to_moderate

#: How slowly a thread may go, in minutes, and how long a silence may last, in days.
PACES = (10, 30, 60, 240, 720, 1440)
SILENCES = (7, 14, 30, 90, 180)
#: Threads offered to merge with: the latest of the same board.
OFFERED = 8
#: Numbers and spans of numbers that can be typed at once, and posts that can be ticked.
MOST_SPANS, MOST_TICKED = 100, 20_000
#: Of the posts that will go elsewhere, so many are shown; the rest is counted.
SHOWN = 50
#: The number of a thread or post at the end of an address, or alone.
_ADDRESS = re.compile(r"(?:(?:\S*/)?(threads|posts)/)?([1-9][0-9]{0,17})(?:[/?#]\S*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class GivenForThread:
    """What a moderator gave with an action on a thread, and what their page knew of."""

    reason: str = ""
    rule: int | None = None
    #: The last decision about the thread that the page showed.
    seen: int = 0
    #: What they saw, and may have worded anew for this once; None if they saw none.
    letter: str | None = None
    #: That they know who will be able to read it, and who no longer.
    sure: bool = False
    board: int | None = None
    title: str = ""
    posts: tuple[int, ...] = ()
    numbers: str = ""
    into: str = ""
    address: str = ""
    length: int | None = None


def length_chosen(given: GivenForThread, lengths: Sequence[int]) -> int:
    """One of some lengths."""
    for length in lengths:
        if length == given.length:
            return length
    raise Refused("Please choose how long.", field="length")


def boards_to_move_to(moderator: Member, thread: Thread) -> Sequence[Board]:
    """The boards a thread may go to: not archives, and only those that the moderator looks after."""
    boards = boards_of(moderator)
    query = select(Board).outerjoin(Board.heading).order_by(*IN_ORDER)
    query = query.where(Board.archived_at.is_(None), Board.id != thread.board_id)
    return db.session.scalars(query if boards is None else query.where(Board.id.in_(boards))).all()


def threads_to_merge_with(thread: Thread) -> Rows:
    """The latest threads of the same board."""
    query = select(Thread.id, Thread.title).where(
        Thread.board_id == thread.board_id,
        Thread.state == "live",
        Thread.joined_to_id.is_(None),
        Thread.id != thread.id,
    )
    return rows(query.order_by(Thread.last_post_at.desc()).limit(OFFERED))


def home_named(given: GivenForThread) -> int | None:
    """The number of the thread that was chosen, or whose address (or that of a post in it) was typed."""
    typed = given.address if given.into in ("", "other") else given.into
    found = _ADDRESS.fullmatch(typed.strip())
    if found is None:
        return None
    number = int(found[2])
    if found[1] == "posts":
        number = db.session.scalar(select(Post.thread_id).where(Post.id == number)) or 0
    return home_of(number)


def home_chosen(moderator: Member, thread: Thread, given: GivenForThread) -> Thread:
    """The thread that another is to be merged into, on a board that the moderator looks after, too."""
    place = "address" if given.into in ("", "other") else "into"
    number = home_named(given)
    if number is None:
        raise Refused("Please choose the other thread, or paste its address.", field=place)
    try:
        home = thread_to_moderate(moderator, number)
    except NotFound:
        raise Refused("There is no such thread on a board that you look after.", field=place) from None
    if home.id == thread.id:
        raise Refused("That is this thread itself. Please choose another.", field=place)
    if home.state != "live" or home.joined_to_id or home.board.archived_at:
        raise Refused("Nothing can be added to that thread just now. Please choose another.", field=place)
    return home


def posts_with_ids(ids: Sequence[int]) -> Rows:
    """Some posts as a list says them: number, author, and words to be shortened."""
    if not ids:
        return ()
    columns = (Post.id, Post.number, Post.state, Post.source, Member.name)
    query = select(*columns).join(Member, Member.id == Post.author_id).where(Post.id.in_(ids[:SHOWN]))
    return rows(query.order_by(Post.number))


_SPAN = re.compile(r"#?([1-9][0-9]{0,8})(?:\s*(?:-|–|—|to)\s*#?([1-9][0-9]{0,8}))?", re.ASCII)


def numbered_posts(thread: Thread, numbers: str) -> Sequence[int]:
    """The posts that are meant by "3–7, 12"; a number that no post has is a slip, and is said."""
    wanted = [_SPAN.fullmatch(part.strip()) for part in re.split(r"[,;\n]", numbers) if part.strip()]
    if not wanted:
        return ()
    if len(wanted) > MOST_SPANS:
        raise Refused(f"Please give at most {MOST_SPANS} numbers or spans of them at once.", field="numbers")
    between = []
    for span in wanted:
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (1, 0)
        if not first <= last <= thread.last_number:
            raise Refused(
                f"Please give numbers between 2 and {thread.last_number}, like this: 3–7, 12.",
                field="numbers",
            )
        between.append(Post.number.between(first, last))
    return db.session.scalars(select(Post.id).where(Post.thread_id == thread.id, or_(*between))).all()


def with_numbers(given: GivenForThread, on_page: Collection[int]) -> GivenForThread:
    """Posts that were ticked on another page than the one that is shown, by their numbers."""
    elsewhere = [post for post in given.posts if post not in on_page]
    query = select(Post.number).where(Post.id.in_(elsewhere), Post.number.is_not(None)).order_by(Post.number)
    typed = [given.numbers.strip(), spans([row.number for row in rows(query)]) if elsewhere else ""]
    return replace(given, numbers=", ".join(filter(None, typed)))


def spans(numbers: Sequence[int]) -> str:
    """Some numbers in order, shortly: "#3–#7, #12"."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(f"#{first}" if first == last else f"#{first}–#{last}" for first, last in found)
