"""Mail archives, one mail at a time: mbox files of every house style, plain or compressed.

A separator is a line that starts with "From ", goes on like an envelope and has a header field under it. More
is asked for because many archives, those of pipermail above all, leave "From " at the start of a sentence as
it is: an envelope line ends in a time and a year; after an empty line more loosely written ones count, and
one of a single word (Google Groups writes a number) over a field that only mails have.

Others put a ">" in front of it. One is taken off again; but where the line above is a quote the ">" is taken
to be quoting too, unless the file says of itself that it quotes every level (public-inbox's "mboxrd").
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from forum.core.errors import Refused

LARGEST_MAIL = 20_000_000
_HEAD_OF_LARGE = 64_000
_LONGEST_LINE = 65_536
_GZIP = b"\x1f\x8b"
_BLANK = (b"\n", b"\r\n")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LOOSE = re.compile(
    rb"From \S.{0,300}?(?:\d:\d\d\b.{0,40}\b\d{4}\b|\b\d{4}\b.{0,40}\d:\d\d)[^\n]{0,60}$", re.DOTALL
)
_STRICT = re.compile(
    rb"From \S[^\n]{0,300}?\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? "
    rb"(?:[A-Z][a-z]{2} [ \d]?\d|[ \d]?\d [A-Z][a-z]{2})"
    rb"[ \d:]{5,15}(?: ?[A-Z]{3,4}| [+-]\d{4})? ?(?:\d{4})?(?: [+-]\d{4})?[ \t]*\r?$",
    re.MULTILINE,
)
_SINGLE = re.compile(
    rb"From (?:-?\d{5,25}|-|[^\s@]{1,100}@[^\s@]{1,200}|[A-Z-]{3,40})[ \t]*\r?$", re.MULTILINE
)
_MAIL_FIELD = re.compile(
    rb"(?:return-path|received|from|to|cc|date|subject|message-id|sender|reply-to|delivered-to|mime-version"
    rb"|content-type|in-reply-to|references|status|x-[!-9;-~]{1,60})[ \t]*:",
    re.IGNORECASE,
)
_FIELD = re.compile(rb"(?:[!-9;-~]{1,80}[ \t]*:|>From )")
_ESCAPED = re.compile(rb">+From ")

TOO_LARGE = "This mail is larger than 20 MB."
CUT_SHORT = "The file ends in the middle: it is damaged or was not copied to its end."
NOT_AN_ARCHIVE = (
    "This is not a mail archive: an mbox file begins with a line such as “From jane@example.org Mon Mar 3 …”."
)


@dataclass(frozen=True, slots=True)
class RawMail:
    """One mail as it stands in an archive.

    ``offset`` and ``end`` count bytes of the archive, uncompressed: reading can go on from ``end``.
    ``envelope`` is what stood after "From ": who had handed the mail in, and when.
    ``position`` counts bytes of the file on disk, for a progress bar. With a ``problem``, ``raw`` is only the
    beginning.
    """

    offset: int
    end: int
    envelope: bytes
    raw: bytes
    problem: str | None
    position: int


def size(path: Path) -> int:
    """What ``position`` will have counted to at the end of the file."""
    return path.stat().st_size


def mails(path: Path, start: int = 0) -> Iterator[RawMail]:
    """The mails of an archive in order, from ``start`` (0, or the ``end`` of a mail read before)."""
    with path.open("rb") as file:
        lines = _Lines(file, start)
        offset = _first_separator(lines)
        while lines.current:
            yield _next_mail(lines, offset)
            offset = lines.offset


def pieces(path: Path, offset: int, end: int, size: int) -> Iterator[bytes]:
    """What stands between two bytes of an (uncompressed) archive, at most ``size`` bytes at a time."""
    with path.open("rb") as file:
        stream = _opened(file)
        stream.seek(offset)
        while offset < end and (piece := stream.read(min(size, end - offset))):
            offset += len(piece)
            yield piece


def _opened(file: BinaryIO) -> BinaryIO | gzip.GzipFile:
    compressed = file.read(len(_GZIP)) == _GZIP
    file.seek(0)
    return gzip.GzipFile(fileobj=file) if compressed else file


class _Lines:
    """The lines of an archive, with a look at the one to come. Ends where a damaged file does."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self.problem: str | None = None
        self._file = file
        self._stream = _opened(file)
        self._go_to(start)
        self.offset = start
        self.current = self._read()
        self.coming = self._read()

    @property
    def position(self) -> int:
        return self.offset if self._stream is self._file else self._file.tell()

    def advance(self) -> None:
        self.offset += len(self.current)
        self.current, self.coming = self.coming, self._read()

    def skip_byte_order_mark(self) -> None:
        if not self.offset and self.current.startswith(_BYTE_ORDER_MARK):
            self.offset = len(_BYTE_ORDER_MARK)
            self.current = self.current[self.offset :]

    def _go_to(self, start: int) -> None:
        try:
            self._stream.seek(start)
        except (EOFError, OSError, zlib.error):
            self.problem = CUT_SHORT

    def _read(self) -> bytes:
        if self.problem:
            return b""
        try:
            return self._stream.readline(_LONGEST_LINE)
        except (EOFError, OSError, zlib.error):
            self.problem = CUT_SHORT
            return b""


def _first_separator(lines: _Lines) -> int:
    lines.skip_byte_order_mark()
    while lines.current in _BLANK:
        lines.advance()
    if lines.problem and not lines.current and not lines.offset:
        raise Refused(NOT_AN_ARCHIVE)
    if lines.current and not (lines.current.startswith(b"From ") and _FIELD.match(lines.coming)):
        raise Refused(NOT_AN_ARCHIVE)
    return lines.offset


def _next_mail(lines: _Lines, offset: int) -> RawMail:
    """Read on from a separator to the next one, or to the end."""
    every_level = lines.current.startswith(b"From mboxrd@z ")
    envelope = lines.current.removeprefix(b"From ").strip()
    raw, too_large = bytearray(), False
    previous = lines.current
    lines.advance()
    while lines.current and not _is_separator(lines, after_blank=previous in _BLANK):
        if not too_large:
            raw += _unescaped(lines.current, previous, every_level)
            too_large = len(raw) > LARGEST_MAIL
            if too_large:
                del raw[_HEAD_OF_LARGE:]
        previous = lines.current
        lines.advance()
    problem = TOO_LARGE if too_large else (lines.problem if not lines.current else None)
    return RawMail(offset, lines.offset, envelope, bytes(raw), problem, lines.position)


def _is_separator(lines: _Lines, *, after_blank: bool) -> bool:
    line, under = lines.current, lines.coming
    if not line.startswith(b"From "):
        return False
    if after_blank and _LOOSE.match(line):
        return _FIELD.match(under) is not None
    envelope = _STRICT.match(line) or (after_blank and _SINGLE.match(line))
    return bool(envelope) and _MAIL_FIELD.match(under) is not None


def _unescaped(line: bytes, previous: bytes, every_level: bool) -> bytes:
    if not line.startswith(b">") or not _ESCAPED.match(line):
        return line
    if every_level or (line.startswith(b">From ") and not previous.startswith(b">")):
        return line[1:]
    return line
