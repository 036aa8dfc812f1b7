"""What people agree to, in the words they see, and the record of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import Consent, Member
from forum.core.clock import now
from forum.core.db import db

RULES = (
    "Be kind. Everybody here carries something heavy, and nobody has to explain how they carry it.",
    "Speak from your own experience. Say what helped you, not what others must do, and leave treatment "
    "decisions to each person and their doctors.",
    "What is said here stays here. Never pass on a name, a story or a picture from a members' board.",
    "Nothing is for sale: no advertising, no collecting of money, no promised cures.",
    "If somebody worries you, tell a moderator. You don't have to carry it alone.",
    "Moderators may hold, move or hide a post. They always say why, and you can ask them to look again.",
)
HEALTH = (
    "I agree that this forum keeps health information that I choose to share in my profile, such as my "
    "diagnosis, and shows it to the people I choose. I can take this back at any time in my settings."
)
WORDINGS = {"rules": "\n".join(RULES), "health": HEALTH}
TITLES = {"rules": "The rules of the group", "health": "Keeping health information you share"}


def give_consent(member: Member, purpose: str, at: datetime | None = None) -> None:
    """Record that ``member`` agreed; agreeing twice is one agreement."""
    if not has_agreed(member, purpose):
        db.session.add(
            Consent(member_id=member.id, purpose=purpose, wording=WORDINGS[purpose], given_at=at or now())
        )


def withdraw_consent(member: Member, purpose: str) -> None:
    """Record that ``member`` took an agreement back; what was agreed until now stays on record."""
    for consent in consents_of(member):
        if consent.purpose == purpose and consent.withdrawn_at is None:
            consent.withdrawn_at = now()


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
