"""What every answer carries (headers), and what it says when something went wrong."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Flask, Response, g, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException, InternalServerError

from forum.core.db import db, use_session_to
from forum.core.errors import NotFound, Refused, ShutOut
from forum.core.parked import LONG_FIELDS
from forum.core.storage import StorageTrouble

log = structlog.get_logger()

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SECURE_HEADERS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
#: How long a stranger's browser may keep a public page, in seconds.
PUBLIC_SECONDS = 60

#: What an error page says: its heading and what to do now.
WORDS = {
    400: ("That did not arrive as it should", "Please go back and try once more."),
    401: ("Please sign in first", "Your words stay where they are until you have."),
    403: ("That came from another site", "Open the page here and send it again."),
    405: ("That cannot be done from here", "Please go back and use the buttons on the page."),
    413: ("That is too large", "Words may be 50,000 characters, a file 15 MB. Go back: yours are there."),
    414: ("That address is too long", "Please open the page from the front page, or search for less."),
    429: ("That was a bit fast", "Please wait a few minutes and try again."),
    500: ("Something broke on our side", "It has been noted. Nothing of it was kept; please try again."),
    503: ("We cannot reach our records just now", "Please wait a minute and try again."),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A form to be given back: each field by name, one with several answers several times."""

    words: list[tuple[str, str]]
    rest: list[tuple[str, str]]


def indexable() -> None:
    """Say that search engines may list this page; unsaid, they may not."""
    g.indexable = True


def init_answers(app: Flask, *, secure: bool) -> None:
    headers = HEADERS | SECURE_HEADERS if secure else HEADERS
    app.after_request(lambda response: add_headers(response, headers))
    app.register_error_handler(NotFound, on_not_found)
    app.register_error_handler(404, on_not_found)
    app.register_error_handler(Refused, on_refused)
    app.register_error_handler(ShutOut, on_shut_out)
    app.register_error_handler(StorageTrouble, on_storage_trouble)
    app.register_error_handler(CSRFError, send_again)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(DataError, on_impossible_value)
    app.register_error_handler(OverflowError, on_impossible_value)
    app.register_error_handler(DBAPIError, on_database_trouble)
    app.register_error_handler(NoConnectionFree, on_database_trouble)
    app.register_error_handler(InternalServerError, on_failure)


def add_headers(response: Response, headers: dict[str, str]) -> Response:
    response.headers.extend(headers)
    if "Content-Security-Policy" not in response.headers:
        response.headers["Content-Security-Policy"] = CONTENT_POLICY
    if not g.get("indexable") or response.status_code != 200:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = _cache_words(response)
    response.vary.add("Cookie")
    return response


def _cache_words(response: Response) -> str:
    """Only what a stranger sees, and what says nothing about their session, may be kept by a cache."""
    is_plain = request.method in ("GET", "HEAD") and response.status_code == 200
    if is_plain and not session and not current_user.is_authenticated:
        return f"public, max-age={PUBLIC_SECONDS}"
    return "private, no-store"


def _leave_nothing() -> None:
    """Undo what was begun. The page that says so only reads, and must not wait for whoever writes."""
    db.session.rollback()
    use_session_to("read")
    try:
        # The row of whoever asks was let go of with the rest.
        getattr(current_user, "handle", None)
    except SQLAlchemyError:
        # Our records cannot even say who that is: the page is the one that a stranger sees.
        db.session.rollback()
        g._login_user = AnonymousUserMixin()


def on_not_found(_error: Exception) -> ResponseReturnValue:
    _leave_nothing()
    return render_template("errors/not_found.html", typed=_typed()), 404


def on_refused(refused: Refused) -> ResponseReturnValue:
    _leave_nothing()
    return _page(422, "That cannot be done", refused.reason, typed=_typed())


def on_shut_out(_error: ShutOut) -> ResponseReturnValue:
    _leave_nothing()
    return render_template("errors/shut_out.html", typed=_typed()), 403


def on_storage_trouble(trouble: StorageTrouble) -> ResponseReturnValue:
    _leave_nothing()
    return _page(503, "That did not work just now", trouble.reason, typed=_typed())


def send_again(_error: CSRFError) -> ResponseReturnValue:
    """The form is older than this sign-in: show what it held, and let the person send it again."""
    _leave_nothing()
    action = request.full_path.rstrip("?")
    return render_template("errors/send_again.html", typed=_typed(), action=action), 400


def on_http_error(error: HTTPException) -> ResponseReturnValue:
    _leave_nothing()
    code = error.code or 500
    if code < 400:
        return error
    heading, advice = WORDS.get(code, WORDS[400])
    return _page(code, heading, advice)


def on_impossible_value(_error: Exception) -> ResponseReturnValue:
    """A number no row can have, or the like, in an address: there is nothing there."""
    return on_not_found(_error)


def on_database_trouble(error: DBAPIError | NoConnectionFree) -> ResponseReturnValue:
    """Locked, full, busy or gone: say so, and give the words back."""
    _leave_nothing()
    cause = getattr(error, "orig", error)
    log.error("database trouble", error=type(cause).__name__, endpoint=request.endpoint)
    return _page(503, *WORDS[503], typed=_typed(), action=request.full_path.rstrip("?"))


def on_failure(error: InternalServerError) -> ResponseReturnValue:
    _leave_nothing()
    cause = error.original_exception
    log.error("request failed", endpoint=request.endpoint, error=type(cause).__name__, exc_info=cause)
    return _page(500, *WORDS[500], typed=_typed())


def _page(
    code: int,
    heading: str,
    advice: str,
    *,
    typed: Typed | None = None,
    action: str | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "errors/error.html", heading=heading, advice=advice, typed=typed, action=action, code=code
    )
    return page, code


def _typed() -> Typed | None:
    """What a form held, without anything secret: words that are to be seen, and all else."""
    if request.method not in ("POST", "PUT"):
        return None
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name and name != "code"
    ]
    if not fields:
        return None
    return Typed([field for field in fields if _is_long(field)], [f for f in fields if not _is_long(f)])


def _is_long(field: tuple[str, str]) -> bool:
    name, value = field
    return name in LONG_FIELDS and bool(value)
