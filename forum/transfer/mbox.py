"""Mail archives, one mail at a time: mbox files of every house style, plain or compressed.

A separator is a line that starts with "From ", ends like an envelope line (a time and a year), stands at the
start of the file or after an empty line, and has a header field under it. All four are asked for because many
archives, those of pipermail above all, leave "From " at the start of a sentence as it is.

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
_ENVELOPE = re.compile(
    rb"From \S.{0,300}?(?:\d:\d\d\b.{0,40}\b\d{4}\b|\b\d{4}\b.{0,40}\d:\d\d)[^\n]{0,60}$", re.DOTALL
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
    ``position`` counts bytes of the file on disk, for a progress bar. With a ``problem``, ``raw`` is only the
    beginning.
    """

    offset: int
    end: int
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


class _Lines:
    """The lines of an archive, with a look at the one to come. Ends where a damaged file does."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self.problem: str | None = None
        self._file = file
        self._stream = self._opened(start)
        self.offset = start
        self.current = self._read()
        self.coming = self._read()

    @property
    def position(self) -> int:
        return self.offset if self._stream is self._file else self._file.tell()

    def advance(self) -> None:
        self.offset += len(self.current)
        self.current, self.coming = self.coming, self._read()

    def _opened(self, start: int) -> BinaryIO | gzip.GzipFile:
        compressed = self._file.read(len(_GZIP)) == _GZIP
        self._file.seek(0)
        stream = gzip.GzipFile(fileobj=self._file) if compressed else self._file
        try:
            stream.seek(start)
        except (EOFError, OSError, zlib.error):
            self.problem = CUT_SHORT
        return stream

    def _read(self) -> bytes:
        if self.problem:
            return b""
        try:
            return self._stream.readline(_LONGEST_LINE)
        except (EOFError, OSError, zlib.error):
            self.problem = CUT_SHORT
            return b""


def _first_separator(lines: _Lines) -> int:
    lines.current = lines.current.removeprefix(_BYTE_ORDER_MARK)
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
    raw, too_large = bytearray(), False
    previous = lines.current
    lines.advance()
    while lines.current and not (previous in _BLANK and _is_separator(lines)):
        if not too_large:
            raw += _unescaped(lines.current, previous, every_level)
            too_large = len(raw) > LARGEST_MAIL
            if too_large:
                del raw[_HEAD_OF_LARGE:]
        previous = lines.current
        lines.advance()
    problem = TOO_LARGE if too_large else (lines.problem if not lines.current else None)
    return RawMail(offset, lines.offset, bytes(raw), problem, lines.position)


def _is_separator(lines: _Lines) -> bool:
    line = lines.current
    return (
        line.startswith(b"From ")
        and _ENVELOPE.match(line) is not None
        and _FIELD.match(lines.coming) is not None
    )


def _unescaped(line: bytes, previous: bytes, every_level: bool) -> bytes:
    if not line.startswith(b">") or not _ESCAPED.match(line):
        return line
    if every_level or (line.startswith(b">From ") and not previous.startswith(b">")):
        return line[1:]
    return line
