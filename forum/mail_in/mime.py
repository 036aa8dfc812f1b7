"""A mail as a tree of parts, taken apart within bounds.

The standard library reads the header fields. It is not asked to take multipart bodies apart: it goes through
them line by line, once for every level, and a hostile mail can have a thousand levels.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32

from forum.mail_in.headers import lenient_base64, split_base64

_DEPTH = 12
_PARTS = 500
_HEAD = 256_000
_FIELD = 4_000
_LONG_FIELD = 20_000
_END_OF_HEAD = re.compile(rb"\n\r?\n")
_FIRST_FIELD = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_ENVELOPE_LINES = re.compile(rb"^>?From [^\n]*\n", re.MULTILINE)


class _AsWritten(Compat32):
    """Hands header values out as they came, not as objects; none so long that looking at it takes time."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value[: _LONG_FIELD if name.lower() == "references" else _FIELD]


_READER = BytesHeaderParser(policy=_AsWritten())


@dataclass(slots=True, eq=False)
class Part:
    """One part of a mail: its header, and either bytes or more parts."""

    header: Message
    body: bytes = b""
    parts: list[Part] = field(default_factory=list)

    @property
    def media_type(self) -> str:
        found = self.header.get_content_type()
        # A multipart that could not be taken apart is text, with a few odd lines in it.
        return "text/plain" if found.startswith("multipart/") and not self.parts else found

    @property
    def charset(self) -> str | None:
        return self.parameter("charset")

    def parameter(self, name: str) -> str | None:
        """A parameter of the content type: charset, format, delsp, ..."""
        value = self.header.get_param(name)
        text = value[2] if isinstance(value, tuple) else value
        return text.strip() if isinstance(text, str) else None

    @property
    def content(self) -> bytes:
        """The bytes, with the transfer encoding taken off as far as it can be."""
        encoding = str(self.header.get("content-transfer-encoding", "")).split(";")[0].strip().lower()
        if encoding == "base64" and self.media_type.startswith("text/"):
            coded, plain = split_base64(self.body)
            return lenient_base64(coded) + (b"\n" + plain if plain else b"")
        if encoding == "base64":
            return lenient_base64(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        return self.body

    def leaves(self) -> Iterator[Part]:
        """The parts that hold something themselves, in order."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


def has_header(raw: bytes) -> bool:
    """Does this start the way a mail does?"""
    return _FIRST_FIELD.match(_without_envelope(raw)) is not None


def header_of(raw: bytes) -> Message:
    """The header fields alone."""
    return _read(_without_envelope(raw)[: _HEAD * 2]).header


def tree(raw: bytes) -> Part:
    """The mail as a tree of parts. What is nested too deep, or comes after too many, stays as bytes."""
    return _grow(_without_envelope(raw), _DEPTH, [_PARTS])


def _without_envelope(raw: bytes) -> bytes:
    start = raw[:_HEAD].lstrip(b"\r\n \t")
    skipped = min(len(raw), _HEAD) - len(start)
    line = _ENVELOPE_LINES.match(start)
    return raw[skipped + (line.end() if line else 0) :]


def _grow(raw: bytes, depth: int, left: list[int], default: str = "text/plain") -> Part:
    left[0] -= 1
    part = _read(raw)
    part.header.set_default_type(default)
    inner = part.header.get_content_type()
    boundary = part.header.get_boundary() if inner.startswith("multipart/") else None
    if inner == "message/rfc822" and depth:
        part.parts = [_grow(part.content, depth - 1, left)]
    elif boundary and depth:
        default = "message/rfc822" if inner == "multipart/digest" else "text/plain"
        sections = _sections(part.body, boundary.encode("utf-8", "surrogateescape"))
        part.parts = [_grow(section, depth - 1, left, default) for section in sections[: max(left[0], 0)]]
    return part


def _read(raw: bytes) -> Part:
    if raw.startswith((b"\n", b"\r\n")):
        return Part(Message(), raw.lstrip(b"\r\n"))
    gap = _END_OF_HEAD.search(raw)
    head, body = (raw[: gap.start() + 1], raw[gap.end() :]) if gap else (raw, b"")
    if len(head) > _HEAD:
        head, body = head[:_HEAD], head[_HEAD:] + body
    header = _READER.parsebytes(_ENVELOPE_LINES.sub(b"", head))
    # The reader stops at the first line that cannot be a header field: the text began without an empty line.
    # Asked for it by its method, it would read the bytes in whatever charset a header names, if there is one.
    stray = str(vars(header)["_payload"] or "").encode("ascii", "surrogateescape")
    return Part(header, stray + body)


def _sections(body: bytes, boundary: bytes) -> list[bytes]:
    """What stands between the boundary lines; a missing last one is forgiven."""
    sections: list[list[bytes]] = []
    for piece in (b"\n" + body).split(b"\n--" + boundary)[1:]:
        line, _, rest = piece.partition(b"\n")
        if line.startswith(b"--"):
            break
        if not line.strip():
            sections.append([rest])
        elif sections:  # another boundary that begins with this one
            sections[-1] += [b"\n--", boundary, piece]
    return [b"".join(pieces) for pieces in sections]
