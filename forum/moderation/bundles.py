"""The mails to those who look after the group: everything that waits for somebody in one, as they chose it.

What is owed, and that it was written, change in one transaction: a mail is never forgotten, and never
written twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists, or_, select, update

from forum.accounts.letters import send_letter
from forum.accounts.models import Member
from forum.boards.threads import WAITS_FOR_ANSWER, Thread
from forum.core.clock import now
from forum.core.db import db
from forum.moderation.availability import Availability, availability_to_change, is_here
from forum.moderation.models import Item
from forum.moderation.tellings import Telling

#: Whoever wants to be told once an hour is written to no sooner after the last mail.
HOUR = timedelta(hours=1)
#: Named in one mail; the page has the rest.
MOST_NAMED = 20


def write_mails() -> int:
    """Write to everybody who is owed a mail and may have one now; says to how many."""
    owed = exists().where(Telling.member_id == Member.id, Telling.owes_mail)
    waits_still = or_(
        Availability.member_id.is_(None),
        Availability.told == "at once",
        Availability.mailed_at.is_(None),
        Availability.mailed_at <= now() - HOUR,
    )
    query = select(Member).outerjoin(Availability, Availability.member_id == Member.id)
    people = db.session.scalars(query.where(owed, is_here(), waits_still).order_by(Member.id)).all()
    return sum(_write(member) for member in people)


def _write(member: Member) -> bool:
    """Only what still waits is worth a mail."""
    availability = availability_to_change(member.id)
    subjects = _take(member)
    items, threads = _items(subjects), _threads(subjects)
    if not (items or threads) or availability.told == "here":
        return False
    _mark([f"item:{item.id}" for item in items] + [f"thread:{thread.id}" for thread in threads], member)
    availability.mailed_at = now()
    send_letter(
        "waiting",
        member.email or "",
        room="moderation",
        member=member,
        items=items,
        threads=threads[:MOST_NAMED],
        more=len(threads[MOST_NAMED:]),
    )
    return True


def _take(member: Member) -> list[str]:
    """What they are owed a mail about; from here on they are not. Of two workers, the second finds none."""
    owed = update(Telling).where(Telling.member_id == member.id, Telling.owes_mail).values(owes_mail=False)
    return list(db.session.scalars(owed.returning(Telling.subject)))


def _mark(subjects: Sequence[str], member: Member) -> None:
    written = update(Telling).where(Telling.member_id == member.id, Telling.subject.in_(subjects))
    db.session.execute(written.values(mailed_at=now()).execution_options(synchronize_session=False))


def _items(subjects: Sequence[str]) -> Sequence[Item]:
    query = select(Item).where(Item.id.in_(_numbers(subjects, "item")), Item.handled_at.is_(None))
    return db.session.scalars(query.order_by(Item.id)).all()


def _threads(subjects: Sequence[str]) -> Sequence[Thread]:
    return db.session.scalars(
        select(Thread)
        .where(Thread.id.in_(_numbers(subjects, "thread")), WAITS_FOR_ANSWER)
        .order_by(Thread.started_at)
    ).all()


def _numbers(subjects: Sequence[str], kind: str) -> list[int]:
    return [int(key) for name, _, key in (subject.partition(":") for subject in subjects) if name == kind]
