"""Addresses of the group that know what a mail to them is about: whose answer, to which thread, for how long.

The part before the @ is a word such as ``reply``, a plus (the usual delimiter of mail servers) and a seal.
The seal holds its numbers and a signature, in letters and digits of one case: some programs change the case.
It is useless to anyone else, because whoever takes the mail in also looks at who sent it.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

#: How long an answer is taken in, and later mails about the message itself (it was not delivered).
LASTING = timedelta(days=90)
#: What a seal is for: answering in a thread, answering an author alone, saying that a mail came back, or
#: answering somebody who wrote to one alone.
KINDS = ("reply", "private", "bounce", "answer")
#: The first day that a seal can name; two bytes reach until the year 2205.
FIRST_DAY = date(2026, 1, 1)
MAC_BYTES = 10


class NotSealed(ValueError):
    """No address of ours, or one that somebody changed."""


class Expired(ValueError):
    """An address of ours that is too old; ``sealed`` says what it was for."""

    def __init__(self, sealed: Sealed) -> None:
        super().__init__("This address is too old.")
        self.sealed = sealed


@dataclass(frozen=True, slots=True)
class Sealed:
    """What an address knows: its ``kind``, the member it was made for, and what it is about.

    ``about`` is the thread of a ``reply``, the post of a ``private`` one, the outgoing mail of a ``bounce``,
    the mail that came in of an ``answer``.
    """

    kind: str
    member_id: int
    about: int


def sealed_address(key: bytes, sealed: Sealed, domain: str, today: date) -> str:
    """The address ``kind+seal@domain``, at most 64 characters before the @ (RFC 5321, 4.5.3.1.1)."""
    payload = bytes([KINDS.index(sealed.kind)]) + (today - FIRST_DAY).days.to_bytes(2)
    payload += _number(sealed.member_id) + _number(sealed.about)
    seal = b32encode(_signature(key, payload) + payload).decode().rstrip("=").lower()
    return f"{sealed.kind}+{seal}@{domain}"


def read_address(key: bytes, local_part: str, today: date) -> Sealed:
    """What the part before the @ knows.

    Raises ``NotSealed`` for one that we did not make, ``Expired`` for one made too long ago.
    """
    kind, _, seal = local_part.lower().partition("+")
    signed = _decoded(seal)
    mac, payload = signed[:MAC_BYTES], signed[MAC_BYTES:]
    if len(payload) < 5 or not hmac.compare_digest(mac, _signature(key, payload)):
        raise NotSealed
    member_id, rest = _read_number(payload[3:])
    about, _ = _read_number(rest)
    sealed = Sealed(KINDS[payload[0]], member_id, about)
    if sealed.kind != kind:
        raise NotSealed
    if today - (FIRST_DAY + timedelta(days=int.from_bytes(payload[1:3]))) > LASTING:
        raise Expired(sealed)
    return sealed


def _signature(key: bytes, payload: bytes) -> bytes:
    return hmac.digest(key, b"mail address" + payload, sha256)[:MAC_BYTES]


def _decoded(seal: str) -> bytes:
    try:
        return b32decode(seal.upper() + "=" * (-len(seal) % 8))
    except (binascii.Error, ValueError):
        raise NotSealed from None


def _number(number: int) -> bytes:
    """A number in as many bytes as it needs, with their count before it."""
    size = (number.bit_length() + 7) // 8
    return bytes([size]) + number.to_bytes(size)


def _read_number(payload: bytes) -> tuple[int, bytes]:
    size = payload[0]
    return int.from_bytes(payload[1 : 1 + size]), payload[1 + size :]
