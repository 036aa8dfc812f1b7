"""Mails that say that a mail of ours did not arrive: whose address failed, and for good or for now.

Reports as RFC 3464 has them are read first; what other mail systems write instead, after that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.message import Message
from typing import Literal

from forum.core.mail_addresses import Expired, NotSealed, Sealed, read_address
from forum.mail_in.charsets import decode
from forum.mail_in.mime import Part
from forum.mail_in.odd_bounces import addresses_in_words, is_delay_notice, looks_like_bounce
from forum.mail_in.status_fields import ADDRESS, blocks

#: ``hard``: will never arrive. ``soft``: given up for now. ``delayed``: still being tried, no failure yet.
Kind = Literal["hard", "soft", "delayed"]
_STATUS = re.compile(r"(?<![\d.])([245])\.\d{1,3}\.\d{1,3}(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d[ -]")
_FAILED, _DELAYED = ("fail", "undeliver", "bounce"), ("delay", "defer", "warn")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Failure:
    """An address that a mail did not reach."""

    address: str
    kind: Kind
    #: The enhanced status code, such as "5.1.1"; empty if the report has none.
    status: str = ""

    @property
    def is_temporary(self) -> bool:
        return self.kind != "hard"


def read_bounce(mail: Part, envelope_sender: str | None = None) -> tuple[Failure, ...] | None:
    """The addresses that a delivery report is about; None for a mail that is no such report.

    An empty tuple is a report that names nobody who failed: of a success, or in words nobody can read.
    """
    reported = [part for part in mail.leaves() if part.media_type == "message/delivery-status"]
    if reported:
        found = list(_reported(reported))
        if found or _is_of_success(reported):
            return _once(found)
    elif not looks_like_bounce(mail.header, envelope_sender):
        return None
    return _once(_in_words(mail))


def sealed_recipient(key: bytes, recipient: str, today: date) -> Sealed | None:
    """What our bounce address knows, if a report came to one; an old one still does."""
    try:
        sealed = read_address(key, recipient.strip("<> ").partition("@")[0], today)
    except Expired as old:
        sealed = old.sealed
    except NotSealed:
        return None
    return sealed if sealed.kind == "bounce" else None


def _reported(parts: list[Part]) -> Iterator[Failure]:
    for part in parts:
        for fields in blocks(part.content):
            failure = _failure(fields)
            if failure:
                yield failure


def _failure(fields: Message) -> Failure | None:
    address = _recipient(fields)
    action = str(fields.get("action", "")).strip().lower()
    status = _status(fields)
    if not address or action.startswith(("deliver", "relay", "expand")):
        return None
    if not action and status.startswith("2"):
        return None
    if action.startswith(_DELAYED):
        return Failure(address, "delayed", status)
    if not action.startswith(_FAILED) and not status:
        return None
    return Failure(address, "soft" if status.startswith("4") else "hard", status)


def _recipient(fields: Message) -> str:
    """The address that was written to, rather than where it led."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        kind, semicolon, value = str(fields.get(name, "")).rpartition(";")
        if semicolon and kind.strip().lower() not in ("rfc822", "utf-8", "smtp", "local", "unknown"):
            continue
        found = ADDRESS.search(value)
        if found:
            return found[0]
    return ""


def _status(fields: Message) -> str:
    found = _STATUS.search(str(fields.get("status", ""))) or _STATUS.search(
        str(fields.get("diagnostic-code", ""))[:1_000]
    )
    return found[0] if found else ""


def _is_of_success(parts: list[Part]) -> bool:
    actions = [
        str(fields.get("action", "")).strip().lower() for part in parts for fields in blocks(part.content)
    ]
    return any(action.startswith(("deliver", "relay", "expand")) for action in actions)


def _in_words(mail: Part) -> Iterator[Failure]:
    text = _text(mail)
    delayed = is_delay_notice(mail.header, text)
    for address, reason in addresses_in_words(mail.header, text):
        found = _STATUS.search(reason)
        status = found[0] if found else ""
        code = _CODE.search(reason)
        soft = status.startswith("4") or (not status and code is not None and code[1] == "4")
        yield Failure(address, "delayed" if delayed else "soft" if soft else "hard", status)


def _text(mail: Part) -> str:
    """What the report says itself, without the mail it gives back."""
    parts = [part for part in _own_parts(mail) if part.media_type.startswith("text/")]
    plain = [part for part in parts if part.media_type == "text/plain"] or parts
    texts = (decode(part.content[:100_000], part.charset) for part in plain[:5])
    return "\n".join(texts).replace("\r\n", "\n").replace("\r", "\n")


def _own_parts(part: Part) -> Iterator[Part]:
    if part.media_type == "message/rfc822":
        return
    if not part.parts:
        yield part
    for child in part.parts:
        yield from _own_parts(child)


def _once(found: Iterator[Failure] | list[Failure]) -> tuple[Failure, ...]:
    """Each address once, with the worst that is said of it."""
    order = ("delayed", "soft", "hard")
    worst: dict[str, Failure] = {}
    for failure in found:
        key = failure.address.lower()
        known = worst.get(key)
        if known is None or order.index(failure.kind) > order.index(known.kind):
            worst[key] = failure
    return tuple(worst.values())[:_MOST]
