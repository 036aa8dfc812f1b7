"""What an address of ours is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forum.core.mail_addresses import KINDS, Expired, NotSealed, Sealed, read_address


@dataclass(frozen=True, slots=True)
class Target:
    """One of the kinds of sealed addresses, or ``board`` for a name alone; ``unknown`` for anything else."""

    kind: str
    name: str = ""
    sealed: Sealed | None = None
    is_expired: bool = False


def target_of(recipient: str, key: bytes, today: date) -> Target:
    """Read the part before the @."""
    local = recipient.rpartition("@")[0]
    word, plus, _ = local.partition("+")
    if not plus:
        return Target("board", local)
    if word not in KINDS:
        return Target("unknown", local)
    try:
        return Target(word, sealed=read_address(key, local, today))
    except Expired as expired:
        return Target(word, sealed=expired.sealed, is_expired=True)
    except NotSealed:
        return Target("unknown", local)
