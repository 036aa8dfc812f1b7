"""Background work: sweeps that are safe to repeat, each run by one worker at a time.

The truth is in the rows of the database (a mail that is due, a picture nobody kept); a sweep looks for
them and does what is due. So there is no queue to lose: a worker that is killed leaves its rows, and the
next sweep finds them. The row of a sweep says when it is next due; whoever moves that time on runs it.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from time import monotonic

import structlog
from flask import Flask
from sqlalchemy import String, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Base, db, use_session_to

log = structlog.get_logger()

#: Seconds between two looks at what is due.
BEAT = 1.0
#: For how many seconds a sweep with much to do goes on before others have their turn, a batch at a time.
TURN = 3.0


class SweepRow(Base):
    """When a sweep is due next."""

    __tablename__ = "sweeps"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Sweep:
    name: str
    every: timedelta
    run: Callable[[], object]
    in_batches: bool


def register_sweep(
    app: Flask, name: str, every: timedelta, run: Callable[[], object], *, in_batches: bool = False
) -> None:
    """Have ``run`` called every so often by one of the workers; it must be safe to repeat.

    One ``in_batches`` says how much it did, and is called again at once while that is not nothing.
    """
    app.extensions.setdefault("sweeps", []).append(Sweep(name, every, run, in_batches))


def work(app: Flask) -> None:
    """Run sweeps until told to stop (SIGTERM or Ctrl-C end the current one first)."""
    signals = _signals_to_stop()
    wait = 0.0
    while not _has_come(signals, wait):
        wait = 0.0 if _run_due(app).has_more else BEAT


def _signals_to_stop() -> SimpleQueue[int]:
    # Not an Event: a handler that sets one while the loop is just taking its lock waits for ever.
    come: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: come.put(number))
    return come


def _has_come(signals: SimpleQueue[int], wait: float) -> bool:
    """Whether one comes within so many seconds."""
    try:
        signals.get(block=wait > 0, timeout=wait or None)
    except Empty:
        return False
    return True


def run_due_sweeps(app: Flask) -> list[str]:
    """Run each sweep that is due and that no other worker has taken; returns their names."""
    return _run_due(app).names


@dataclass
class Round:
    """What ran of the sweeps that were due, and whether one of them had not come to its end."""

    names: list[str] = field(default_factory=list)
    has_more: bool = False


def _run_due(app: Flask) -> Round:
    sweeps: list[Sweep] = app.extensions.get("sweeps", [])
    with app.app_context():
        due_at = _when_due()
    moment, done = now(), Round()
    for sweep in sweeps:
        if due_at.get(sweep.name, moment) <= moment:
            _run(app, sweep, due_at.get(sweep.name), done)
    return done


def _when_due() -> dict[str, datetime]:
    use_session_to("read")
    try:
        return {row.name: row.due_at for row in db.session.scalars(select(SweepRow))}
    except SQLAlchemyError as error:
        log.error("database out of reach", error=type(error).__name__)
        return {}


def _run(app: Flask, sweep: Sweep, seen_due: datetime | None, done: Round) -> None:
    with app.app_context():
        try:
            if _take(sweep, seen_due):
                done.has_more |= _run_batches(sweep)
                done.names.append(sweep.name)
        except (SQLAlchemyError, OSError) as error:
            db.session.rollback()
            log.error("sweep failed", sweep=sweep.name, error=type(error).__name__)


def _run_batches(sweep: Sweep) -> bool:
    """Each batch is a transaction of its own, so that nobody who writes waits for more than one.

    Returns whether its turn ended before its work did.
    """
    end = monotonic() + TURN
    while True:
        did = sweep.run()
        db.session.commit()
        if not (sweep.in_batches and did):
            return False
        if monotonic() > end:
            return True


def _take(sweep: Sweep, seen_due: datetime | None) -> bool:
    """Move the time of a sweep on from where it was seen; only one of several workers can."""
    next_due = now() + sweep.every
    if seen_due is None:
        db.session.add(SweepRow(name=sweep.name, due_at=next_due))
        db.session.commit()
        return True
    mine = (
        update(SweepRow)
        .where(SweepRow.name == sweep.name, SweepRow.due_at == seen_due)
        .values(due_at=next_due)
        .returning(SweepRow.name)
    )
    taken = db.session.scalar(mine) is not None
    db.session.commit()
    return taken


def last_beat() -> datetime | None:
    """The furthest time any sweep is due; long past means that no worker runs."""
    return db.session.scalar(select(db.func.max(SweepRow.due_at)))
