"""The library: a glossary that knows each thing by all its names."""

from __future__ import annotations

from flask import Flask

from forum.library.views import glossary


def init_library(app: Flask) -> None:
    app.register_blueprint(glossary.bp)
