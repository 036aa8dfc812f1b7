"""The rules of the demo's group: those to begin with, and one that was worded anew today."""

from __future__ import annotations

from datetime import timedelta

from forum.accounts.models import Member
from forum.accounts.rules import change_rule

#: Before anybody joined.
BEGAN = timedelta(days=1_100)
PRIVACY = (
    "What is said here stays here. Never pass on a name, a story, a picture or a screenshot from a members' "
    "board, also not to a chat program that writes for you."
)


def change_a_rule(admin: Member) -> None:
    """Members find on their first page what changed."""
    change_rule(admin, 3, 1, PRIVACY)
