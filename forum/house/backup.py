"""A copy of everything in one file: each table as lines of JSON, and the uploads beside them.

The same file restores into SQLite or PostgreSQL, so it is also the way from one to the other. The tables
are read in one snapshot, while the forum runs; uploads never change once written, so they are copied after.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Date, Table, func, insert, select, text

from forum.config import Settings
from forum.core.db import Base, Moment, db, use_session_to
from forum.core.errors import Refused
from forum.core.storage import Storage
from forum.migrations import migrate, newest_revision, revision_of

Progress = Callable[[int, int], None]

#: Rows read or written at a time.
BATCH = 2_000
#: Rows in one member of the archive, so that neither side holds a whole table in memory.
CHUNK = 20_000


def back_up(settings: Settings, file: Path, progress: Progress) -> tuple[int, int]:
    """Write the copy to ``file`` (mode 600: it holds everything); returns rows and files."""
    part = file.with_name(f".{file.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        with tarfile.open(fileobj=out, mode="w:gz", compresslevel=4) as tar:
            rows = _write_tables(tar, progress)
            files = _write_uploads(tar)
            _add(tar, "secret_key", current_app.config["SECRET_KEY"].encode())
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    return rows, files


def _write_tables(tar: tarfile.TarFile, progress: Progress) -> int:
    use_session_to("snapshot")
    _add(tar, "revision", (revision_of(db.engine) or "").encode())
    tables = Base.metadata.sorted_tables
    total = sum(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
    done = 0
    for table in tables:
        for number, lines in enumerate(_chunks(table)):
            _add(tar, f"tables/{table.name}.{number:05}.jsonl", b"".join(lines))
            done += len(lines)
            progress(done, total)
    db.session.rollback()
    return done


def _chunks(table: Table) -> Iterator[list[bytes]]:
    """The rows of a table in the order of its key, a chunk at a time."""
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    lines: list[bytes] = []
    for row in db.session.execute(query):
        lines.append(json.dumps(list(row), default=_plain, ensure_ascii=False).encode() + b"\n")
        if len(lines) == CHUNK:
            yield lines
            lines = []
    if lines:
        yield lines


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    raise TypeError(f"a {type(value).__name__} has no place in a backup")


def _write_uploads(tar: tarfile.TarFile) -> int:
    storage: Storage = current_app.extensions["storage"]
    count = 0
    keys = storage.keys()
    for key in keys:
        _add(tar, f"uploads/{key}", storage.get(key))
        count += 1
    return count


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def restore(settings: Settings, file: Path, progress: Progress, *, overwrite: bool) -> tuple[int, int]:
    """Bring a copy back, all of it or nothing of the tables; refuses to overwrite unless told."""
    _check_whole(file)
    try:
        with tarfile.open(file, "r:gz") as tar:
            return _restore_from(tar, settings, progress, overwrite=overwrite)
    except tarfile.TarError:
        raise Refused(f"{file} is not a backup of this forum.") from None


def _check_whole(file: Path) -> None:
    """Read to the end, where the checksum is: a damaged copy is refused before anything is touched."""
    try:
        with gzip.open(file) as stream:
            while stream.read(2**20):
                pass
    except (OSError, EOFError, zlib.error):
        raise Refused(f"{file} is not a backup of this forum, or is damaged.") from None


def _restore_from(
    tar: tarfile.TarFile, settings: Settings, progress: Progress, *, overwrite: bool
) -> tuple[int, int]:
    first = tar.next()
    if first is None or first.name != "revision":
        raise Refused("This file is not a backup of this forum.")
    revision = _content(tar, first).decode()
    _make_room(revision, overwrite=overwrite)
    rows = files = 0
    for member in iter(tar.next, None):
        kind, _, name = member.name.partition("/")
        if kind == "tables":
            rows += _insert(Base.metadata.tables[name.split(".")[0]], _content(tar, member))
            progress(rows, rows + 1)
        elif kind == "uploads":
            current_app.extensions["storage"].put(name, _content(tar, member))
            files += 1
        elif kind == "secret_key":
            _write_key(settings, _content(tar, member))
    _reset_sequences()
    db.session.commit()
    progress(rows, rows)
    return rows, files


def _make_room(revision: str, *, overwrite: bool) -> None:
    """An empty database of the same release."""
    migrate(db.engine)
    if revision != newest_revision():
        raise Refused(
            f"The backup is of another release (its database stands at {revision}, this one at "
            f"{newest_revision()}): restore it with that release, then run `forum setup` with this one."
        )
    filled = [
        table.name
        for table in Base.metadata.sorted_tables
        if db.session.execute(select(table).limit(1)).first() is not None
    ]
    if filled and not overwrite:
        raise Refused(f"There is something here already (in {filled[0]}). To replace it, add --overwrite.")
    _let_rows_name_later_ones()
    for table in reversed(Base.metadata.sorted_tables):
        db.session.execute(table.delete())


def _let_rows_name_later_ones() -> None:
    """Until the commit: in an archive, an answer may have come before the post that it answers."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    db.session.execute(text("PRAGMA defer_foreign_keys=ON" if is_sqlite else "SET CONSTRAINTS ALL DEFERRED"))


def _insert(table: Table, lines: bytes) -> int:
    rows = [_row(table, json.loads(line)) for line in lines.splitlines()]
    for start in range(0, len(rows), BATCH):
        db.session.execute(insert(table), rows[start : start + BATCH])
    return len(rows)


def _row(table: Table, values: list[Any]) -> dict[str, Any]:
    return {
        column.name: _value(column.type, value) for column, value in zip(table.columns, values, strict=True)
    }


def _value(kind: object, value: Any) -> Any:
    if isinstance(kind, Moment) and value is not None:
        return datetime.fromisoformat(value)
    if isinstance(kind, Date) and value is not None:
        return date.fromisoformat(value)
    if isinstance(value, dict) and value.keys() == {"hex"}:
        return bytes.fromhex(value["hex"])
    return value


def _reset_sequences() -> None:
    """PostgreSQL counts keys apart from the rows: go on after the last one that came back."""
    if db.engine.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if "id" in table.columns:
            last = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            db.session.execute(select(func.setval(sequence, last, False)))


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = tar.extractfile(member)
    if stream is None:
        raise Refused("This backup is damaged.")
    return stream.read()


def _write_key(settings: Settings, key: bytes) -> None:
    """Sessions and links of the old place stay good in the new one."""
    if settings.secret_key:
        return
    part = settings.secret_key_file.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(key)
    part.replace(settings.secret_key_file)
