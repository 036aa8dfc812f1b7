"""Whom a decision concerns hears why, gets their words back, and can ask somebody who did not decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.core.clock import now
from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail
from forum.moderation.acts import ACTS
from forum.moderation.models import Appeal, Item, ModeratorBoard
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person
from tests.recorder import statements

Mails = Callable[[], list[OutgoingMail]]
WHY = {"reason": "It sells things.", "rule": "4"}


@pytest.fixture
def rosalind(cast: Cast, author: Person) -> Browser:
    browser = cast.stranger()
    browser.sign_in(author)
    return browser


def act(browser: Browser, post: int, name: str) -> int:
    page = f"/posts/{post}/moderation/{name}"
    return browser.post(page, WHY, page=page).status_code


def letter(scene: Scene) -> str:
    return f"/letters/{scene.values(Decision.id)[-1]}"


def appeal(rosalind: Browser, scene: Scene) -> str:
    """Ask about the last decision; where it waits."""
    page = letter(scene)
    assert rosalind.post(f"{page}/appeal", {"words": "It was a gift."}, page=page).status_code == 303
    return f"/moderation/reports/{scene.values(Item.id)[-1]}"


def decide(browser: Browser, item: str, outcome: str = "upheld") -> int:
    form = {"outcome": outcome, "answer": "We looked again."}
    return browser.post(f"{item}/appeal", form, page=item).status_code


@pytest.mark.parametrize("name", [act.name for act in ACTS.values() if act.needs_reason and not act.has_form])
def test_what_takes_something_away_gives_back_words_reason_and_a_way_to_ask(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser, mails: Mails, name: str
) -> None:
    assert act(moderator, post, name) == 303
    page = rosalind.get(letter(scene)).text
    for words in ("Nothing is for sale", "It sells things.", "Buy my tea.", "Ask somebody else to look"):
        assert words in page
    assert "rule 4, version 1" in page
    (mail,) = [mail for mail in mails() if "About your words" in mail.subject]
    assert "> Buy my tea." in mail.text and "ask that somebody else looks" in mail.text


def test_a_reason_reaches_them_whatever_the_letter_says(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser, mails: Mails
) -> None:
    page = f"/posts/{post}/moderation/hide"
    moderator.post(page, {**WHY, "letter": "Please write to us."}, page=page)
    shown = rosalind.get(letter(scene)).text
    assert "The reason that was noted: It sells things." in shown and "rule 4, version 1" in shown
    assert "The reason that was noted: It sells things." in mails()[-1].text


def test_what_gives_something_asks_for_nothing(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser, mails: Mails
) -> None:
    act(moderator, post, "hide")
    act(moderator, post, "show")
    assert "Ask somebody else" not in rosalind.get(letter(scene)).text
    assert "ask that somebody else looks" not in mails()[-1].text
    assert rosalind.post(f"{letter(scene)}/appeal", {"words": "x"}).status_code == 422


def test_the_rule_is_the_one_that_stood_that_day(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser, admin: Browser
) -> None:
    act(moderator, post, "hide")
    there = letter(scene)
    admin.post("/admin/rules/4", {"words": "Nothing is sold here.", "version": 1}, page="/admin/rules/4")
    page = rosalind.get(there).text
    assert "no promised cures" in page and "rule 4, version 1" in page
    line = there.replace("letters", "moderation/log")
    assert "no promised cures" in moderator.get(line).text
    admin.post("/admin/rules/4/retirement")
    assert "rule 4, version 1" in rosalind.get(there).text
    assert act(moderator, post, "remove") == 422


def test_letters_unread_are_said_on_the_first_page_without_asking_for_them(
    app: Flask, scene: Scene, post: int, moderator: Browser, rosalind: Browser
) -> None:
    def asked() -> int:
        rosalind.get("/")
        with statements() as seen:
            rosalind.get("/")
        return len(seen)

    none = asked()
    act(moderator, post, "hide")
    assert 'A moderator has written to you: <a href="/letters">read it' in rosalind.get("/").text
    assert asked() == none
    act(moderator, post, "remove")
    assert scene.values(Member.letters_unread, Member.handle == "rosalind") == [2]
    rosalind.get(letter(scene), headers={"Sec-Purpose": "prefetch"})
    rosalind.get(letter(scene))
    assert scene.values(Member.letters_unread, Member.handle == "rosalind") == [1]


def test_another_moderator_is_named_and_can_decide(
    scene: Scene, post: int, moderator: Browser, second: Browser, rosalind: Browser
) -> None:
    act(moderator, post, "hide")
    assert "A moderator who did not decide this will look at it again." in rosalind.get(letter(scene)).text
    item = appeal(rosalind, scene)
    assert "You made this decision. Old Harbour can decide" in moderator.get(item).text
    assert decide(moderator, item) == 422
    assert "Old Harbour may decide: they neither decided before" in second.get(item).text
    assert decide(second, item) == 303


def test_with_one_moderator_it_goes_to_an_administrator(
    scene: Scene, post: int, moderator: Browser, admin: Browser, rosalind: Browser
) -> None:
    act(moderator, post, "hide")
    page = rosalind.get(letter(scene)).text
    assert "There is no other moderator, so an administrator will look at it again." in page
    item = appeal(rosalind, scene)
    assert decide(moderator, item) == 422
    assert "so an administrator decides: Admin." in admin.get(item).text
    assert decide(admin, item) == 303


def test_with_nobody_else_that_is_said(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser
) -> None:
    act(moderator, post, "hide")
    assert "there is only one person to ask" in rosalind.get(letter(scene)).text
    item = appeal(rosalind, scene)
    assert "nobody else is left to ask" in moderator.get(item).text
    assert decide(moderator, item, "overturned") == 303
    assert scene.values(Post.state, Post.id == post) == ["live"]


def test_who_cannot_decide_is_not_counted(
    scene: Scene, post: int, moderator: Browser, admin: Browser, rosalind: Browser, cast: Cast
) -> None:
    """One looks after another board only, one is suspended: the administrator is left."""
    scene.board("other")
    elsewhere = cast.person("heron", standing="moderator")
    cast.person("lapwing", standing="moderator", suspended_until=now() + timedelta(days=3))
    other = scene.values(Board.id, Board.slug == "other")[0]
    for member in (elsewhere.id, admin.member_id):
        scene.add(ModeratorBoard(member_id=member, board_id=other))
    act(moderator, post, "hide")
    item = appeal(rosalind, scene)
    assert "You made this decision. Admin can decide" in moderator.get(item).text
    assert decide(admin, item) == 303


def test_the_answer_is_the_last_word(
    scene: Scene, post: int, moderator: Browser, second: Browser, rosalind: Browser
) -> None:
    act(moderator, post, "hide")
    decide(second, appeal(rosalind, scene))
    answer = rosalind.get(letter(scene)).text
    assert "We looked again." in answer and "Ask somebody else" not in answer
    assert rosalind.post(f"{letter(scene)}/appeal", {"words": "Again."}).status_code == 422
    assert scene.count(Appeal) == 1
