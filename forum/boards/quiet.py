"""Whom and what a member would rather not see; nobody else can tell.

Each choice is a row. All of somebody's choices stand on their own row of ``members`` as well, which every
page reads: so a page asks for nothing more, and whoever chose nothing pays nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, and_, case, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from forum.accounts.models import LOOK_AFTER, Member
from forum.boards.access import ME
from forum.boards.content_notes import NOTES, OWN
from forum.boards.models import Board
from forum.boards.threads import Thread
from forum.core.db import Base, Key, db
from forum.core.errors import Refused

#: What becomes of posts with a content note, where somebody reads them; without a choice they are folded.
NOTE_CHOICES = {"never": "Never show them", "": "Fold them", "open": "Always open them"}
#: The list is read with every page.
MOST = 500


class MutedMember(Base):
    """Somebody whose posts are folded for a member."""

    __tablename__ = "muted_members"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    muted_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class MutedThread(Base):
    """A thread that a member is not told of any more."""

    __tablename__ = "muted_threads"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    thread_id: Mapped[int] = mapped_column(
        Key, ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class MutedBoard(Base):
    """A board that a member is not told of any more."""

    __tablename__ = "muted_boards"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    board_id: Mapped[int] = mapped_column(
        Key, ForeignKey("boards.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class NoteChoice(Base):
    """What becomes of posts with a content note where a member reads: ``never`` shown, or always ``open``."""

    __tablename__ = "note_choices"

    member_id: Mapped[int] = mapped_column(
        Key, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    note: Mapped[str] = mapped_column(String(20), primary_key=True)
    choice: Mapped[str] = mapped_column(String(8))


@dataclass(frozen=True, slots=True)
class Quiet:
    """All that somebody chose, as pages ask for it."""

    people: frozenset[int] = frozenset()
    threads: frozenset[int] = frozenset()
    boards: frozenset[int] = frozenset()
    #: Content note -> ``never`` or ``open``.
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def folds(self) -> bool:
        """Whether posts look otherwise to them than to most."""
        return bool(self.people or self.notes)


NOTHING = Quiet()


def quiet_of(member: Member | None) -> Quiet:
    """What a member chose, from their own row; a stranger chose nothing."""
    return _read(member.quiet) if member is not None and member.quiet else NOTHING


@lru_cache(maxsize=2_000)
def _read(stored: str) -> Quiet:
    told = json.loads(stored)
    people, threads, boards = (frozenset(told[name]) for name in ("people", "threads", "boards"))
    return Quiet(people, threads, boards, told["notes"])


def check_can_mute(member: Member, other: Member) -> None:
    if other.id == member.id:
        raise Refused("This is you.")
    if other.standing in LOOK_AFTER:
        raise Refused(
            f"{other.name} looks after the group, and what they write must reach everybody. If something "
            "they did troubles you, please tell another moderator."
        )


def mute_member(member: Member, other: Member) -> None:
    """Have somebody's posts folded from now on."""
    check_can_mute(member, other)
    _add(member, MutedMember(member_id=member.id, muted_id=other.id))


def mute_thread(member: Member, thread: Thread) -> None:
    _add(member, MutedThread(member_id=member.id, thread_id=thread.id))


def mute_board(member: Member, board: Board) -> None:
    _add(member, MutedBoard(member_id=member.id, board_id=board.id))


def unmute_member(member: Member, muted_id: int) -> None:
    _drop(member, MutedMember.muted_id, muted_id)


def unmute_thread(member: Member, thread_id: int) -> None:
    _drop(member, MutedThread.thread_id, thread_id)


def unmute_board(member: Member, board_id: int) -> None:
    _drop(member, MutedBoard.board_id, board_id)


def choose_notes(member: Member, choices: Mapping[str, str]) -> None:
    """What becomes of posts by their content note; what is not named is folded."""
    _one_at_a_time(member)
    db.session.execute(delete(NoteChoice).where(NoteChoice.member_id == member.id))
    for note in (*NOTES, OWN):
        if choices.get(note) in ("never", "open"):
            db.session.add(NoteChoice(member_id=member.id, note=note, choice=choices[note]))
    _keep(member)


def _add(member: Member, row: MutedMember | MutedThread | MutedBoard) -> None:
    _one_at_a_time(member)
    if len(quiet_of(member).people | quiet_of(member).threads | quiet_of(member).boards) >= MOST:
        raise Refused(f"Your list is full: it holds {MOST}. Please take something off first.")
    db.session.merge(row)
    _keep(member)


def _drop(member: Member, column: InstrumentedAttribute[int], key: int) -> None:
    _one_at_a_time(member)
    mine = column.class_.member_id == member.id
    db.session.execute(delete(column.class_).where(mine, column == key))
    _keep(member)


def _one_at_a_time(member: Member) -> None:
    """Two choices at the same moment: the second is made when the first is kept."""
    db.session.execute(select(Member.id).where(Member.id == member.id).with_for_update(key_share=True))


def _keep(member: Member) -> None:
    """Write the choices on the row of who made them; nothing where there are none."""
    db.session.flush()
    told: dict[str, Any] = {
        "people": _keys(member, MutedMember.muted_id),
        "threads": _keys(member, MutedThread.thread_id),
        "boards": _keys(member, MutedBoard.board_id),
        "notes": dict(
            db.session.execute(
                select(NoteChoice.note, NoteChoice.choice).where(NoteChoice.member_id == member.id)
            ).all()
        ),
    }
    member.quiet = json.dumps(told, separators=(",", ":")) if any(told.values()) else ""


def _keys(member: Member, column: InstrumentedAttribute[int]) -> list[int]:
    return list(db.session.scalars(select(column).where(column.class_.member_id == member.id)))


def not_muted() -> ColumnElement[bool]:
    """Of threads: nothing that whoever asks would rather not be told of."""
    note = func.coalesce(func.nullif(Thread.content_note, ""), Thread.first_note)
    key = case((note.in_(("", *NOTES)), note), else_=OWN)
    never = select(NoteChoice.note).where(NoteChoice.member_id == ME, NoteChoice.choice == "never")
    return and_(
        Thread.id.not_in(select(MutedThread.thread_id).where(MutedThread.member_id == ME)),
        Thread.board_id.not_in(select(MutedBoard.board_id).where(MutedBoard.member_id == ME)),
        Thread.author_id.not_in(select(MutedMember.muted_id).where(MutedMember.member_id == ME)),
        key.not_in(never),
    )
