"""A new password and a new address: forgotten, chosen anew, or changed while signed in."""

from __future__ import annotations

from datetime import timedelta

from blinker import Signal

from forum.accounts.access import account_of, archive_author
from forum.accounts.letters import send_letter
from forum.accounts.mail_tokens import (
    add_mail_token,
    find_mail_token,
    make_mail_token,
    use_mail_token,
    void_mail_tokens,
)
from forum.accounts.models import MailToken, Member
from forum.accounts.passwords import check_password, hash_password, is_password
from forum.accounts.sessions import end_other_sessions
from forum.core.db import db, use_session_to
from forum.core.errors import NotFound, Refused
from forum.core.limits import forgive, still_within, within

#: Sent by a member who proved an address that an archive knows somebody by, before the ``author`` goes.
archive_author_claimed = Signal()

RESET_WITHIN = timedelta(hours=2)
NEW_EMAIL_WITHIN = timedelta(days=2)
#: Somebody who was robbed of their account may not look into their mailbox every day.
UNDO_WITHIN = timedelta(days=7)
#: Mails about a new password to one address: enough for somebody in trouble, too few to fill a mailbox.
RESET_LETTERS = "5/hour"
#: Wrong guesses of the current password by whoever sits at a browser that is signed in.
GUESSES = "10/hour"


def ask_for_reset(email: str) -> None:
    """Mail a link for a new password, if there is an account; nobody can tell from here."""
    if not within(RESET_LETTERS, "reset letter", email):
        return
    member = account_of(email)
    if member:
        token = make_mail_token(member, "password", RESET_WITHIN)
        send_letter("reset", email, token=token, handle=member.handle)
        db.session.flush()
    else:
        _do_as_much_for_nobody(email)


def _do_as_much_for_nobody(email: str) -> None:
    """As many writes as for a member (a delete and two more), and nothing left of them."""
    void_mail_tokens(0, "password")
    letter = send_letter("reset", email, token="", handle="")
    db.session.flush()
    db.session.delete(letter)
    db.session.flush()


def reset_password(token: str, password: str) -> Member:
    """Set the password of whoever holds the link; every other browser is signed out."""
    use_session_to("read")  # Hashing takes long: until it is done, no writer waits for us.
    found = find_mail_token(token, "password", or_just_used=True)
    member = found.member
    kept = hash_password(check_password(password, *names_of(member)))
    use_session_to("write")
    if use_mail_token(found):
        _set_password(member, kept)
        forgive(GUESSES, "own password", str(member.id))
    elif not (
        within(GUESSES, "second click", str(member.id)) and is_password(member.password_hash, password)
    ):
        raise NotFound
    return member


def change_password(member: Member, current: str, new: str) -> None:
    """Set a new password, by somebody who knows the present one; other browsers are signed out."""
    check_own_password(member, current, field="current_password")
    _set_password(member, hash_password(check_password(new, *names_of(member))))


def _set_password(member: Member, kept: str) -> None:
    member.password_hash = kept
    for purpose in ("password", "email"):  # Whoever asked for either may have been somebody else.
        void_mail_tokens(member.id, purpose)
    end_other_sessions(member)
    if member.email:
        send_letter("password_changed", member.email, handle=member.handle)


def ask_for_new_email(member: Member, email: str, password: str) -> None:
    """Mail a link to a new address and tell the present one; an address in use gets other words."""
    check_own_password(member, password, field="email_password")
    if email == member.email:
        raise Refused("This is your address already.", field="email")
    owner = account_of(email)
    token = make_mail_token(member, "email", NEW_EMAIL_WITHIN, email)
    if owner:
        send_letter("already_here", email, handle=owner.handle)
    else:
        send_letter("new_email", email, token=token, handle=member.handle)
    if member.email:
        send_letter("email_asked", member.email, handle=member.handle)


def confirm_new_email(found: MailToken) -> None:
    """Make the address of a link the member's own, and let the present one undo it for some days."""
    member, email = found.member, found.email or ""
    if not use_mail_token(found):
        if member.email != email:
            raise NotFound
        return
    former = member.email
    _move_to(member, email)
    if former:
        # Beside older ones: whoever changes an address twice must not take its owner's way back.
        undo = add_mail_token(member, "undo email", UNDO_WITHIN, former)
        send_letter("email_changed", former, handle=member.handle, token=undo)


def undo_new_email(found: MailToken) -> str:
    """Give a member back the address of a link, and return the path of a page for a new password.

    Whoever changed the address knew the password, so that one ends with all sessions.
    """
    member, email = found.member, found.email or ""
    if use_mail_token(found):
        _move_to(member, email)
        member.password_hash = None
        void_mail_tokens(member.id, "email")
        void_mail_tokens(member.id, "undo email", after=found.id)
        end_other_sessions(member)
    elif member.email != email:
        raise NotFound
    return f"/password/reset/{make_mail_token(member, 'password', RESET_WITHIN)}"


def _move_to(member: Member, email: str) -> None:
    """Have ``member`` sign in with another address, of which they proved that it is theirs."""
    if account_of(email):
        raise Refused("This address belongs to another account by now, so it cannot be used for this one.")
    author = archive_author(email)
    if author:
        author.email = None
        db.session.flush()
        archive_author_claimed.send(member, author=author)
        db.session.delete(author)
        db.session.flush()
    member.email = email
    void_mail_tokens(member.id, "password")  # Such a link went to a mailbox that may be another's by now.


def check_own_password(member: Member, password: str, *, field: str) -> None:
    """Make sure that it is the member who sits here, and not whoever found the browser open."""
    if not password:
        raise Refused("Please type your present password.", field=field)
    about = ("own password", str(member.id))
    if not still_within(GUESSES, *about):
        raise Refused(
            "There were too many tries. Please wait an hour, or choose a new password by mail.", field=field
        )
    if not is_password(member.password_hash, password):
        within(GUESSES, *about)
        raise Refused("This is not your present password.", field=field)
    forgive(GUESSES, *about)


def names_of(member: Member) -> tuple[str, str]:
    """What a password may not hold."""
    return member.handle, (member.email or "").partition("@")[0]
