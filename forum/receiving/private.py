"""Writing to one author alone by mail: each of the two sees a name and an address of ours, nothing else."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select

from forum.accounts.letters import send_letter
from forum.accounts.models import Member
from forum.boards.access import post_for
from forum.boards.posts import LONGEST_BODY
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.mail_addresses import Sealed, sealed_address
from forum.core.mail_writing import address_of
from forum.core.mailer import mail_key
from forum.receiving.models import InboundMail
from forum.receiving.reading import LOOP, ReadMail
from forum.receiving.refusals import MailRefused

#: Private mails of one member in a day.
MOST_A_DAY = 20


def write_to_author(mail: InboundMail, read: ReadMail, member: Member, post_id: int) -> None:
    """Pass a mail on to whoever wrote a post."""
    try:
        post = post_for(member, post_id)
    except NotFound:
        raise MailRefused("gone") from None
    _pass_on(mail, read, member, post.author, post.path)


def answer_privately(mail: InboundMail, read: ReadMail, member: Member, mail_id: int) -> None:
    """Pass a mail on to whoever wrote privately before."""
    earlier = db.session.get(InboundMail, mail_id)
    other = db.session.get(Member, earlier.member_id) if earlier and earlier.member_id else None
    if other is None:
        raise MailRefused("gone")
    _pass_on(mail, read, member, other, "")


def _pass_on(mail: InboundMail, read: ReadMail, member: Member, other: Member, path: str) -> None:
    _check(read, member, other)
    settings = current_app.extensions["settings"]
    way_back = sealed_address(
        mail_key(), Sealed("answer", other.id, mail.id), settings.mail_domain, now().date()
    )
    letter = send_letter(
        "private", other.email or "", room="receiving", who=member.name, words=read.words, path=path
    )
    letter.headers = {
        "From": address_of(f"{member.name} via {settings.site_name}", way_back),
        "Reply-To": way_back,
        "Auto-Submitted": "no",
        LOOP: settings.mail_domain,
    }
    letter.member_id = other.id


def _check(read: ReadMail, member: Member, other: Member) -> None:
    if member.is_barred or member.is_held:
        raise MailRefused("suspended", "A moderator decided this; their letter says why.", path="/letters")
    if other.id == member.id:
        raise MailRefused("not possible", "it would go to yourself.")
    if not other.email or other.claimed_at is None or other.is_suspended or other.is_remembered:
        raise MailRefused("gone")
    if not read.words.strip():
        raise MailRefused("empty")
    if len(read.words) > LONGEST_BODY:
        raise MailRefused("too long", f"it has more than {LONGEST_BODY:,} characters.")
    if _sent_today(member) >= MOST_A_DAY:
        raise MailRefused(
            "not possible", f"these were {MOST_A_DAY} private mails today; please go on tomorrow."
        )


def _sent_today(member: Member) -> int:
    sent = (
        InboundMail.member_id == member.id,
        InboundMail.outcome == "private",
        InboundMail.came_at > now() - timedelta(days=1),
    )
    return db.session.scalar(select(func.count(InboundMail.id)).where(*sent)) or 0
