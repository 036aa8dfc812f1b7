"""What moderators of the demo decided about members lately, and where nobody can join from."""

from __future__ import annotations

from datetime import timedelta

from forum.accounts.closed_ways import ClosedWay
from forum.core.db import db
from forum.core.decisions import Decision
from forum.core.zones import moment_words, zone_named
from forum.demo.threads import SELLING, Stage
from forum.moderation.letters import Letter, letter_words
from forum.moderation.sanctions import begin

POWDER = (
    "You have been asked twice to offer nothing for sale. Please come back and talk with us about all else."
)
READ_FIRST = "Your last posts named other people's doctors. We read along for some days, to help."
NOTE = "She wrote to me: the powder is her cousin's, and money is short. Be gentle."


def decide_about_members(stage: Stage) -> None:
    """One member kept out for some days, one whose posts are read first, a note, and a closed way in."""
    _decide(stage, "bright-morning", "warn", "Please offer nothing for sale.", ago=480, lasts=90)
    _decide(stage, "bright-morning", "note", NOTE, ago=12, lasts=0)
    _decide(stage, "bright-morning", "suspend", POWDER, ago=10, lasts=7)
    _decide(stage, "quill", "hold", READ_FIRST, ago=24, lasts=7)
    moment = stage.moment
    db.session.add(
        ClosedWay(
            kind="domain",
            value="quick-mailbox.example",
            reason="Forty accounts in one night, all of them selling.",
            made_at=moment - timedelta(days=3),
            made_by_id=stage.people["juniper"].id,
            ends_at=moment + timedelta(days=27),
        )
    )


def _decide(stage: Stage, handle: str, kind: str, reason: str, *, ago: int, lasts: int) -> None:
    """As from the form, so many hours ago and for so many days, with its line in the log and its letter."""
    about, at = stage.people[handle], stage.moment - timedelta(hours=ago)
    ends_at = at + timedelta(days=lasts) if lasts else None
    rule = SELLING if kind in ("warn", "suspend") else None
    until = moment_words(ends_at, zone_named(about.timezone)) if ends_at else ""
    decision = Decision(
        actor_id=stage.people["juniper"].id,
        action=kind,
        subject=f"member:{about.id}",
        reason=reason,
        at=at,
        about_id=about.id,
        rule=rule,
        letter=letter_words(kind, "", rule, reason, until=until) if kind != "note" else "",
    )
    db.session.add(decision)
    db.session.flush()
    begin(about, kind, ends_at, decision).begun_at = at
    if kind != "note":
        db.session.add(Letter(decision_id=decision.id, member_id=about.id))
