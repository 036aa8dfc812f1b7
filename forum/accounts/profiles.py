"""What somebody says about themselves, and the rules for it."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

from forum.accounts.handles import is_reserved
from forum.accounts.lookalikes import has_ink, has_too_many_marks
from forum.core.errors import Refused

LONGEST_NAME = 80
LONGEST_ABOUT = 2000
#: Signs that turn the direction of the words after them, beyond the name they stand in.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check_name(typed: str) -> str:
    """The name that others see, on one line."""
    name = " ".join(TURNING.sub("", typed).split())
    if not has_ink(name):
        raise Refused("Please write a name that can be seen. It need not be your own.", field="name")
    if has_too_many_marks(name):
        raise Refused("Please use fewer signs above and below one letter.", field="name")
    if is_reserved(name):
        raise Refused(
            "This name is kept free, so that nobody is taken for somebody who speaks for the group.",
            field="name",
        )
    if len(name) > LONGEST_NAME:
        raise Refused(f"Please use at most {LONGEST_NAME} characters.", field="name")
    return name


def check_about(typed: str) -> str:
    """The words under somebody's name."""
    about = typed.replace("\r\n", "\n").strip()
    if len(about) > LONGEST_ABOUT:
        raise Refused(
            f"Please use at most {LONGEST_ABOUT:,} characters; these are {len(about):,}.", field="about"
        )
    return about


def check_timezone(typed: str) -> str:
    """A zone by its name, such as Europe/Berlin."""
    if typed not in timezones():
        raise Refused("Please choose a time zone from the list.", field="timezone")
    return typed


@cache
def timezones() -> tuple[str, ...]:
    """The zones people choose from: places, without the old abbreviations."""
    places = (
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )
    return ("UTC", *sorted(places))
