"""The library: articles with their sources, a glossary that knows each thing by all its names, and a shelf of
where else to find help."""

from __future__ import annotations

from flask import Flask

from forum.library.views import articles, glossary, support, support_editing


def init_library(app: Flask) -> None:
    app.register_blueprint(glossary.bp)
    app.register_blueprint(articles.bp)
    app.register_blueprint(support.bp)
    app.register_blueprint(support_editing.bp)
