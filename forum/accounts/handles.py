"""Handles: the name behind the @, by which people call each other."""

from __future__ import annotations

import itertools
import re
import secrets
import unicodedata
from collections.abc import Callable

from forum.accounts.lookalikes import INVISIBLE, alphabets_in, folded, has_too_many_marks, name_key, skeleton
from forum.core.errors import Refused

SHORTEST, LONGEST = 2, 30
#: Names that would be taken for somebody who speaks for the group, or for everybody.
RESERVED_WORDS = """
abuse admin administrator all anonymous deleted everybody everyone greeter greeters help here hostmaster
kith me mod moderator moderators mods nobody noreply owner postmaster root security staff support system
team webmaster you
"""
#: Of these, the ones that no longer name may hold either: "Moderator Jane".
STAFF_WORDS = "admin administrator moderator moderators"
#: What a name may be made of that gives nobody away.
FIRST_WORDS = (
    "amber brave calm clear early gentle golden late little mossy northern quiet rainy silver slow sunny"
)
LAST_WORDS = """
apple birch bridge brook candle clover fern garden harbour heron lantern meadow pebble robin teapot willow
"""
IDEAS = (FIRST_WORDS.split(), LAST_WORDS.split())


def check_handle(typed: str) -> str:
    """A handle as it is kept, or the reason why it cannot be one."""
    handle = unicodedata.normalize("NFKC", typed[: LONGEST * 4].strip().removeprefix("@"))
    reason = _reason_against(handle)
    if reason:
        raise Refused(reason, field="handle")
    return handle


def idea_for_a_handle() -> str:
    """A name that somebody could take who does not want to use their own: ``quiet-heron``."""
    return "-".join(secrets.choice(words) for words in IDEAS)


def handle_key(handle: str) -> str:
    """What handles have in common that could be taken for each other; only one of them is anybody's."""
    return skeleton(handle)


def handle_from_name(name: str, is_taken: Callable[[str], bool]) -> str:
    """A free handle for somebody whose name an archive knows: "Jane Doe" becomes ``jane-doe``."""
    plain = "".join(letter if _is_letter(letter) else " " for letter in folded(name))
    base = "-".join(plain.split())[:LONGEST].strip("-")
    if len(base) < SHORTEST:
        base = "someone"
    return next(handle for handle in _numbered(base) if not (is_reserved(handle) or is_taken(handle)))


def _numbered(base: str) -> itertools.chain[str]:
    rest = (f"{base[: LONGEST - 1 - len(str(number))]}-{number}" for number in itertools.count(2))
    return itertools.chain([base], rest)


def _reason_against(handle: str) -> str | None:
    if not SHORTEST <= len(handle) <= LONGEST:
        return f"A name here has {SHORTEST} to {LONGEST} letters or digits."
    if not all(_is_letter(letter) or letter in "_-." for letter in handle):
        return "A name here can hold letters, digits and the signs _ - . but nothing else, and no spaces."
    if not (_is_letter(handle[0]) and re.search(r"[^.\-]$", handle)):
        return "A name here begins with a letter or a digit, and does not end with . or -"
    if has_too_many_marks(handle):
        return "Please use fewer signs above and below one letter."
    if len(alphabets_in(handle)) > 1:
        return "Please use letters of one alphabet, so that nobody is taken for somebody else."
    if is_reserved(handle):
        return "This name is kept free, so that nobody is taken for somebody who speaks for the group."
    return None


def _is_letter(letter: str) -> bool:
    """A letter of any script, a mark that belongs to one, or a digit: something that can be seen."""
    category = unicodedata.category(letter)
    if INVISIBLE.match(letter) or unicodedata.name(letter, "").startswith("MODIFIER LETTER"):
        return False  # A modifier letter looks like an apostrophe, or like dirt on the screen.
    return category[0] in "LM" or category == "Nd"


def is_reserved(name: str) -> bool:
    """Whether a handle, or a display name, would be taken for somebody who speaks for the group."""
    return _bare(name) in RESERVED or any(_bare(word) in STAFF for word in name.split())


def _bare(name: str) -> str:
    """For the reserved words alone, ``adm1n`` is ``admin`` too."""
    return name_key(name).replace("i", "l")


STAFF = frozenset(_bare(word) for word in STAFF_WORDS.split())
RESERVED = frozenset(_bare(word) for word in RESERVED_WORDS.split())
