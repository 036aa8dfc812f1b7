"""Pages of a list: numbers from 1 up, whatever somebody types into the address."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request


@dataclass(frozen=True, slots=True)
class Page:
    """One page of ``total`` things, ``size`` a page."""

    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """How many things stand before this page."""
        return (self.number - 1) * self.size


def page_asked(total: int, size: int) -> Page:
    """The page that ``?page=`` names, kept within what there is; ``last`` is the last one.

    A wrong number is a slip, not an attack: it leads to the nearest page that exists.
    """
    pages = max(1, -(-total // size))
    asked = request.args.get("page", "1").strip()
    if asked == "last":
        return Page(pages, size, total)
    number = int(asked[:10]) if asked.isascii() and asked.isdigit() else 1
    return Page(min(max(number, 1), pages), size, total)
