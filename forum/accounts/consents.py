"""What people agree to, in the words they see, and the record of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import HEALTH_ROLES, ROLES, Consent, Member
from forum.accounts.rules import rules_at
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused

HEALTH = (
    "I agree that this forum keeps health information that I choose to share in my profile, such as that I "
    "live with the illness, or my diagnosis, and shows it to members, or to those of them whom I choose. "
    "I can take this back at any time in my settings."
)
TITLES = {"rules": "The rules of the group", "health": "Keeping health information you share"}


def give_consent(member: Member, purpose: str, at: datetime | None = None) -> None:
    """Record that ``member`` agreed to the words as they stood; agreeing twice is one agreement."""
    if not has_agreed(member, purpose):
        at = at or now()
        wording = HEALTH if purpose == "health" else "\n".join(rule.line for rule in rules_at(at))
        db.session.add(Consent(member_id=member.id, purpose=purpose, wording=wording, given_at=at))


def withdraw_health_consent(member: Member) -> None:
    """Record that ``member`` took it back, and forget what was kept because of it; the record itself stays.

    Their words about themselves go too: nobody but they can tell whether those speak of their health.
    """
    for consent in consents_of(member):
        if consent.purpose == "health" and consent.withdrawn_at is None:
            consent.withdrawn_at = now()
    member.role_keys -= HEALTH_ROLES
    member.about = ""


def check_health_roles(roles: frozenset[str], *, agrees: bool) -> None:
    """May these roles be kept? Those that speak of one's health only with a yes to that."""
    if roles & HEALTH_ROLES and not agrees:
        words = " and ".join(f"“{ROLES[key]}”" for key in ROLES if key in HEALTH_ROLES)
        raise Refused(
            f"You ticked {words}. That says something about your health, so we may keep it only if you agree "
            "here. If you would rather not, take that tick away: you are as welcome without it.",
            field="health",
        )


def has_agreed(member: Member, purpose: str) -> bool:
    """Whether ``member`` agrees to this now."""
    return any(found.purpose == purpose and found.withdrawn_at is None for found in consents_of(member))


def consents_of(member: Member) -> list[Consent]:
    """All that somebody ever agreed to, the latest first."""
    query = (
        select(Consent)
        .where(Consent.member_id == member.id)
        .order_by(Consent.given_at.desc(), Consent.id.desc())
    )
    return list(db.session.scalars(query))
