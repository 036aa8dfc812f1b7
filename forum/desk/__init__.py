"""The editors' desk: articles written, reviewed, published and withdrawn in the browser."""

from __future__ import annotations

from flask import Flask

from forum.desk.views import desk, editing, questions, standing


def init_desk(app: Flask) -> None:
    for views in (desk, editing, questions, standing):
        app.register_blueprint(views.bp)
