"""Message-IDs, and which earlier mails a mail points to."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LIMIT = 50
_LENGTH = 300
_ID = re.compile(r"<([^<>]+)>")
_BARE_ID = re.compile(r"[^\s@<>\"();:]{1,150}@[^\s@<>\"();:]{1,150}")
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

    Old programs wrote sentences into In-Reply-To ("your message of Friday <jane@example.org>"): there only
    what has brackets counts, and only the first id, for what follows may be an address. A field that is an id
    and nothing else needs no brackets: Mailman 3 writes it so.
    """
    chain = _ids(reference_field)
    answered = _answered(reply_field)
    if answered:
        # Where the two fields disagree, the mail that is answered is the one that In-Reply-To names.
        chain = [one for one in chain if one != answered] + [answered]
    return tuple(chain[-_LIMIT:])


def _ids(value: str) -> list[str]:
    return list(dict.fromkeys(_clean(_ID.findall(value) or _bare(value))))


def _bare(value: str) -> list[str]:
    words = value.replace(",", " ").split()
    return words if all(_BARE_ID.fullmatch(word) for word in words) else []


def _clean(found: Iterable[str]) -> Iterable[str]:
    bare = (_SPACE.sub("", one) for one in found)
    return (one for one in bare if one and len(one) <= _LENGTH)


def _answered(value: str) -> str | None:
    found = _ids(value)
    if not found:
        return None
    sentence = value.partition("<")[0].strip() if "<" in value else ""
    return found[-1] if sentence else found[0]
