"""Digests: what is new, once a day or once a week, in the member's own morning.

Each member has a moment at which they are looked at next; moving it on and putting their mail into the outbox
is one transaction, so that nobody gets a digest twice and none is lost.
"""

from __future__ import annotations

from sqlalchemy import select, update

from forum.accounts.models import Member
from forum.accounts.stopping import deed_address
from forum.core.clock import now
from forum.core.db import db, use_session_to
from forum.core.html import shortened
from forum.notifications.awake import is_away, last_seen
from forum.notifications.choosing import keep_usual
from forum.notifications.letters import Row, group_mail, news_mail, reply_address
from forum.notifications.models import MailChoice
from forum.notifications.mornings import is_weekly, next_morning
from forum.notifications.news import LONGEST, Sitting, news_for
from forum.notifications.outgoing import post_mails
from forum.notifications.words import gets_mail, is_folded

SUBJECT = "What is new"


def begin_choices(batch: int = 500) -> int:
    """Begin with what is usual for members who have chosen nothing yet; what stands there is not new."""
    without = (
        select(Member.id, Member.timezone)
        .outerjoin(MailChoice, MailChoice.member_id == Member.id)
        .where(MailChoice.member_id.is_(None), gets_mail())
        .limit(batch)
    )
    members = [(row.id, row.timezone) for row in db.session.execute(without)]
    if members:
        keep_usual(members)
    return len(members)


def send_digests(batch: int = 20) -> int:
    """Write the digests of the next members whose morning has come; says how many were looked at."""
    use_session_to("read")
    due = (
        select(Member, MailChoice, gets_mail())
        .join(MailChoice, MailChoice.member_id == Member.id)
        .where(MailChoice.digest_at <= now())
        .order_by(MailChoice.digest_at)
        .limit(batch)
    )
    looked_at = [
        (choice.member_id, choice.digest_at, *_digest(member, choice, gets=bool(gets)))
        for member, choice, gets in db.session.execute(due).all()
    ]
    db.session.rollback()
    use_session_to("write")
    for member_id, seen_at, changes, mail in looked_at:
        mine = MailChoice.member_id == member_id, MailChoice.digest_at == seen_at
        move_on = update(MailChoice).where(*mine).values(changes).returning(MailChoice.member_id)
        if db.session.scalar(move_on) is not None and mail:
            post_mails([mail])
    return len(looked_at)


def _digest(member: Member, choice: MailChoice, *, gets: bool) -> tuple[Row, Row | None]:
    """What becomes of their row, and their mail if there is one."""
    weekly = is_weekly(member.timezone, choice.digest_at)
    moment = now()
    changes: Row = {"digest_at": next_morning(member.timezone, moment), "daily_from": moment}
    if weekly:
        changes["weekly_from"] = moment
    if not gets or choice.is_paused:
        return changes, None
    seen = last_seen(member, choice)
    if choice.asleep_at:
        return changes | ({"asleep_at": None} if seen > choice.asleep_at else {}), None
    sitting = news_for(member, choice, weekly=weekly)
    if not sitting:
        return changes, None
    if is_away(seen):
        return changes | {"asleep_at": moment}, _farewell(member)
    return changes, _mail(member, choice, sitting)


def _farewell(member: Member) -> Row:
    stay_at = deed_address(member.id, "stay")
    stop_at = deed_address(member.id, "digests")
    return group_mail(member, "away", "We have not seen you for a while", stop_at, stay_at=stay_at)


def _mail(member: Member, choice: MailChoice, sitting: Sitting) -> Row:
    stop_at = deed_address(member.id, "digests")
    if choice.says_little:
        return news_mail(member, "/", SUBJECT, stop_at)
    first = sitting.threads[0][0].title
    more = f" and {len(sitting.threads) - 1} more" if len(sitting.threads) > 1 else ""
    return group_mail(
        member,
        "digest",
        f"{first}{more}" if choice.names_threads else SUBJECT,
        stop_at,
        sitting=sitting,
        folded=lambda post: is_folded(member, post),
        reply_at=lambda thread_id: reply_address(member, thread_id),
        mute_at=lambda thread_id: deed_address(member.id, "mute", thread_id),
        follow_at=lambda thread_id: deed_address(member.id, "follow", thread_id),
        me_id=member.id,
        shortened=lambda text: shortened(text, LONGEST),
        longest=LONGEST,
    )
