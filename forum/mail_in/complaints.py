"""Feedback reports (RFC 5965): somebody pressed "this is spam", and their mail service says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from forum.mail_in.mime import Part
from forum.mail_in.status_fields import ADDRESS, blocks


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a mail service reports of one of our mails."""

    #: "abuse", "not-spam", "unsubscribe", ...; only "not-spam" is no reason to stop sending.
    kind: str
    #: Who complained, where the report says so; services leave it out for privacy.
    recipients: tuple[str, ...]
    #: The envelope sender of our mail: the sealed address that knows whose mail it was.
    envelope_sender: str
    #: The Message-ID of our mail, without its brackets.
    message_id: str


def read_complaint(mail: Part) -> Complaint | None:
    """The complaint in a mail, or None if it is none."""
    parts = [part for part in mail.leaves() if part.media_type == "message/feedback-report"]
    if not parts:
        return None
    fields = next(blocks(parts[0].content), Message())
    ours = next(_returned(mail), Message())
    sender = _addresses(fields, "original-mail-from") or _addresses(ours, "return-path")
    return Complaint(
        kind=str(fields.get("feedback-type", "")).strip().lower() or "abuse",
        recipients=tuple(dict.fromkeys(_recipients(fields, ours))),
        envelope_sender=sender[0] if sender else "",
        message_id=str(ours.get("message-id", "")).strip().strip("<>"),
    )


def _recipients(fields: Message, ours: Message) -> list[str]:
    found = _addresses(fields, "original-rcpt-to") or _addresses(fields, "removal-recipient")
    return found or _addresses(ours, "x-original-to") or _addresses(ours, "to")


def _addresses(fields: Message, name: str) -> list[str]:
    values = " ".join(str(value) for value in fields.get_all(name, []))
    return [address.lower() for address in ADDRESS.findall(values[:4_000])]


def _returned(part: Part) -> Iterator[Message]:
    """The header of the mail that is complained about: all of it is given back, or only that."""
    if part.media_type == "message/rfc822" and part.parts:
        yield part.parts[0].header
    elif part.media_type == "text/rfc822-headers":
        yield from blocks(part.content)
    for child in part.parts:
        yield from _returned(child)
