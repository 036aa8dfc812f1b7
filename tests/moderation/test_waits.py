"""How long held posts wait, told from real times and never better than they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.boards.screened import Screening
from forum.core.clock import now
from forum.moderation.models import Item
from forum.moderation.waits import UNTOLD, usual_wait
from tests.boards.scene import Scene
from tests.cast import Person


def waited(
    scene: Scene, author: Person, post: int, minutes: float, *, ago: int = 1, outcome: str = "hold"
) -> None:
    handled = now() - timedelta(days=ago)
    opened = handled - timedelta(minutes=minutes)
    scene.add(Screening(post_id=post, member_id=author.id, outcome=outcome, kind="first", at=opened))
    scene.add(Item(kind="first", subject=f"post:{post}", urgency=1, opened_at=opened, handled_at=handled))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ([3], "Usually within 5 minutes"),
        ([16, 17, 18], "Usually within 30 minutes"),
        ([50] * 3, "Usually within an hour"),
        ([61], "Usually within 2 hours"),
        ([10] * 8 + [600, 700], "Usually within 10 minutes, nearly always within 12 hours"),
        ([10] * 10 + [9_000], "Usually within 10 minutes"),
        ([3_000], "Usually within 3 days"),
    ],
)
def test_the_middle_and_nine_of_ten_are_told(
    scene: Scene, author: Person, minutes: list[int], words: str
) -> None:
    scene.board("talk")
    thread = scene.thread("talk", author.id)
    for number, each in enumerate(minutes):
        waited(scene, author, scene.reply(thread, author.id, f"Answer {number}"), each)
    assert scene.do(usual_wait) == words


def test_what_was_never_held_or_long_ago_tells_nothing(scene: Scene, author: Person) -> None:
    scene.board("talk")
    thread = scene.thread("talk", author.id)
    waited(scene, author, scene.reply(thread, author.id, "Old"), 10, ago=31)
    waited(scene, author, scene.reply(thread, author.id, "Live"), 10, outcome="publish")
    assert scene.do(usual_wait) == UNTOLD
