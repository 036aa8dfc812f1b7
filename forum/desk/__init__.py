"""The editors' desk: articles and glossary terms written, corrected and taken away in the browser."""

from __future__ import annotations

from flask import Flask

from forum.boards.drafts import EDITORS_FIELDS
from forum.core.parked import park_fields
from forum.desk.views import desk, editing, links, questions, standing, terms


def init_desk(app: Flask) -> None:
    park_fields(app, *EDITORS_FIELDS)
    for views in (desk, editing, links, questions, standing, terms):
        app.register_blueprint(views.bp)
