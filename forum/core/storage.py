"""Where uploaded files are kept: a folder on this server, or a bucket that speaks S3.

The database remembers each file's key and type; the store only knows keys and bytes.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from forum.core.errors import NotFound, Refused

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

log = structlog.get_logger()

NOT_KEPT = "The file could not be kept just now. Your words are safe; please try again in a few minutes."
NOT_READ = "The file could not be opened just now. Please try again in a few minutes."
NOT_DELETED = "The file could not be deleted just now. Please try again in a few minutes."

# A part never begins with a dot, so neither ".." nor an absolute path can be written this way.
_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*", re.ASCII)

# A person is waiting at the other end: obstore's own three minutes of retries would hold the page that long.
_PATIENCE: RetryConfig = {"max_retries": 2, "retry_timeout": timedelta(seconds=20)}
_TIMEOUTS: ClientConfig = {"connect_timeout": "5s", "timeout": "20s"}


class StorageTrouble(Refused):
    """The disk is full, the folder is locked or the bucket does not answer.

    A kind of ``Refused``, so every page and mail that can show a refusal shows this one too; a class of its
    own, so that the answer is 503, because the fault is ours.
    """


def new_key(extension: str) -> str:
    """A name nobody can guess, spread over 256 folders: ``ab/cdef….jpg``."""
    name = secrets.token_hex(20)
    return _checked(f"{name[:2]}/{name[2:]}.{extension}")


def open_storage(url: str | None, folder: Path) -> Storage:
    """The store that ``url`` names (``s3://bucket/prefix`` or ``memory://``); without one, the folder."""
    if url is None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Storage(LocalStore(folder), folder)
    if url.startswith("s3://"):
        return Storage(S3Store.from_url(url, retry_config=_PATIENCE, client_options=_TIMEOUTS))
    if url == "memory://":
        return Storage(MemoryStore())
    raise ValueError("The storage URL is either unset (a folder), s3://bucket/prefix or memory://.")


class Storage:
    """Files by key. What ``put`` has acknowledged is still there after a crash."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    def put(self, key: str, content: bytes) -> None:
        """Keep ``content`` under ``key``: all of it or nothing."""
        with _our_fault(NOT_KEPT):
            # One request each: an abandoned multipart upload would stay in the bucket, unseen and paid for.
            obstore.put(self._store, _checked(key), content, use_multipart=False)
            if self._folder is not None:
                _settle(self._folder, key)

    def get(self, key: str) -> bytes:
        """The bytes kept under ``key``, or ``NotFound``."""
        with _our_fault(NOT_READ):
            return bytes(obstore.get(self._store, _checked(key)).bytes())

    def size(self, key: str) -> int:
        """How many bytes are kept under ``key``, or ``NotFound``."""
        with _our_fault(NOT_READ):
            return obstore.head(self._store, _checked(key))["size"]

    def delete(self, key: str) -> None:
        """Make sure that nothing is kept under ``key``; that there was nothing is fine."""
        try:
            with _our_fault(NOT_DELETED):
                obstore.delete(self._store, _checked(key))
        except NotFound:
            return

    def keys(self, *, older_than: datetime | None = None) -> Iterator[str]:
        """Every key (or those last written before a moment), in no order; never half-written files."""
        with _our_fault(NOT_READ):
            for chunk in obstore.list(self._store):
                for found in chunk:
                    if older_than is None or found["last_modified"] < older_than:
                        yield found["path"]


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a storage key: {key!r}")
    return key


def _settle(folder: Path, key: str) -> None:
    """Wait until the file and the names that lead to it are on the disk: obstore renames, but never syncs."""
    path = folder / key
    while True:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if path == folder:
            return
        path = path.parent


@contextmanager
def _our_fault(reason: str) -> Iterator[None]:
    _check_process()
    try:
        yield
    except FileNotFoundError:
        raise NotFound from None
    except (BaseError, OSError) as error:
        log.error("storage trouble", error=type(error).__name__)
        raise StorageTrouble(reason) from error


_processes: set[int] = set()


def _check_process() -> None:
    """Fail loudly where obstore would wait for ever: once used, it does not survive a fork."""
    _processes.add(os.getpid())
    if len(_processes) > 1:
        raise RuntimeError("Storage was used before this process was forked. Use it in the workers only.")
