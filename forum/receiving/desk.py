"""What moderators do with mail that was set aside: read it, post it, answer it, put it back, drop it."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from forum.accounts.access import account_of
from forum.accounts.letters import send_letter
from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.mail_in.parse import Unreadable
from forum.moderation.access import boards_of, in_boards
from forum.moderation.models import Item
from forum.moderation.queue import close, take_to_handle
from forum.receiving.handling import finish
from forum.receiving.models import InboundBytes, InboundMail
from forum.receiving.reading import LOOP, ReadMail, read_mail

LONGEST_ANSWER = 5_000
#: What can be done: its line in the log, the words of its button, and what is said when it is done.
ACTS = {
    "post": ("post mail", "Have it posted", "It is on its way to where it belongs."),
    "put-back": ("put back mail", "Put it back to be read again", "It is read once more."),
    "drop": ("drop mail", "Drop it", "It is dropped. Nobody was told."),
    "answer": ("answer mail", "Send this answer", "Your answer is on its way."),
}


def mail_for(moderator: Member, mail_id: int) -> InboundMail:
    """A mail that was ever set aside on a board that the moderator looks after, with its bytes."""
    item = select(Item.id).where(Item.subject == f"mail:{mail_id}", in_boards(boards_of(moderator)))
    whole = joinedload(InboundMail.content).options(undefer(InboundBytes.raw))
    query = select(InboundMail).where(InboundMail.id == mail_id, item.exists()).options(whole)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def as_read(mail: InboundMail) -> ReadMail | None:
    """What it says; nothing if it cannot be read as a mail, or is kept no longer."""
    try:
        relay = current_app.extensions["settings"].mail_authserv
        return read_mail(mail.content.raw, mail.sender, relay) if mail.content else None
    except Unreadable:
        return None


def member_of(read: ReadMail | None) -> Member | None:
    """The member whose address it has in From, proven or not."""
    return account_of(read.sender) if read and read.sender else None


def have_posted(moderator: Member, mail: InboundMail) -> None:
    """Vouch that it is from whom it says; the worker posts it, or tells its author why it can't be posted."""
    if member_of(as_read(mail)) is None:
        raise Refused("Only what is from a member can be posted, and this address is no member's.")
    mail.vouched = True
    _put_back(mail)
    _decide(moderator, mail, "post")


def put_back(moderator: Member, mail: InboundMail) -> None:
    """Have it read again as it is, for when what was in the way is mended."""
    _put_back(mail)
    _decide(moderator, mail, "put-back")


def drop(moderator: Member, mail: InboundMail) -> None:
    finish(mail, "dropped", mail.reason)
    _decide(moderator, mail, "drop")


def answer(moderator: Member, mail: InboundMail, words: str) -> None:
    """Write to whoever sent it, in the name of the moderators; then it is done."""
    read = as_read(mail)
    if not words:
        raise Refused("Please write an answer first.", field="words")
    if len(words) > LONGEST_ANSWER:
        raise Refused(f"Please say it in at most {LONGEST_ANSWER:,} characters.", field="words")
    if read is None or not read.sender or read.origin.unanswerable:
        raise Refused("This mail cannot be answered: a program wrote it, or it came through a list.")
    letter = send_letter("from_moderators", read.sender, room="receiving", words=words)
    letter.headers = {LOOP: current_app.extensions["settings"].mail_domain}
    mail.answered_at = now()
    finish(mail, "answered", mail.reason)
    _decide(moderator, mail, "answer", after=words)


def _put_back(mail: InboundMail) -> None:
    mail.state, mail.tries, mail.due_at, mail.reason = "waiting", 0, now(), ""


def _decide(moderator: Member, mail: InboundMail, act: str, after: str = "") -> None:
    subject = f"mail:{mail.id}"
    item = take_to_handle(moderator, subject, _open_item(subject))
    name, _, done = ACTS[act]
    if item is None:
        raise Refused("Somebody else has dealt with this mail already.")
    close(item, moderator, name, done)
    record_decision(moderator.id, name, subject, about_id=item.about_id, board_id=item.board_id, after=after)


def _open_item(subject: str) -> int | None:
    query = select(Item.id).where(Item.subject == subject, Item.handled_at.is_(None))
    return db.session.scalar(query)


def whole_mail_of(member: Member, post_id: int) -> tuple[str, int]:
    """All that the mail said which became a post, for its author and for moderators; and the post."""
    query = select(InboundMail).where(InboundMail.post_id == post_id, InboundMail.outcome == "posted")
    found = db.session.scalars(query.limit(1)).first()
    if found is None or not (member.is_moderator or found.member_id == member.id):
        raise NotFound
    return found.text, post_id
