"""Older versions of an article: kept at every change, readable, with what the next one changed and why."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core.db import db
from forum.library.articles import WHOLE, Article
from forum.library.front_matter import read_article
from forum.library.people import Person
from forum.library.writing import change_article, people_of, put_article
from tests.cast import Browser
from tests.recorder import statements

FIRST = """---
title: Soup
summary: On soup.
sources:
  - {key: S1, title: The Soup Book, publisher: A Kitchen, address: "https://example.org/soup"}
---
Soup is warm [S1].

## More

It is <b>good</b>.
"""
SECOND = FIRST.replace("warm", "hot").replace("summary:", "note: It burned a tongue.\nsummary:")
THIRD = FIRST.replace("warm", "cool").replace("title: Soup", "title: Cold soup")


@pytest.fixture
def changed(app: Flask) -> None:
    with app.app_context():
        for text in (FIRST, SECOND, THIRD):
            put_article(read_article("soup.md", text), state="published")
        db.session.commit()


def test_each_change_keeps_the_words_before_it(changed: None, stranger: Browser) -> None:
    page = stranger.get("/articles/soup/history").text
    assert "Version 3 is the one" in page
    assert page.index("/history/2") < page.index("/history/1")
    assert "It burned a tongue." in page and "Nobody wrote down why." in page
    assert "/articles/soup/history" in stranger.get("/articles/soup").text


def test_an_older_version_is_read_with_what_the_next_changed(changed: None, stranger: Browser) -> None:
    first = stranger.get("/articles/soup/history/1").text
    assert "Soup is <del>warm</del><ins>hot</ins> [S1]." in first and "It burned a tongue." in first
    assert "<p>Soup is warm <a" in first and "&lt;b&gt;good" in first
    second = stranger.get("/articles/soup/history/2").text
    assert (
        "<del>hot</del><ins>cool</ins>" in second and "title: <del>Soup</del><ins>Cold soup</ins>" in second
    )
    for number in ("3", "0", "99999999999999999999"):
        assert stranger.get(f"/articles/soup/history/{number}").status_code == 404


def test_an_import_that_changes_nothing_makes_no_version(app: Flask, changed: None) -> None:
    with app.app_context():
        assert put_article(read_article("soup.md", THIRD)) == "same"
        assert db.session.query(Article).one().version == 3


def test_a_slip_put_right_leaves_date_and_review(app: Flask, stranger: Browser) -> None:
    reviewed = FIRST.replace("summary:", "reviewers: [{person: jo, date: 2026-01-02}]\nsummary:")
    with app.app_context():
        db.session.add(Person(slug="jo", name="Jo", kind="clinician"))
        put_article(read_article("soup.md", reviewed), state="published")
        db.session.commit()
        article = db.session.scalars(select(Article).options(*WHOLE)).one()
        for words, is_slip, stands in (("good!", True, 1), ("bad", False, 0)):
            draft = read_article("soup.md", FIRST.replace("good", words))
            change_article(article, draft, people_of(draft), is_slip=is_slip)
            db.session.flush()
            assert len(article.standing_reviews) == stands
        assert article.version == 3
        db.session.commit()
    assert "Changed since a clinician" in stranger.get("/articles/soup").text


def test_who_may_not_read_an_article_may_not_read_its_past(
    app: Flask, changed: None, stranger: Browser, moderator: Browser
) -> None:
    with app.app_context():
        db.session.query(Article).one().state = "draft"
        db.session.commit()
    for path in ("/articles/soup", "/articles/soup/history", "/articles/soup/history/1"):
        assert stranger.get(path).status_code == 404
        assert moderator.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/articles/soup/history", "/articles/soup/history/1"])
def test_few_queries(changed: None, stranger: Browser, path: str) -> None:
    with statements() as seen:
        assert stranger.get(path).status_code == 200
    assert len(seen) <= 7
