"""Articles: read whole or in parts, brought as files, and honest about who has read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from forum.core.db import db
from forum.core.errors import Refused
from forum.library.articles import Article, Section
from forum.library.filing import import_articles
from forum.library.front_matter import read_article
from forum.library.shelf import bring_articles
from tests.cast import Browser
from tests.recorder import statements
from tests.shelf import lay_articles

HEAD = """---
title: Soup
summary: On soup.
topics: [living]
related: [broth, no-such-article]
published: 2026-03-05
sources:
  - {key: S1, title: The Soup Book, publisher: A Kitchen, address: "https://example.org/soup"}
---
"""
BODY = """Soup is warm [S1].

## First

One.

## Second

| a | b |
|---|---|
| c | d |

## Third

Three.
"""


@pytest.fixture
def shelf(app: Flask) -> None:
    with app.app_context():
        lay_articles()
        db.session.commit()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "soup.md").write_text(HEAD + BODY)
    return tmp_path


def imported(app: Flask, folder: Path) -> list[str]:
    with app.app_context():
        filed = import_articles(folder)
        db.session.commit()
        return filed.lines()


def publish(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(Article).values(state="published"))
        db.session.commit()


def test_every_starter_article_opens_and_says_that_nobody_has_reviewed_it(
    app: Flask, shelf: None, stranger: Browser
) -> None:
    hub = stranger.get("/articles").text
    with app.app_context():
        slugs = list(db.session.scalars(select(Article.slug)))
    assert len(slugs) >= 12
    for slug in slugs:
        assert f'href="/articles/{slug}"' in hub
        page = stranger.get(f"/articles/{slug}")
        assert page.status_code == 200
        assert "Not yet reviewed by a clinician." in page.text
        assert "does not replace advice from your care team" in page.text
        assert 'id="source-1"' in page.text and "[S" not in page.text


def test_bringing_the_shelf_again_leaves_what_editors_changed(app: Flask, shelf: None) -> None:
    with app.app_context():
        db.session.execute(update(Article).values(title="As an editor put it"))
        assert bring_articles() == 0
        assert db.session.scalar(select(func.count()).where(Article.title != "As an editor put it")) == 0


def test_a_file_becomes_a_draft_that_nobody_sees(app: Flask, folder: Path, stranger: Browser) -> None:
    assert imported(app, folder)[0].startswith("1 new as drafts")
    assert stranger.get("/articles/soup").status_code == 404
    assert "soup" not in stranger.get("/articles").text


def test_it_is_read_whole_or_section_by_section(app: Flask, folder: Path, stranger: Browser) -> None:
    imported(app, folder)
    publish(app)
    whole = stranger.get("/articles/soup").text
    assert '<a href="/articles/soup#source-1"' in whole and 'id="section-3"' in whole
    assert "<td>c</td>" in whole and "5 March 2026" in whole
    part = stranger.get("/articles/soup/sections/2").text
    assert "<td>c</td>" in part and "Three." not in part
    assert 'href="/articles/soup/sections/1"' in part and "Continue: Third" in part
    for number in (0, 4, 10**20):
        assert stranger.get(f"/articles/soup/sections/{number}").status_code == 404


def test_importing_again_changes_only_what_changed(app: Flask, folder: Path, stranger: Browser) -> None:
    imported(app, folder)
    publish(app)
    assert imported(app, folder)[0].startswith("0 new as drafts, 0 brought up to date, 1 as they were")
    (folder / "soup.md").write_text(HEAD + BODY.replace("Three.", "Tea."))
    assert "1 brought up to date" in imported(app, folder)[0]
    page = stranger.get("/articles/soup").text
    assert "Tea." in page and "Last changed" in page
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Section)) == 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no head", "soup.md, line 1:"),
        ("---\ntitle: [\n---\nx", "soup.md, line 3:"),
        ("---\n- a\n---\nx", "must name things"),
        ("---\nsummary: s\n---\nx", "needs a title"),
        ("---\ntitle: t\nsummary: s\ntopics: [cooking]\n---\nx", "no topic “cooking”"),
        ("---\ntitle: t\nsummary: s\ntopics: living\n---\nx", "“topics” must be a list"),
        ("---\ntitle: t\nsummary: s\npublished: soon\n---\nx", "must be a date"),
        ("---\ntitle: {a: b}\nsummary: s\n---\nx", "must be words"),
        ("---\ntitle: t\nsummary: s\nrelated: [../x]\n---\nx", "by their addresses"),
        ("---\ntitle: t\nsummary: s\n---\n", "between 1 and"),
        (f"---\ntitle: {'t' * 300}\nsummary: s\n---\nx", "more than 200"),
        (HEAD + "One.\n\nTwo [S2].", "soup.md, line 12: [S2] is not among the sources"),
        (HEAD + "No citation.", "source S1 is never cited"),
        (
            HEAD.replace("https://example.org/soup", "javascript:alert(1)") + "[S1]",
            "must begin with https://",
        ),
        (HEAD.replace("publisher: A Kitchen, ", "") + "[S1]", "each source needs"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(text: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        read_article("soup.md", text)
    assert reason in str(refused.value)


def test_one_wrong_file_stops_none_of_the_others(app: Flask, folder: Path) -> None:
    (folder / "Bad Name.md").write_text(HEAD + BODY)
    (folder / "latin.md").write_bytes(HEAD.encode() + b"caf\xe9 [S1]")
    told = imported(app, folder)
    assert told[0] == "1 new as drafts, 0 brought up to date, 0 as they were, 2 refused."
    assert any("latin.md, line 10: this is not UTF-8" in line for line in told)
    with pytest.raises(Refused):
        import_articles(folder / "..")


def test_an_article_that_names_itself_and_a_missing_one(app: Flask, folder: Path, stranger: Browser) -> None:
    (folder / "soup.md").write_text(HEAD.replace("broth", "soup") + BODY)
    imported(app, folder)
    publish(app)
    page = stranger.get("/articles/soup")
    assert page.status_code == 200 and "Read next" not in page.text


@pytest.mark.parametrize("path", ["/articles", "/articles/side-effects", "/articles/side-effects/sections/1"])
def test_few_queries(shelf: None, stranger: Browser, path: str) -> None:
    with statements() as seen:
        assert stranger.get(path).status_code == 200
    assert len(seen) <= 7
