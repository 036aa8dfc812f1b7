"""Addresses in mails that do one thing without signing in: end mails of a kind, or mute a thread.

Such an address holds whom it is about and is signed, so nothing is kept of it and an old mail's works too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app
from itsdangerous import BadSignature, URLSafeSerializer

from forum.accounts.models import Member
from forum.core.db import db
from forum.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Deed:
    """What such an address does to somebody, and how its page asks and tells."""

    ask: str
    asking: str
    button: str
    done: str
    telling: str
    #: Done to a member, with the number of what it is about; done again, it stays so.
    act: Callable[[Member, int], None]
    #: The first word of the address.
    path: str = "unsubscribe"


def register_deed(app: Flask, kind: str, deed: Deed) -> None:
    app.extensions.setdefault("mail_deeds", {})[kind] = deed


def stop_address(member: Member, kind: str) -> str:
    """Where this member ends mails of a kind."""
    return deed_address(member.id, kind)


def deed_address(member_id: int, kind: str, about: int = 0) -> str:
    """Where a member has this done, with whatever has the number ``about``."""
    base_url = current_app.extensions["settings"].base_url
    content = [kind, member_id, about] if about else [kind, member_id]
    return f"{base_url}/{_deeds()[kind].path}/{_signer().dumps(content)}"


def deed_of(token: str) -> Deed:
    """What an address does; ``NotFound`` unless it was once made for somebody who is there."""
    return _read(token)[0]


def do_deed(token: str) -> Deed:
    """Do what an address is for."""
    deed, member, about = _read(token)
    deed.act(member, about)
    return deed


def _read(token: str) -> tuple[Deed, Member, int]:
    try:
        kind, member_id, *about = _signer().loads(token)
    except BadSignature:
        raise NotFound from None
    member, deed = db.session.get(Member, member_id), _deeds().get(kind)
    if member is None or deed is None:
        raise NotFound
    return deed, member, about[0] if about else 0


def _deeds() -> dict[str, Deed]:
    deeds: dict[str, Deed] = current_app.extensions["mail_deeds"]
    return deeds


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="stop mails")
