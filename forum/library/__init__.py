"""The library: articles with sources and people, and a glossary that knows each thing by all its names."""

from __future__ import annotations

from flask import Flask

from forum.library.views import articles, glossary, history, people


def init_library(app: Flask) -> None:
    app.register_blueprint(glossary.bp)
    app.register_blueprint(articles.bp)
    app.register_blueprint(people.bp)
    app.register_blueprint(history.bp)
