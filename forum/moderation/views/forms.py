"""What moderators type into the forms of this room."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.core.db import db
from forum.core.html import readable
from forum.moderation.access import boards_of
from forum.moderation.acting import Given
from forum.moderation.models import Item
from forum.moderation.queue import next_item


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


def onward(
    moderator: Member, done: str, item_id: int | None, elsewhere: str = "/moderation"
) -> ResponseReturnValue:
    """Say what was done, and go on to the next thing that waits; whoever came another way goes ``elsewhere``.

    What was not closed by it, such as after a note, comes first once more.
    """
    item = db.session.get(Item, item_id) if item_id is not None else None
    following = item if item is None or item.is_open else next_item(moderator, boards_of(moderator))
    leads_on = following is not None and following is not item
    flash(f"{done} This is the next thing that waits." if leads_on else done, "ok")
    return redirect(following.path if following else "/moderation" if item else elsewhere, 303)
