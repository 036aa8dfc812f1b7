"""Taking mail in: the bytes and the envelope are kept before anybody is told that we have them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from forum.core.clock import now
from forum.core.db import db
from forum.mail_in import mime
from forum.mail_in.authenticity import addresses_in, sender_address
from forum.mail_in.headers import printable
from forum.receiving.models import InboundBytes, InboundMail

#: The largest mail that is taken in.
LARGEST = 25 * 2**20
TOO_LARGE = "This mail is larger than 25 MB. Please send it again without its largest files."
#: How a mail server's pipe writes that a mail came from nobody: it is about another mail.
NOBODY = "MAILER-DAEMON"
#: Where mail programs of a server write to which address they deliver, the most exact first.
_TOLD_BY = ("x-original-to", "delivered-to", "envelope-to")


def keep_mail(raw: bytes, sender: str, recipients: Iterable[str]) -> None:
    """Keep a mail for each of its recipients; one that came already, byte for byte, is kept once."""
    bytes_id = _keep_bytes(raw)
    for recipient in dict.fromkeys(map(_one_spelling, recipients)):
        row = _insert(InboundMail).values(
            bytes_id=bytes_id,
            sender="" if sender.upper() == NOBODY else _one_spelling(sender),
            recipient=recipient,
            came_at=now(),
            due_at=now(),
            **_BLANK,
        )
        db.session.execute(row.on_conflict_do_nothing(index_elements=["bytes_id", "recipient"]))


_BLANK = {
    "state": "waiting",
    "worker": "",
    "tries": 0,
    "outcome": "",
    "reason": "",
    "header_id": "",
    "author": "",
    "text": "",
}


def _keep_bytes(raw: bytes) -> int:
    digest = sha256(raw).hexdigest()
    row = _insert(InboundBytes).values(digest=digest, raw=raw, came_at=now())
    db.session.execute(row.on_conflict_do_nothing(index_elements=["digest"]))
    found = select(InboundBytes.id).where(InboundBytes.digest == digest)
    return db.session.scalars(found).one()


def _insert(table: type[InboundBytes | InboundMail]) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if db.engine.dialect.name == "sqlite" else postgresql.insert(table)


def _one_spelling(address: str) -> str:
    return printable(address).strip().strip("<>").lower()[:320]


def envelope_recipients(raw: bytes, domain: str) -> list[str]:
    """To which of our addresses a mail is, where the mail server's pipe did not say: read from its header.

    What the server wrote down counts; without that, To and Cc. Of none of ours: one that says so.
    """
    header = mime.header_of(raw)
    for names in (*((name,) for name in _TOLD_BY), ("to", "cc")):
        fields = [value for name in names for value in header.get_all(name, [])]
        named = [address for value in fields for address in addresses_in(value)]
        found = [address for address in named if is_for_us(address, domain)]
        if found:
            return found
    return [f"unknown@{domain}"]


def envelope_sender(raw: bytes) -> str:
    """Who sent a mail, where the mail server's pipe did not say: what it wrote down, or else From."""
    header = mime.header_of(raw)
    written = str(header.get("return-path", "")).strip()
    return written.strip("<>") if written else sender_address(header) or "unknown"


def is_for_us(address: str, domain: str) -> bool:
    """Whether an address is one of the group's domain: no other mail is taken in."""
    return address.strip("<>").rpartition("@")[2].lower() == domain.lower()
