"""The moderation room: what waits for a moderator, what is decided, and how those concerned hear of it."""

from __future__ import annotations

from flask import Flask

from forum.boards.actions import post_published
from forum.core.parked import park_fields
from forum.moderation import queue
from forum.moderation.said import said_of
from forum.moderation.views import acting, appeals, mine, reporting
from forum.moderation.views import letter_desk as letter_desk_views
from forum.moderation.views import log as log_views
from forum.moderation.views import public_log as public_log_views
from forum.moderation.views import queue as queue_views


def init_moderation(app: Flask) -> None:
    park_fields(app, "reason", "rule", "words", "letter", "answer")
    for views in (reporting, queue_views, acting, appeals, mine):
        app.register_blueprint(views.bp)
    for views in (log_views, letter_desk_views, public_log_views):
        app.register_blueprint(views.bp)
    app.jinja_env.globals.update(queue_length=queue.length_for, said_of=said_of)
    post_published.connect(queue.look_at_newcomers)
