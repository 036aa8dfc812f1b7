"""Message-IDs, and which earlier mails a mail points to."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LIMIT = 50
_LENGTH = 300
_ID = re.compile(r"<([^<>]+)>")
_SPACE = re.compile(r"\s+")


def message_id(value: str) -> str | None:
    """The id without its brackets, or None."""
    found = _ID.search(value)
    bare = _SPACE.sub("", found[1] if found else value)
    if not bare or len(bare) > _LENGTH or (found is None and "@" not in bare):
        return None
    return bare


def references(reference_field: str, reply_field: str) -> tuple[str, ...]:
    """The mails this one follows, oldest first: References, then what In-Reply-To adds.

    Old programs wrote sentences into In-Reply-To ("your message of Friday <jane@example.org>"): only what has
    brackets counts, and there only the first id, for what follows may be an address.
    """
    chain = _ids(reference_field)
    answered = _answered(reply_field)
    if answered and answered not in chain:
        chain.append(answered)
    return tuple(chain[-_LIMIT:])


def _ids(value: str) -> list[str]:
    return list(dict.fromkeys(_clean(_ID.findall(value))))


def _clean(found: Iterable[str]) -> Iterable[str]:
    bare = (_SPACE.sub("", one) for one in found)
    return (one for one in bare if one and len(one) <= _LENGTH)


def _answered(value: str) -> str | None:
    found = _ids(value)
    if not found:
        return None
    sentence = value[: value.index("<")].strip()
    return found[-1] if sentence else found[0]
