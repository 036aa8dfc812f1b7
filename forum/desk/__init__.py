"""The editors' desk: articles written, reviewed, published and withdrawn in the browser."""

from __future__ import annotations

from flask import Flask

from forum.core.parked import park_fields
from forum.desk.views import desk, editing, links, questions, standing
from forum.library.front_matter import FORM_FIELDS


def init_desk(app: Flask) -> None:
    park_fields(app, *FORM_FIELDS)
    for views in (desk, editing, links, questions, standing):
        app.register_blueprint(views.bp)
