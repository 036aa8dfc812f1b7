"""Kith: a home for patient support groups."""

from __future__ import annotations

from typing import Any

from flask_compress import Compress

from forum import accounts, boards, desk, library, moderation, notifications, receiving
from forum.config import Settings, load_settings, make_data_folder, secret_key
from forum.core.answers import init_answers
from forum.core.assets import init_assets, pages_folder
from forum.core.db import init_db
from forum.core.edge import Kith, init_edge
from forum.core.limits import init_limits
from forum.core.logs import init_logs
from forum.core.machines import init_machines
from forum.core.mailer import init_mailer
from forum.core.pages import init_pages
from forum.core.parked import init_parked
from forum.core.proxy import TrustLocalProxy
from forum.core.storage import open_storage

#: The largest form (with its files) and the largest words in it that are read at all, in bytes.
LARGEST_FORM = 40 * 2**20
LARGEST_WORDS = 4 * 2**20


def create_app(settings: Settings | None = None, **config: Any) -> Kith:
    """The forum as a WSGI application."""
    settings = settings or load_settings()
    make_data_folder(settings)
    init_logs()
    app = Kith(__name__, template_folder=str(pages_folder("templates")), static_folder=None)
    app.config.update(
        SECRET_KEY=secret_key(settings),
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_WORDS,
        SESSION_COOKIE_NAME="__Host-kith" if settings.secure else "kith",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        COMPRESS_MIMETYPES=["text/html", "application/atom+xml"],
        **config,
    )
    app.extensions["settings"] = settings
    app.extensions["storage"] = open_storage(settings.storage_url, settings.uploads)
    init_db(app, settings.database)
    init_limits(app, settings.redis_url.get_secret_value() if settings.redis_url else None)
    init_edge(app)
    init_answers(app, secure=settings.secure)
    init_pages(app, settings.site_name)
    app.wsgi_app = TrustLocalProxy(app.wsgi_app)  # type: ignore[method-assign, assignment]
    init_assets(app, settings.data / "cache" / "static")
    init_machines(app)
    init_parked(app)
    init_mailer(app, settings)
    accounts.init_accounts(app)
    library.init_library(app)
    boards.init_boards(app)
    notifications.init_notifications(app)
    desk.init_desk(app)
    moderation.init_moderation(app)
    receiving.init_receiving(app)
    Compress(app)
    return app
