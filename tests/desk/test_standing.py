"""Where an article stands: published, reviewed, its sources looked up, withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision
from forum.library.articles import Article, Review
from forum.library.front_matter import read_article
from forum.library.people import Person
from forum.library.writing import put_article
from tests.cast import Browser

SOUP = "/articles/soup"
TEXT = "---\ntitle: Soup\nsummary: On soup.\ntopics: [treatment]\nupdated: 2026-01-05\n---\nWarm."
TODAY = now().date()


@pytest.fixture(autouse=True)
def draft(app: Flask) -> None:
    with app.app_context():
        put_article(read_article("soup.md", TEXT))
        db.session.add(Person(slug="jo", name="Jo Field", kind="clinician", credentials="MD"))
        db.session.add(Person(slug="ann", name="Ann Lee", kind="writer"))
        db.session.commit()


def log(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        lines = db.session.execute(select(Decision.action, Decision.reason).order_by(Decision.id))
        return [(action, reason) for action, reason in lines]


def test_from_draft_to_withdrawn_and_back(app: Flask, moderator: Browser, stranger: Browser) -> None:
    assert stranger.get(SOUP).status_code == 404
    assert moderator.post(f"{SOUP}/publish").status_code == 303
    assert f'Published <time datetime="{TODAY}"' in stranger.get(SOUP).text
    assert moderator.post(f"{SOUP}/publish").status_code == 422
    assert moderator.post(f"{SOUP}/withdraw", {"reason": " "}).status_code == 422
    assert moderator.post(f"{SOUP}/withdraw", {"reason": "A source  was wrong."}).status_code == 303
    gone = stranger.get(SOUP)
    assert gone.status_code == 410 and "A source was wrong." in gone.text
    assert moderator.get(SOUP).status_code == 200
    assert moderator.post(f"{SOUP}/publish").status_code == 303
    assert stranger.get(SOUP).status_code == 200
    assert [action for action, _ in log(app)] == ["publish article", "withdraw article", "publish article"]
    assert log(app)[1] == ("withdraw article", "A source was wrong.")


def test_a_review_is_noted_and_taken_back(app: Flask, moderator: Browser, stranger: Browser) -> None:
    moderator.post(f"{SOUP}/publish")
    form = {"person": "jo", "reviewed_on": "2026-01-05"}
    assert [moderator.post(f"{SOUP}/reviews", form).status_code for _ in range(2)] == [303, 303]
    page = stranger.get(SOUP).text
    assert "Reviewed by <bdi>Jo Field, MD</bdi>, on" in page and "5 January 2027" in page
    with app.app_context():
        [review] = db.session.scalars(select(Review.id))
    assert moderator.post(f"{SOUP}/reviews/{review}/delete").status_code == 303
    assert "Not yet reviewed" in stranger.get(SOUP).text
    assert moderator.post(f"{SOUP}/reviews/{review}/delete").status_code == 404
    assert ("review article", "jo, 2026-01-05") in log(app)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"person": ""}, "Choose the clinician who read it."),
        ({"person": "ann"}, "Choose the clinician who read it."),
        ({"reviewed_on": "yesterday"}, "A day is written as year, month, day"),
        ({"next_review": "soon"}, "A day is written as year, month, day"),
        ({"reviewed_on": str(TODAY + timedelta(days=2))}, "Please give the day it was done"),
        ({"reviewed_on": "2026-01-04"}, "The words have changed since that day."),
        ({"next_review": "2026-01-05"}, "The next review comes after this one."),
    ],
)
def test_what_is_no_review_is_refused(moderator: Browser, typed: dict[str, str], words: str) -> None:
    answer = moderator.post(f"{SOUP}/reviews", {"person": "jo", "reviewed_on": "2026-01-05", **typed})
    assert answer.status_code == 422 and words in answer.text


def test_that_its_sources_were_looked_up_is_noted(app: Flask, moderator: Browser) -> None:
    assert moderator.post(f"{SOUP}/facts", {"checked_on": "2026-02-03"}).status_code == 303
    assert "3 February 2026" in moderator.get(SOUP).text
    assert moderator.post(f"{SOUP}/facts", {"checked_on": ""}).status_code == 422
    with app.app_context():
        assert db.session.query(Article).one().version == 1
