"""The notifications room: what members want by mail, and telling them of what is new."""

from __future__ import annotations

from flask import Flask

from forum.notifications import models

__all__ = ["init_notifications", "models"]


def init_notifications(app: Flask) -> None:
    """Nothing yet."""
