"""What helps when a person may be in danger, step by step: general words, kept and approved by the group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, db
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.moderation.access import check_looks_after_all

#: Despair, talk of dying and the wish to end one's life are different things, and need different answers.
GUIDES = {
    "first": "First, whatever it is",
    "intent": "They mean to end their life",
    "despair": "They despair",
    "dying": "They talk of dying",
}
LONGEST_GUIDE = 5_000
_STARTERS = Path(__file__).with_name("guides")


class GuideWords(Base):
    """The group's own words for a guide, and who said that the group agrees with them."""

    __tablename__ = "guides"

    name: Mapped[str] = mapped_column(String(10), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))

    approved_by: Mapped[Member | None] = relationship(lazy="raise")


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as it is shown: what it is about, and its steps."""

    name: str
    words: str
    own: GuideWords | None

    @property
    def title(self) -> str:
        return GUIDES[self.name]

    @property
    def about(self) -> str:
        return self.words.partition("\n\n")[0].strip()

    @property
    def steps(self) -> list[str]:
        return [line.strip() for line in self.words.partition("\n\n")[2].splitlines() if line.strip()]

    @property
    def is_approved(self) -> bool:
        return self.own is not None and self.own.approved_at is not None


def all_guides() -> list[Guide]:
    query = select(GuideWords).options(joinedload(GuideWords.approved_by))
    own = {each.name: each for each in db.session.scalars(query)}
    return [_guide(name, own.get(name)) for name in GUIDES]


def _guide(name: str, own: GuideWords | None) -> Guide:
    return Guide(name, own.words if own else starter_of(name), own)


def guide_named(name: str) -> Guide:
    found = next((guide for guide in all_guides() if guide.name == name), None)
    if found is None:
        raise NotFound
    return found


def starter_of(name: str) -> str:
    """The words that a group begins with."""
    return (_STARTERS / f"{name}.txt").read_text("utf-8").strip()


def change_guide(by: Member, guide: Guide, words: str) -> None:
    """Other words for a guide; nobody has agreed with them yet."""
    check_looks_after_all(by)
    _check(Guide(guide.name, words, None))
    if words == guide.words:
        raise Refused("These are the words as they are. Change them, or go back.", field="steps")
    db.session.merge(GuideWords(name=guide.name, words=words, approved_at=None, approved_by_id=None))
    record_decision(by.id, "change guide", f"guide:{guide.name}", before=guide.words, after=words)


def _check(guide: Guide) -> None:
    if len(guide.words) > LONGEST_GUIDE:
        raise Refused(f"Please say it in at most {LONGEST_GUIDE:,} characters.", field="steps")
    if not guide.about or not guide.steps:
        raise Refused(
            "Please begin with what it is about, then an empty line, then a step on each line.", field="steps"
        )


def approve_guide(by: Member, guide: Guide, seen: str) -> None:
    """Note that the group agrees with the words of a guide, which are those that the page showed."""
    check_looks_after_all(by)
    if seen != guide.words:
        raise Refused("Somebody has changed these words meanwhile. Please read them once more.")
    if guide.is_approved:
        raise Refused("The group has agreed with these words already.")
    db.session.merge(GuideWords(name=guide.name, words=guide.words, approved_at=now(), approved_by_id=by.id))
    record_decision(by.id, "approve guide", f"guide:{guide.name}", after=guide.words)


def reset_guide(by: Member, guide: Guide) -> None:
    """Back to the words to begin with."""
    check_looks_after_all(by)
    if guide.own is not None:
        db.session.delete(guide.own)
        record_decision(
            by.id, "reset guide", f"guide:{guide.name}", before=guide.words, after=starter_of(guide.name)
        )
