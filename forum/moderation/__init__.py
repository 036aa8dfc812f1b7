"""The moderation room: what waits for a moderator, what is decided, and how those concerned hear of it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from forum.accounts.security import archive_author_claimed
from forum.boards.actions import post_screened
from forum.core.jobs import register_sweep
from forum.core.parked import park_fields
from forum.moderation import counting, legacy, memorials, queue, waits
from forum.moderation.claiming import take_over
from forum.moderation.said import said_of
from forum.moderation.sanctions import in_force_for
from forum.moderation.views import (
    acting,
    appeals,
    closing,
    lifting,
    members,
    memories,
    mine,
    remembering,
    reporting,
    standing,
    words,
)
from forum.moderation.views import health as health_views
from forum.moderation.views import legacy as legacy_views
from forum.moderation.views import letter_desk as letter_desk_views
from forum.moderation.views import log as log_views
from forum.moderation.views import public_log as public_log_views
from forum.moderation.views import queue as queue_views


def init_moderation(app: Flask) -> None:
    park_fields(app, "reason", "rule", "words", "letter", "answer")
    for views in (reporting, queue_views, acting, appeals, members, lifting, closing, standing, mine, words):
        app.register_blueprint(views.bp)
    for views in (remembering, memories, legacy_views, health_views):
        app.register_blueprint(views.bp)
    for views in (log_views, letter_desk_views, public_log_views):
        app.register_blueprint(views.bp)
    app.jinja_env.globals.update(
        said_of=said_of,
        usual_wait=waits.usual_wait,
        in_force_for=in_force_for,
        remembrance_of=memorials.remembrance_of,
    )
    register_sweep(app, "take-downs", timedelta(minutes=1), legacy.sweep_take_downs, in_batches=True)
    register_sweep(app, "figures", timedelta(minutes=1), counting.sweep_figures, in_batches=True)
    archive_author_claimed.connect(take_over)
    post_screened.connect(queue.look_at_screened)
