"""One import at a time on a board; and the one place of the room that commits.

Every transaction of an import renews its lease first. An import that was taken for dead and goes on after
all finds that its lease is another's, and stops before it has written anything.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from forum.core.clock import now
from forum.core.db import db, use_session_to
from forum.core.errors import Refused
from forum.core.tokens import new_token
from forum.transfer.models import ArchiveLease

#: An import that was silent for so long is taken for dead.
LASTS = timedelta(seconds=60)

BUSY = (
    "Another import into this board is running. If it was stopped a moment ago, please try again in a minute."
)
TAKEN_OVER = "Another import into this board took over. This one has stopped; nothing is lost."


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to import into a board, for as long as it is renewed."""

    board_id: int
    holder: str


@contextmanager
def lease_on(board_id: int) -> Iterator[Lease]:
    """Hold the board; ``Refused`` if another import does."""
    lease = Lease(board_id, f"{socket.gethostname()[:60]} {os.getpid()} {new_token()[:22]}")
    _take(lease)
    try:
        yield lease
    finally:
        _release(lease)


@contextmanager
def transaction(lease: Lease) -> Iterator[None]:
    """All that is done inside is kept, or none of it."""
    _begin_writing()
    try:
        _renew(lease)
        yield
        db.session.commit()
    finally:
        begin_reading()


def begin_reading() -> None:
    """End what came before. Reading holds nobody up, and sees one state of everything."""
    db.session.rollback()
    use_session_to("snapshot")


def _begin_writing() -> None:
    db.session.rollback()
    use_session_to("write")


def _take(lease: Lease) -> None:
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    free = insert(ArchiveLease).values(board_id=lease.board_id, holder="", renewed_at=now())
    _begin_writing()
    db.session.execute(free.on_conflict_do_nothing())
    found = db.session.get_one(ArchiveLease, lease.board_id, with_for_update=True)
    if _is_held(found):
        db.session.rollback()
        raise Refused(BUSY)
    found.holder, found.renewed_at = lease.holder, now()
    db.session.commit()
    begin_reading()


def _is_held(found: ArchiveLease) -> bool:
    return bool(found.holder) and found.renewed_at > now() - LASTS and not _is_known_dead(found.holder)


def _is_known_dead(holder: str) -> bool:
    """Did the holder run on this machine, and does no longer? Then nobody need wait."""
    host, process, _ = holder.split(" ")
    if host != socket.gethostname()[:60]:
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _renew(lease: Lease) -> None:
    if not _mine(lease, lease.holder):
        raise Refused(TAKEN_OVER)


def _release(lease: Lease) -> None:
    _begin_writing()
    _mine(lease, "")
    db.session.commit()


def _mine(lease: Lease, holder: str) -> bool:
    """Renew the lease, or hand it back, if it still is this import's own."""
    changed = (
        update(ArchiveLease)
        .where(ArchiveLease.board_id == lease.board_id, ArchiveLease.holder == lease.holder)
        .values(holder=holder, renewed_at=now())
        .returning(ArchiveLease.board_id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(changed) is not None
