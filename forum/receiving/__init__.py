"""The mail room: what comes in by mail is kept, read, and posted by the same doors as from the web."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from forum.core.jobs import register_sweep
from forum.receiving import sweeping, views


def init_receiving(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.jinja_env.filters["quoted"] = quoted
    register_sweep(
        app, "mail that came in", timedelta(seconds=1), sweeping.handle_waiting_mail, in_batches=True
    )
    register_sweep(app, "old mail that came in", timedelta(hours=6), sweeping.sweep_old_mail, in_batches=True)


def quoted(words: str) -> str:
    """Somebody's words as a mail gives them back: each line with a mark before it."""
    return "\n".join(f"> {line}".rstrip() for line in words.split("\n"))
