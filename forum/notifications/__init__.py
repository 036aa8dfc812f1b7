"""The notifications room: what members want by mail, and telling them of what is new."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from forum.boards.actions import post_published
from forum.boards.posts import post_withdrawn
from forum.core.jobs import register_sweep
from forum.notifications import digests, telling
from forum.notifications.deeds import register_deeds
from forum.notifications.views import choices


def init_notifications(app: Flask) -> None:
    app.register_blueprint(choices.bp)
    register_deeds(app)
    post_published.connect(telling.note_published)
    post_withdrawn.connect(telling.forget_withdrawn)
    soon = timedelta(seconds=1)
    register_sweep(app, "posts to tell", soon, telling.tell_posts, in_batches=True)
    register_sweep(app, "notices", timedelta(seconds=20), telling.tell_notices, in_batches=True)
    register_sweep(app, "mail choices", timedelta(minutes=10), digests.begin_choices, in_batches=True)
    register_sweep(app, "digests", timedelta(seconds=20), digests.send_digests, in_batches=True)
