"""Editors choose which words of an article lead to the glossary."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core.db import db
from forum.core.decisions import Decision
from forum.library.articles import Article
from forum.library.front_matter import read_article
from forum.library.linking import ArticleLink
from forum.library.terms import Term
from forum.library.writing import put_article
from tests.cast import Browser, Cast
from tests.desk.test_desk import part, titles
from tests.recorder import statements
from tests.shelf import lay_glossary

PAGE = "/articles/soup/links"
FILL = " ".join(["soup"] * 100)
BODY = (
    f"For bone there are Aredia and zometa -- and Zometa again. {FILL}\n\n"
    f"## More of it\n\nHere is Zometa & co. {FILL}\n\nAnd hospice."
)
FIELD = re.compile(r'name="((?:was|term)-\d+|version)"[^>]*? value="(\w*)"([^>]*)')


@pytest.fixture(autouse=True)
def draft(app: Flask) -> None:
    with app.app_context():
        lay_glossary()
        put_article(read_article("soup.md", f"---\ntitle: Soup\nsummary: On soup.\n---\n{BODY}"))
        db.session.commit()


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    with app.app_context():
        return dict(db.session.execute(select(Term.slug, Term.id)).all())


def form(page: str) -> dict[str, str]:
    """The form as a page shows it: what is hidden and what is ticked."""
    fields = FIELD.findall(page)
    return {name: value for name, value, more in fields if not name.startswith("term") or " checked" in more}


def chosen(app: Flask) -> dict[str, str]:
    with app.app_context():
        query = select(Term.slug, ArticleLink.choice).join(Term, Term.id == ArticleLink.term_id)
        return dict(db.session.execute(query).all())


def log(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        lines = db.session.execute(select(Decision.action, Decision.reason).order_by(Decision.id))
        return [(action, reason) for action, reason in lines]


def headings(page: str, which: str) -> list[str]:
    return re.findall(r'<h3 class="proposal__words">(.*?)</h3>', part(page, which))


def test_each_word_is_shown_as_it_stands_with_its_term_and_its_group(moderator: Browser) -> None:
    page = moderator.get(PAGE).text
    assert headings(page, "proposed") == ["Aredia", "zometa", "hospice"]
    row = page[page.index(">zometa<") : page.index(">hospice<")]
    assert '<a href="/glossary/zoledronic-acid">zoledronic acid</a>' in row and "Medicines" in row
    assert 'belongs to <a href="/glossary/bisphosphonate">bisphosphonate</a>' in row
    assert "For bone there are Aredia and <mark>zometa</mark> -- and Zometa again." in row
    assert "before the first heading, 2 times there" in " ".join(row.split())
    assert "Here is <mark>Zometa</mark> &amp; co." in row and "in “<bdi>More of it</bdi>”" in row


def test_one_is_linked_one_left_plain_and_given_back(
    app: Flask, moderator: Browser, ids: dict[str, int]
) -> None:
    zometa, hospice = (f"term-{ids[slug]}" for slug in ("zoledronic-acid", "hospice"))
    shown = form(moderator.get(PAGE).text)
    assert set(shown) >= {"version", zometa, hospice} and shown[zometa] == ""
    answer = moderator.post(PAGE, {**shown, zometa: "linked", hospice: "plain"})
    page = moderator.follow(answer).text
    assert "zoledronic acid: linked now. hospice: left plain now." in page
    assert chosen(app) == {"zoledronic-acid": "linked", "hospice": "plain"}
    assert headings(page, "linked") == ["zometa"] and headings(page, "plain") == ["hospice"]
    assert "Now 2 are shown." in page
    moderator.post(PAGE, {**form(page), hospice: "linked", zometa: "plain"})
    assert chosen(app) == {"zoledronic-acid": "plain", "hospice": "linked"}
    moderator.post(PAGE, {**form(moderator.get(PAGE).text), zometa: ""})
    assert chosen(app) == {"hospice": "linked"}
    assert sorted(log(app)) == sorted(
        [
            ("link terms", "zoledronic acid"),
            ("leave terms plain", "hospice"),
            ("link terms", "hospice"),
            ("leave terms plain", "zoledronic acid"),
            ("propose terms again", "zoledronic acid"),
        ]
    )


def test_all_that_are_proposed_are_linked_at_once(
    app: Flask, moderator: Browser, ids: dict[str, int]
) -> None:
    shown = form(moderator.get(PAGE).text)
    moderator.post(PAGE, {**shown, f"term-{ids['hospice']}": "plain", "all": "yes"})
    assert chosen(app) == {"pamidronate": "linked", "zoledronic-acid": "linked", "hospice": "plain"}
    moderator.post(PAGE, {**form(moderator.get(PAGE).text), "all": "yes"})
    assert chosen(app)["hospice"] == "plain"
    given_back = {f"term-{ids['pamidronate']}": "", "all": "yes"}
    moderator.post(PAGE, {**form(moderator.get(PAGE).text), **given_back})
    assert "pamidronate" not in chosen(app)


def test_nothing_chosen_changes_nothing(app: Flask, moderator: Browser) -> None:
    page = moderator.follow(moderator.post(PAGE, form(moderator.get(PAGE).text))).text
    assert "Nothing was chosen" in page and chosen(app) == {} and log(app) == []


def test_an_article_that_changed_meanwhile_is_looked_at_once_more(
    app: Flask, moderator: Browser, ids: dict[str, int]
) -> None:
    zometa = f"term-{ids['zoledronic-acid']}"
    shown = form(moderator.get(PAGE).text)
    with app.app_context():
        put_article(
            read_article("soup.md", f"---\ntitle: Soup\nsummary: On it.\n---\n{BODY} With letrozole.")
        )
        db.session.commit()
    answer = moderator.post(PAGE, {**shown, zometa: "linked", "all": "yes"})
    assert answer.status_code == 409 and chosen(app) == {} and log(app) == []
    again = form(answer.text)
    assert again[zometa] == "linked" and "letrozole" in answer.text
    assert moderator.post(PAGE, again).status_code == 303
    assert chosen(app) == {"zoledronic-acid": "linked"}


def test_what_another_editor_chose_meanwhile_is_not_written_over(
    app: Flask, moderator: Browser, cast: Cast, ids: dict[str, int]
) -> None:
    other = cast.member("other", standing="moderator")
    zometa, hospice = (f"term-{ids[slug]}" for slug in ("zoledronic-acid", "hospice"))
    mine, theirs = form(moderator.get(PAGE).text), form(other.get(PAGE).text)
    other.post(PAGE, {**theirs, zometa: "plain"})
    assert moderator.post(PAGE, {**mine, zometa: "linked"}).status_code == 409
    assert moderator.post(PAGE, {**mine, "all": "yes"}).status_code == 409
    assert chosen(app) == {"zoledronic-acid": "plain"}
    assert moderator.post(PAGE, {**mine, hospice: "linked"}).status_code == 303
    assert chosen(app) == {"zoledronic-acid": "plain", "hospice": "linked"}
    same = {**theirs, zometa: "plain"}
    assert moderator.post(PAGE, same).status_code == 303


@pytest.mark.parametrize("choice", ["banana", "linked ", "x" * 10_000, "LINKED"])
def test_a_choice_that_there_is_not(app: Flask, moderator: Browser, ids: dict[str, int], choice: str) -> None:
    shown = form(moderator.get(PAGE).text)
    answer = moderator.post(PAGE, {**shown, f"term-{ids['hospice']}": choice})
    assert answer.status_code == 422 and "Choose one of the three" in answer.text and chosen(app) == {}


@pytest.mark.parametrize(
    "extra",
    [
        {"term-abc": "linked"},
        {"term-999999999999999999999": "linked"},
        {"was-": "", "term-": "linked"},
    ],
)
def test_a_term_that_does_not_stand_there_is_not_chosen_of(
    app: Flask, moderator: Browser, ids: dict[str, int], extra: dict[str, str]
) -> None:
    extra = {**extra, f"term-{ids['letrozole']}": "linked", f"was-{ids['letrozole']}": ""}
    assert moderator.post(PAGE, {**form(moderator.get(PAGE).text), **extra}).status_code == 303
    assert chosen(app) == {}


@pytest.mark.parametrize("version", ["", "0", "x", "9" * 40])
def test_a_form_without_its_version_is_shown_again(app: Flask, moderator: Browser, version: str) -> None:
    shown = {**form(moderator.get(PAGE).text), "version": version, "all": "yes"}
    assert moderator.post(PAGE, shown).status_code == 409 and chosen(app) == {}


def test_what_is_no_longer_named_can_still_be_given_back(
    app: Flask, moderator: Browser, ids: dict[str, int]
) -> None:
    hospice = f"term-{ids['hospice']}"
    moderator.post(PAGE, {**form(moderator.get(PAGE).text), hospice: "plain"})
    with app.app_context():
        put_article(read_article("soup.md", "---\ntitle: Soup\nsummary: On soup.\n---\nWarm."))
        db.session.commit()
    page = moderator.get(PAGE).text
    assert headings(page, "plain") == ["hospice"] and "do not name it now" in page
    moderator.post(PAGE, {**form(page), hospice: ""})
    assert chosen(app) == {}


def test_the_desk_lists_what_waits_and_the_editors_find_the_page(moderator: Browser) -> None:
    desk = moderator.get("/articles/desk").text
    assert titles(desk, "links") == ["Soup"] and "3 words to choose of" in part(desk, "links")
    for path in ("/articles/soup", "/articles/soup/standing"):
        assert f'href="{PAGE}"' in moderator.get(path).text
    moderator.post(PAGE, {**form(moderator.get(PAGE).text), "all": "yes"})
    assert titles(moderator.get("/articles/desk").text, "links") == []


def test_a_withdrawn_article_does_not_wait(app: Flask, moderator: Browser) -> None:
    with app.app_context():
        db.session.query(Article).one().state = "withdrawn"
        db.session.commit()
    assert titles(moderator.get("/articles/desk").text, "links") == []


def test_few_queries(moderator: Browser) -> None:
    moderator.get(PAGE)
    with statements() as seen:
        moderator.get(PAGE)
    assert len(seen) <= 10
