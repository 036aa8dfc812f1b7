"""Whoever saved an article, or wrote about it, is told of a change that matters: once, if they like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from forum.accounts.models import Member
from forum.boards.telling import tell_news
from forum.core.clock import now
from forum.core.db import db
from forum.core.mailer import OutgoingMail
from forum.library.articles import Article
from forum.library.front_matter import read_article
from forum.library.news import ArticleNews
from forum.library.writing import put_article
from tests.boards.scene import Scene
from tests.cast import Browser, Cast

SOUP = "/articles/soup"
Mails = Callable[[], list[OutgoingMail]]


@pytest.fixture
def scene(app: Flask) -> Scene:
    scene = Scene(app)
    text = "---\ntitle: Soup for bone days\nsummary: On soup.\n---\nWarm."
    scene.do(lambda: put_article(read_article("soup.md", text), state="published"))
    scene.board("talk")
    return scene


def change(editor: Browser, version: int = 1, **typed: Any) -> int:
    form = {
        "title": "Soup for bone days", "summary": "On soup.", "language": "en", "body": f"Hot {version}.",
        "note": "It said warm.", "tell": "yes", "version": version, "once": f"once-{version}",
    }  # fmt: skip
    return editor.post(f"{SOUP}/edit", form | typed, page=f"{SOUP}/edit").status_code


def tell(scene: Scene, batch: int = 100) -> list[int]:
    """How many were written to in each run, until nobody is left."""
    runs = []
    while scene.count(ArticleNews, ArticleNews.told_at.is_(None)):
        runs.append(scene.do(lambda: tell_news(batch)))
    return runs


def told(mails: Mails) -> list[str]:
    return [mail.to_address for mail in mails()]


def save(*browsers: Browser) -> None:
    for browser in browsers:
        assert browser.post(f"{SOUP}/saved").status_code == 303


def write_about(scene: Scene, browser: Browser, title: str = "A secret matter") -> int:
    return scene.first_post(scene.thread("talk", browser.member_id, title, f"See {SOUP}"))


def test_each_is_told_once_with_what_changed(
    scene: Scene, mails: Mails, moderator: Browser, patient: Browser, caregiver: Browser, greeter: Browser
) -> None:
    save(patient)
    write_about(scene, patient)
    write_about(scene, patient, "Another")
    write_about(scene, caregiver)
    assert change(moderator) == 303
    assert "those who rely on it get a mail" in moderator.get(SOUP).text
    assert mails() == []
    assert tell(scene) == [2]
    assert told(mails) == ["patient@example.org", "caregiver@example.org"]
    to_patient, to_caregiver = (mail.text for mail in mails())
    assert "an article that you saved has changed" in to_patient
    assert "an article that a post of yours leads to has changed" in to_caregiver
    for text in (to_patient, to_caregiver):
        assert f"http://localhost{SOUP}\n" in text and f"http://localhost{SOUP}/history/1\n" in text
        assert "It said warm." in text and "http://localhost/unsubscribe/" in text
        assert "secret" not in text and "/threads/" not in text
    assert moderator.get(f"{SOUP}/history/1").status_code == 200
    assert {mail.subject for mail in mails()} == {"An article at Kith has changed"}
    assert scene.do(tell_news) == 0 and len(mails()) == 2


def test_no_tick_no_mail_and_no_slip_is_worth_one(
    scene: Scene, mails: Mails, moderator: Browser, patient: Browser
) -> None:
    save(patient)
    assert change(moderator, tell="") == 303
    assert change(moderator, 2, is_slip="yes") == 422
    assert change(moderator, 2, note="") == 422
    assert change(moderator, 2, is_slip="yes", tell="") == 303
    assert tell(scene) == [] and mails() == []
    # The same form sent again changes nothing, and so there is nothing to tell.
    assert [change(moderator, 3, once="twice") for _ in range(2)] == [303, 303]
    assert tell(scene) == [1]


def test_whom_nobody_writes_to(
    scene: Scene, mails: Mails, moderator: Browser, admin: Browser, cast: Cast
) -> None:
    away, over, archived, silent, unwilling, gone, hidden = (
        cast.member(name) for name in ("away", "over", "archived", "silent", "unwilling", "gone", "hidden")
    )
    save(away, over, archived, silent, unwilling, gone, moderator)
    gone.post(f"{SOUP}/saved/delete")
    scene.withdraw(write_about(scene, hidden))
    unwilling.post("/settings/mail", {}, page="/settings/mail")
    scene.set(Member, away.member_id, suspended_until=now() + timedelta(days=1))
    scene.set(Member, over.member_id, suspended_until=now() - timedelta(days=1))
    save(shut_out := cast.member("shut-out"))
    scene.set(Member, shut_out.member_id, banned_at=now())
    scene.set(Member, archived.member_id, claimed_at=None)
    scene.set(Member, silent.member_id, email=None)
    assert change(moderator) == 303
    tell(scene)
    assert told(mails) == ["over@example.org"]


def test_a_stopped_run_goes_on_where_it_was(
    scene: Scene, mails: Mails, moderator: Browser, cast: Cast, app: Flask
) -> None:
    for number in range(5):
        save(cast.member(f"reader{number}"))
    change(moderator)
    assert scene.do(lambda: tell_news(2)) == 2
    with app.app_context():
        tell_news(2)
        db.session.rollback()
    assert tell(scene, 2) == [2, 1]
    assert told(mails) == [f"reader{number}@example.org" for number in range(5)]


def test_a_withdrawn_article_always_tells_and_an_overtaken_change_does_not(
    scene: Scene, mails: Mails, moderator: Browser, patient: Browser
) -> None:
    save(patient)
    change(moderator)
    assert moderator.post(f"{SOUP}/withdraw", {"reason": "It was wrong."}).status_code == 303
    assert tell(scene) == [0, 1]
    [mail] = mails()
    assert mail.subject == "An article at Kith was withdrawn" and "It was wrong." in mail.text
    assert "Please do not rely on" in mail.text
    page = patient.get("/saved").text
    assert "It was withdrawn on" in page and "It was wrong." in page and "On soup." not in page
    assert patient.post(f"{SOUP}/saved/delete", {"back": "list"}).headers["Location"] == "/saved"
    assert "Nothing yet." in patient.get("/saved").text


def test_the_list_says_what_changed_until_it_is_read(
    scene: Scene, moderator: Browser, patient: Browser, caregiver: Browser
) -> None:
    save(patient)
    assert "has changed" not in patient.get("/saved").text
    change(moderator, tell="")
    change(moderator, 2, is_slip="yes", tell="", note="A comma.")
    page = patient.get("/saved").text
    assert "It has changed since you last opened it" in page and "It said warm." in page
    assert f'href="{SOUP}/history/1"' in page and "A comma." not in page
    patient.get(SOUP, headers={"Sec-Purpose": "prefetch"})
    caregiver.get(SOUP)
    assert "has changed" in patient.get("/saved").text
    patient.get(SOUP)
    assert "has changed" not in patient.get("/saved").text
    change(moderator, 3, is_slip="yes", tell="", note="A comma.")
    assert "has changed" not in patient.get("/saved").text


def test_only_a_published_article_offers_it(
    scene: Scene, mails: Mails, moderator: Browser, patient: Browser
) -> None:
    save(patient)
    assert 'name="tell"' in moderator.get(f"{SOUP}/edit").text
    scene.set(Article, 1, state="draft")
    assert 'name="tell"' not in moderator.get(f"{SOUP}/edit").text
    assert change(moderator) == 303
    assert tell(scene) == [] and mails() == []
