"""Mails that could not become posts: kept whole, listed, and given out again as an archive."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import insert, select

from forum.core.db import db
from forum.transfer import mbox
from forum.transfer.models import ArchiveMail, ArchivePiece, ArchiveSource
from forum.transfer.reading import REASONS

_PIECE = 1_000_000
_SEPARATOR = b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"
_TO_ESCAPE = re.compile(rb"^(>*From )", re.MULTILINE)


def keep_whole(mail_id: int, archive: Path, offset: int, end: int) -> None:
    """Copy a mail that is too large to be held out of its archive, a piece at a time."""
    for number, piece in enumerate(mbox.pieces(archive, offset, end, _PIECE)):
        row = {"mail_id": mail_id, "number": number, "content": piece}
        db.session.execute(insert(ArchivePiece), [row])


def set_aside_lines(board_id: int) -> Iterator[str]:
    """One line for each mail of a board that was set aside: where it stood, and why it is no post."""
    query = (
        select(ArchiveSource.name, ArchiveMail.position, ArchiveMail.reason)
        .join(ArchiveSource, ArchiveSource.id == ArchiveMail.source_id)
        .where(ArchiveMail.board_id == board_id, ArchiveMail.state == "set aside")
        .order_by(ArchiveMail.id)
    )
    for name, position, reason in db.session.execute(query):
        yield f"{name}, byte {position:,}: {REASONS[reason]}"


def write_set_aside(board_id: int, file: Path) -> int:
    """Write the mails of a board that were set aside to an mbox file (mode 600: addresses stand in it)."""
    query = (
        select(ArchiveMail.id, ArchiveMail.raw)
        .where(ArchiveMail.board_id == board_id, ArchiveMail.state == "set aside")
        .order_by(ArchiveMail.id)
        .execution_options(yield_per=1)
    )
    mails = 0
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for mail_id, raw in db.session.execute(query):
            if not _write_pieces(mail_id, out):
                out.write(_SEPARATOR + _TO_ESCAPE.sub(rb">\1", raw or b""))
            out.write(b"\n\n")
            mails += 1
    return mails


def _write_pieces(mail_id: int, out: BinaryIO) -> bool:
    numbers = select(ArchivePiece.id).where(ArchivePiece.mail_id == mail_id).order_by(ArchivePiece.number)
    found = list(db.session.scalars(numbers))
    for number in found:
        out.write(db.session.scalars(select(ArchivePiece.content).where(ArchivePiece.id == number)).one())
    return bool(found)
