"""People of the library, and what an article's banner makes of who reviewed it and when."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision
from forum.core.errors import Refused
from forum.library.articles import Article
from forum.library.front_matter import read_article
from forum.library.people import Person
from forum.library.writing import put_article
from tests.cast import Browser

HEAD = """---
title: Soup
summary: On soup.
authors: [ann-lee]
reviewers:
  - {person: jo-field, date: 2026-02-03}
funding: The soup fund
conflicts: We like soup.
published: 2026-03-05
facts_checked: 2026-03-04
next_review: 2027-03-05
---
"""
BODY = "Warm. [@jo-field] says so, and [@jo-field] knows.\n\n## More\n\n[@jo-field] again.\n"
REVIEWED = "Reviewed by <bdi>Jo Field, MD</bdi>, on"


@pytest.fixture(autouse=True)
def people(app: Flask) -> None:
    with app.app_context():
        jo = Person(slug="jo-field", name="Jo Field", kind="clinician", credentials="MD", role="oncologist")
        jo.affiliation, jo.conflicts = "City *Hospital*", "Paid by nobody."
        db.session.add_all([jo, Person(slug="ann-lee", name="Ann Lee", kind="writer")])
        db.session.commit()


def put(app: Flask, text: str = HEAD + BODY, state: str = "published") -> str:
    with app.app_context():
        done = put_article(read_article("soup.md", text), state=state)
        db.session.commit()
        return done


def set_article(app: Flask, **values: object) -> None:
    with app.app_context():
        db.session.execute(update(Article).values(**values))
        db.session.commit()


def test_the_banner_is_made_from_who_reviewed_it_and_when(app: Flask, stranger: Browser) -> None:
    put(app)
    page = stranger.get("/articles/soup").text
    assert REVIEWED in page and "3 February 2026" in page and "Next review due" in page
    assert "Not yet reviewed" not in page and "due for review" not in page
    assert 'itemprop="reviewedBy"' in page and 'itemprop="lastReviewed"' in page
    for words in ("Ann Lee", "The soup fund", "We like soup.", "Paid by nobody.", "4 March 2026"):
        assert words in page
    set_article(app, next_review_due=now().date() - timedelta(days=1))
    late = stranger.get("/articles/soup").text
    assert "This page is due for review. Check dates before relying on it." in late and REVIEWED in late


def test_a_review_is_of_the_words_that_were_read(app: Flask, stranger: Browser) -> None:
    put(app)
    assert put(app, HEAD + BODY.replace("Warm", "Cold")) == "changed"
    page = stranger.get("/articles/soup").text
    assert "Changed since a clinician last reviewed it" in page
    assert REVIEWED not in page and "reviewedBy" not in page and "lastReviewed" not in page


def test_a_file_that_says_when_its_words_changed_keeps_its_review(app: Flask, stranger: Browser) -> None:
    put(app)
    put(app, HEAD.replace("published:", "updated: 2026-02-01\npublished:") + BODY.replace("Warm", "Cold"))
    assert REVIEWED in stranger.get("/articles/soup").text


def test_without_a_review_it_says_that_there_is_none(app: Flask, stranger: Browser) -> None:
    put(app, "---\ntitle: Soup\nsummary: On soup.\n---\nWarm.")
    page = stranger.get("/articles/soup").text
    assert "Not yet reviewed by a clinician." in page
    assert "reviewedBy" not in page and "Who made this page" not in page


def test_of_one_withdrawn_only_that_is_told(app: Flask, stranger: Browser) -> None:
    put(app)
    set_article(app, state="withdrawn", withdrawn_on=date(2026, 5, 6), withdrawn_because="It was wrong.")
    for path in ("/articles/soup", "/articles/soup/sections/1"):
        answer = stranger.get(path)
        assert answer.status_code == 410 and "X-Robots-Tag" in answer.headers
        assert "6 May 2026" in answer.text and "It was wrong." in answer.text
        assert "Warm" not in answer.text and "again" not in answer.text
    assert "Soup" not in stranger.get("/articles").text


def test_somebody_quoted_is_introduced_at_the_first_mention_of_each_page(
    app: Flask, stranger: Browser
) -> None:
    put(app)
    page = re.sub(r"\s+", " ", stranger.get("/articles/soup").text)
    assert "Warm. Jo Field, MD, oncologist, City *Hospital* says so, and Field knows." in page
    assert "Jo Field, MD, oncologist, City *Hospital* again." in page


def test_importing_again_adds_no_review_twice(app: Flask) -> None:
    assert put(app) == "new"
    assert put(app) == "same"
    assert put(app, HEAD.replace("2026-02-03", "2026-03-05") + BODY) == "changed"
    assert put(app, HEAD.replace("2026-03-04", "2026-03-06") + BODY) == "changed"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[ann-lee]", "[ann]", "soup.md, line 4: nobody here is called ann;"),
        ("[ann-lee]", "ann-lee", "soup.md, line 4: “authors” must be a list."),
        ("person: jo-field", "person: ann-lee", "soup.md, line 6: ann-lee is not a clinician."),
        ("date: 2026-02-03", "on: 2026-02-03", "soup.md, line 6: each reviewer needs a person and the date"),
        ("2026-02-03", "2999-01-01", "soup.md, line 6: 2999-01-01 is still to come."),
        ("facts_checked: 2026-03-04", "facts_checked: soon", "soup.md, line 10: “facts_checked” must be a"),
        ("next_review: 2027-03-05", "next_review: 2027-02-30", "soup.md, line 11: there is no such day."),
        ("The soup fund", "x" * 1001, "soup.md, line 7: the funding has more than 1,000"),
        ("[@jo-field] again", "[@jo] again", "soup.md, line 17: nobody here is called jo;"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(app: Flask, old: str, new: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        put(app, (HEAD + BODY).replace(old, new))
    assert str(refused.value).startswith(reason)


FORM = {"name": "Kim Ro", "kind": "clinician", "credentials": "RN", "role": "nurse"}


def test_editors_add_and_change_people(app: Flask, moderator: Browser, stranger: Browser) -> None:
    assert moderator.post("/articles/people/new", FORM).status_code == 303
    assert "Kim Ro, RN, nurse" in moderator.get("/articles/people").text
    put(app, HEAD + BODY.replace("[@jo-field] again", "[@kim-ro] again"))
    assert "Kim Ro, RN, nurse again" in stranger.get("/articles/soup").text
    changed = moderator.post("/articles/people/kim-ro", {**FORM, "role": "head nurse"})
    assert changed.status_code == 303
    assert "Kim Ro, RN, head nurse again" in stranger.get("/articles/soup").text
    with app.app_context():
        assert list(db.session.scalars(select(Decision.action))) == ["add person", "change person"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Please give their name."),
        ({"kind": "wizard"}, "Choose what they speak as."),
        ({"name": "Jo Field"}, "Somebody is called jo-field already."),
        ({"name": "مريم"}, "Please choose a short name"),
        ({"role": "r" * 121}, "more than 120 characters"),
    ],
)
def test_what_is_wrong_with_a_person_is_said(moderator: Browser, typed: dict[str, str], words: str) -> None:
    answer = moderator.post("/articles/people/new", {**FORM, **typed})
    assert answer.status_code == 422 and words in answer.text
    assert 'value="RN"' in answer.text


def remove(editor: Browser, slug: str) -> str:
    page = f"/articles/people/{slug}"
    answer = editor.post(f"{page}/delete", page=page)
    return editor.follow(answer).text if answer.status_code == 303 else f"{answer.status_code}: {answer.text}"


@pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
def test_whom_an_article_names_stays_and_the_page_says_where(
    app: Flask, moderator: Browser, state: str
) -> None:
    put(app, state=state)
    for slug, name in (("ann-lee", "Ann Lee"), ("jo-field", "Jo Field")):
        page = remove(moderator, slug)
        assert page.startswith("422") and f"{name} is still named in “Soup”." in page
        assert 'href="/articles/soup/standing"' in page
        assert "/delete" not in moderator.get(f"/articles/people/{slug}").text
    with app.app_context():
        assert db.session.query(Person).count() == 2


def test_one_who_is_only_quoted_stays(app: Flask, moderator: Browser) -> None:
    put(app, "---\ntitle: Soup\nsummary: On soup.\n---\nSays [@jo-field].")
    assert "still named" in remove(moderator, "jo-field")
    assert "Ann Lee is no longer among the people" in remove(moderator, "ann-lee")


def test_one_whom_nobody_names_goes_and_older_words_can_still_be_read(
    app: Flask, moderator: Browser, stranger: Browser
) -> None:
    put(app, "---\ntitle: Soup\nsummary: On soup.\nauthors: [ann-lee]\n---\nSays [@jo-field].")
    put(app, "---\ntitle: Soup\nsummary: On soup.\n---\nSays nobody.")
    for slug in ("jo-field", "ann-lee"):
        assert 'class="button button--danger"' in moderator.get(f"/articles/people/{slug}").text
        assert "is no longer among the people" in remove(moderator, slug)
        assert moderator.get(f"/articles/people/{slug}").status_code == 404
        assert moderator.post(f"/articles/people/{slug}/delete").status_code == 404
    with app.app_context():
        noted = db.session.execute(select(Decision.action, Decision.reason).order_by(Decision.id)).all()
        assert [tuple(row) for row in noted] == [("remove person", "jo-field"), ("remove person", "ann-lee")]
    page = stranger.get("/articles/soup/history/1")
    assert page.status_code == 200 and "Says somebody." in page.text and "Jo Field" not in page.text


def test_many_articles_are_counted(app: Flask, moderator: Browser) -> None:
    for number in range(7):
        text = f"---\ntitle: Soup {number}\nsummary: On soup.\nauthors: [ann-lee]\n---\nWarm."
        with app.app_context():
            put_article(read_article(f"soup-{number}.md", text), state="draft")
            db.session.commit()
    assert "“Soup 4” and 2 more. Please take them out there first." in remove(moderator, "ann-lee")
