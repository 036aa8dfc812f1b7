"""A form as somebody filled it in, and what needs their eye."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from forum.core.edge import LONGEST_WAY_BACK
from forum.core.errors import Refused

T = TypeVar("T")


class Form:
    """What was typed, by field, and the reasons why it cannot be taken, by field."""

    def __init__(self, typed: MultiDict[str, str] | dict[str, str] | None = None) -> None:
        self.typed = MultiDict(typed or {})
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self.typed.get(name, "")

    def all(self, name: str) -> list[str]:
        """Every answer to a question that allows several."""
        return self.typed.getlist(name)

    def check(self, name: str, rule: Callable[[str], T]) -> T | None:
        """What a rule makes of a field; where it refuses, the field has an error and there is nothing."""
        try:
            return rule(self[name])
        except Refused as refused:
            self.errors[name] = refused.reason
            return None

    def refuse(self, refused: Refused) -> None:
        """Show the reason of an action that refused."""
        self.errors[refused.field or ""] = refused.reason


def local_path(address: str) -> str:
    """``address`` if it is a page of this forum; the front page if it leads anywhere else.

    Browsers read a backslash as a slash and leave out tabs and newlines, so neither may be in it.
    """
    is_plain = all(" " < letter != "\x7f" for letter in address) and "\\" not in address
    is_local = address.startswith("/") and not address.startswith("//") and len(address) <= LONGEST_WAY_BACK
    return address if is_local and is_plain else "/"
