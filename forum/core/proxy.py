"""Who is asking, when a web server on this machine stands in front of the forum."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

THIS_MACHINE = ("127.0.0.1", "::1")


class TrustLocalProxy:
    """Believe ``X-Forwarded-For`` from this machine alone: from anywhere else, anybody could write it.

    Without it, all visitors behind a proxy would share one address, and one set of limits.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self.direct = app
        self.proxied = ProxyFix(app, x_for=1, x_proto=1)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        app = self.proxied if environ.get("REMOTE_ADDR") in THIS_MACHINE else self.direct
        return app(environ, start)
