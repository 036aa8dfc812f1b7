"""The header of every page: for one reader it is nearly the same on all of them, so it is rendered once."""

from __future__ import annotations

from flask import render_template, request
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from forum.core.fragments import piece
from forum.core.html import trusted

#: Stand in a kept header for what differs each time; nobody can type them.
TOKEN, HERE = "\0token", "\0here"
#: Links in the header, which say so when one is there.
PLACES = ("/", "/drafts", "/sign-in", "/join")


def site_header(site_name: str, display: str, here: str) -> Markup:
    """The header for whoever asks, who wants pages to look like ``display`` and may come back to ``here``."""
    me = current_user if current_user.is_authenticated else None
    reader = (me.handle, me.name, me.standing) if me else None
    name = ("header", site_name, reader, display, _place())
    kept = piece(name, lambda: render_template("_header.html", place=_place(), token=TOKEN, here=HERE))
    html = kept.replace(HERE, escape(here))
    return trusted(html.replace(TOKEN, generate_csrf()) if me else html)


def _place() -> str:
    if request.path.startswith("/articles"):
        return "/articles"
    return request.path if request.path in PLACES else ""
