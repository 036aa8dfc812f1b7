"""Pages for machines: alive, ready, and numbers. None of them says anything about a person."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from forum.core.db import db
from forum.core.edge import also_when_suspended, public
from forum.core.errors import NotFound
from forum.core.proxy import THIS_MACHINE

bp = Blueprint("machines", __name__)


def init_machines(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.get("/healthz")
@public
@also_when_suspended
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return _plain("ok")


@bp.get("/readyz")
@public
@also_when_suspended
def readyz() -> ResponseReturnValue:
    """The database answers too; if not, the edge says 503."""
    db.session.execute(text("SELECT 1"))
    return _plain("ready")


@bp.get("/metrics")
@public
@also_when_suspended
def metrics() -> ResponseReturnValue:
    if request.remote_addr not in THIS_MACHINE:
        raise NotFound
    return _plain(generate_latest(), content_type=CONTENT_TYPE_LATEST)


@bp.get("/robots.txt")
@public
@also_when_suspended
def robots() -> ResponseReturnValue:
    """Public boards may be read by search engines; what they must not list says so itself."""
    return _plain("User-agent: *\nDisallow: /sign-in\nDisallow: /join\n", cache="public, max-age=3600")


def _plain(words: str | bytes, *, cache: str = "no-store", content_type: str = "text/plain") -> Response:
    return Response(words, content_type=content_type, headers={"Cache-Control": cache})
