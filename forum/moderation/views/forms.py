"""What moderators type into the forms of this room."""

from __future__ import annotations

from flask import request

from forum.core.html import readable
from forum.moderation.acting import Given


def words_typed(name: str) -> str:
    """Words of several lines, as typed."""
    return text_typed(name).strip()


def text_typed(name: str) -> str:
    """A text in which the spaces before its first word may mean something."""
    return readable(request.form.get(name, ""))


def number_typed(name: str) -> int | None:
    typed = request.values.get(name, "").strip()
    return int(typed[:18]) if typed.isascii() and typed.isdigit() else None


def given() -> Given:
    letter = words_typed("letter") if "letter" in request.form else None
    return Given(number_typed("rule"), words_typed("reason"), number_typed("item"), letter)
