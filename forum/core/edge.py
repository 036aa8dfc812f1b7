"""The one gate of a request: who is it, may they, is the form theirs; and one commit on the way out.

Deny by default: a page needs a signed-in member unless its view says ``@public``, and one marked
``@for_admins`` or ``@for_moderators`` is not there for anybody else. Views and actions never commit; an
answer below 400 is committed whole, any other leaves nothing but what its view said must be kept.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request
from flask.templating import Environment
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from forum.core.cookies import BrowserCookie
from forum.core.db import db, use_session_to
from forum.core.errors import NotFound, Refused, ShutOut
from forum.core.incoming import brings_files, incoming
from forum.core.parked import park_words
from forum.core.zones import moment_words, zone_named

View = TypeVar("View", bound=Callable[..., Any])

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: In characters; the server takes addresses twice as long, so that ours is the page that says so.
LONGEST_ADDRESS = 4_094
#: The longest address to go on to after signing in.
LONGEST_WAY_BACK = 1_000
csrf = CSRFProtect()


def public(view: View) -> View:
    """Anybody may ask for this page; what they see of it is decided by ``access``."""
    view.audience = "public"  # type: ignore[attr-defined]
    return view


def for_admins(view: View) -> View:
    """For everybody else, this page does not exist."""
    view.audience = "admins"  # type: ignore[attr-defined]
    return view


def for_moderators(view: View) -> View:
    """For everybody but moderators and administrators, this page does not exist."""
    view.audience = "moderators"  # type: ignore[attr-defined]
    return view


def for_greeters(view: View) -> View:
    """For everybody but greeters, moderators and administrators, this page does not exist."""
    view.audience = "greeters"  # type: ignore[attr-defined]
    return view


def checks_origin_only(view: View) -> View:
    """A form on pages that strangers' browsers may cache: it carries no token, its origin is checked."""
    view.origin_only = True  # type: ignore[attr-defined]
    return view


def also_when_suspended(view: View) -> View:
    """Somebody who is suspended may still see or do this: read their letters, sign out, get help.

    So may whoever reads without writing, for whom every page is open, and of the forms these alone.
    """
    view.when_suspended = True  # type: ignore[attr-defined]
    return view


def is_prefetch() -> bool:
    """A page fetched ahead was not read."""
    return request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", "")


def only_looks(view: View) -> View:
    """A form whose answer shows something and keeps nothing, unless it brings files."""
    view.only_looks = True  # type: ignore[attr-defined]
    return view


def takes_files(view: View) -> View:
    """A form that may bring files: they are looked at before it writes, which would hold up others."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class PlainGlobals(Environment):
    """Templates whose globals are one plain dict: Jinja compares their names at each import of a macro."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class Kith(Flask):
    """A Flask whose answers are committed once, at the edge."""

    session_interface = BrowserCookie()
    jinja_environment = PlainGlobals

    def dispatch_request(self) -> Response:
        response = self.make_response(super().dispatch_request())
        if response.status_code >= 400 and not g.get("keeps_despite_refusal"):
            db.session.rollback()
        # What only looked has nothing to commit: each of its statements was a transaction of its own.
        if db.session.info.get("mode") != "read" or db.session.dirty or db.session.new:
            db.session.commit()
        return response


def keep_despite_refusal() -> None:
    """Have what was done so far committed although the answer is a refusal: words typed must survive it."""
    g.keeps_despite_refusal = True


def init_edge(app: Kith) -> None:
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.config["WTF_CSRF_SSL_STRICT"] = False
    csrf.init_app(app)
    app.before_request(gate)


def gate() -> ResponseReturnValue | None:
    """Let a request in, or answer it here."""
    if len(request.full_path) > LONGEST_ADDRESS:
        abort(414)
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    if request.method not in SAFE:
        _clean_form()
        _check_origin()
    has_files = hasattr(view, "takes_files") and brings_files()
    if request.method in SAFE or hasattr(view, "only_looks") or has_files:
        use_session_to("read")
    answer = _let_in(view)
    if answer is None and has_files:
        incoming()
        _forget_who_asks()
        answer = _let_in(view)
    return answer


def _let_in(view: Callable[..., Any]) -> ResponseReturnValue | None:
    answer = _admit(view)
    if answer is None:
        _check_change(view)
    return answer


def _forget_who_asks() -> None:
    """Seconds have passed: they may have been signed out meanwhile. From here on, the request writes."""
    db.session.rollback()
    g.pop("_login_user", None)
    use_session_to("write")


def _admit(view: Callable[..., Any]) -> ResponseReturnValue | None:
    if not hasattr(view, "when_suspended") and current_user.is_authenticated and current_user.is_suspended:
        raise ShutOut
    audience = getattr(view, "audience", "members")
    if audience == "public":
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if audience == "admins" and not current_user.is_admin:
        raise NotFound
    if audience == "moderators" and not current_user.is_moderator:
        raise NotFound
    if audience == "greeters" and not current_user.is_greeter:
        raise NotFound
    return None


def _check_change(view: Callable[..., Any]) -> None:
    if request.method in SAFE:
        return
    if not getattr(view, "origin_only", False):
        csrf.protect()
    if current_user.is_authenticated and not hasattr(view, "when_suspended"):
        check_may_write(current_user)


def check_may_write(member: Any) -> None:
    """Whoever may only read for a time hears until when, and where it says why."""
    if member.is_read_only:
        until = moment_words(member.read_only_until, zone_named(member.timezone))
        raise Refused(
            f"You can read everything here, but not write until {until}. A moderator decided this: the "
            "reason is in their letter to you, under “Letters from moderators”, and so is a way to ask again."
        )


def _clean_form() -> None:
    """NUL cannot be stored, and nobody types it: it goes, the rest of the words stay."""
    if request.mimetype == "application/x-www-form-urlencoded":
        # All of it is words, and this way of sending them makes up to three bytes of each.
        most = current_app.config["MAX_FORM_MEMORY_SIZE"]
        request.max_content_length = request.max_form_memory_size = 3 * most
        _check_letters(request.get_data())
        if sum(len(value.encode()) for value in request.form.values()) > most:
            abort(413)
    form = request.form
    if any("\0" in value for value in form.values()):
        request.form = ImmutableMultiDict(
            (name, value.replace("\0", "")) for name, value in form.items(multi=True)
        )


def _check_letters(sent: bytes) -> None:
    """Werkzeug takes a form with one byte that is no UTF-8 for an empty one; no page could give it back."""
    try:
        sent.decode()
    except UnicodeDecodeError:
        abort(400)


def _check_origin() -> None:
    """A form sent from another site is not one of ours, whatever it carries.

    Ours are the address people type, and whatever a web server in front says that they asked for.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    ours = urlsplit(current_app.extensions["settings"].base_url)
    is_ours = (
        origin in (None, "", f"{ours.scheme}://{ours.netloc}") or origin.partition("://")[2] == request.host
    )
    if site not in (None, "same-origin", "none") or not is_ours:
        abort(403)


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method in SAFE:
        return redirect(_sign_in_address(request.full_path.rstrip("?")), 303)
    if request.accept_mimetypes.best == "application/json":
        abort(401)
    park_words()
    db.session.commit()
    return redirect(_sign_in_address(page_of_form()), 303)


def page_of_form() -> str:
    """The page that a form stood on: the same address asked for with GET, or the one above; or home."""
    pages = current_app.url_map.bind(request.host)
    for path in (request.path, request.path.rpartition("/")[0]):
        with suppress(HTTPException):
            pages.match(path, method="GET")
            return path
    return "/"


def _sign_in_address(back_to: str) -> str:
    if back_to == "/" or len(back_to) > LONGEST_WAY_BACK:
        return "/sign-in"
    return "/sign-in?" + urlencode({"next": back_to})
