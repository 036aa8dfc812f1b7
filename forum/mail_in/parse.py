"""A mail, from bytes to what the forum needs of it. Pure: no database, no network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from forum.mail_in import ids, mime
from forum.mail_in.attachments import MailAttachment
from forum.mail_in.bodies import read_body
from forum.mail_in.dates import sent_at
from forum.mail_in.headers import readable
from forum.mail_in.replies import Reply, read_reply
from forum.mail_in.senders import Author, author, list_id, list_names
from forum.mail_in.subjects import read_subject

Reason = Literal["no headers", "not a mail"]
_FIELDS_OF_A_MAIL = ("from", "date", "subject", "message-id", "to", "sender", "received")


class Unreadable(Exception):
    """These bytes are no mail, for one of a closed set of reasons."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What a mail says, by whom, when, and in answer to what."""

    message_id: str | None
    references: tuple[str, ...]
    subject: str
    is_reply_subject: bool
    sent_at: datetime | None
    author: Author
    text: str
    attachments: tuple[MailAttachment, ...]
    list_id: str | None
    was_cut: bool
    #: What a list or a mail service wrote under the text.
    footer: str = ""

    @property
    def reply(self) -> Reply:
        """The author's own words apart from what is quoted, signatures and footers."""
        return read_reply(self.text, self.footer)

    @property
    def is_empty(self) -> bool:
        """Neither words nor files."""
        return not self.text and not self.attachments


def parse(raw: bytes, now: datetime | None = None, envelope: str = "") -> ParsedMail:
    """Read a mail. Whatever is broken in it is read as well as can be; ``Unreadable`` is for what is no mail.

    ``now`` is the moment after which no mail can have been written; ``envelope`` is the line above it, if it
    comes from an archive.
    """
    if not mime.has_header(raw):
        raise Unreadable("no headers")
    mail = mime.tree(raw)
    if not any(name in mail.header for name in _FIELDS_OF_A_MAIL):
        raise Unreadable("not a mail")
    return _parsed(mail, now or datetime.now(UTC), envelope)


def _parsed(mail: mime.Part, now: datetime, envelope: str) -> ParsedMail:
    header = mail.header
    subject = read_subject(readable(header.get("subject", "")), list_names(header))
    body = read_body(mail)
    return ParsedMail(
        message_id=ids.message_id(header.get("message-id", "")),
        references=ids.references(header.get("references", ""), header.get("in-reply-to", "")),
        subject=subject.text,
        is_reply_subject=subject.is_reply,
        sent_at=sent_at(header.get("date", ""), header.get_all("received", []), now, envelope),
        author=author(header),
        text=body.text,
        attachments=body.attachments,
        list_id=list_id(header),
        was_cut=body.was_cut,
        footer=body.footer,
    )
