"""The editors' desk: what waits for a review, what leads nowhere, what nobody explains."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select

from forum.core.clock import now
from forum.core.db import db
from forum.library import readings
from forum.library.front_matter import read_article
from forum.library.people import Person
from forum.library.readings import ArticleReadings
from forum.library.writing import put_article
from tests.boards.scene import Scene
from tests.cast import Browser, Cast
from tests.recorder import statements
from tests.shelf import lay_articles, lay_glossary

HEAD = "---\ntitle: {0}\nsummary: On it.\nupdated: {1}\n{2}---\n"
REVIEW = "reviewers: [{{person: jo, date: 2026-03-01}}]\nnext_review: {}\n"


def put(
    app: Flask, title: str, updated: str, body: str = "Words.", more: str = "", state: str = "published"
) -> None:
    with app.app_context():
        draft = read_article(f"{title.lower()}.md", HEAD.format(title, updated, more) + body)
        put_article(draft, state=state)
        db.session.commit()


@pytest.fixture
def shelf(app: Flask) -> None:
    with app.app_context():
        db.session.add(Person(slug="jo", name="Jo", kind="clinician"))
        db.session.commit()
    today = now().date()
    put(app, "Young", "2026-05-01")
    put(app, "Old", "2026-02-01")
    put(app, "Late", "2026-01-01", more=REVIEW.format(today - timedelta(days=1)))
    put(app, "Fine", "2026-01-01", more=REVIEW.format(today))
    put(app, "Sketch", "2026-01-01", state="draft")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings are written as each page is sent."""
    monkeypatch.setattr(readings, "EVERY", -1.0)
    readings._waiting.clear()


def part(page: str, heading: str) -> str:
    return page[page.index(f'id="{heading}"') :].partition("</section>")[0]


def titles(page: str, heading: str) -> list[str]:
    return re.findall(r"<h3 .*?><a [^>]*>(.*?)</a>", part(page, heading))


def test_what_waits_longest_or_is_read_most_comes_first(
    app: Flask, shelf: None, at_once: None, moderator: Browser, stranger: Browser
) -> None:
    assert titles(moderator.get("/articles/desk").text, "due") == ["Old", "Young", "Late"]
    for _ in range(2):
        stranger.get("/articles/late").close()
    stranger.get("/articles/young").close()
    page = moderator.get("/articles/desk?order=read").text
    assert titles(page, "due") == ["Late", "Young", "Old"]
    assert "opened 2 times" in page and "opened 1 time in" in page
    assert titles(page, "drafts") == ["Sketch"]


def test_a_reading_is_a_number_and_nothing_more(
    app: Flask, shelf: None, at_once: None, moderator: Browser, patient: Browser
) -> None:
    with statements() as seen:
        answer = patient.get("/articles/old")
        assert not any(each.startswith("INSERT") for each in seen)
        answer.close()
    moderator.get("/articles/old").close()
    patient.get("/articles/old", headers={"Sec-Purpose": "prefetch"}).close()
    patient.get("/articles/none").close()
    with app.app_context():
        [row] = db.session.scalars(select(ArticleReadings))
        assert (row.month, row.readings) == (now().year * 100 + now().month, 1)
        assert set(ArticleReadings.__table__.columns.keys()) == {"article_id", "month", "readings"}


def test_readings_are_written_many_at_a_time(
    app: Flask, shelf: None, monkeypatch: pytest.MonkeyPatch, stranger: Browser
) -> None:
    monkeypatch.setattr(readings, "_written_at", float("inf"))
    readings._waiting.clear()
    for _ in range(3):
        stranger.get("/articles/old").close()
    with app.app_context():
        assert db.session.scalar(select(ArticleReadings)) is None
    monkeypatch.setattr(readings, "_written_at", 0.0)
    with statements() as seen:
        stranger.get("/articles/old").close()
    assert sum(each.startswith("INSERT INTO article_readings") for each in seen) == 1
    with app.app_context():
        assert db.session.scalars(select(ArticleReadings.readings)).all() == [4]


def test_only_the_last_three_months_count(app: Flask, shelf: None) -> None:
    with app.app_context():
        month = now().year * 12 + now().month - 1
        old, new = (each // 12 * 100 + each % 12 + 1 for each in (month - 3, month - 2))
        for one, many in ((old, 50), (new, 7)):
            db.session.execute(insert(ArticleReadings).values(article_id=1, month=one, readings=many))
        assert readings.readings_lately() == {1: 7}


def test_links_that_lead_nowhere(app: Flask, moderator: Browser) -> None:
    with app.app_context():
        lay_glossary()
        db.session.commit()
    good = "[a](/articles/soup#source-1) [b](/glossary/zometa) [c](/boards/x) [d](https://example.org/x)"
    put(app, "Soup", "2026-01-01", good)
    put(app, "Hidden", "2026-01-01", state="draft")
    bad = "[a](/articles/hidden) [b](/glossary/xyzzy) [c](/nowhere/at/all) [d](/articles/gone?x=1)"
    put(app, "Stew", "2026-01-01", bad, "related: [soup, broth]\n")
    found = re.findall(r"<code>(.*?)</code>", part(moderator.get("/articles/desk").text, "broken"))
    assert found == [
        "/articles/broth",
        "/articles/gone",
        "/articles/hidden",
        "/glossary/xyzzy",
        "/nowhere/at/all",
    ]


def test_words_without_a_page(app: Flask, moderator: Browser) -> None:
    with app.app_context():
        lay_glossary()
        db.session.commit()
    put(app, "Soup", "2026-01-01", "An MRI, an XQZ9, stage IV and XQZ4/6; `YYZ` is code.")
    found = part(moderator.get("/articles/desk").text, "words")
    assert re.findall(r"<h3 [^>]*>(.*?)</h3>", found) == ["XQZ9"]
    assert '<a href="/articles/soup" dir="auto">Soup</a>' in found
    assert 'value="XQZ9"' in moderator.get("/glossary/new?name=XQZ9").text
    assert 'href="/glossary/new?name=XQZ9"' in found


def test_words_that_several_people_write(app: Flask, cast: Cast, moderator: Browser) -> None:
    scene = Scene(app)
    board = scene.board("talk")
    for number, words in enumerate(
        ("The YQX, the YQX. NOT now.", "My YQX and ZZT.", "Is a YQX bad? ZZT. NOT!")
    ):
        person = cast.person(f"person{number}")
        scene.thread(board, person.id, body=words)
        scene.thread(board, person.id, body="> A quoted QQW")
    found = part(moderator.get("/articles/desk").text, "words")
    assert re.findall(r"<h3 [^>]*>(.*?)</h3>", found) == ["YQX"]
    assert "written by 3 people lately" in found


def test_the_starter_shelf_has_no_broken_link(app: Flask, moderator: Browser) -> None:
    with app.app_context():
        lay_glossary()
        lay_articles()
        db.session.commit()
    with statements() as seen:
        page = moderator.get("/articles/desk").text
    assert len(seen) <= 12
    assert "Every link within the library leads somewhere." in page
