"""One mail of an archive, from bytes to what becomes a post. Pure, so that it can run in any process."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.accounts.addresses import same_email
from forum.core.addresses import hide_addresses
from forum.core.html import readable
from forum.core.mailtext import render_mail_text
from forum.mail_in.headers import printable
from forum.mail_in.parse import ParsedMail, Unreadable, parse
from forum.transfer import mbox
from forum.transfer.files import KeptFile, kept_file
from forum.transfer.mbox import RawMail

#: Why a mail may be set aside, and how that is said to people.
REASONS = {
    "no headers": "does not begin like a mail",
    "not a mail": "has none of the lines that every mail begins with",
    "no date": "no believable date",
    "empty": "neither a subject nor words nor files",
    "too large": "larger than 20 MB",
    "cut short": "the archive is damaged here, or was not copied to its end",
    "unreadable": "could not be taken apart",
}
_LARGE = "too large"
_PROBLEMS = {mbox.TOO_LARGE: _LARGE, mbox.CUT_SHORT: "cut short"}
_LINE_END = b"\r\n"
_TITLE, _NAME, _ADDRESS = 200, 80, 254
_OPENING = 200


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail that can become a post. Nothing in it shows an address but ``email``, which nobody is shown."""

    message_id: str | None
    references: tuple[str, ...]
    subject: str
    is_reply: bool
    sent_at: datetime
    name: str
    email: str | None
    #: Tells people of one name apart where the archive hid their addresses.
    masked_email: str
    text: str
    html: str
    files: tuple[KeptFile, ...]
    files_left_out: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one mail: the mail, or the reason to set it aside, with its bytes."""

    offset: int
    end: int
    position: int
    identity: str
    mail: ReadMail | None
    reason: str
    raw: bytes

    @property
    def is_cut(self) -> bool:
        """Is ``raw`` only the beginning of what stands in the archive?"""
        return self.reason == _LARGE


def read_mails(raw: Sequence[RawMail]) -> list[Reading]:
    return [read_mail(one) for one in raw]


def read_mail(found: RawMail) -> Reading:
    """Never fails: every mail of an archive is accounted for, whatever is in it."""
    if found.problem:
        return _set_aside(found, _PROBLEMS[found.problem])
    try:
        mail = parse(found.raw, envelope=found.envelope.decode("latin-1"))
        return _read(found, mail)
    except Unreadable as unreadable:
        return _set_aside(found, unreadable.reason)
    except Exception:
        # Thirty years of broken mail find every gap there is; one mail must not stop the others.
        return _set_aside(found, "unreadable")


def _read(found: RawMail, mail: ParsedMail) -> Reading:
    if mail.sent_at is None:
        return _set_aside(found, "no date")
    if mail.is_empty and not mail.subject:
        return _set_aside(found, "empty")
    read = _masked(mail, mail.sent_at)
    identity = _hash("id", _told_by(read)) if read.message_id else _hash("raw", found.raw)
    return Reading(found.offset, found.end, found.position, identity, read, "", b"")


def _set_aside(found: RawMail, reason: str) -> Reading:
    told_by = found.raw + b"%d" % (found.end - found.offset) if reason == _LARGE else found.raw
    identity = _hash("aside", told_by)
    return Reading(found.offset, found.end, found.position, identity, None, reason, found.raw)


def _told_by(mail: ReadMail) -> bytes:
    """What makes it the same mail in another copy of the archive, in which footers and names may differ.

    The Message-ID alone would do if no program had ever used one twice.
    """
    opening = "".join(filter(str.isalnum, mail.text[:_OPENING]))
    return "\n".join((mail.message_id or "", mail.sent_at.isoformat(), opening)).encode()


def _hash(kind: str, content: bytes) -> str:
    # The last mail of a file lacks the empty line that stands between two others.
    return f"{kind}:{hashlib.sha256(content.rstrip(_LINE_END)).hexdigest()}"


def _masked(mail: ParsedMail, sent_at: datetime) -> ReadMail:
    # Some say all they have to say in the subject: "Clear scans today! (nm)".
    text = hide_addresses(readable(mail.text or ("" if mail.attachments else mail.subject)))
    files = [kept_file(file) for file in mail.attachments]
    kept = tuple(file for file in files if file)
    return ReadMail(
        message_id=printable(mail.message_id or "") or None,
        references=tuple(printable(one) for one in mail.references),
        subject=hide_addresses(mail.subject)[:_TITLE],
        is_reply=mail.is_reply_subject,
        sent_at=sent_at,
        name=hide_addresses(mail.author.name)[:_NAME],
        email=_email(mail.author.address),
        masked_email=mail.author.masked,
        text=text,
        html=render_mail_text(text),
        files=kept,
        files_left_out=len(files) - len(kept),
    )


def _email(address: str | None) -> str | None:
    """The address in the spelling in which members' addresses are kept."""
    plain = printable(address or "")
    return same_email(plain) if 0 < len(plain) <= _ADDRESS else None
