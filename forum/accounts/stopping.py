"""Addresses that end mails of one kind: they stand in the mail, and work without signing in.

Such an address holds whom it is about and is signed, so nothing is kept of it and an old mail's works too.
"""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from forum.accounts.models import Member
from forum.core.db import db
from forum.core.errors import NotFound

#: The kinds of mail that can be ended, by the column that says whether somebody wants them.
KINDS = {"articles": "article_mails"}


def stop_address(member: Member, kind: str) -> str:
    """Where this member ends mails of a kind."""
    base_url = current_app.extensions["settings"].base_url
    return f"{base_url}/unsubscribe/{_signer().dumps([kind, member.id])}"


def check_stop_token(token: str) -> None:
    """``NotFound`` unless such an address was once made for somebody who is there."""
    _read(token)


def stop_mails(token: str) -> None:
    """End the mails that an address is about; done again, it stays so."""
    member, column = _read(token)
    setattr(member, column, False)


def _read(token: str) -> tuple[Member, str]:
    try:
        kind, member_id = _signer().loads(token)
    except BadSignature:
        raise NotFound from None
    member = db.session.get(Member, member_id)
    if member is None:
        raise NotFound
    return member, KINDS[kind]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="stop mails")
