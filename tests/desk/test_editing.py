"""Articles written in the browser: saved, previewed, kept as drafts, and never written over unseen."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.boards.posts import Draft
from forum.core.db import db
from forum.core.decisions import Decision
from forum.library.articles import Article
from forum.library.people import Person
from forum.library.versions import ArticleVersion
from tests.boards.scene import box
from tests.cast import Browser, Cast

FORM = {
    "title": "Warm soup",
    "summary": "On soup.",
    "topics": ["living", "symptoms"],
    "authors": ["ann-lee"],
    "sources": "S1 | The Soup | Book | https://example.org/soup",
    "body": "Soup is warm [S1].\r\n\r\n## More\r\n\r\nSays [@ann-lee].",
    "related": "stew, broth",
    "urgent_help": "yes",
}


@pytest.fixture(autouse=True)
def people(app: Flask) -> None:
    with app.app_context():
        db.session.add(Person(slug="ann-lee", name="Ann Lee", kind="writer", role="cook"))
        db.session.commit()


@pytest.fixture
def soup(moderator: Browser) -> str:
    """An article that was written in the browser and published."""
    assert moderator.post("/articles/new", FORM).status_code == 303
    assert moderator.post("/articles/warm-soup/publish").status_code == 303
    return "/articles/warm-soup"


def found(app: Flask, column: Any) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(column).order_by(column)))


def changed(version: int = 1, **typed: Any) -> dict[str, Any]:
    return {**FORM, "version": version, "note": "Why not.", "once": "editor-1", **typed}


def test_an_article_is_written_and_published(app: Flask, soup: str, stranger: Browser) -> None:
    page = stranger.get(soup).text
    assert "Ann Lee, cook" in page and 'id="source-1"' in page and "When to call for help" in page
    assert "Not yet reviewed by a clinician." in page
    with app.app_context():
        article = db.session.query(Article).one()
        assert (article.topics, article.related, article.language) == ("living,symptoms", "stew,broth", "en")
    assert found(app, Decision.action) == ["begin article", "publish article"]


def test_the_form_shows_what_there_is_and_saving_that_changes_nothing(
    app: Flask, soup: str, moderator: Browser
) -> None:
    page = moderator.get(f"{soup}/edit").text
    assert box(page).startswith("Soup is warm [S1].\n\n## More")
    assert box(page, "sources") == "S1 | The Soup | Book | https://example.org/soup"
    assert moderator.post(f"{soup}/edit", changed()).status_code == 303
    assert found(app, ArticleVersion.id) == []


def test_a_form_sent_twice_makes_one_article(app: Flask, moderator: Browser) -> None:
    assert [moderator.post("/articles/new", FORM).status_code for _ in range(2)] == [303, 303]
    assert found(app, Article.slug) == ["warm-soup"]
    other = moderator.post("/articles/new", {**FORM, "summary": "Another."})
    assert other.status_code == 422 and "Another article has this address." in other.text


def test_a_change_says_why_and_keeps_the_older_words(
    app: Flask, soup: str, moderator: Browser, stranger: Browser
) -> None:
    body = FORM["body"].replace("warm", "hot")
    silent = moderator.post(f"{soup}/edit", changed(body=body, note=""))
    assert silent.status_code == 422 and "what you changed" in silent.text and "hot" in box(silent.text)
    assert moderator.post(f"{soup}/edit", changed(body=body)).status_code == 303
    assert "Soup is hot" in stranger.get(soup).text
    assert "Why not." in stranger.get(f"{soup}/history").text
    assert found(app, Draft.id) == []


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(
    app: Flask, soup: str, moderator: Browser, cast: Cast, stranger: Browser
) -> None:
    second = cast.member("second", standing="admin")
    assert moderator.post(f"{soup}/edit", changed(summary="By the first.")).status_code == 303
    late = second.post(f"{soup}/edit", changed(summary="By the second."))
    assert late.status_code == 409 and "Somebody else changed this article meanwhile" in late.text
    assert "summary: By the <del>first</del><ins>second</ins>." in late.text
    assert "By the first." in stranger.get(soup).text
    again = second.get(f"{soup}/edit").text
    assert "By the second." in box(again, "summary") and "Somebody else changed" in again
    assert 'name="version" value="2"' in again
    assert second.post(f"{soup}/edit", changed(2, summary="By both.")).status_code == 303
    assert "By both." in stranger.get(soup).text
    assert found(app, ArticleVersion.number) == [1, 2]


def test_every_field_of_a_draft_is_kept(app: Flask, soup: str, moderator: Browser, cast: Cast) -> None:
    json = {"Accept": "application/json"}
    typed = changed(title="Half", summary="So far", sources="S1 | The", topics=["talking"], is_slip="yes")
    assert moderator.post(f"{soup}/edit/draft", typed, headers=json).status_code == 204
    page = moderator.get(f"{soup}/edit").text
    assert 'value="Half"' in page and box(page, "sources") == "S1 | The" and box(page, "summary") == "So far"
    assert 'value="talking" checked' in page and 'value="living" checked' not in page
    drafts = moderator.get("/drafts").text
    assert "A change to the article Warm soup" in drafts and f'href="{soup}/edit?draft=' in drafts
    assert "Half" not in cast.member("third", standing="moderator").get(f"{soup}/edit").text


def test_words_sent_after_a_session_ended_are_kept(cast: Cast) -> None:
    editor = cast.member("ed", standing="moderator")
    person = editor.person
    editor.post("/sign-out")
    assert editor.post("/articles/new", FORM).status_code == 303
    assert person and editor.sign_in(person).status_code == 303
    page = editor.get("/articles/new").text
    assert 'value="Warm soup"' in page and box(page, "summary") == "On soup."
    assert 'value="symptoms" checked' in page


def test_a_preview_changes_nothing(app: Flask, soup: str, moderator: Browser) -> None:
    for path in (f"{soup}/edit/preview", "/articles/new/preview"):
        page = moderator.post(path, changed(body="**Bold** [S1] <b>")).text
        assert "<strong>Bold</strong>" in page and "&lt;b&gt;" in page and "The Soup, Book" in page
    assert found(app, ArticleVersion.id) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "The title is missing."),
        ({"title": "مرق"}, "Please choose an address in plain letters"),
        ({"slug": "desk"}, "Please choose an address in plain letters"),
        ({"summary": " "}, "The summary is missing."),
        ({"topics": ["cooking"]}, "There is no topic “cooking”"),
        ({"body": "Nothing [S2]."}, "Line 1 of the text: [S2] is not among the sources."),
        ({"body": "[S1]\n\n[@nobody]"}, "Line 3 of the text: nobody here is called nobody;"),
        ({"body": ""}, "the text must have between 1 and"),
        ({"sources": "S1 | The Soup"}, "Each source needs a key, a title"),
        ({"sources": "S1 | a | b | http://x"}, "must begin with https://"),
        ({"authors": ["nobody"]}, "Nobody here is called nobody;"),
        ({"related": "../x"}, "“related” names at most 5"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    moderator: Browser, typed: dict[str, Any], words: str
) -> None:
    answer = moderator.post("/articles/new", {**FORM, "audience": "Cooks", **typed})
    assert answer.status_code == 422 and words in answer.text.replace("&#39;", "'")
    assert 'value="Cooks"' in answer.text and "field__error" in answer.text
    assert 'value="Cooks"' in moderator.get("/articles/new").text
