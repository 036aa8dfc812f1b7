"""The moderation room: what waits for a moderator, what is decided, and how those concerned hear of it."""

from __future__ import annotations

from flask import Flask

from forum.accounts.security import archive_author_claimed
from forum.boards.actions import post_screened
from forum.core.parked import park_fields
from forum.moderation import letters, queue, waits
from forum.moderation.claiming import take_over
from forum.moderation.sanctions import in_force_for
from forum.moderation.views import (
    acting,
    appeals,
    closing,
    lifting,
    log,
    members,
    mine,
    reporting,
    standing,
    words,
)
from forum.moderation.views import queue as queue_views


def init_moderation(app: Flask) -> None:
    park_fields(app, "reason", "rule", "words")
    for views in (
        reporting,
        queue_views,
        acting,
        appeals,
        members,
        lifting,
        closing,
        standing,
        log,
        mine,
        words,
    ):
        app.register_blueprint(views.bp)
    app.jinja_env.globals.update(
        unread_letters=letters.unread_letters,
        queue_length=queue.length_for,
        usual_wait=waits.usual_wait,
        in_force_for=in_force_for,
    )
    archive_author_claimed.connect(take_over)
    post_screened.connect(queue.look_at_screened)
