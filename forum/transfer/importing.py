"""Mail archives into threads: staged, threaded, published. Each step goes on where it was cut off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import monotonic

from sqlalchemy import text, update

from forum.boards.models import Board
from forum.core.clock import now
from forum.core.db import db, use_session_to
from forum.transfer import mbox
from forum.transfer.authors import make_authors
from forum.transfer.conversations import conversations
from forum.transfer.lease import Lease, begin_reading, lease_on, transaction
from forum.transfer.models import ArchiveSource
from forum.transfer.publishing import publish
from forum.transfer.report import Report, report_on
from forum.transfer.staging import check_archives, stage

Progress = Callable[[int, int], None]


def import_mbox(files: Sequence[Path], board: Board, progress: Progress) -> Report:
    """Import mail archives into a board. It commits as it goes; running it again adds nothing twice.

    ``progress`` hears how much is done, of how much: reading counts for one half, publishing for the other.
    """
    began = monotonic()
    board_id, slug = board.id, board.slug
    check_archives(files)
    _read_little_ahead()
    try:
        with lease_on(board_id) as lease:
            sources = _stage_all(lease, slug, files, progress)
            make_authors(lease)
            _publish_all(lease, sum(map(mbox.size, files)), progress)
            _finish(lease, sources)
            return report_on(sources, monotonic() - began)
    finally:
        db.session.rollback()
        use_session_to("write")


def _read_little_ahead() -> None:
    """Every mail passes once: what SQLite keeps in memory to find it again would only be in the way."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA mmap_size=0"))
        db.session.execute(text("PRAGMA cache_size=-4096"))


def _stage_all(lease: Lease, slug: str, files: Sequence[Path], progress: Progress) -> list[int]:
    total, before = 2 * sum(map(mbox.size, files)), 0
    sources = []
    for file in files:
        sources.append(stage(lease, slug, file, partial(_tell, progress, total, before)))
        before += mbox.size(file)
    return sources


def _tell(progress: Progress, total: int, before: int, position: int) -> None:
    progress(before + position, total)


def _publish_all(lease: Lease, half: int, progress: Progress) -> None:
    begin_reading()
    found = conversations(lease.board_id)
    mails = sum(len(conversation.staged) for conversation in found) or 1
    publish(lease, found, lambda done: progress(half + half * done // mails, 2 * half))
    progress(2 * half, 2 * half)


def _finish(lease: Lease, sources: list[int]) -> None:
    """From now on, the same file is a new reading, in which every mail is there already."""
    with transaction(lease):
        done = update(ArchiveSource).where(ArchiveSource.id.in_(sources)).values(finished_at=now())
        db.session.execute(done)
