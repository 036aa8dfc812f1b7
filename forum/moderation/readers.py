"""Who can read a thread, and answer, once it stands on another board: said before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.models import ROLES
from forum.boards.models import AUDIENCES, Board


@dataclass(frozen=True, slots=True)
class Change:
    """What changes for readers: in words for the moderator, and for whom the letter goes to."""

    warning: str = ""
    told: str = ""
    #: Beside that, who may answer there.
    note: str = ""


#: By audience before and after.
_WARNINGS = {
    ("public", "members"): "Strangers can read it now, and no longer there: links from elsewhere end.",
    (
        "public",
        "moderators",
    ): "Everybody can read it now, and there only moderators can: also its author, and "
    "all who wrote in it, lose sight of it.",
    (
        "members",
        "moderators",
    ): "Every member can read it now, and there only moderators can: also its author, "
    "and all who wrote in it, lose sight of it.",
    ("members", "public"): "Anyone will be able to read it, also without an account, and search engines will "
    "find it. All who wrote in it wrote for members only.",
    (
        "moderators",
        "members",
    ): "Every member will be able to read it. All who wrote in it wrote for moderators only.",
    ("moderators", "public"): "Anyone will be able to read it, also without an account, and search engines "
    "will find it. All who wrote in it wrote for moderators only.",
}
_TOLD = {
    "public": " Anyone can read it there, also without an account.",
    "members": " Members can read it there, and nobody else.",
    "moderators": " Only moderators can read it there.",
}


def change_of_readers(source: Board, goal: Board) -> Change:
    """What it means to go from one board to another."""
    assert goal.audience in AUDIENCES
    warning = _WARNINGS.get((source.audience, goal.audience), "")
    return Change(warning, _TOLD[goal.audience] if warning else "", _who_answers(source, goal))


def _who_answers(source: Board, goal: Board) -> str:
    if goal.reply_roles == source.reply_roles:
        return ""
    names = " or ".join(f"“{ROLES[key]}”" for key in ROLES if key in goal.reply_roles.split(","))
    return (
        f"There, only people whose profile says {names} can answer."
        if names
        else "There, every member can answer."
    )
