"""Browsers in which a member signed in before: a cookie that says so to us alone.

It holds a random name of the browser and, for each member, a seal over both. It signs nobody in.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import Response, current_app, request

#: How long a browser stays known, in seconds, and for how many members who share it.
KEPT_FOR = 400 * 86400
MOST_MEMBERS = 5


def known_browser(member_id: int) -> str:
    """The name of this browser if that member signed in here before; otherwise nothing."""
    name, seals = _read_cookie()
    return name if any(hmac.compare_digest(seal, _seal(name, member_id)) for seal in seals) else ""


def remember_browser(response: Response, member_id: int) -> None:
    """Have this browser known as one of that member's."""
    name, seals = _read_cookie()
    name = name or secrets.token_urlsafe(12)
    mine = _seal(name, member_id)
    others = [seal for seal in seals if seal != mine]
    response.set_cookie(
        _cookie_name(),
        ".".join([name, mine, *others[: MOST_MEMBERS - 1]]),
        max_age=KEPT_FOR,
        secure=current_app.extensions["settings"].secure,
        httponly=True,
        samesite="Lax",
    )


def _read_cookie() -> tuple[str, list[str]]:
    name, *seals = request.cookies.get(_cookie_name(), "").split(".")
    return name, [seal for seal in seals[:MOST_MEMBERS] if seal.isascii()]


def _cookie_name() -> str:
    return "__Host-known" if current_app.extensions["settings"].secure else "known"


def _seal(name: str, member_id: int) -> str:
    key = f"known browser {current_app.config['SECRET_KEY']}".encode()
    return hmac.new(key, f"{name}:{member_id}".encode(), hashlib.sha256).hexdigest()
