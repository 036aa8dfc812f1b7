"""Who looks after the library: the same who look after the boards."""

from __future__ import annotations

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.core.errors import NotFound


def editor_here() -> Member:
    """The moderator or administrator who asks; for anybody else, an editor's page is not there."""
    member = member_here()
    if not member.is_moderator:
        raise NotFound
    return member
