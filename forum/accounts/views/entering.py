"""What happens at a browser once somebody has proved who they are."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect

from forum.accounts.known_browsers import remember_browser
from forum.accounts.models import Member
from forum.accounts.sessions import begin_session


def enter(member: Member, *, stay: bool = False, go_to: str = "/", words: str = "") -> Response:
    """Sign ``member`` in here and lead them on, with some words if there are any to say."""
    begin_session(member, stay=stay)
    if words:  # Only now: a new session knows nothing of what was said before.
        flash(words, "ok")
    response = make_response(redirect(go_to, 303))
    remember_browser(response, member.id)
    return response
