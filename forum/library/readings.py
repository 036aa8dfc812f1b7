"""How often each article is read, by month: a number, and nothing about who read it.

A reading is counted in memory and written once its page is sent, many at a time; so no reader waits for it.
What was counted since is lost when a process is killed, which a figure like this can bear.
"""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date
from time import monotonic

import structlog
from flask import Flask
from sqlalchemy import ForeignKey, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.clock import now
from forum.core.db import Base, Key, db, use_session_to

log = structlog.get_logger()

#: Seconds between two writings of one process.
EVERY = 20.0
#: Over how many months, this one with them, the desk adds up.
MONTHS = 3


class ArticleReadings(Base):
    """How often an article was opened in a month (UTC)."""

    __tablename__ = "article_readings"

    article_id: Mapped[int] = mapped_column(
        Key, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    #: Years and months as one number: 202611 for November 2026.
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    readings: Mapped[int] = mapped_column(default=0)


_lock = threading.Lock()
_waiting: Counter[tuple[int, int]] = Counter()
_written_at = 0.0


def count_reading(article_id: int) -> None:
    with _lock:
        _waiting[article_id, _month(now().date())] += 1


def write_readings(app: Flask) -> None:
    """Write what was counted, unless that was done a moment ago."""
    global _written_at
    with _lock:
        if not _waiting or monotonic() - _written_at < EVERY:
            return
        counted, _written_at = Counter(_waiting), monotonic()
        _waiting.clear()
    with app.app_context():
        # Each statement is a transaction of its own: a page may be on its way, but nothing else is held.
        use_session_to("read")
        try:
            for (article_id, month), readings in counted.items():
                _add(article_id, month, readings)
        except IntegrityError:
            log.info("readings of an article that is gone")
        except SQLAlchemyError as error:
            log.error("readings not written", error=type(error).__name__)


def _add(article_id: int, month: int, readings: int) -> None:
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    row = insert(ArticleReadings).values(article_id=article_id, month=month, readings=readings)
    more = {"readings": ArticleReadings.readings + row.excluded.readings}
    db.session.execute(row.on_conflict_do_update(index_elements=["article_id", "month"], set_=more))


def readings_lately() -> dict[int, int]:
    """Article -> how often it was opened this month and in the ones before."""
    today = now().date()
    first = today.year * 12 + today.month - MONTHS
    since = first // 12 * 100 + first % 12 + 1
    query = select(ArticleReadings.article_id, func.sum(ArticleReadings.readings))
    lately = query.where(ArticleReadings.month >= since).group_by(ArticleReadings.article_id)
    return {article_id: int(readings) for article_id, readings in db.session.execute(lately)}


def _month(day: date) -> int:
    return day.year * 100 + day.month
