"""Readers of articles: they report errors, ask, and save what they want to come back to."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core.db import db
from forum.library.articles import Article
from forum.library.front_matter import read_article
from forum.library.readers import ArticleReport
from forum.library.writing import put_article
from tests.boards.scene import Scene, box
from tests.cast import Browser

SOUP = "/articles/soup"


@pytest.fixture(autouse=True)
def soup(app: Flask) -> None:
    with app.app_context():
        text = "---\ntitle: Soup [or] *stew*\nsummary: On soup.\n---\nWarm."
        put_article(read_article("soup.md", text), state="published")
        db.session.commit()


def reports(app: Flask) -> list[tuple[str, int | None]]:
    with app.app_context():
        rows = db.session.execute(select(ArticleReport.words, ArticleReport.member_id))
        return [(words, member) for words, member in rows]


def test_anybody_reports_an_error_and_an_editor_settles_it(
    app: Flask, stranger: Browser, patient: Browser, moderator: Browser
) -> None:
    for browser, words in ((stranger, "A <b>wrong</b> day."), (patient, "Cold.")):
        answer = browser.post(f"{SOUP}/report", {"body": words}, page=f"{SOUP}/report")
        assert browser.follow(answer).status_code == 200
    patient.post(f"{SOUP}/report", {"body": " Cold. "})
    assert reports(app) == [("A <b>wrong</b> day.", None), ("Cold.", patient.member_id)]
    desk = moderator.get("/articles/desk").text
    assert "A &lt;b&gt;wrong&lt;/b&gt; day." in desk and "A reader without an account" in desk
    assert moderator.post("/articles/desk/reports/1/settled").status_code == 303
    assert "wrong" not in moderator.get("/articles/desk").text
    assert moderator.post("/articles/desk/reports/1/settled").status_code == 404


def test_what_is_no_report_is_refused_and_kept_on_the_page(app: Flask, stranger: Browser) -> None:
    assert stranger.post(f"{SOUP}/report", {"body": " "}, page=f"{SOUP}/report").status_code == 422
    long = stranger.post(f"{SOUP}/report", {"body": "x" * 2_001})
    assert long.status_code == 422 and len(box(long.text)) == 2_001
    found = [stranger.post(f"{SOUP}/report", {"body": f"Error {n}."}).status_code for n in range(12)]
    assert found == [303] * 10 + [422] * 2
    assert len(reports(app)) == 10


def test_a_member_saves_articles_and_lets_go(app: Flask, patient: Browser, caregiver: Browser) -> None:
    assert "Save this article" in patient.get(SOUP).text
    assert [patient.post(f"{SOUP}/saved").status_code for _ in range(2)] == [303, 303]
    assert f'href="{SOUP}"' in patient.get("/saved").text
    assert "Let go of this article" in patient.get(SOUP).text
    assert "Save this article" in caregiver.get(SOUP).text
    assert f'href="{SOUP}"' not in caregiver.get("/saved").text
    with app.app_context():
        db.session.query(Article).one().state = "draft"
        db.session.commit()
    assert f'href="{SOUP}"' not in patient.get("/saved").text
    with app.app_context():
        db.session.query(Article).one().state = "published"
        db.session.commit()
    assert [patient.post(f"{SOUP}/saved/delete").status_code for _ in range(2)] == [303, 303]
    assert "Nothing yet." in patient.get("/saved").text


def test_a_question_begins_a_thread_with_the_article(app: Flask, patient: Browser) -> None:
    scene = Scene(app)
    scene.board("talk")
    scene.board("room", "moderators")
    page = patient.get(f"{SOUP}/question").text
    assert 'href="/boards/talk/new?article=soup"' in page and "/boards/room" not in page
    about = f"About [Soup \\[or\\] \\*stew\\*]({SOUP}):"
    assert box(patient.get("/boards/talk/new?article=soup").text).strip() == about
    patient.post("/boards/talk/new/draft", {"title": "Hm", "body": "I wonder."})
    assert box(patient.get("/boards/talk/new?article=soup").text).strip() == f"I wonder.\n\n{about}"
    patient.post("/boards/talk/new/draft", {"body": f"See {SOUP}"})
    assert box(patient.get("/boards/talk/new?article=soup").text) == f"See {SOUP}"
    assert box(patient.get("/boards/talk/new?article=none").text) == f"See {SOUP}"


def test_a_stranger_has_no_form_and_no_session_from_reading(stranger: Browser) -> None:
    answer = stranger.get(SOUP)
    assert "/saved" not in answer.text and "Set-Cookie" not in answer.headers
    assert "public" in answer.headers["Cache-Control"]
