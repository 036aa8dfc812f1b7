"""What becomes of one mail: posted, passed on, obeyed, refused with a reason, set aside, or nothing."""

from __future__ import annotations

from blinker import Signal
from flask import current_app
from sqlalchemy import select

from forum.accounts.access import account_of
from forum.accounts.addresses import same_email
from forum.accounts.models import Member
from forum.boards.access import board_for
from forum.boards.models import Board
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.html import readable
from forum.core.mail_addresses import Sealed
from forum.core.mailer import mail_key
from forum.moderation.queue import put_in_queue
from forum.receiving import answering
from forum.receiving.commanding import obey
from forum.receiving.models import InboundMail
from forum.receiving.posting import reply_by_mail, thread_answered, thread_by_mail
from forum.receiving.private import answer_privately, write_to_author
from forum.receiving.reading import ReadMail
from forum.receiving.refusals import Dropped, MailRefused, SetAside
from forum.receiving.targets import Target, target_of

#: What became of a mail, in words for moderators.
OUTCOMES = {
    "posted": "Posted",
    "private": "Passed on privately",
    "command": "A command, obeyed",
    "refused": "Refused, and its author told why",
    "invited": "Its author was told how to join",
    "bounce": "A mail of ours that came back",
    "machine": "Written by a program",
    "loop": "One of our own, or going round",
    "duplicate": "Here already",
    "stranger": "From somebody who is no member",
    "unknown": "To an address that we do not have",
    "dropped": "Dropped",
    "answered": "Answered by a moderator",
}

#: Sent when a mail of ours came back, by its ``sealed`` address (none, if it names no mail), with what came.
mail_came_back = Signal()


def handle(mail: InboundMail, read: ReadMail) -> None:
    """Decide about a mail, do it, and write down with it what was done."""
    mail.header_id = readable(read.parsed.message_id or "")[:300]
    mail.author = read.sender
    try:
        with db.session.begin_nested():
            outcome = _do(mail, read)
    except MailRefused as refused:
        _refuse(mail, read, refused)
    except SetAside as aside:
        set_aside(mail, aside.reason, aside.board_id)
    except Dropped as dropped:
        finish(mail, dropped.outcome, dropped.reason)
    else:
        finish(mail, outcome)


def finish(mail: InboundMail, outcome: str, reason: str = "") -> None:
    mail.state, mail.outcome, mail.reason, mail.worker = "done", outcome, reason, ""


def set_aside(mail: InboundMail, reason: str, board_id: int | None = None) -> None:
    """Have a moderator look at it."""
    mail.state, mail.outcome, mail.reason, mail.worker = "aside", "", reason, ""
    known = account_of(mail.author) if mail.author else None
    about_id = known.id if known else None
    put_in_queue(f"mail:{mail.id}", "mail", board_id=board_id, about_id=about_id, why=reason)


def _refuse(mail: InboundMail, read: ReadMail, refused: MailRefused) -> None:
    """Nothing is lost: who cannot be told why has their mail read by a moderator."""
    if answering.tell_refused(mail, read, refused):
        finish(mail, "refused", refused.kind)
    elif mail.answered_at or not read.words.strip():
        finish(mail, "refused", f"{refused.kind} (not answered)")
    else:
        set_aside(mail, f"It was refused ({refused.kind}), and its author could not be told.")


def _do(mail: InboundMail, read: ReadMail) -> str:
    target = target_of(mail.recipient, mail_key(), now().date())
    _check_answerable(mail, read, target)
    match target.kind:
        case "reply" | "private" | "answer":
            return _by_seal(mail, read, target)
        case "board":
            return _to_board(mail, read, target.name)
        case _:
            raise Dropped("unknown", "No address of ours is called this.")


def _check_answerable(mail: InboundMail, read: ReadMail, target: Target) -> None:
    """What programs write, and what goes round, is no post; nobody is answered."""
    settings = current_app.extensions["settings"]
    if target.kind == "bounce" or (target.sealed and read.origin.automatic in ("report", "no sender")):
        mail_came_back.send(target.sealed, mail=mail, read=read)
        raise Dropped("bounce", read.origin.automatic)
    if read.goes_round(settings.mail_domain):
        raise Dropped("loop", "It has been here before.")
    if read.origin.automatic:
        raise Dropped("machine", read.origin.automatic)
    is_ours = read.sender.rpartition("@")[2] == settings.mail_domain
    if is_ours and account_of(read.sender) is None:
        raise Dropped("loop", "It comes from an address of ours.")


def _by_seal(mail: InboundMail, read: ReadMail, target: Target) -> str:
    """The seal says whose address it is; the mail must come from that member's own."""
    sealed = target.sealed
    member = db.session.get(Member, sealed.member_id) if sealed else None
    if sealed is None or member is None:
        raise Dropped("unknown", "The member it was made for is gone.")
    if read.authenticity.verdict == "failed" and not mail.vouched:
        raise SetAside(read.authenticity.why, _board_of(sealed))
    if not is_from(read, member):
        raise MailRefused("wrong sender")
    _check_is_theirs(mail, read, member, sealed)
    if target.is_expired:
        raise MailRefused(
            "expired address", path=f"/threads/{sealed.about}" if sealed.kind == "reply" else ""
        )
    match sealed.kind:
        case "private":
            write_to_author(mail, read, member, sealed.about)
            return "private"
        case "answer":
            answer_privately(mail, read, member, sealed.about)
            return "private"
        case _:
            return _command_or(mail, read, member, sealed.about) or _reply(mail, read, member, sealed.about)


def is_from(read: ReadMail, member: Member) -> bool:
    return bool(member.email) and same_email(read.sender) == same_email(member.email or "")


def _board_of(sealed: Sealed) -> int | None:
    thread = db.session.get(Thread, sealed.about) if sealed.kind == "reply" else None
    return thread.board_id if thread else None


def _check_is_theirs(mail: InboundMail, read: ReadMail, member: Member, sealed: Sealed | None) -> None:
    """Whoever is suspended writes nowhere; what came through a list is looked at first."""
    mail.member_id = member.id
    if member.is_suspended:
        raise MailRefused("suspended", "The reason is in the letter from a moderator.", path="/letters")
    if member.is_remembered:  # Somebody close to them may be writing: a person reads it.
        raise SetAside("It came from the address of somebody who has died.")
    if read.origin.unanswerable == "list" and not mail.vouched:
        raise SetAside("It came through a mailing list.", _board_of(sealed) if sealed else None)


def _reply(mail: InboundMail, read: ReadMail, member: Member, thread_id: int) -> str:
    return _posted(mail, read, reply_by_mail(mail, read, member, thread_id).id)


def _posted(mail: InboundMail, read: ReadMail, post_id: int) -> str:
    mail.post_id, mail.text = post_id, read.parsed.text
    if read.files.reason:
        answering.tell_files_left_out(mail, read, f"/posts/{post_id}")
    return "posted"


def _command_or(mail: InboundMail, read: ReadMail, member: Member, thread_id: int | None) -> str:
    """Obey, if it is a command; the answer says what was done."""
    command = read.command
    if command is None:
        return ""
    answering.tell_of_command(mail, read, obey(member, command, thread_id))
    return "command"


def _to_board(mail: InboundMail, read: ReadMail, slug: str) -> str:
    member = account_of(same_email(read.sender)) if read.sender else None
    board = _board(member, slug)
    if member is None:
        return _stranger(mail, read, board)
    if board is None:
        raise Dropped("unknown", "No board is called this.")
    if read.authenticity.verdict != "proven" and not mail.vouched:
        raise SetAside(read.authenticity.why, board.id)
    _check_is_theirs(mail, read, member, None)
    if done := _command_or(mail, read, member, None):
        return done
    thread_id = thread_answered(member, read, board)
    if thread_id is not None:
        return _reply(mail, read, member, thread_id)
    return _posted(mail, read, thread_by_mail(mail, read, member, board).id)


def _board(member: Member | None, slug: str) -> Board | None:
    if member is None:
        return db.session.scalar(select(Board).where(Board.slug == slug))
    try:
        return board_for(member, slug)
    except NotFound:
        return None


def _stranger(mail: InboundMail, read: ReadMail, board: Board | None) -> str:
    """Somebody who is no member: told how to join, or looked at by moderators, as the group chooses."""
    settings = current_app.extensions["settings"]
    if board is None:
        raise Dropped("unknown", "No board is called this.")
    if read.authenticity.verdict == "failed" or read.origin.unanswerable:
        raise Dropped("stranger", read.authenticity.why or read.origin.unanswerable)
    if settings.mail_strangers == "queue":
        raise SetAside("It is from somebody who is no member.", board.id)
    if settings.mail_authserv and read.authenticity.verdict != "proven":
        raise Dropped("stranger", read.authenticity.why)
    if not answering.invite(mail, read):
        raise Dropped("stranger", "They were told lately how to join.")
    return "invited"
