"""The library: articles with their sources, and a glossary that knows each thing by all its names."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from forum.core.jobs import register_sweep
from forum.library.about import sweep_old_articles
from forum.library.views import articles, glossary


def init_library(app: Flask) -> None:
    register_sweep(app, "old articles", timedelta(seconds=1), sweep_old_articles)
    app.register_blueprint(glossary.bp)
    app.register_blueprint(articles.bp)
