"""The cast of the demo. Nobody in it is or was a real person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from forum.accounts.consents import give_consent
from forum.accounts.handles import check_handle, handle_key
from forum.accounts.models import Member
from forum.accounts.passwords import hash_password
from forum.accounts.profiles import check_about, check_name
from forum.core.db import db
from forum.demo.moments import span

PASSWORD = "demo-forum-2026"
CAST = Path(__file__).with_name("words") / "cast.txt"

#: Who signs in as what: the address, and a word on what there is to see.
SIGN_INS: list[tuple[str, str]] = [
    ("patient@example.org", "Wren, who lives with it"),
    ("caregiver@example.org", "Tidewater, who cares for someone"),
    ("greeter@example.org", "Marisol K., who sees that nobody stays unanswered"),
    ("moderator@example.org", "Juniper, a moderator"),
    ("moderator2@example.org", "Old Harbour, a second moderator"),
    ("admin@example.org", "Lamplight, who runs the place"),
    ("suspended@example.org", "Bright Morning, who is kept out for some days"),
    ("newcomer@example.org", "First Frost, whose first post is still held"),
]


@dataclass(frozen=True, slots=True)
class Part:
    """One person of the cast, as the file tells of them."""

    handle: str
    name: str
    account: str
    standing: str
    roles: str
    zone: str
    joined: timedelta
    about: str


def make_people(moment: datetime) -> dict[str, Member]:
    """The whole cast by handle, those who joined first with the lowest numbers."""
    kept = hash_password(PASSWORD)
    parts = sorted(cast(), key=lambda part: part.joined, reverse=True)
    return {part.handle: _join(part, moment, kept) for part in parts}


def cast() -> list[Part]:
    """Everybody in the file, in its order."""
    blocks = CAST.read_text("utf-8").strip().split("\n\n")
    return [_part(block) for block in blocks]


def _part(block: str) -> Part:
    """One person: a line of facts, then a line that they say about themselves."""
    facts, _, about = block.partition("\n")
    handle, name, account, standing, roles, zone, joined = (fact.strip() for fact in facts.split("|"))
    return Part(handle, name, account, standing, roles, zone, span(joined), about.strip())


def _join(part: Part, moment: datetime, password_hash: str) -> Member:
    joined_at = moment - part.joined
    member = Member(
        handle=check_handle(part.handle),
        handle_key=handle_key(part.handle),
        name=check_name(part.name),
        email=f"{part.account or part.handle}@example.org",
        password_hash=password_hash if part.account else None,
        standing=part.standing,
        roles=part.roles,
        about=check_about(part.about),
        timezone=part.zone,
        joined_at=joined_at,
        claimed_at=joined_at,
    )
    db.session.add(member)
    db.session.flush()
    for purpose in ("rules", "health"):
        give_consent(member, purpose, joined_at)
    return member
