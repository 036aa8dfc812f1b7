"""Members who write the posts that only fill the shelves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import insert, select

from forum.accounts.consents import HEALTH
from forum.accounts.handles import handle_key
from forum.accounts.lookalikes import name_key
from forum.accounts.models import Consent, Member
from forum.core.db import db

MOST = 2_000
#: How many were there from the first day; the others join as time goes by.
FOUNDERS = 20
#: Every tenth member in turn, so that each board has enough people who may write there.
ROLES = (
    *("patient", "patient", "caregiver", "patient", "family", "patient", "patient,family", "patient"),
    *("caregiver,family", "bereaved"),
)
#: Words for their names: each of the first may stand before each of the second.
ADJECTIVES = """
Amber Autumn Blue Bright Calm Copper Early Evening Faithful Fern Gentle Golden Green Grey Harbour Hidden
Hillside Ivory Kind Little Lucky Maple Meadow Mellow Misty Morning Mossy Northern Olive Dusky Pale Quiet
Rainy River Rosy Russet Sandy Silver Slow Small Snowy Soft Southern Sunny Tall Thoughtful Velvet Warm Wild
Winter
"""
NOUNS = """
Acorn Anchor Apple Aspen Badger Basket Beacon Birch Blanket Bramble Button Candle Inkwell Clover Compass
Cottage Cricket Daisy Finch Garden Heron Lantern Lark Lemon Linden Magpie Marble Otter Pebble Pepper
Plover Quince Rabbit Robin Saucer Sparrow Teapot Thimble Thistle Willow
"""


@dataclass(frozen=True, slots=True)
class Crowd:
    """The ids of some members with their roles, in the order in which they joined."""

    ids: Sequence[int]
    roles: Sequence[frozenset[str]]

    def somebody(self, rng: Random, share: float, needed: frozenset[str]) -> int:
        """The id of one who has joined when ``share`` of the time has passed, and who may write there."""
        joined = min(len(self.ids), FOUNDERS + int(len(self.ids) * share))
        while True:
            place = int(rng.random() * joined)
            if not needed or self.roles[place] & needed:
                return self.ids[place]


def make_crowd(rng: Random, posts: int, begin: datetime, end: datetime) -> Crowd:
    """So many members that each has some posts, joined one after the other between two moments."""
    size = min(MOST, FOUNDERS + posts // 20)
    names = [f"{first} {second}" for first in ADJECTIVES.split() for second in NOUNS.split()]
    rng.shuffle(names)
    rows = [_row(place, names[place], begin + (end - begin) * _wait(place, size)) for place in range(size)]
    db.session.connection().execute(insert(Member), rows)
    emails = [row["email"] for row in rows]
    found = db.session.execute(select(Member.email, Member.id).where(Member.email.in_(emails)))
    ids = {row.email: row.id for row in found}
    db.session.connection().execute(insert(Consent), [_consent(ids[row["email"]], row) for row in rows])
    return Crowd([ids[email] for email in emails], [frozenset(row["roles"].split(",")) for row in rows])


def _consent(member_id: int, row: dict[str, Any]) -> dict[str, Any]:
    """Their yes to what their profile says of their health."""
    given_at = row["joined_at"]
    return {"member_id": member_id, "purpose": "health", "wording": HEALTH, "given_at": given_at}


def _wait(place: int, size: int) -> float:
    """The share of the time after which the member in this place joined."""
    return max(0, place + 1 - FOUNDERS) / size


def _row(place: int, name: str, joined_at: datetime) -> dict[str, Any]:
    handle = name.lower().replace(" ", "-")
    return {
        "handle": handle,
        "handle_key": handle_key(handle),
        "name": name,
        "name_key": name_key(name),
        "email": f"{handle}@example.org",
        "standing": "member",
        "roles": ROLES[place % len(ROLES)],
        "about": "",
        "timezone": "UTC",
        "joined_at": joined_at,
        "claimed_at": joined_at,
    }
