"""A mail as a post: by the same two doors as from the web, in the name that its author has here."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from flask import current_app
from sqlalchemy import select

from forum.accounts.models import Member
from forum.boards.access import check_can_reply, check_can_start, thread_for
from forum.boards.actions import post_reply, start_thread
from forum.boards.drafts import Words, keep_draft, place_of
from forum.boards.models import Board
from forum.boards.posts import LONGEST_BODY, Post
from forum.boards.threads import LONGEST_TITLE, Thread
from forum.boards.uploads import keep_with_draft
from forum.core.db import db
from forum.core.errors import NotFound, Refused
from forum.core.incoming import MOST_FILES
from forum.receiving.models import InboundMail
from forum.receiving.reading import ReadMail
from forum.receiving.refusals import Dropped, MailRefused

#: A mail to more addresses at once is mostly advertising.
MOST_ADDRESSEES = 10


def reply_by_mail(mail: InboundMail, read: ReadMail, member: Member, thread_id: int) -> Post:
    """Answer in a thread, also where its posts went when it was joined to another."""
    thread = _thread(member, thread_id)
    _check(read, member, thread.board, lambda: check_can_reply(member, thread), thread)
    words = _words(mail, read, parent=_answered(read, thread))
    return _post(
        mail,
        read,
        member,
        thread,
        words,
        lambda: post_reply(member, thread, words, via="mail", spam=read.spam),
    )


def thread_by_mail(mail: InboundMail, read: ReadMail, member: Member, board: Board) -> Post:
    _check(read, member, board, lambda: check_can_start(member, board))
    words = _words(mail, read)
    return _post(
        mail,
        read,
        member,
        board,
        words,
        lambda: start_thread(member, board, words, via="mail", spam=read.spam),
    )


def thread_answered(member: Member, read: ReadMail, board: Board) -> int | None:
    """The thread of a board that a mail to the board's address goes on with, if it answers one there."""
    for post_id in reversed(_posts_named(read)):
        post = db.session.get(Post, post_id)
        if post is not None and post.board_id == board.id and _can_see(member, post.thread_id):
            return post.thread_id
    return None


def _can_see(member: Member, thread_id: int) -> bool:
    try:
        thread_for(member, thread_id)
    except NotFound:
        return False
    return True


def _thread(member: Member, thread_id: int) -> Thread:
    try:
        thread = thread_for(member, thread_id)
        return thread_for(member, thread.joined_to_id) if thread.joined_to_id else thread
    except NotFound:
        raise MailRefused("gone") from None


def _check(
    read: ReadMail, member: Member, board: Board, check: Callable[[], None], thread: Thread | None = None
) -> None:
    """What the web would refuse, and what only a mail can have too much of."""
    try:
        check()
    except Refused as refused:
        kind = _kind(member, board, thread)
        path = thread.path if thread else f"/boards/{board.slug}"
        domain = current_app.extensions["settings"].mail_domain
        address = f"{board.slug}@{domain}" if kind == "locked thread" else ""
        raise MailRefused(kind, refused.reason, path=path, board_address=address) from None
    if read.addressees > MOST_ADDRESSEES:
        raise MailRefused("too many recipients", str(read.addressees))
    if len(read.parsed.attachments) > MOST_FILES:
        raise MailRefused("too many files", str(len(read.parsed.attachments)))
    if not read.words.strip():
        raise MailRefused("empty")
    if len(read.words) > LONGEST_BODY:
        length = f"{len(read.words):,} characters, and one post holds {LONGEST_BODY:,}"
        raise MailRefused("too long", f"it has {length}.")


def _kind(member: Member, board: Board, thread: Thread | None) -> str:
    if member.is_read_only:
        return "suspended"
    if thread is not None and thread.is_locked and not board.archived_at:
        return "locked thread"
    return "not possible" if thread is not None and thread.state != "live" else "read-only board"


def _words(mail: InboundMail, read: ReadMail, parent: int | None = None) -> Words:
    return Words(read.title[:LONGEST_TITLE], body=read.words, parent=parent, once=_once(mail))


def _once(mail: InboundMail) -> str:
    """The key by which the same message is posted once, however it came."""
    name = mail.header_id or f"mail {mail.bytes_id}"
    return f"mail-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _post(
    mail: InboundMail,
    read: ReadMail,
    member: Member,
    where: Board | Thread,
    words: Words,
    post_it: Callable[[], Post],
) -> Post:
    _check_is_new(member, mail)
    if read.files.files:
        draft = keep_draft(member, place_of(where), words)
        keep_with_draft(member, draft, read.files.files, "")
    try:
        post = post_it()
    except Refused as refused:
        raise MailRefused("empty" if not words.body.strip() else "not possible", refused.reason) from None
    if post.message_id or post.via != "mail":
        raise MailRefused("duplicate", path=post.path)
    domain = current_app.extensions["settings"].mail_domain
    post.message_id = mail.header_id or f"mail-{mail.id}@{domain}"
    return post


def _check_is_new(member: Member, mail: InboundMail) -> None:
    """A message that came to two of our addresses is one post, and nobody hears of the second."""
    there = select(Post.id).where(Post.author_id == member.id, Post.message_id == mail.header_id)
    if mail.header_id and db.session.scalar(there.limit(1)) is not None:
        raise Dropped("duplicate", "It came to another of our addresses as well, and stands there once.")


def _answered(read: ReadMail, thread: Thread) -> int | None:
    """The post of the thread that it answers."""
    named = _posts_named(read)
    here = select(Post.id).where(Post.id.in_(named), Post.thread_id == thread.id)
    there = set(db.session.scalars(here))
    return next((post_id for post_id in reversed(named) if post_id in there), None)


def _posts_named(read: ReadMail) -> list[int]:
    """The posts whose mails it names, the oldest first."""
    names = read.parsed.references
    domain = current_app.extensions["settings"].mail_domain
    came = select(Post.message_id, Post.id).where(Post.message_id.in_(names))
    by_name: dict[str | None, int] = dict(list(db.session.execute(came))) if names else {}
    found = [by_name.get(name) or _number_in(name, "post", domain) for name in names]
    return [number for number in found if number]


def _number_in(name: str, kind: str, domain: str) -> int | None:
    local, _, host = name.partition("@")
    number = local.removeprefix(f"{kind}-")
    is_ours = host == domain and number != local and number.isascii() and number.isdigit()
    return int(number) if is_ours and len(number) < 19 else None
