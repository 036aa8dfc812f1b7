"""Links from articles to the glossary: where they are drawn, how many, and what makes one stay away."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from forum.core.db import db
from forum.core.errors import Refused
from forum.library import linking
from forum.library.about import look_through, sweep_old_articles
from forum.library.articles import WHOLE, Article, Review, Section
from forum.library.explaining import glossary_now, next_version, version_now
from forum.library.front_matter import read_article
from forum.library.linking import ArticleLink, choices_of, choose, waiting
from forum.library.people import Person
from forum.library.shelf import STARTER, bring_articles
from forum.library.terms import Term, TermForm
from forum.library.writing import put_article
from tests.cast import Browser
from tests.recorder import statements
from tests.shelf import lay_articles, lay_glossary

LINK = re.compile(r'<a class="term" href="/glossary/([\w-]+)">([^<]+)</a>')
SOUP = "/articles/soup"
#: Words enough for several links.
FILL = " ".join(["soup"] * 200)


@pytest.fixture(autouse=True)
def glossary(app: Flask) -> None:
    with app.app_context():
        lay_glossary()
        db.session.commit()


def file_of(body: str, more: str = "") -> str:
    return f"---\ntitle: Soup with Zometa\nsummary: On soup.\n{more}---\n{body}"


def put(app: Flask, body: str, more: str = "", state: str = "published") -> str:
    with app.app_context():
        done = put_article(read_article("soup.md", file_of(body, more)), state=state)
        db.session.commit()
        return done


def put_linked(app: Flask, body: str) -> None:
    """An article in which every word that the glossary explains is a link."""
    put(app, body)
    with app.app_context():
        article = soup()
        choose(article, dict.fromkeys(linking.terms_named(article), "linked"))
        db.session.commit()


def soup() -> Article:
    return db.session.scalars(select(Article).where(Article.slug == "soup").options(*WHOLE)).one()


def links(browser: Browser, path: str = SOUP) -> list[tuple[str, str]]:
    return LINK.findall(browser.get(path).text)


def named(app: Flask) -> set[str]:
    with app.app_context():
        found = select(Term.slug).where(Term.id.in_(linking.terms_named(soup())))
        return set(db.session.scalars(found))


def chosen(app: Flask) -> dict[str, str]:
    with app.app_context():
        query = select(Term.slug, ArticleLink.choice).join(Term, Term.id == ArticleLink.term_id)
        return dict(db.session.execute(query).all())


def test_a_word_is_proposed_and_no_link_until_it_is_chosen(app: Flask, stranger: Browser) -> None:
    put(app, f"Zometa and fatigue. {FILL}")
    assert "zoledronic-acid" in named(app)
    assert links(stranger) == []
    put(app, f"Zometa and fatigue. {FILL}", "links: [zoledronic-acid]\n")
    assert links(stranger) == [("zoledronic-acid", "Zometa")]


def test_it_is_a_link_the_first_time_it_stands_in_each_section(app: Flask, stranger: Browser) -> None:
    put_linked(app, f"Zometa, Zometa. {FILL}\n\n## One\n\nReclast, Zometa. {FILL}\n\n## Two\n\n{FILL}")
    once = [("zoledronic-acid", "Zometa"), ("zoledronic-acid", "Reclast")]
    assert links(stranger) == once
    assert links(stranger, f"{SOUP}/sections/1") == once[1:]
    assert links(stranger, f"{SOUP}/sections/2") == []


@pytest.mark.parametrize(("words", "many"), [(19, 0), (20, 1), (39, 1), (40, 2), (59, 2), (60, 3), (400, 3)])
def test_there_is_one_link_for_twenty_words_of_a_section(
    app: Flask, stranger: Browser, words: int, many: int
) -> None:
    body = " ".join(["Zometa", "letrozole", "Ibrance", *["soup"] * (words - 3)])
    put_linked(app, f"{body}\n\n## Next\n\n{body}")
    both = ["Zometa", "letrozole", "Ibrance"][:many] * 2
    assert [word for _, word in links(stranger)] == both


def test_no_starter_article_has_more_than_that(app: Flask, stranger: Browser) -> None:
    with app.app_context():
        lay_articles()
        db.session.commit()
        articles = db.session.scalars(select(Article).options(*WHOLE)).all()
        for article in articles:
            words = sum(len(re.sub("<[^>]+>", " ", section.html).split()) for section in article.sections)
            assert len(links(stranger, article.path)) == linking.links_drawn(article) <= words / 20


@pytest.mark.parametrize(
    "words",
    [
        "[Zometa](https://example.org)",
        "`Zometa`",
        "```\nZometa\n```",
        "> Zometa",
        "### Zometa",
        "## Zometa",
        "Zome*ta*",
        "steroids",
        "mtx",
        "AI and PT",
        "Zometax",
    ],
)
def test_these_are_not_even_proposed(app: Flask, words: str) -> None:
    put(app, f"{FILL}\n\n{words}\n\n{FILL}")
    assert named(app) == set()


def test_what_means_several_things_counts_beside_a_word_that_settles_it(app: Flask) -> None:
    put(app, "The joint hurts since I have this AI.")
    assert named(app) == {"aromatase-inhibitor"}


def test_of_a_word_cut_by_markup_the_next_one_is_the_link(app: Flask, stranger: Browser) -> None:
    put_linked(app, f"Zome**ta** and **Zometa** and Zometa. {FILL}")
    assert '<strong><a class="term"' in stranger.get(SOUP).text
    assert len(links(stranger)) == 1


def test_words_that_are_kept_from_posts_may_be_links_here(app: Flask, stranger: Browser) -> None:
    put_linked(app, f"Hospice. {FILL}")
    assert links(stranger) == [("hospice", "Hospice")]


def test_no_word_of_the_article_changes(app: Flask, stranger: Browser) -> None:
    put(app, f"**Zometa** & co. {FILL}")
    with app.app_context():
        before = soup().body, [section.html for section in soup().sections]
    put_linked(app, f"**Zometa** & co. {FILL}")
    assert links(stranger)
    with app.app_context():
        assert (soup().body, [section.html for section in soup().sections]) == before
        assert soup().version == 1


def test_the_readers_own_switch_holds_here_too(app: Flask, patient: Browser, newcomer: Browser) -> None:
    put_linked(app, f"Zometa. {FILL}")
    assert links(patient)
    patient.post("/settings/reading", {}, page="/settings/reading")
    assert links(patient) == [] and links(patient, f"{SOUP}/sections/1") == []
    assert links(newcomer)


def test_what_was_taken_away_stays_away(app: Flask, stranger: Browser) -> None:
    first, more = f"Zometa and letrozole. {FILL}", "links: [zoledronic-acid, letrozole]\n"
    put(app, first, more)
    with app.app_context():
        zometa = db.session.scalar(select(Term.id).where(Term.slug == "zoledronic-acid"))
        choose(soup(), {zometa: "plain"})
        db.session.commit()
    kept = [("letrozole", "letrozole")]
    assert links(stranger) == kept
    assert put(app, first, more) == "same"
    assert links(stranger) == kept
    assert put(app, f"Reclast, that is Zometa, and letrozole. {FILL}", more) == "changed"
    assert links(stranger) == kept
    change_terms(app, lambda: db.session.execute(update(Term).where(Term.id == zometa).values(slug="zol")))
    assert links(stranger) == kept
    assert chosen(app) == {"zol": "plain", "letrozole": "linked"}


def change_terms(app: Flask, change: Callable[[], object]) -> None:
    """Change the glossary as its editors do, and let the sweep come by."""
    with app.app_context():
        change()
        next_version()
        db.session.commit()
    with app.app_context():
        while sweep_old_articles():
            db.session.commit()
        db.session.commit()


def test_a_link_follows_its_term_to_another_address(app: Flask, stranger: Browser) -> None:
    put_linked(app, f"Zometa. {FILL}")
    change = update(Term).where(Term.slug == "zoledronic-acid").values(slug="zol")
    change_terms(app, lambda: db.session.execute(change))
    assert links(stranger) == [("zol", "Zometa")]


def test_a_new_form_is_found_and_one_that_went_is_no_link(app: Flask, stranger: Browser) -> None:
    put_linked(app, f"Zometa and broth. {FILL}")

    def rename() -> None:
        form = db.session.scalars(select(TermForm).where(TermForm.written == "Zometa")).one()
        form.written, form.slug = "broth", "broth"

    change_terms(app, rename)
    assert links(stranger) == [("zoledronic-acid", "broth")]


def test_a_new_term_is_proposed_by_itself(app: Flask) -> None:
    put(app, f"Broth. {FILL}")
    assert named(app) == set()

    def add() -> None:
        form = TermForm(written="broth", slug="broth", mode="always")
        words = {"kind": "practical", "explanation": "Warm.", "version": version_now()}
        db.session.add(Term(slug="broth", name="broth", forms=[form], **words))

    change_terms(app, add)
    with app.app_context():
        assert [(article.slug, many) for article, many in waiting([soup()])] == [("soup", 1)]


def test_a_term_that_is_gone_leaves_nothing(app: Flask, stranger: Browser) -> None:
    put_linked(app, f"Zometa. {FILL}")
    with app.app_context():
        db.session.execute(delete(Term).where(Term.slug == "zoledronic-acid"))
        db.session.commit()
    assert links(stranger) == []
    assert chosen(app) == {}


def test_links_are_no_change_of_words(app: Flask) -> None:
    review = "reviewers: [{person: jo, date: 2026-01-02}]\nupdated: 2026-01-01\n"
    with app.app_context():
        db.session.add(Person(slug="jo", name="Jo", kind="clinician"))
        db.session.commit()
    put(app, f"Zometa. {FILL}", review)
    assert put(app, f"Zometa. {FILL}", f"{review}links: [zoledronic-acid]\n") == "changed"
    with app.app_context():
        assert (soup().version, soup().standing) == (1, "reviewed")
        assert len(db.session.scalars(select(Review)).all()) == 1


def test_somebody_introduced_anew_moves_no_link(app: Flask, moderator: Browser, stranger: Browser) -> None:
    with app.app_context():
        db.session.add(Person(slug="jo", name="Jo", kind="writer"))
        db.session.commit()
    put_linked(app, f"[@jo] has Zometa. {FILL}")
    form = {"slug": "jo", "name": "Josephine Field", "kind": "writer", "role": "cook"}
    assert moderator.post("/articles/people/jo", form).status_code == 303
    assert "Josephine Field, cook" in stranger.get(SOUP).text
    assert links(stranger) == [("zoledronic-acid", "Zometa")]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("links: [broth]\n", "soup.md, line 4: the glossary has no term “broth”."),
        ("links:\n- hospice\n- zometa\n", "soup.md, line 6: the glossary has no term “zometa”."),
        ("no_links: [1]\n", "soup.md, line 4: the glossary has no term “1”."),
        ("links: [{a: b}]\n", "soup.md, line 4: the glossary has no term"),
        ("links: hospice\n", "soup.md, line 4: “links” must be a list."),
        ("links: [hospice]\nno_links: [hospice]\n", "soup.md, line 5: “hospice” is among the links, too."),
        (f"links: [{'a, ' * 501}]\n", "soup.md, line 4: “links” names at most 500 terms"),
    ],
)
def test_what_a_file_says_wrong_of_links_is_told_with_its_line(app: Flask, more: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        put(app, "Soup.", more)
    assert str(refused.value).startswith(reason)


def test_a_draft_and_a_withdrawn_article_show_none(app: Flask, stranger: Browser, moderator: Browser) -> None:
    put(app, f"Zometa. {FILL}", "links: [zoledronic-acid]\n", state="draft")
    assert stranger.get(SOUP).status_code == 404 and links(moderator)
    with app.app_context():
        soup().state, soup().withdrawn_on = "withdrawn", soup().updated_on
        db.session.commit()
    gone = stranger.get(SOUP)
    assert gone.status_code == 410 and not LINK.search(gone.text) and links(moderator)


def test_the_starter_articles_come_with_every_word_chosen_of(app: Flask) -> None:
    with app.app_context():
        assert bring_articles() >= 12
        db.session.commit()
        articles = db.session.scalars(select(Article).options(*WHOLE)).all()
        assert waiting(articles) == []
        linked = [linking.links_drawn(article) for article in articles]
        assert sum(linked) >= 60 and sum(map(bool, linked)) >= 12
        for article in articles:
            assert set(choices_of(article)) == linking.terms_named(article), article.slug


@pytest.mark.parametrize("file", sorted((STARTER / "articles").glob("*.md")), ids=lambda file: file.stem)
def test_the_starter_files_choose_of_terms_that_there_are(app: Flask, file: object) -> None:
    with app.app_context():
        linking.links_of(read_article(file.name, file.read_text("utf-8")))


def test_starter_articles_come_to_a_glossary_that_lost_a_word(app: Flask, stranger: Browser) -> None:
    with app.app_context():
        db.session.execute(delete(Term).where(Term.slug == "denosumab"))
        assert bring_articles() >= 12
        db.session.commit()
    assert ("zoledronic-acid", "zoledronic acid") in links(stranger, "/articles/bone-mets-and-bone-drugs")


def test_one_question_more_for_an_article_with_links(app: Flask, patient: Browser) -> None:
    def asked() -> int:
        with statements() as seen:
            assert patient.get(SOUP).status_code == 200
        return len(seen)

    put(app, FILL)
    patient.get(SOUP)
    before = asked()
    put_linked(app, f"Zometa, letrozole and hospice. {FILL}\n\n## More\n\nIbrance. {FILL}")
    patient.get(SOUP)
    assert asked() == before + 1


def test_nothing_is_looked_for_while_an_article_is_shown(
    app: Flask, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_linked(app, f"Zometa. {FILL}")
    with app.app_context():
        finder = type(glossary_now().whole)
    monkeypatch.setattr(finder, "find", None)
    assert links(stranger)


def test_an_old_place_is_looked_through_once(app: Flask) -> None:
    put(app, f"Zometa. {FILL}")
    with app.app_context():
        assert sweep_old_articles() == 0
        before = list(db.session.scalars(select(Section.term_places)))
        db.session.execute(update(Section).values(term_places=""))
        db.session.execute(update(Article).values(glossary_version=0))
        assert sweep_old_articles() == 1 and sweep_old_articles() == 0
        assert list(db.session.scalars(select(Section.term_places))) == before
        look_through(soup(), glossary_now())
        assert list(db.session.scalars(select(Section.term_places))) == before
