"""The files that a form brings: read and rewritten before the request writes, so that nobody waits for them.

A large photo takes a second. On SQLite, whoever writes holds up everybody else who wants to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from flask import g, request
from werkzeug.datastructures import FileStorage

from forum.core.errors import Refused
from forum.core.html import readable
from forum.core.pictures import MAX_BYTES, MAX_PIXELS, AcceptedFile, accept_upload, pixels_of

#: Files in one form, and with one post.
MOST_FILES: Final = 8
#: Pixels of all pictures in one form: three of the largest photos, or eight of most phones.
MOST_PIXELS: Final = 150_000_000
TOO_MUCH_AT_ONCE: Final = (
    f"Pictures sent together may have {MOST_PIXELS // 10**6} megapixels. "
    "What else you chose is kept; please add the rest in a second step."
)


@dataclass(slots=True)
class Incoming:
    """What could be taken in, and why the rest could not: a sentence for each file."""

    files: list[AcceptedFile] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    #: Names of pictures that were too much beside the others.
    too_much: list[str] = field(default_factory=list)
    pixels: int = 0

    def add(self, content: bytes, filename: str) -> None:
        """Take a file in, or say why not."""
        name, pixels = f"“{readable(filename)[:80]}”", pixels_of(content)
        if pixels <= MAX_PIXELS and self.pixels + pixels > MOST_PIXELS:
            self.too_much.append(name)
            return
        try:
            self.files.append(accept_upload(content, filename))
            self.pixels += pixels
        except Refused as refused:
            self.reasons.append(f"{name} was not added. {refused.reason}")

    @property
    def reason(self) -> str:
        """Why something was left out; nothing if all was taken in."""
        names = ", ".join(self.too_much)
        crowded = [f"Not added: {names}. {TOO_MUCH_AT_ONCE}"] if names else []
        return " ".join(self.reasons + crowded)


def brings_files() -> bool:
    return any(file.filename for file in request.files.values())


def incoming() -> Incoming:
    """The files of this request, each looked at once. Nothing is kept yet."""
    if "incoming" not in g:
        g.incoming = _taken_in([file for file in request.files.getlist("files") if file.filename])
    found: Incoming = g.incoming
    return found


def _taken_in(sent: Sequence[FileStorage]) -> Incoming:
    taken = Incoming()
    if len(sent) > MOST_FILES:
        taken.reasons.append(f"Please send at most {MOST_FILES} files with one post.")
        return taken
    for file in sent:
        taken.add(file.stream.read(MAX_BYTES + 1), file.filename or "")
    return taken
