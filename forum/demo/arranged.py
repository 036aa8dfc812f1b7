"""What moderators of the demo did with threads: one pinned, one slowed down, one that rests, two merged."""

from __future__ import annotations

from datetime import timedelta

from forum.accounts.models import Member
from forum.boards.regrouping import merge_into
from forum.core.db import db
from forum.demo.threads import Stage, record_earlier
from forum.moderation.letters import keep_letter, letter_words

SLOWLY = "A lot was said here within an hour. Let us all breathe."
SAME = "Both ask about the same hook. Now the answers stand in one place."


def arrange_threads(stage: Stage) -> None:
    """As from the forms, each with its line in the log."""
    first, powder, rota = (stage.threads[slug] for slug in ("how-this-works", "powder", "rota"))
    first.is_pinned, powder.slow_minutes, rota.closes_after_days = True, 30, 30
    for thread, action, reason, days in (
        (first, "pin", "Whoever is new finds it here.", 90),
        (powder, "slow", SLOWLY, 1),
        (rota, "silence", "", 5),
    ):
        record_earlier(
            stage,
            action,
            f"thread:{thread.id}",
            reason,
            stage.moment - timedelta(days=days),
            about_id=thread.author_id,
            board_id=thread.board_id,
        )
    _merge(stage, "button-hook", "gloves-and-socks")


def _merge(stage: Stage, slug: str, into: str) -> None:
    thread, home = stage.threads[slug], stage.threads[into]
    decision = record_earlier(
        stage,
        "merge",
        f"thread:{thread.id}",
        SAME,
        stage.moment - timedelta(days=6),
        about_id=thread.author_id,
        board_id=thread.board_id,
        after=f"“{thread.title}” → “{home.title}” (thread {home.id})",
        letter=letter_words("merge", thread.title, None, SAME, other=home.title, readers=""),
    )
    author = db.session.get_one(Member, thread.author_id)
    merge_into(thread, home)
    keep_letter(decision, author)
