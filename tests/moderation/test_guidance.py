"""What helps when a person may be in danger: words to begin with, made the group's own, and agreed with."""

from __future__ import annotations

import pytest

from forum.core.decisions import Decision
from forum.moderation.guidance import GUIDES, LONGEST_GUIDE, Guide, starter_of
from tests.boards.scene import Scene
from tests.cast import Browser

PAGE = "/moderation/guidance"
WORDS = "They are <tired>.\n\nListen.\nStay with them."


@pytest.mark.parametrize("name", GUIDES)
def test_the_words_to_begin_with_are_steps(name: str) -> None:
    guide = Guide(name, starter_of(name), None)
    assert guide.about and 5 <= len(guide.steps) <= 10
    assert not any(word in guide.words.lower() for word in (" mg", "dose", "terminal", "survival"))


def test_the_group_words_them_and_agrees(scene: Scene, moderator: Browser, second: Browser) -> None:
    page = f"{PAGE}/despair"
    assert moderator.get(PAGE).text.count("has not approved them yet") == len(GUIDES)
    assert moderator.post(page, {"steps": WORDS}, page=page).status_code == 303
    shown = second.get(PAGE).text
    assert "They are &lt;tired&gt;." in shown and '<li dir="auto">Stay with them.</li>' in shown
    assert second.post(f"{page}/approval", {"seen": "Other words"}, page=page).status_code == 422
    seen = WORDS.replace("\n", "\r\n")
    assert second.post(f"{page}/approval", {"seen": seen}, page=page).status_code == 303
    assert "noted by <bdi>Old Harbour</bdi>" in moderator.get(PAGE).text
    assert second.post(f"{page}/approval", {"seen": seen}, page=page).status_code == 422
    moderator.post(page, {"steps": WORDS + "\nAnd rest."}, page=page)
    assert "noted by" not in moderator.get(PAGE).text
    moderator.post(f"{page}/delete", page=page)
    assert starter_of("despair").splitlines()[0] in moderator.get(page).text.replace("&#39;", "'")
    actions = scene.values(Decision.action)
    assert sorted(actions) == ["approve guide", "change guide", "change guide", "reset guide"]


def test_bad_words_lose_nothing(scene: Scene, moderator: Browser) -> None:
    page = f"{PAGE}/dying"
    for words in ("", "Only what it is about.", "About\n\n \n", "About\n\n" + "a" * LONGEST_GUIDE):
        answer = moderator.post(page, {"steps": words}, page=page)
        assert answer.status_code == 422 and words.strip() in answer.text
    assert moderator.post(page, {"steps": starter_of("dying")}, page=page).status_code == 422
    assert scene.count(Decision) == 0
