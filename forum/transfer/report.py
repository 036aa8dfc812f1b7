"""What an import did, so that every mail of the files is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from forum.boards.posts import Attachment, Post
from forum.core.db import db
from forum.transfer.models import ArchiveMail, ArchiveSource
from forum.transfer.reading import REASONS

#: So many mails that were set aside are named one by one.
NAMED = 20


@dataclass(frozen=True, slots=True)
class Report:
    """``imported + duplicates + set_aside == mails``, always."""

    mails: int
    imported: int
    duplicates: int
    #: How many mails were set aside, by reason.
    reasons: dict[str, int]
    #: The first of them: the file, the byte at which the mail begins, the reason.
    places: tuple[tuple[str, int, str], ...]
    threads: int
    inferred: int
    files: int
    files_left_out: int
    seconds: float

    @property
    def set_aside(self) -> int:
        return sum(self.reasons.values())

    def lines(self) -> list[str]:
        """The report as it is printed."""
        return [
            f"{self.mails:,} mails read in {self.seconds:,.0f} seconds:",
            f"{self.imported:>9,} are posts now, in {self.threads:,} threads, with {self.files:,} files",
            f"{self.duplicates:>9,} were there already",
            f"{self.set_aside:>9,} were set aside",
            *self._reasons(),
            *self._remarks(),
        ]

    def _reasons(self) -> list[str]:
        lines = [f"{count:>13,} {REASONS[reason]}" for reason, count in sorted(self.reasons.items())]
        lines += [f"              {name}, byte {at:,}: {REASONS[reason]}" for name, at, reason in self.places]
        rest = self.set_aside - len(self.places)
        return [*lines, f"              and {rest:,} more"] if rest else lines

    def _remarks(self) -> list[str]:
        lines = []
        if self.inferred:
            lines.append(f"{self.inferred:,} replies named no mail; their thread was found by the subject.")
        if self.files_left_out:
            lines.append(f"{self.files_left_out:,} files were left out: larger than 15 MB, or icons.")
        return lines


def report_on(sources: Sequence[int], seconds: float) -> Report:
    """Count what came of some readings of files, whoever began them.

    A file that was named twice is one reading: the second time, all of its mails were there already.
    """
    counted, posts = _counters(sources), _posts(sources)
    again = sum(_counters([source]).mails * (times - 1) for source, times in Counter(sources).items())
    return Report(
        mails=counted.mails + again,
        imported=posts.imported,
        duplicates=counted.duplicates + again,
        reasons=_reasons(sources),
        places=_places(sources),
        threads=posts.threads,
        inferred=posts.inferred,
        files=_files(sources),
        files_left_out=counted.files_left_out,
        seconds=seconds,
    )


def _counters(sources: Sequence[int]) -> Any:
    query = select(
        func.coalesce(func.sum(ArchiveSource.mails), 0).label("mails"),
        func.coalesce(func.sum(ArchiveSource.duplicates), 0).label("duplicates"),
        func.coalesce(func.sum(ArchiveSource.files_left_out), 0).label("files_left_out"),
    )
    return db.session.execute(query.where(ArchiveSource.id.in_(sources))).one()


def _posts(sources: Sequence[int]) -> Any:
    query = (
        select(
            func.count(ArchiveMail.id).label("imported"),
            func.count(Post.thread_id.distinct()).label("threads"),
            func.count(Post.id).filter(Post.is_inferred).label("inferred"),
        )
        .outerjoin(Post, Post.id == ArchiveMail.post_id)
        .where(ArchiveMail.source_id.in_(sources), ArchiveMail.state == "imported")
    )
    return db.session.execute(query).one()


def _files(sources: Sequence[int]) -> int:
    query = (
        select(func.count())
        .select_from(ArchiveMail)
        .join(Attachment, Attachment.post_id == ArchiveMail.post_id)
        .where(ArchiveMail.source_id.in_(sources))
    )
    return db.session.scalar(query) or 0


def _reasons(sources: Sequence[int]) -> dict[str, int]:
    query = (
        select(ArchiveMail.reason, func.count().label("mails"))
        .where(ArchiveMail.source_id.in_(sources), ArchiveMail.state == "set aside")
        .group_by(ArchiveMail.reason)
    )
    return {row.reason: row.mails for row in db.session.execute(query)}


def _places(sources: Sequence[int]) -> tuple[tuple[str, int, str], ...]:
    query = (
        select(ArchiveSource.name, ArchiveMail.position, ArchiveMail.reason)
        .join(ArchiveSource, ArchiveSource.id == ArchiveMail.source_id)
        .where(ArchiveMail.source_id.in_(sources), ArchiveMail.state == "set aside")
        .order_by(ArchiveMail.id)
        .limit(NAMED)
    )
    return tuple((name, position, reason) for name, position, reason in db.session.execute(query))
