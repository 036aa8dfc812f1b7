"""Asking the spam service about a form that came, before the request holds any lock."""

from __future__ import annotations

from flask import current_app, request

from forum.accounts.sessions import member_here
from forum.boards.drafts import Words
from forum.boards.spam import SpamService
from forum.core.clock import now
from forum.core.db import let_others_write
from forum.screening.allowances import KNOWN_AFTER


def second_opinion() -> str:
    """Why the spam service takes the words for spam; asked of new members alone, and only if there is one."""
    service: SpamService | None = current_app.extensions["spam service"]
    member = member_here()
    if service is None or member.standing != "member" or now() - member.joined_at >= KNOWN_AFTER:
        return ""
    let_others_write()
    words = Words.from_form(request.form)
    return service.why_spam(words.title, words.body)
