"""The library: articles with their sources and people, a glossary that knows each thing by all its names,
and a shelf of where else to find help."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from forum.core.jobs import register_sweep
from forum.library.about import sweep_old_articles
from forum.library.views import articles, glossary, history, support, support_editing
from forum.library.views import people as people_views
from forum.library.views import readers as reader_views


def init_library(app: Flask) -> None:
    register_sweep(app, "old articles", timedelta(seconds=1), sweep_old_articles)
    app.register_blueprint(glossary.bp)
    app.register_blueprint(articles.bp)
    app.register_blueprint(support.bp)
    app.register_blueprint(support_editing.bp)
    app.register_blueprint(people_views.bp)
    app.register_blueprint(history.bp)
    app.register_blueprint(reader_views.bp)
