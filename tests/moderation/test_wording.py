"""The words of the group's letters: worded by moderators, filled in, and never without the reason."""

from __future__ import annotations

import pytest

from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail
from forum.moderation.letters import LONGEST_LETTER, WORDS
from forum.moderation.said import SAID
from forum.moderation.wording import PLACES, filled_in, places_in
from tests.boards.scene import Scene
from tests.cast import Browser

DESK = "/moderation/letters/hide"
OURS = "Dear friend,\n\nyour post in “{thread}” is hidden for now.\n\n{rule}\n\n{reason}\n\nWarmly, all of us"
WHY = {"reason": "It sells things.", "rule": "4"}


def word(browser: Browser, words: str) -> int:
    return browser.post(DESK, {"letter": words}, page=DESK).status_code


def letter(scene: Scene) -> str:
    return str(scene.values(Decision.letter, Decision.action == "hide")[0])


def test_a_letter_in_our_own_words(scene: Scene, post: int, moderator: Browser) -> None:
    assert word(moderator, OURS) == 303
    assert "In our own words" in moderator.get("/moderation/letters").text
    moderator.post(f"/posts/{post}/moderation/hide", WHY)
    assert letter(scene) == (
        "Dear friend,\n\nyour post in “The blue chair” is hidden for now.\n\n"
        "The rule: 4. Nothing is for sale: no advertising, no collecting of money, no promised cures.\n\n"
        "The reason: It sells things.\n\nWarmly, all of us"
    )


def test_what_is_not_given_leaves_no_gap(scene: Scene, post: int, moderator: Browser) -> None:
    word(moderator, OURS)
    moderator.post(f"/posts/{post}/moderation/hide", {"reason": "It sells things."})
    assert "for now.\n\nThe reason:" in letter(scene)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Please write what they should read"),
        ("Hello {name}, {rule}{reason}", "“{name}” can't be filled in here"),
        ("{reason.__class__} {rule}{reason}", "can't be filled in here"),
        ("{0} {rule}{reason}", "can't be filled in here"),
        ("{} {rule}{reason}", "can't be filled in here"),
        ("An open { and {rule}{reason}", "too many"),
        ("{{reason}} {rule}", "too many"),
        ("Without a reason. {rule}", "Please keep “{reason}”"),
        ("Without a rule. {reason}", "Please keep “{rule}”"),
        ("a" * LONGEST_LETTER + "{rule}{reason}", "at most"),
    ],
)
def test_words_that_are_no_letter(scene: Scene, post: int, moderator: Browser, words: str, says: str) -> None:
    for path in (DESK, f"{DESK}/preview"):
        answer = moderator.post(path, {"letter": words}, page=DESK)
        assert answer.status_code == 422
        assert says in answer.text.replace("&#39;", "'")
    assert scene.values(Decision.action) == []


def test_it_is_seen_with_an_example_first(scene: Scene, moderator: Browser) -> None:
    page = moderator.post(f"{DESK}/preview", {"letter": OURS}, page=DESK).text
    assert "your post in “Tea that helps” is hidden" in page
    assert "In the words to begin with" in moderator.get("/moderation/letters").text
    assert scene.values(Decision.action) == []


def test_back_to_the_words_to_begin_with(scene: Scene, post: int, moderator: Browser) -> None:
    word(moderator, OURS)
    assert word(moderator, OURS) == 422
    assert moderator.post(f"{DESK}/delete").status_code == 303
    assert moderator.post(f"{DESK}/delete").status_code == 303
    moderator.post(f"/posts/{post}/moderation/hide", WHY)
    assert letter(scene).startswith("We have hidden your post")
    assert scene.values(Decision.action) == ["change letter", "hide", "reset letter"]
    line = scene.values(Decision.id, Decision.action == "change letter")[0]
    assert "<ins>" in moderator.get(f"/moderation/log/{line}").text


def test_what_is_sent_is_what_was_shown(scene: Scene, post: int, moderator: Browser, mails: object) -> None:
    page = f"/posts/{post}/moderation/hide"
    assert 'name="letter"' not in moderator.get(page).text
    shown = moderator.post(f"{page}/preview", WHY).text
    assert 'name="letter"' in shown and "The reason: It sells things." in shown
    words = "Dear Rosalind, only this once.\n\nIt sells things. <b>Really</b> {reason}"
    assert moderator.post(page, {**WHY, "letter": words}).status_code == 303
    assert letter(scene) == words
    assert scene.values(Decision.reason) == ["It sells things."]
    (mail,) = scene.values(OutgoingMail.text, OutgoingMail.to_address == "rosalind@example.org")
    assert words in mail


def test_a_letter_is_not_empty_and_nothing_typed_is_lost(scene: Scene, post: int, moderator: Browser) -> None:
    page = f"/posts/{post}/moderation/hide"
    answer = moderator.post(page, {**WHY, "letter": " "}, page=page)
    assert answer.status_code == 422 and "Please leave some words" in answer.text
    assert moderator.post(page, {**WHY, "letter": "a" * (LONGEST_LETTER + 1)}).status_code == 422
    back = moderator.post(f"{page}/preview", {**WHY, "back": "yes", "letter": "Gone."}).text
    assert "It sells things.</textarea>" in back
    late = moderator.post(page, {"rule": "99", "reason": "Kept.", "letter": "Mine."})
    assert late.status_code == 422 and "Kept.</textarea>" in late.text


def test_what_gives_something_shows_its_letter_at_once(scene: Scene, post: int, moderator: Browser) -> None:
    moderator.post(f"/posts/{post}/moderation/hide", WHY, page=f"/posts/{post}/moderation/hide")
    assert "can be read by everybody again." in moderator.get(f"/posts/{post}/moderation/show").text


def test_every_place_is_explained_and_every_letter_has_a_title() -> None:
    for action, words in WORDS.items():
        assert set(places_in(words)) <= PLACES.keys(), action
        assert action in SAID


def test_filling_in_is_no_program() -> None:
    assert filled_in("{a} {a.b} {a!r} {b}", {"a": "{b}", "b": "x"}) == "{b} {a.b} {a!r} x"
