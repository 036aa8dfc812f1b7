"""A mail as bytes (RFC 5322, 2045 to 2047). Written here because it is done for each of very many readers:
the library that can read and write every mail there is takes five times as long.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping
from email.header import Header
from email.utils import formataddr

#: The longest line that a mail may have (RFC 5322, 2.1.1).
LONGEST_LINE = 998
#: From so many letters beyond ASCII on, as a share, base64 is shorter than writing each of them out.
MANY = 1 / 6


def mail_bytes(headers: Mapping[str, str], text: str, html: str = "") -> bytes:
    """The whole mail; ``html`` is the same once more for programs that show it."""
    lines = "".join(f"{name}: {_header(name, value)}\r\n" for name, value in headers.items())
    head = lines.encode() + b"MIME-Version: 1.0\r\n"
    if not html:
        return head + _part(text, "plain")
    line = f"--{secrets.token_hex(16)}".encode()
    parts = b"".join(line + b"\r\n" + _part(words, kind) for words, kind in ((text, "plain"), (html, "html")))
    return (
        head
        + b'Content-Type: multipart/alternative; boundary="%b"\r\n\r\n' % line[2:]
        + parts
        + line
        + b"--\r\n"
    )


def address_of(name: str, address: str) -> str:
    """A name and an address as From and To have them."""
    return formataddr((" ".join(name.split()), address), "utf-8")


def _header(name: str, value: str) -> str:
    """One header's value: on one line, so that no words of anybody's become a header of their own."""
    value = " ".join(value.split())
    if name == "Subject" and (not value.isascii() or "=?" in value or len(value) > LONGEST_LINE - 20):
        return Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
    return value


def _part(words: str, kind: str) -> bytes:
    lines = words.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    data = "".join(f"{line}\r\n" for line in lines).encode()
    encoding, data = _encoded(data)
    return b"Content-Type: text/%b; charset=utf-8\r\nContent-Transfer-Encoding: %b\r\n\r\n%b" % (
        kind.encode(),
        encoding,
        data,
    )


def _encoded(data: bytes) -> tuple[bytes, bytes]:
    if data.isascii():
        if max(map(len, data.split(b"\r\n"))) <= LONGEST_LINE:
            return b"7bit", data
    elif sum(byte > 127 for byte in data) > len(data) * MANY:
        return b"base64", base64.encodebytes(data).replace(b"\n", b"\r\n")
    return b"quoted-printable", binascii.b2a_qp(data, istext=True)
