"""What members are told of a decision: words in the group's own voice, kept with it, and sent by mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import current_app, render_template
from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.consents import RULES
from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, db
from forum.core.decisions import Decision
from forum.core.errors import NotFound
from forum.core.mailer import post_mail

#: What is written to whom a decision concerns, by its action; {thread}, {reason} and {rule} are filled in.
WORDS = {
    "publish": "Your post in “{thread}” is published now. Thank you for your patience, and welcome.{reason}",
    "hide": "We have hidden your post in “{thread}”. Others no longer see it.{rule}{reason}",
    "show": "Your post in “{thread}” can be read by everybody again.{reason}",
    "remove": "We have taken your post out of “{thread}”. Its words are in this letter.{rule}{reason}",
    "warn": (
        "Please read this with care: something you did does not fit how we want to be with each other here. "
        "This is a warning, and nothing else changes. It lapses by itself on {until}.{rule}{reason}"
    ),
    "hold": (
        "For a time a moderator reads your posts before others do: until {until}. Write as you always did; "
        "it ends by itself.{rule}{reason}"
    ),
    "read-only": (
        "You can read everything here, and not write, until {until}. It ends by itself, and nothing of yours "
        "is deleted.{rule}{reason}"
    ),
    "suspend": (
        "You cannot use the group until {until}. It ends by itself, and nothing of yours is deleted. You can "
        "still sign in to read this letter, and to ask that somebody else looks at it.{rule}{reason}"
    ),
    "ban": (
        "You cannot use the group any more. You can still sign in to read this letter, to ask that somebody "
        "else looks at it, and to look after what we keep about you.{rule}{reason}"
    ),
    "reset-name": (
        "We have taken back the name that others saw. Until you choose another in your profile, they see "
        "your handle.{rule}{reason}"
    ),
    "reset-about": (
        "We have taken the words about you off your page. You can write others in your profile.{rule}{reason}"
    ),
    "lift": "{over}{reason}",
    "standing": "{over}{reason}",
}


class Letter(Base):
    """That somebody was told of a decision, and when they first looked at it."""

    __tablename__ = "letters"

    decision_id: Mapped[int] = mapped_column(
        Key, ForeignKey("decisions.id"), primary_key=True, autoincrement=False
    )
    member_id: Mapped[int] = mapped_column(Key, ForeignKey("members.id", ondelete="CASCADE"), index=True)
    read_at: Mapped[datetime | None]

    decision: Mapped[Decision] = relationship(lazy="raise")

    @property
    def path(self) -> str:
        return f"/letters/{self.decision_id}"


def letter_words(
    action: str, thread: str, rule: int | None, reason: str, *, until: str = "", over: str = ""
) -> str:
    """The letter as whom it concerns will read it."""
    return WORDS[action].format(
        thread=thread,
        rule=f"\n\nThe rule: {RULES[rule - 1]}" if rule else "",
        reason=f"\n\nThe reason: {reason}" if reason else "",
        until=until,
        over=over,
    )


def send_letter(decision: Decision, to: Member) -> None:
    """Have somebody told here, and by mail if they have an address."""
    db.session.flush()
    db.session.add(Letter(decision_id=decision.id, member_id=to.id))
    if to.email and to.claimed_at:
        text = render_template(
            "moderation/mail/decision.txt",
            member=to,
            decision=decision,
            base_url=current_app.extensions["settings"].base_url,
        )
        subject, _, body = text.partition("\n")
        post_mail(to.email, subject, body.strip() + "\n")


def tell_reporter(reporter: Member, about: str, words: str) -> None:
    """Tell somebody what became of what they reported."""
    if not reporter.email or not reporter.claimed_at:
        return
    text = render_template(
        "moderation/mail/outcome.txt",
        member=reporter,
        about=about,
        words=words,
        base_url=current_app.extensions["settings"].base_url,
    )
    subject, _, body = text.partition("\n")
    post_mail(reporter.email, subject, body.strip() + "\n")


def letters_to(member: Member) -> Sequence[Letter]:
    query = select(Letter).where(Letter.member_id == member.id).options(joinedload(Letter.decision))
    return db.session.scalars(query.order_by(Letter.decision_id.desc()).limit(100)).all()


def letter_for(member: Member, decision_id: int) -> Letter:
    """A letter to oneself; another's is not there."""
    query = select(Letter).where(Letter.decision_id == decision_id, Letter.member_id == member.id)
    found = db.session.scalar(query.options(joinedload(Letter.decision)))
    if found is None:
        raise NotFound
    return found


def unread_letters(member: Member) -> int:
    query = select(func.count()).select_from(Letter)
    return db.session.scalar(query.where(Letter.member_id == member.id, Letter.read_at.is_(None))) or 0


def mark_read(letter: Letter) -> None:
    if letter.read_at is None:
        letter.read_at = now()
