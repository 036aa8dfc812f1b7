"""Who looks after the group: administrators make greeters, moderators and administrators, and take it back.

A moderator who has rows in ``moderator_boards`` looks after these boards alone, and one without any after all
of them. So nobody's last board can be taken by itself: the form asks for all boards, for some, or for none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import case, delete, select

from forum.accounts.access import member_called
from forum.accounts.models import STANDINGS, Member
from forum.boards.models import Board
from forum.core.db import Rows, db, rows
from forum.core.decisions import Decision, record_decision
from forum.core.errors import NotFound, Refused
from forum.moderation.acting import check_reason
from forum.moderation.letters import letter_words, send_letter
from forum.moderation.models import ModeratorBoard
from forum.moderation.on_members import lock_people
from forum.moderation.queue import give_back_all

#: What somebody may be, as the form offers it and the letter says it.
CHOICES = {
    "member": (
        "A member like everybody",
        "You are a member like everybody again. Thank you for all you did.",
    ),
    "greeter": (
        "Greeter",
        "You are a greeter now: you see to it that nobody who writes stays without an answer. Thank you.",
    ),
    "moderator": (
        "Moderator of all boards",
        "You look after all boards now, and find what waits under “Moderation” in your menu. Thank you for "
        "giving your time. Nobody has to do this alone: write on the moderators' board whenever you like.",
    ),
    "boards": (
        "Moderator of some boards",
        "You look after these boards now: {boards}. You find what waits there under “Moderation” in your "
        "menu. Thank you for giving your time.",
    ),
    "admin": ("Administrator", "You are an administrator now: you can also change boards and give standing."),
}


def everybody_with_standing() -> Sequence[Member]:
    """Administrators first, then moderators, then greeters."""
    order = case({name: place for place, name in enumerate(STANDINGS)}, value=Member.standing)
    query = select(Member).where(Member.standing != "member").order_by(order.desc(), Member.name, Member.id)
    return db.session.scalars(query).all()


def boards_by_moderator() -> dict[int, list[str]]:
    """The titles of the boards of whoever looks after some only."""
    query = (
        select(ModeratorBoard.member_id, Board.title)
        .join(Board, Board.id == ModeratorBoard.board_id)
        .order_by(Board.title)
    )
    found: dict[int, list[str]] = {}
    for row in rows(query):
        found.setdefault(row.member_id, []).append(row.title)
    return found


def member_for_standing(handle: str) -> Member:
    """Somebody with an account; a name from the archive looks after nothing."""
    found = member_called(handle.strip().removeprefix("@"))
    if found.claimed_at is None:
        raise NotFound
    return found


def choice_of(member: Member) -> tuple[str, list[int]]:
    """What somebody is just now, as the form knows it, and the boards of whom looks after some."""
    own = select(ModeratorBoard.board_id).where(ModeratorBoard.member_id == member.id)
    boards = list(db.session.scalars(own)) if member.standing == "moderator" else []
    return ("boards" if boards else member.standing), boards


def all_boards() -> Rows:
    return rows(select(Board.id, Board.title).order_by(Board.title, Board.id))


def give_standing(
    admin: Member, about: Member, choice: str, boards: Collection[int], reason: str
) -> Decision | None:
    """Make somebody what was chosen, tell them, and write it down; nothing changed is nothing done."""
    check_reason(reason)
    titles = _titles(choice, boards)
    lock_people(admin, about)
    _check_may(admin, about)
    before, had = choice_of(about)
    if (before, set(had)) == (choice, set(titles)):
        return None
    _put(about, choice, titles)
    over = CHOICES[choice][1].format(boards=", ".join(titles.values()))
    decision = record_decision(
        admin.id,
        "standing",
        f"member:{about.id}",
        reason,
        about_id=about.id,
        after=f"{_in_words(before, _titles_of(had))} → {_in_words(choice, titles)}",
        letter=letter_words("standing", "", None, reason, over=over),
    )
    send_letter(decision, about)
    return decision


def _titles(choice: str, boards: Collection[int]) -> dict[int, str]:
    """The boards that were chosen, by number; one at least where it is about some."""
    if choice not in CHOICES:
        raise Refused("Please choose what they should be.", field="choice")
    if choice != "boards":
        return {}
    found = _titles_of(boards)
    if not found:
        raise Refused(
            "Please choose at least one board. Without any, they would be a member like everybody.",
            field="boards",
        )
    return found


def _titles_of(boards: Collection[int]) -> dict[int, str]:
    query = select(Board.id, Board.title).where(Board.id.in_(boards)).order_by(Board.title)
    return {row.id: row.title for row in rows(query)}


def _check_may(admin: Member, about: Member) -> None:
    if not admin.is_admin:
        raise NotFound
    if about.id == admin.id:
        raise Refused("This is you. Another administrator can change what you are.")


def _put(about: Member, choice: str, boards: Collection[int]) -> None:
    about.standing = "moderator" if choice == "boards" else choice
    db.session.execute(delete(ModeratorBoard).where(ModeratorBoard.member_id == about.id))
    db.session.add_all(ModeratorBoard(member_id=about.id, board_id=board_id) for board_id in boards)
    give_back_all(about)


def _in_words(choice: str, boards: dict[int, str]) -> str:
    words = CHOICES[choice][0]
    return f"{words}: {', '.join(boards.values())}" if boards else words
