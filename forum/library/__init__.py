"""The library: articles with their sources, and a glossary that knows each thing by all its names."""

from __future__ import annotations

from flask import Flask

from forum.library.views import articles, glossary


def init_library(app: Flask) -> None:
    app.register_blueprint(glossary.bp)
    app.register_blueprint(articles.bp)
