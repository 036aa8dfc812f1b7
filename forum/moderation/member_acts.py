"""What can be done about a member, and who may do which: the words of each action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.accounts.models import Member
from forum.core.errors import NotFound
from forum.moderation.access import boards_of
from forum.moderation.sanctions import KINDS, Sanction


@dataclass(frozen=True, slots=True)
class MemberAct:
    """One thing to do about a member, and the words for it. What lasts is one of ``sanctions.KINDS``."""

    name: str
    button: str
    done: str
    #: What it does, for moderators who do it for the first time.
    meaning: str
    #: Whether its form asks for how long.
    asks_length: bool = False
    #: What the letter says when it is lifted.
    over: str = ""
    #: Also for moderators of some boards, about those who wrote there.
    on_boards: bool = False

    @property
    def lasts(self) -> bool:
        return self.name in KINDS

    @property
    def has_letter(self) -> bool:
        return self.name != "note"


MEMBER_ACTS = {
    act.name: act
    for act in (
        MemberAct(
            "note",
            "Write a note",
            "The note is kept.",
            "Moderators read it here. Nobody else does, and nothing is sent.",
            on_boards=True,
        ),
        MemberAct(
            "warn",
            "Warn them",
            "They are told.",
            "They get a letter, and nothing else changes. It lapses by itself after 90 days.",
            over="We take our warning back.",
            on_boards=True,
        ),
        MemberAct(
            "hold",
            "Read their posts first",
            "From now on a moderator reads their posts first.",
            "They write as always; each post waits in the queue until somebody has read it.",
            asks_length=True,
            over="Your posts are published at once again.",
        ),
        MemberAct(
            "read-only",
            "Let them read, not write",
            "They can read, and not write.",
            "They see all that members see. They can still answer our letters and look after their account.",
            asks_length=True,
            over="You can write here again.",
        ),
        MemberAct(
            "suspend",
            "Keep them out for a time",
            "They are kept out until then.",
            "They can sign in only to read our letters, to ask again, and to look after their account.",
            asks_length=True,
            over="You can use the group again. Welcome back.",
        ),
        MemberAct(
            "ban",
            "Keep them out for good",
            "They are kept out.",
            "Like being kept out for a time, with no end of its own. It can be lifted.",
            over="You can use the group again. Welcome back.",
        ),
        MemberAct(
            "reset-name",
            "Take their name away",
            "Their handle stands in its place.",
            "Others see the handle until they choose another name. They get their own words back by letter.",
        ),
        MemberAct(
            "reset-about",
            "Clear their words about themselves",
            "The words are gone from their page.",
            "Their page says nothing about them until they write anew. They get their own words by letter.",
        ),
    )
}


def acts_for(moderator: Member) -> Sequence[MemberAct]:
    """What somebody may do: a moderator of some boards writes notes and warns, and no more."""
    boards = boards_of(moderator)
    return [act for act in MEMBER_ACTS.values() if boards is None or act.on_boards]


def act_for(moderator: Member, name: str) -> MemberAct:
    found = next((act for act in acts_for(moderator) if act.name == name), None)
    if found is None:
        raise NotFound
    return found


def may_lift(moderator: Member, sanction: Sanction) -> bool:
    """Those who look after all boards lift anything; others only what they decided themselves."""
    return boards_of(moderator) is None or sanction.decision.actor_id == moderator.id
