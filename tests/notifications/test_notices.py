"""Answers and mentions: held for some minutes, told together, and what comes between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.config import Settings
from forum.core.clock import now
from forum.core.db import db
from forum.notifications.models import Notice
from tests.boards.scene import Scene
from tests.cast import Browser
from tests.notifications.conftest import Choose, Post, body, sent


@pytest.fixture(autouse=True)
def told_before(post: Post, talk: int) -> None:
    """What stands there already is news to nobody."""
    post.work()


def answers(scene: Scene, browser: Browser) -> int:
    return scene.count(Notice, Notice.member_id == browser.member_id)


def test_an_answer_is_held_then_told_with_the_others(
    app: Flask, settings: Settings, scene: Scene, post: Post, talk: int, patient: Browser,
    caregiver: Browser, greeter: Browser, choose: Choose,
) -> None:  # fmt: skip
    choose(patient, "replies")
    one = scene.reply(talk, caregiver.member_id, "Warm milk.")
    scene.reply(talk, greeter.member_id, "Open the window.")
    post.work()
    assert post.mails_to(patient) == [] and answers(scene, patient) == 2
    edit = {"body": "Cold milk."}
    assert caregiver.post(f"/posts/{one}/edit", edit, page=f"/posts/{one}/edit").status_code == 303
    post.pass_hold()
    post.work()
    (mail,) = sent(app, settings)
    assert mail["Subject"] == "[Kith] 2 answers to you"
    assert mail["From"] == "Caregiver and others via Kith <talk@localhost>"
    assert "Cold milk." in body(mail) and "Warm" not in body(mail) and "Open the window." in body(mail)
    assert answers(scene, patient) == 0


def test_who_is_answered_or_named_hears_of_it_and_nobody_else(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, greeter: Browser,
    moderator: Browser, choose: Choose,
) -> None:  # fmt: skip
    for browser in (patient, greeter, moderator):
        choose(browser, "replies")
    mine = scene.reply(talk, greeter.member_id)
    post.work()
    scene.do(lambda: db.session.query(Notice).delete())
    scene.reply(talk, caregiver.member_id, "Ask @moderator.", parent=mine)
    post.work()
    assert [answers(scene, browser) for browser in (patient, greeter, moderator)] == [0, 1, 1]


@pytest.mark.parametrize("why", ["hidden", "deleted", "read", "muted", "suspended", "moved"])
def test_what_came_between_counts(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose, why: str
) -> None:
    choose(patient, "replies")
    answer = scene.reply(talk, caregiver.member_id)
    post.work()
    assert answers(scene, patient) == 1
    match why:
        case "hidden" | "deleted":
            scene.withdraw(answer, why)
        case "read":
            patient.get(f"/threads/{talk}")
        case "muted":
            patient.post(f"/threads/{talk}/mail", {"way": "mute"}, page=f"/threads/{talk}/mail")
        case "suspended":
            scene.set(Member, patient.member_id, suspended_until=now() + timedelta(days=1))
        case "moved":
            scene.set(Board, 1, audience="moderators")
    post.pass_hold()
    post.work()
    assert post.mails_to(patient) == [] and answers(scene, patient) == 0
