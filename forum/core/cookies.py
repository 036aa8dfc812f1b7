"""The signed cookie of a browser, read whatever the clock says."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer


class BrowserCookie(SecureCookieSessionInterface):
    """Checks who signed, and not when: how long a session lasts is written in its row.

    Flask drops a cookie that seems to come from the future, so a clock set back by a minute would sign out
    everybody who had been here within that minute.
    """

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once: the secret does not change while the forum runs."""
        if "cookie_serializer" not in app.extensions:
            app.extensions["cookie_serializer"] = super().get_signing_serializer(app)
        found: URLSafeTimedSerializer | None = app.extensions["cookie_serializer"]
        return found

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        signer = self.get_signing_serializer(app)
        cookie = request.cookies.get(self.get_cookie_name(app))
        if signer is None or not cookie:
            return super().open_session(app, request)
        try:
            return self.session_class(signer.loads(cookie))
        except BadSignature:
            return self.session_class()
