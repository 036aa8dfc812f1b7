"""The notifications room: what members want by mail, and telling them of what is new."""

from __future__ import annotations

from flask import Flask

from forum.notifications.deeds import register_deeds
from forum.notifications.views import choices


def init_notifications(app: Flask) -> None:
    app.register_blueprint(choices.bp)
    register_deeds(app)
