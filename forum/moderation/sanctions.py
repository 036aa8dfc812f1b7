"""What moderators decided about a member: each with its beginning and its end, and what is in force now.

The ends that every request asks about stand on the member's own row as well. ``settle`` alone puts them
there, in the transaction of whatever changed; what is over needs nobody to end it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.access import check_name_is_free
from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db
from forum.core.decisions import Decision
from forum.core.errors import Refused

#: In the order of their weight, as moderators read it; with the words their member reads.
KINDS = {
    "note": ("A note for moderators", ""),
    "warn": ("Warned", "We have asked you to take care."),
    "hold": ("Posts are read first", "A moderator reads your posts before others do."),
    "read-only": ("Reads, and does not write", "You can read, and not write."),
    "suspend": ("Kept out", "You cannot use the group."),
    "ban": ("Kept out for good", "You cannot use the group any more."),
}
#: Those of which there is one at a time: a new one takes the place of the one before.
ONE_AT_A_TIME = frozenset({"hold", "read-only", "suspend", "ban"})


class Sanction(Numbered, Base):
    """Something decided about somebody; a note is the mildest, and the only one they do not hear of."""

    __tablename__ = "sanctions"
    __table_args__ = (Index("ix_sanctions_lifted_ends", "lifted_at", "ends_at"),)

    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    begun_at: Mapped[datetime]
    #: Without one it lasts until somebody lifts it: notes, and being kept out for good.
    ends_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))
    #: The line of the log: who, why, and the letter.
    decision_id: Mapped[int] = mapped_column(Key, ForeignKey("decisions.id"), unique=True)

    member: Mapped[Member] = relationship(lazy="raise", foreign_keys=[member_id])
    decision: Mapped[Decision] = relationship(lazy="raise")

    @property
    def title(self) -> str:
        return KINDS[self.kind][0]

    @property
    def words(self) -> str:
        """What it means for whom it is about, in words to them."""
        return KINDS[self.kind][1]

    @property
    def keeps_out(self) -> bool:
        return self.kind in ("suspend", "ban")

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None and (self.ends_at is None or self.ends_at > now())

    def lift(self, by_id: int) -> None:
        """End it before its time."""
        self.lifted_at, self.lifted_by_id = now(), by_id


def is_in_force() -> ColumnElement[bool]:
    return and_(Sanction.lifted_at.is_(None), or_(Sanction.ends_at.is_(None), Sanction.ends_at > now()))


def in_force(member: Member) -> Sequence[Sanction]:
    """What is in force about somebody now, notes included, the gravest first."""
    found = select(Sanction).where(Sanction.member_id == member.id, is_in_force())
    rows = db.session.scalars(found.options(joinedload(Sanction.decision)).order_by(Sanction.id.desc()))
    return sorted(rows, key=lambda each: list(KINDS).index(each.kind), reverse=True)


def in_force_for(member: Member) -> Sequence[Sanction]:
    """The same as they may know it themselves."""
    return [each for each in in_force(member) if each.kind != "note"]


def begin(member: Member, kind: str, ends_at: datetime | None, decision: Decision) -> Sanction:
    """Put something in force, in place of what was of the same kind."""
    if kind in ONE_AT_A_TIME:
        for earlier in in_force(member):
            if earlier.kind == kind:
                earlier.lift(decision.actor_id or member.id)
    begun = Sanction(member_id=member.id, kind=kind, begun_at=now(), ends_at=ends_at, decision_id=decision.id)
    db.session.add(begun)
    settle(member)
    return begun


def settle(member: Member) -> None:
    """Put on the member's own row what is in force: the one place that does."""
    db.session.flush()
    found = {each.kind: each for each in in_force(member)}
    ends = {kind: found[kind].ends_at for kind in ("hold", "read-only", "suspend") if kind in found}
    member.held_until = ends.get("hold")
    member.read_only_until = ends.get("read-only")
    member.suspended_until = ends.get("suspend")
    member.banned_at = found["ban"].begun_at if "ban" in found else None


def undo(decision: Decision, by_id: int) -> None:
    """Take back what a decision about a member did, as far as it can still be given back."""
    member = db.session.get(Member, decision.about_id) if decision.about_id else None
    if member is None:
        return
    sanction = db.session.scalar(select(Sanction).where(Sanction.decision_id == decision.id))
    if sanction is not None and sanction.is_in_force:
        sanction.lift(by_id)
        settle(member)
    elif decision.action == "reset-name" and member.name == member.handle:
        with suppress(Refused):  # Somebody else may be called this by now.
            member.name = check_name_is_free(member, decision.before)
    elif decision.action == "reset-about" and not member.about:
        member.about = decision.before
