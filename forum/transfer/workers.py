"""Reading mails in several processes, in order, with only a little of the archive in memory at a time."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from forum.core.errors import Refused
from forum.transfer.mbox import RawMail
from forum.transfer.reading import Reading, read_mails

#: Bytes of mail handed over at once, and on their way altogether.
CHUNK = 250_000
ON_THE_WAY = 12_000_000
#: Starting processes takes a second: for less than this, one does it faster.
WORTH_IT = 4_000_000
MOST_PROCESSES = 4

ENDED = (
    "A process that reads mails was ended from outside; perhaps memory ran short. Nothing is lost: please "
    "run the import again, and it goes on from here."
)


def read_all(mails: Iterable[RawMail], size: int) -> Iterator[Reading]:
    """What comes of each mail, in the order of the archive. ``size`` is that of the file."""
    chunks = _chunks(mails)
    processes = _processes()
    if size < WORTH_IT or processes < 2:
        for chunk in chunks:
            yield from read_mails(chunk)
    else:
        try:
            yield from _read_by_many(chunks, processes)
        except BrokenProcessPool:
            raise Refused(ENDED) from None


def _processes() -> int:
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def _chunks(mails: Iterable[RawMail]) -> Iterator[list[RawMail]]:
    chunk, size = [], 0
    for mail in mails:
        chunk.append(mail)
        size += len(mail.raw)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _read_by_many(chunks: Iterator[list[RawMail]], processes: int) -> Iterator[Reading]:
    # Forked, but not from here: that would carry our database connections along. They are forked from a
    # process that has done nothing but load what all of them need, so that it is in memory once.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([read_mails.__module__])
    with ProcessPoolExecutor(processes, context, initializer=_prepare) as pool:
        waiting: deque[tuple[int, Future[list[Reading]]]] = deque()
        on_the_way = 0
        for chunk in chunks:
            size = sum(len(mail.raw) for mail in chunk)
            waiting.append((size, pool.submit(read_mails, chunk)))
            on_the_way += size
            while waiting and (on_the_way > ON_THE_WAY or len(waiting) > 2 * processes):
                size, done = waiting.popleft()
                on_the_way -= size
                yield from done.result()
        for _, done in waiting:
            yield from done.result()


def _prepare() -> None:
    """In a new process: leave Ctrl-C to the one that started it, and do not outlive it."""
    gc.freeze()  # Looking for garbage in what was loaded would write to it, and so make a copy of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
