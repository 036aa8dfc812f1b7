"""The first step of an import: every mail of the files, read and laid ready, a batch at a time.

Each batch is one transaction that also notes how far the file is read. A run that was killed goes on there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.transfer import mbox
from forum.transfer.aside import keep_whole
from forum.transfer.files import KeptFile
from forum.transfer.lease import Lease, transaction
from forum.transfer.models import ArchiveFile, ArchiveMail, ArchiveSource
from forum.transfer.reading import Reading, ReadMail
from forum.transfer.workers import read_all

BATCH = 200
BATCH_BYTES = 8_000_000
_KEY = 200
_NOTHING: dict[str, Any] = {
    "message_id": None,
    "references": "",
    "subject": "",
    "is_reply": False,
    "sent_at": None,
    "author_name": "",
    "author_email": None,
    "author_key": None,
    "text": "",
    "html": "",
}


def check_archives(files: Iterable[Path]) -> None:
    """Refuse before anything is begun if one of the files cannot be read or is no archive."""
    for file in files:
        try:
            next(mbox.mails(file), None)
        except OSError as error:
            raise Refused(f"{file} cannot be read: {error.strerror or 'unknown error'}.") from None
        except Refused as refused:
            raise Refused(f"{file}: {refused.reason}") from None


def stage(lease: Lease, slug: str, file: Path, progress: Callable[[int], None]) -> int:
    """Lay the mails of a file ready. Gives the number of this reading; one cut off before is continued."""
    source_id, start, is_read = _source(lease, file)
    if not is_read:
        size = mbox.size(file)
        for batch in _batches(read_all(mbox.mails(file, start), size)):
            with transaction(lease):
                _keep(db.session.get_one(ArchiveSource, source_id), slug, file, batch)
            progress(batch[-1].position)
        with transaction(lease):
            db.session.get_one(ArchiveSource, source_id).is_read = True
    return source_id


def _source(lease: Lease, file: Path) -> tuple[int, int, bool]:
    """The number of this reading, where it goes on, and whether it is at its end."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    latest = (
        select(ArchiveSource)
        .where(ArchiveSource.board_id == lease.board_id, ArchiveSource.digest == digest)
        .order_by(ArchiveSource.id.desc())
        .limit(1)
    )
    with transaction(lease):
        source = db.session.scalar(latest)
        if source is None or source.finished_at:
            source = _new_source(lease.board_id, file.name, digest, source)
            db.session.add(source)
            db.session.flush()
        return source.id, source.read_to, source.is_read


def _new_source(board_id: int, name: str, digest: str, before: ArchiveSource | None) -> ArchiveSource:
    """A reading from the start; of a file that was read to its end before, nothing can be new."""
    mails = before.mails if before else 0
    return ArchiveSource(
        board_id=board_id,
        name=name[-200:],
        digest=digest,
        read_to=0,
        is_read=before is not None,
        mails=mails,
        duplicates=mails,
        begun_at=now(),
    )


def _batches(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    batch, size = [], 0
    for reading in readings:
        batch.append(reading)
        size += _weight(reading)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _weight(reading: Reading) -> int:
    if reading.mail is None:
        return len(reading.raw)
    return len(reading.mail.text) + len(reading.mail.html) + sum(len(f.content) for f in reading.mail.files)


def _keep(source: ArchiveSource, slug: str, archive: Path, batch: list[Reading]) -> None:
    new = _new(source.board_id, batch)
    ids = list(_insert([_row(source, slug, reading) for reading in new]))
    files = []
    for mail_id, reading in zip(ids, new, strict=True):
        files += [_file_row(mail_id, file) for file in (reading.mail.files if reading.mail else ())]
        if reading.is_cut:
            keep_whole(mail_id, archive, reading.offset, reading.end)
    if files:
        db.session.execute(insert(ArchiveFile), files)
    source.read_to = batch[-1].end
    source.mails += len(batch)
    source.duplicates += len(batch) - len(new)
    source.files_left_out += sum(reading.mail.files_left_out for reading in new if reading.mail)


def _new(board_id: int, batch: list[Reading]) -> list[Reading]:
    """Those of a batch that the board does not have, each once."""
    first = {reading.identity: reading for reading in reversed(batch)}
    known = select(ArchiveMail.identity).where(
        ArchiveMail.board_id == board_id, ArchiveMail.identity.in_(first)
    )
    for identity in db.session.scalars(known):
        del first[identity]
    return sorted(first.values(), key=lambda reading: reading.offset)


def _insert(rows: list[dict[str, Any]]) -> Iterable[int]:
    if not rows:
        return ()
    statement = insert(ArchiveMail).returning(ArchiveMail.id, sort_by_parameter_order=True)
    return db.session.scalars(statement, rows)


def _row(source: ArchiveSource, slug: str, reading: Reading) -> dict[str, Any]:
    mail = reading.mail
    place = {
        "board_id": source.board_id,
        "source_id": source.id,
        "position": reading.offset,
        "identity": reading.identity,
    }
    if mail is None:
        return place | _NOTHING | {"state": "set aside", "reason": reading.reason, "raw": reading.raw}
    return place | {
        "state": "staged",
        "reason": "",
        "raw": None,
        "message_id": mail.message_id,
        "references": " ".join(mail.references),
        "subject": mail.subject,
        "is_reply": mail.is_reply,
        "sent_at": mail.sent_at,
        "author_name": mail.name,
        "author_email": mail.email,
        "author_key": None if mail.email else _author_key(slug, mail),
        "text": mail.text,
        "html": mail.html,
    }


def _author_key(slug: str, mail: ReadMail) -> str:
    return f"{slug}:{mail.name.casefold()}:{mail.masked_email}".rstrip(":")[:_KEY]


def _file_row(mail_id: int, file: KeptFile) -> dict[str, Any]:
    return {
        "mail_id": mail_id,
        "kind": file.kind,
        "media_type": file.media_type,
        "extension": file.extension,
        "filename": file.filename,
        "width": file.width,
        "height": file.height,
        "content": file.content,
    }
