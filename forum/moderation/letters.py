"""What members are told of a decision: words in the group's own voice, kept with it, and sent by mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, func, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.letters import send_letter as mail_letter
from forum.accounts.models import Member
from forum.accounts.rules import rule_at
from forum.core.clock import now
from forum.core.db import Base, Key, db, note
from forum.core.decisions import Decision
from forum.core.errors import NotFound, Refused
from forum.moderation.wording import filled_in, own_wording

#: What a new group writes to whom a decision concerns, by its action; what can be filled in: see wording.
WORDS = {
    "publish": "Your post in “{thread}” is published now. Thank you for your patience, and welcome.{reason}",
    "hide": "We have hidden your post in “{thread}”. Others no longer see it.{rule}{reason}",
    "show": "Your post in “{thread}” can be read by everybody again.{reason}",
    "remove": "We have taken your post out of “{thread}”. Its words are in this letter.{rule}{reason}",
    "edit": (
        "A moderator has changed your post in “{thread}”: {what}. Everybody can see that it was changed, and "
        "nobody but moderators what it said before. Your own words are in this letter.{rule}{reason}"
    ),
    "unedit": "Your post in “{thread}” has your own words again.{reason}",
    "correct": (
        "We have put a correction below your post in “{thread}”. Your post stays as you wrote it.\n\n"
        "The correction: {what}{reason}"
    ),
    "uncorrect": "The correction below your post in “{thread}” is gone.{reason}",
    "note": (
        "Your post in “{thread}” has a content note now: {what}. Your words stay as they are. Readers see "
        "the note first, and open the post if they want to read it.{reason}"
    ),
    "unnote": "Your post in “{thread}” has no content note any more.{reason}",
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
    "lock": (
        "We have closed your thread “{thread}” to new replies. Everything in it stays, and can be read as "
        "before.{rule}{reason}"
    ),
    "unlock": "Your thread “{thread}” is open to replies again.{reason}",
    "move": (
        "Your thread “{thread}” stands on the board “{board}” now. Its address and all its posts are the "
        "same as before.{readers}{rule}{reason}"
    ),
    "split": (
        "Some posts of your thread “{thread}” are a thread of their own now: “{other}”. Nothing was deleted, "
        "and a link to a post still leads to it.{rule}{reason}"
    ),
    "merge": (
        "Your thread “{thread}” and the thread “{other}” are one now, since they speak of the same. All its "
        "posts are there, and its old address leads to them.{readers}{rule}{reason}"
    ),
    "care-intent": (
        "We have read what you wrote, and we are worried about you. If you might act on it now, please call "
        "the emergency number where you are, or somebody who can come to you.\n\nYou need not be alone with "
        "this. These people listen, and you need not give your name:\n\n{lines}\n\nAre you safe "
        "just now? Is somebody with you? Please answer in your thread, or start one. We don't keep this to "
        "ourselves: we tell those who can help, and nobody else. You are not shut out here, whatever you "
        "wrote."
    ),
    "care-despair": (
        "We have read what you wrote, and we are glad that you wrote it here. It sounds very heavy. You need "
        "not be brave with us.\n\nHow are you today, and who is with you? Please answer in your thread, if "
        "you like. When the hours are too long, these people listen, and you need not give your "
        "name:\n\n{lines}\n\nYour own team can hear this, too: a nurse, a doctor, a social worker, whoever "
        "you trust."
    ),
    "care-dying": (
        "We have read what you wrote. You may speak of dying here, in your own words and for as long as you "
        "want; you need not make it lighter for us.\n\nWhat would be good now: facts, company, or just to be "
        "heard? Say it in your thread, and those who can will come. If you would like to talk with somebody "
        "by voice, these people listen:\n\n{lines}"
    ),
    "lift": "{over}{reason}",
    "standing": "{over}{reason}",
    "wake": (
        "We were told that you had died, and two of us believed it. We are so sorry, and so glad that you "
        "are here. Your account is as it was: you can sign in, mail comes as before, and your page is yours. "
        "What we wrote to you meanwhile lies with your letters.{over}{reason}"
    ),
    "hide memorial": (
        "We made a mistake, and there is good news in it: {over} So we have taken “{thread}” out of sight, "
        "with what you wrote there. Your words are in this letter. They were kind, and we are sorry that we "
        "gave you cause to grieve."
    ),
}
#: What takes nothing away, and the answer to an appeal: there is nothing to ask for again.
SETTLED = frozenset(
    {
        "publish",
        "show",
        "unlock",
        "overturn",
        "uphold",
        "lift",
        "standing",
        "care-intent",
        "care-despair",
        "care-dying",
        "unedit",
        "uncorrect",
        "unnote",
        "wake",
    }
)
#: What was put beside somebody's words, which stay as they are.
ADDED = frozenset({"correct", "note"})
LONGEST_LETTER = 5_000


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


def letter_words(action: str, thread: str, rule: int | None, reason: str, **more: str) -> str:
    """The letter as whom it concerns will read it, in the group's own words; ``more``: other places in it."""
    own, stands = own_wording(action), rule_at(rule, now())
    values = {
        "thread": thread,
        "rule": f"\n\nThe rule: {stands.line}" if stands else "",
        "reason": f"\n\nThe reason: {reason}" if reason else "",
    }
    return filled_in(own.words if own else WORDS[action], values | more)


def check_letter(words: str | None) -> None:
    """Refuse a letter that says nothing, or too much; None: it is written from the group's words."""
    if words == "":
        raise Refused("Please leave some words: they must hear what was decided.", field="letter")
    if words and len(words) > LONGEST_LETTER:
        raise Refused(f"Please say it in at most {LONGEST_LETTER:,} characters.", field="letter")


def own_words(decision: Decision) -> str:
    """What was taken from somebody, to be given back to them with the letter."""
    return "" if decision.action in SETTLED | ADDED else decision.before


def send_letter(decision: Decision, to: Member) -> None:
    """Have somebody told here, and by mail if they have an address."""
    keep_letter(decision, to)
    _mail(
        to,
        "decision",
        decision=decision,
        own_words=own_words(decision),
        can_be_appealed=decision.action not in SETTLED,
    )


def keep_letter(decision: Decision, to: Member) -> None:
    """Have a letter lie here for somebody; their first page says that it does."""
    db.session.flush()
    db.session.add(Letter(decision_id=decision.id, member_id=to.id))
    db.session.flush()
    _count_unread(to.id)


def _count_unread(member_id: int) -> None:
    """Counted and not added to, so that it is right whatever happened before."""
    unread = select(func.count()).where(Letter.member_id == member_id, Letter.read_at.is_(None))
    note(
        update(Member)
        .where(Member.id == member_id)
        .values(letters_unread=unread.scalar_subquery())
        .execution_options(synchronize_session=False)
    )


def tell_reporter(reporter: Member, about: str, words: str) -> None:
    """Tell somebody what became of what they reported."""
    _mail(reporter, "outcome", about=about, words=words)


def _mail(to: Member, name: str, **about: Any) -> None:
    """By mail, too, to whoever has joined; a name of the archive has no address of its own here."""
    if to.email and to.claimed_at:
        mail_letter(name, to.email, room="moderation", member=to, **about)


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


def mark_read(letter: Letter) -> None:
    """Its reader has seen it: noted, since a page that only shows something waits for nobody."""
    if letter.read_at is None:
        mine = update(Letter).where(Letter.decision_id == letter.decision_id).values(read_at=now())
        note(mine.execution_options(synchronize_session=False))
        _count_unread(letter.member_id)
