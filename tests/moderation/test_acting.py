"""What moderators do with posts, what the author hears of it, and how they ask for another pair of eyes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.boards.posts import Post
from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail
from forum.moderation.models import Appeal, Item
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person

REASON = {"reason": "It sells things.", "rule": "4"}
Mails = Callable[[], list[OutgoingMail]]


def act(browser: Browser, post: int, name: str, **given: str) -> int:
    page = f"/posts/{post}/moderation/{name}"
    return browser.post(page, given or REASON, page=page).status_code


def state(scene: Scene, post: int) -> str:
    return str(scene.values(Post.state, Post.id == post)[0])


@pytest.fixture
def rosalind(cast: Cast, author: Person) -> Browser:
    browser = cast.stranger()
    browser.sign_in(author)
    return browser


def test_hiding_reaches_the_author_with_rule_reason_and_words(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser, mails: Mails
) -> None:
    assert act(moderator, post, "hide") == 303
    assert state(scene, post) == "hidden"
    assert "A moderator has written to you" in rosalind.get("/").text
    letter = rosalind.get(f"/letters/{scene.values(Decision.id)[0]}").text
    for words in ("The blue chair", "Nothing is for sale", "It sells things.", "Buy my tea."):
        assert words in letter
    assert "A moderator has written to you" not in rosalind.get("/").text
    (mail,) = [mail for mail in mails() if "About your words" in mail.subject]
    assert mail.to_address == "rosalind@example.org"
    assert "> Buy my tea." in mail.text and "It sells things." in mail.text


def test_the_letter_is_read_before_it_is_sent(scene: Scene, post: int, moderator: Browser) -> None:
    page = f"/posts/{post}/moderation/hide"
    shown = moderator.post(f"{page}/preview", REASON, page=page).text
    assert "We have hidden your post" in shown and "The reason: It sells things." in shown
    assert state(scene, post) == "live"
    assert moderator.post(f"{page}/preview", {"reason": ""}).status_code == 422


def test_a_reason_is_needed_to_take_away_and_not_to_give(scene: Scene, post: int, moderator: Browser) -> None:
    for name in ("hide", "remove"):
        assert act(moderator, post, name, reason="", rule="4") == 422
    assert act(moderator, post, "hide", reason="a" * 1_001) == 422
    assert act(moderator, post, "hide", reason="Why.", rule="99") == 422
    act(moderator, post, "hide")
    assert act(moderator, post, "show", reason="") == 303
    assert state(scene, post) == "live"


def test_a_deleted_post_is_gone_but_for_log_and_letter(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser
) -> None:
    act(moderator, post, "remove")
    assert scene.values(Post.source, Post.id == post) == [""]
    assert "Buy my tea." in moderator.get(f"/moderation/log/{scene.values(Decision.id)[0]}").text
    assert "Buy my tea." in rosalind.get(f"/letters/{scene.values(Decision.id)[0]}").text
    assert scene.all_counts_are_right()
    assert act(moderator, post, "show", reason="") == 404


def test_nothing_is_done_twice(scene: Scene, post: int, moderator: Browser, second: Browser) -> None:
    assert act(moderator, post, "hide") == 303
    page = f"/posts/{post}/moderation/hide"
    again = second.post(page, REASON, page=page)
    assert again.status_code == 422 and "Moderator decided this." in again.text
    assert scene.count(Decision) == 1


def test_a_held_post_is_published(scene: Scene, author: Person, moderator: Browser, patient: Browser) -> None:
    scene.board("talk")
    thread = scene.thread("talk", author.id)
    held = scene.reply(thread, author.id, "Hold this.")
    scene.hold(held)
    assert "Hold this." not in patient.get(f"/threads/{thread}").text
    assert act(moderator, held, "publish", reason="") == 303
    assert "Hold this." in patient.get(f"/threads/{thread}").text
    assert scene.all_counts_are_right()


def test_nobody_acts_on_themselves_or_above(scene: Scene, moderator: Browser, admin: Browser) -> None:
    scene.board("talk")
    own = scene.first_post(scene.thread("talk", moderator.member_id))
    above = scene.first_post(scene.thread("talk", admin.member_id))
    assert act(moderator, own, "hide") == 422
    assert act(moderator, above, "hide") == 422
    assert act(admin, own, "hide") == 303


def test_reporters_are_told_the_outcome(
    scene: Scene, post: int, patient: Browser, moderator: Browser, mails: Mails
) -> None:
    page = f"/posts/{post}/report"
    patient.post(page, {"reason": "selling"}, page=page)
    act(moderator, post, "hide")
    assert "hidden. Thank you for telling us." in patient.get("/reports").text
    assert [mail.to_address for mail in mails() if "you reported" in mail.subject] == ["patient@example.org"]


def appeal(rosalind: Browser, scene: Scene, words: str = "It was a gift.") -> int:
    letter = f"/letters/{scene.values(Decision.id)[0]}"
    return rosalind.post(f"{letter}/appeal", {"words": words}, page=letter).status_code


def decide(browser: Browser, scene: Scene, outcome: str = "upheld", answer: str = "We looked again.") -> int:
    page = f"/moderation/reports/{scene.values(Item.id)[-1]}"
    return browser.post(f"{page}/appeal", {"outcome": outcome, "answer": answer}, page=page).status_code


def test_an_appeal_goes_to_somebody_who_did_not_decide(
    scene: Scene, post: int, moderator: Browser, second: Browser, rosalind: Browser
) -> None:
    act(moderator, post, "hide")
    assert appeal(rosalind, scene) == 303
    assert appeal(rosalind, scene) == 422
    assert decide(moderator, scene) == 422
    assert decide(second, scene, outcome="") == decide(second, scene, answer="") == 422
    assert decide(second, scene) == 303
    assert scene.values(Appeal.outcome) == ["upheld"]
    assert "We looked again." in rosalind.get(f"/letters/{scene.values(Decision.id)[0]}").text
    assert decide(second, scene) == 409


def test_what_was_not_right_is_undone(
    scene: Scene, post: int, moderator: Browser, second: Browser, rosalind: Browser
) -> None:
    act(moderator, post, "hide")
    appeal(rosalind, scene)
    assert decide(second, scene, "overturned") == 303
    assert state(scene, post) == "live"
    assert scene.values(Decision.action) == ["hide", "overturn"]


def test_with_one_moderator_alone_they_decide_again(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser
) -> None:
    act(moderator, post, "hide")
    appeal(rosalind, scene)
    assert decide(moderator, scene) == 303


def test_a_letter_is_nobody_elses(scene: Scene, post: int, moderator: Browser, patient: Browser) -> None:
    act(moderator, post, "hide")
    letter = f"/letters/{scene.values(Decision.id)[0]}"
    assert patient.get(letter).status_code == 404
    assert patient.post(f"{letter}/appeal", {"words": "x"}).status_code == 404


def test_the_log_only_grows(scene: Scene, post: int, moderator: Browser) -> None:
    act(moderator, post, "hide")
    with pytest.raises(RuntimeError):
        scene.set(Decision, scene.values(Decision.id)[0], reason="Another.")
