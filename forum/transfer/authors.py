"""Who wrote the mails: members where the address is one's, else names that wait to be claimed.

Whoever joins with such an address takes over the name and its posts; an archive that gives no addresses
leaves names that stay names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from forum.accounts.handles import handle_from_name, handle_key
from forum.accounts.models import Joining, Member
from forum.core.db import db
from forum.mail_in.senders import name_from
from forum.transfer.lease import Lease, transaction
from forum.transfer.models import ArchiveMail

BATCH = 200


@dataclass(slots=True)
class Writer:
    """Somebody as the mails know them: one address or one key, one or more spellings of a name."""

    email: str | None
    key: str | None
    first_at: datetime
    names: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The spelling used most, if possible no guess from the address; of several, always the same."""
        guess = name_from(self.email) if self.email else ""
        return min(self.names, key=lambda name: (name == guess, -self.names[name], name))


def make_authors(lease: Lease) -> None:
    """See that everybody who wrote a staged mail is a member, or a name that waits."""
    writers = _writers(lease.board_id)
    for batch in _batches(writers):
        with transaction(lease):
            _date_back(batch)
            missing = _missing(batch)
            while missing:  # A second round only where somebody took one of the handles in this moment.
                _insert(missing)
                missing = _missing(missing)


def _writers(board_id: int) -> list[Writer]:
    query: Any = (
        select(
            ArchiveMail.author_email,
            ArchiveMail.author_key,
            ArchiveMail.author_name,
            func.count(),
            func.min(ArchiveMail.sent_at),
        )
        .where(ArchiveMail.board_id == board_id, ArchiveMail.state == "staged")
        .group_by(ArchiveMail.author_email, ArchiveMail.author_key, ArchiveMail.author_name)
    )
    found: dict[tuple[str | None, str | None], Writer] = {}
    for email, key, name, mails, first_at in db.session.execute(query):
        writer = found.setdefault((email, key), Writer(email, key, first_at))
        writer.first_at = min(writer.first_at, first_at)
        writer.names[name] += mails
    return sorted(found.values(), key=lambda writer: (writer.first_at, writer.email or "", writer.key or ""))


def _batches(writers: list[Writer]) -> Iterator[list[Writer]]:
    for start in range(0, len(writers), BATCH):
        yield writers[start : start + BATCH]


def _missing(writers: Iterable[Writer]) -> list[Writer]:
    writers = list(writers)
    emails = set(db.session.scalars(select(Member.email).where(Member.email.in_(_emails(writers)))))
    keys = set(db.session.scalars(select(Member.archive_key).where(Member.archive_key.in_(_keys(writers)))))
    return [writer for writer in writers if writer.email not in emails and writer.key not in keys]


def _emails(writers: Iterable[Writer]) -> list[str]:
    return [writer.email for writer in writers if writer.email]


def _keys(writers: Iterable[Writer]) -> list[str]:
    return [writer.key for writer in writers if writer.key]


def _date_back(writers: list[Writer]) -> None:
    """A name that waits is as old as its first mail, also when that comes in a later file."""
    for writer in writers:
        same = Member.email == writer.email if writer.email else Member.archive_key == writer.key
        db.session.execute(
            update(Member)
            .where(same, Member.claimed_at.is_(None), Member.joined_at > writer.first_at)
            .values(joined_at=writer.first_at)
            .execution_options(synchronize_session=False)
        )


def _insert(writers: list[Writer]) -> None:
    taken = set(db.session.scalars(select(Member.handle_key))) | set(
        db.session.scalars(select(Joining.handle_key))
    )
    rows = [_row(writer, taken) for writer in writers]
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    db.session.execute(insert(Member.__table__).on_conflict_do_nothing(), rows)  # type: ignore[arg-type]


def _row(writer: Writer, taken: set[str]) -> dict[str, Any]:
    handle = handle_from_name(writer.name, lambda one: handle_key(one) in taken)
    taken.add(handle_key(handle))
    return {
        "handle": handle,
        "handle_key": handle_key(handle),
        "name": writer.name,
        "email": writer.email,
        "archive_key": writer.key,
        "joined_at": writer.first_at,
    }
