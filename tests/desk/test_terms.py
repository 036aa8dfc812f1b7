"""Glossary terms written in the browser: added, corrected, taken away, and never written over unseen."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.boards.posts import Draft
from forum.core.db import db
from forum.core.decisions import Decision
from forum.library.explaining import version_now
from forum.library.shelf import bring_glossary
from forum.library.terms import Term, TermForm
from tests.boards.scene import box
from tests.cast import Browser, Cast

NEW = {
    "title": "broth test",
    "kind": "test",
    "belongs_to": "Biomarker",
    "body": "A test\r\nof broth.",
    "sources": "The Soup",
    "more": "https://example.org/broth",
    "always": "broth check\r\n\r\n broth  exam ",
    "exact": "BTX",
    "nearby": "BT: broth, soup , ",
    "search": "brohttest",
    "in_posts": "yes",
    "once": "editor-1",
}
ZOLEDRONIC = "/glossary/zoledronic-acid"


@pytest.fixture(autouse=True)
def shelf(app: Flask) -> None:
    with app.app_context():
        bring_glossary()
        db.session.commit()


def found(app: Flask, query: Any) -> list[Any]:
    with app.app_context():
        return list(
            db.session.execute(query).tuples()
            if len(query.selected_columns) > 1
            else db.session.scalars(query)
        )


def forms_of(app: Flask, slug: str) -> dict[str, tuple[str, str]]:
    query = select(TermForm.written, TermForm.mode, TermForm.nearby).join(Term).where(Term.slug == slug)
    with app.app_context():
        return {written: (mode, nearby) for written, mode, nearby in db.session.execute(query)}


def state(app: Flask) -> int:
    with app.app_context():
        return version_now()


def form_at(browser: Browser, path: str, **typed: Any) -> dict[str, Any]:
    """The form of a page as a browser would send it, with some fields typed anew."""
    page = browser.get(path).text
    values = {
        name: html.unescape(value)
        for name, value in re.findall(r'<input [^>]*?name="(\w+)" type="\w+" value="([^"]*)"', page)
    }
    values |= {
        name: html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    }
    values |= {name: box(page, name) for name in ("body", "sources", "always", "exact", "nearby", "search")}
    chosen = re.search(r'<option value="(\w+)" selected', page)
    assert chosen
    values["kind"] = chosen[1]
    if not re.search(r'name="in_posts"[^>]* checked', page):
        del values["in_posts"]
    return values | typed


def test_a_word_is_explained(app: Flask, moderator: Browser, stranger: Browser) -> None:
    before = state(app)
    answer = moderator.post("/glossary/new", NEW)
    assert answer.status_code == 303 and answer.headers["Location"] == "/glossary/broth-test"
    page = stranger.get("/glossary/broth-test").text
    for words in ("A test of broth.", "broth exam", ">biomarker</a>", "The Soup", "Read more at example.org"):
        assert words in page
    assert forms_of(app, "broth-test") == {
        "broth test": ("always", ""),
        "broth check": ("always", ""),
        "broth exam": ("always", ""),
        "BTX": ("exact", ""),
        "BT": ("nearby", "broth|soup"),
        "brohttest": ("search", ""),
    }
    assert stranger.get("/glossary/brohttest").headers["Location"] == "/glossary/broth-test"
    assert state(app) == before + 1
    assert found(app, select(Decision.action)) == ["add term"]
    [reason] = found(app, select(Decision.reason))
    assert "Only near certain words: BT: broth, soup" in reason


def test_a_form_sent_twice_makes_one_term(app: Flask, moderator: Browser) -> None:
    assert [moderator.post("/glossary/new", NEW).status_code for _ in range(2)] == [303, 303]
    assert len(found(app, select(Decision.id))) == 1
    other = moderator.post("/glossary/new", {**NEW, "body": "Another."})
    assert other.status_code == 422 and "“broth test” is in the glossary already." in other.text


def test_every_starter_term_can_be_saved_as_it_is(app: Flask, moderator: Browser) -> None:
    before = state(app)
    for slug in found(app, select(Term.slug)):
        answer = moderator.post(f"/glossary/{slug}/edit", form_at(moderator, f"/glossary/{slug}/edit"))
        assert answer.status_code == 303, (slug, re.findall(r"field__error.*", answer.text))
    assert state(app) == before and found(app, select(Decision.id)) == []


def test_a_correction_is_logged_with_what_was_before(
    app: Flask, moderator: Browser, stranger: Browser
) -> None:
    typed = form_at(moderator, f"{ZOLEDRONIC}/edit", body="Protects bones.", search="zomita")
    typed["always"] = typed["always"].replace("Aclasta\n", "")
    assert moderator.post(f"{ZOLEDRONIC}/edit", typed).status_code == 303
    page = stranger.get(ZOLEDRONIC).text
    assert "Protects bones." in page and "Aclasta" not in page and "zomita" in page
    [reason] = found(app, select(Decision.reason))
    before, _, after = reason.partition("After:")
    assert "Always a link: Aclasta" in before and "Aclasta" not in after and "Protects bones." in after


def test_another_name_has_another_address_and_the_old_one_leads_there(
    app: Flask, moderator: Browser, stranger: Browser
) -> None:
    typed = form_at(moderator, "/glossary/bisphosphonate/edit", title="bone saver")
    answer = moderator.post("/glossary/bisphosphonate/edit", typed)
    assert answer.headers["Location"] == "/glossary/bone-saver"
    assert stranger.get("/glossary/bisphosphonate").headers["Location"] == "/glossary/bone-saver"
    assert (
        stranger.get("/glossary/bisphosphonate/threads").headers["Location"] == "/glossary/bone-saver/threads"
    )
    assert ">bone saver</a>" in stranger.get(ZOLEDRONIC).text
    typed = form_at(moderator, "/glossary/bone-saver/edit", title="bisphosphonate")
    moderator.post("/glossary/bone-saver/edit", typed)
    assert stranger.get("/glossary/bone-saver").headers["Location"] == "/glossary/bisphosphonate"
    assert stranger.get("/glossary/bisphosphonate").status_code == 200


def test_an_address_that_a_term_had_may_be_another_terms(
    moderator: Browser, stranger: Browser, app: Flask
) -> None:
    typed = form_at(moderator, f"{ZOLEDRONIC}/edit", title="zometate", always="zometate")
    assert moderator.post(f"{ZOLEDRONIC}/edit", typed).status_code == 303
    new = {**NEW, "title": "zoledronic acid", "always": "", "exact": "", "nearby": "", "search": ""}
    assert moderator.post("/glossary/new", new).status_code == 303
    assert "A test of broth." in stranger.get(ZOLEDRONIC).text


def test_setting_up_again_leaves_what_editors_decided(
    app: Flask, moderator: Browser, stranger: Browser
) -> None:
    typed = form_at(
        moderator, f"{ZOLEDRONIC}/edit", title="zoledronate", always="zoledronate\nZometa", body="Ours."
    )
    assert moderator.post(f"{ZOLEDRONIC}/edit", typed).status_code == 303
    assert moderator.post("/glossary/letrozole/delete").status_code == 303
    with app.app_context():
        assert bring_glossary() == 0
    assert stranger.get("/glossary/letrozole").status_code == 404
    assert "Ours." in stranger.get("/glossary/zoledronate").text


def test_words_that_editors_gave_to_a_term_of_theirs_stay_there(
    app: Flask, moderator: Browser, stranger: Browser
) -> None:
    with app.app_context():
        db.session.query(Term).where(Term.slug == "letrozole").delete()
        db.session.commit()
    assert moderator.post("/glossary/new", {**NEW, "search": "", "always": "Femara"}).status_code == 303
    with app.app_context():
        assert bring_glossary() == 1
        db.session.commit()
    assert "Femara" not in forms_of(app, "letrozole")


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(
    app: Flask, moderator: Browser, cast: Cast, stranger: Browser
) -> None:
    second = cast.member("second", standing="admin")
    first, late = (form_at(each, f"{ZOLEDRONIC}/edit") for each in (moderator, second))
    assert (
        moderator.post(f"{ZOLEDRONIC}/edit", first | {"body": "By the first.", "title": "zol"}).status_code
        == 303
    )
    answer = second.post(f"{ZOLEDRONIC}/edit", late | {"body": "By the second."})
    assert answer.status_code == 409 and "Somebody else changed this term meanwhile" in answer.text
    assert "By the <del>first</del><ins>second</ins>." in answer.text
    assert "By the first." in stranger.get("/glossary/zol").text
    again = form_at(second, "/glossary/zol/edit")
    assert again["body"] == "By the second." and again["version"] == str(state(app))
    assert second.post("/glossary/zol/edit", again | {"body": "By both."}).status_code == 303
    assert "By both." in stranger.get(ZOLEDRONIC, follow_redirects=True).text


def test_words_about_a_term_that_went_away_are_kept(app: Flask, moderator: Browser, cast: Cast) -> None:
    second = cast.member("second", standing="admin")
    late = form_at(second, f"{ZOLEDRONIC}/edit", body="By the second.")
    second.post(f"{ZOLEDRONIC}/edit/draft", late | {"body": "Half."}, headers={"Accept": "application/json"})
    moderator.post(f"{ZOLEDRONIC}/delete", {"heir": "denosumab"})
    answer = second.post(f"{ZOLEDRONIC}/edit", late)
    assert answer.status_code == 409 and "Somebody else took this term away meanwhile" in answer.text
    assert box(answer.text, "body") == "By the second."
    assert box(second.get("/glossary/new").text, "body") == "By the second."
    assert "A new term of the glossary" in second.get("/drafts").text


def test_a_term_that_is_taken_away_leaves_its_names_to_another(
    app: Flask, moderator: Browser, stranger: Browser
) -> None:
    assert "It is linked in 0 posts" in moderator.get(f"{ZOLEDRONIC}/delete").text
    for heir, words in (("zoledronic acid", "taking away"), ("xyzzy", "no term of this name")):
        refused = moderator.post(f"{ZOLEDRONIC}/delete", {"heir": heir})
        assert refused.status_code == 422 and words in refused.text and f'value="{heir}"' in refused.text
    answer = moderator.post(f"{ZOLEDRONIC}/delete", {"heir": "Denosumab"})
    assert answer.headers["Location"] == "/glossary/denosumab"
    for path in (ZOLEDRONIC, "/glossary/zometa"):
        assert stranger.get(path).headers["Location"] == "/glossary/denosumab"
    assert forms_of(app, "denosumab")["Zometa"] == ("always", "")
    [reason] = found(app, select(Decision.reason))
    assert "Name: zoledronic acid" in reason and "Its place takes: denosumab" in reason
    moderator.post("/glossary/denosumab/delete")
    assert stranger.get(ZOLEDRONIC).status_code == stranger.get("/glossary/denosumab").status_code == 404


def test_a_number_given_again_is_another_term(app: Flask, moderator: Browser) -> None:
    moderator.post("/glossary/new", NEW)
    [first] = found(app, select(Term.since).where(Term.slug == "broth-test"))
    moderator.post("/glossary/broth-test/delete")
    moderator.post("/glossary/new", {**NEW, "once": "editor-2"})
    [second] = found(app, select(Term.since).where(Term.slug == "broth-test"))
    assert (first, second, state(app)) == (2, 4, 4)


def test_every_field_of_a_draft_is_kept(app: Flask, moderator: Browser, cast: Cast) -> None:
    typed = {**NEW, "title": "Half", "kind": "drug"}
    json = {"Accept": "application/json"}
    assert moderator.post("/glossary/new/draft", typed, headers=json).status_code == 204
    kept = form_at(moderator, "/glossary/new")
    for name in ("title", "kind", "belongs_to", "sources", "more", "exact", "nearby", "search", "in_posts"):
        assert kept[name] == typed[name], name
    assert "Half" not in cast.member("third", standing="moderator").get("/glossary/new").text
    moderator.post("/glossary/new", {**typed, "title": "Consomme"})
    assert found(app, select(Draft.id)) == []


def test_words_sent_after_a_session_ended_are_kept(cast: Cast) -> None:
    editor = cast.member("ed", standing="moderator")
    person = editor.person
    editor.post("/sign-out")
    assert editor.post("/glossary/new", NEW).status_code == 303
    assert person and editor.sign_in(person).status_code == 303
    assert box(editor.get("/glossary/new").text, "exact") == "BTX"


EVERYDAY = "is an everyday word, and would be a link in many posts."
CLAIMED = "leads to “zoledronic acid” already"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"title": " "}, "title", "The name is missing."),
        ({"title": "x" * 121}, "title", "at most 120 characters"),
        ({"title": "زوميتا"}, "title", "needs letters from a to z"),
        ({"title": "New"}, "title", "/glossary/new is a page of its own."),
        ({"title": "edit"}, "title", "is a page of its own"),
        ({"title": "Letrozole"}, "title", "“letrozole” is in the glossary already."),
        ({"title": "HER2+"}, "title", "“HER2-positive” is in the glossary already."),
        ({"title": "zometa"}, "title", CLAIMED),
        ({"kind": "poison"}, "kind", "Choose what kind of word it is."),
        ({"kind": ""}, "kind", "Choose what kind of word it is."),
        ({"body": " \u3164"}, "body", "Please explain it"),
        ({"body": "x" * 1_501}, "body", "at most 1,500 characters"),
        ({"belongs_to": "Broth Test"}, "belongs_to", "belongs to “broth test” itself"),
        ({"belongs_to": "x" * 121}, "belongs_to", "at most 120 characters"),
        ({"more": "http://example.org"}, "more", "begins with https://"),
        ({"more": "https://example"}, "more", "begins with https://"),
        ({"more": "javascript:alert(1)"}, "more", "begins with https://"),
        ({"more": "https://a@[b"}, "more", "begins with https://"),
        ({"always": "a\nb" + "x" * 300}, "always", "Line 1 of “Always a link”: “a” is too short"),
        ({"always": "okra\n\nb" + "x" * 300}, "always", "Line 3 of “Always a link”"),
        ({"always": "—"}, "always", "holds no letter and no figure"),
        ({"always": "okra\nZOMETA"}, "always", CLAIMED),
        ({"exact": "Zometa"}, "exact", CLAIMED),
        ({"nearby": "Zometa: bone"}, "nearby", CLAIMED),
        ({"search": "Zometa"}, "search", CLAIMED),
        ({"exact": "AI"}, "exact", "leads to “aromatase inhibitor” already"),
        *(({"always": word}, "always", EVERYDAY) for word in ("who", "Will", "ALL", "has", "Scan")),
        *(({"always": word}, "always", "is too short to be always a link.") for word in ("us", "it", "AI")),
        ({"exact": "us"}, "exact", "is an everyday word."),
        ({"exact": "Who"}, "exact", "is an everyday word."),
        ({"nearby": "QQ"}, "nearby", "Line 1 of “Only near certain words”: “QQ” needs the words"),
        ({"nearby": "QQ: , -"}, "nearby", "“QQ” needs the words"),
        ({"nearby": "QQ: a, -"}, "nearby", "“QQ” needs the words"),
        ({"nearby": "QQ: " + "b" * 61}, "nearby", "at most 60 words"),
        ({"nearby": ": soup"}, "nearby", "holds no letter"),
        ({"nearby": "BTX: soup"}, "nearby", "“BTX” stands here twice."),
        ({"always": "\n".join(f"okra{number}" for number in range(101))}, "always", "at most 100 ways"),
        ({"kind": "symptom"}, "in_posts", "they can hurt"),
        ({"title": "prognosis check"}, "in_posts", "they can hurt"),
        ({"search": "hospice check"}, "in_posts", "they can hurt"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_beside_its_field(
    app: Flask, moderator: Browser, typed: dict[str, str], field: str, words: str
) -> None:
    before = state(app)
    answer = moderator.post("/glossary/new", {**NEW, **typed})
    error = re.search(rf'id="f-{field}-error">(.*?)</p>', answer.text)
    assert answer.status_code == 422 and error and words in html.unescape(error[1])
    assert "The Soup" in box(answer.text, "sources") and state(app) == before
    assert found(app, select(Decision.id)) == [] and len(found(app, select(Draft.id))) == 1


def test_a_name_that_is_taken_leads_to_its_term(moderator: Browser) -> None:
    page = moderator.post("/glossary/new", {**NEW, "always": "Reclast"}).text
    assert f'<a href="{ZOLEDRONIC}">zoledronic acid</a>, or <a href="{ZOLEDRONIC}/edit">' in page


@pytest.mark.parametrize(
    "typed",
    [
        {"nearby": "AI: robot, computer"},
        {"search": "AI"},
        {"exact": "ALL"},
        {"exact": "WHO"},
        {"nearby": "us: ultrasound"},
        {"exact": "TX", "search": "tx"},
        {"always": "زوميتا"},
        {"always": "okra, gumbo"},
        {"body": "<b>Bold</b> & **stars** \x00\x07\u202e"},
        {"belongs_to": "nobody explains this"},
        {"title": "hospice", "kind": "practical", "always": "", "in_posts": ""},
    ],
)
def test_these_can_be_kept(moderator: Browser, stranger: Browser, app: Flask, typed: dict[str, str]) -> None:
    if "title" in typed:
        moderator.post("/glossary/hospice/delete")
    answer = moderator.post("/glossary/new", {**NEW, **typed})
    assert answer.status_code == 303, re.findall(r"field__error.*", answer.text)
    page = stranger.get(answer.headers["Location"]).text
    assert "<b>" not in page and ("&lt;b&gt;Bold&lt;/b&gt; &amp; **stars**" in page) == ("body" in typed)


def test_a_group_is_never_within_itself(moderator: Browser) -> None:
    path = "/glossary/biomarker/edit"
    for group in ("biomarker", "HER2", "HER2-low"):
        answer = moderator.post(path, form_at(moderator, path, belongs_to=group, once=group))
        assert (answer.status_code, "belongs to “biomarker” itself" in answer.text) == (422, True), group
    assert moderator.post(path, form_at(moderator, path, belongs_to="treatment")).status_code == 303


def test_the_switch_heeds_the_rule_for_every_form(app: Flask, moderator: Browser) -> None:
    moderator.post("/glossary/new", {**NEW, "always": "hospice broth", "in_posts": ""})
    assert moderator.post("/glossary/broth-test/links").status_code == 422


def test_a_term_is_data_for_search_engines(stranger: Browser) -> None:
    page = stranger.get(ZOLEDRONIC).text
    assert 'itemscope itemtype="https://schema.org/DefinedTerm"' in page
    assert 'itemprop="name">zoledronic acid<' in page and 'itemprop="alternateName">Zometa<' in page
    assert '<link itemprop="inDefinedTermSet" href="/glossary">' in page and 'itemprop="description"' in page
    index = stranger.get("/glossary").text
    assert 'itemscope itemtype="https://schema.org/DefinedTermSet"' in index
    assert f'itemprop="hasDefinedTerm" href="{ZOLEDRONIC}"' in index


def test_only_editors_are_shown_the_way(patient: Browser, moderator: Browser) -> None:
    for path in ("/glossary", "/glossary?q=xyzzy", ZOLEDRONIC):
        page = patient.get(path).text
        assert "/edit" not in page and '"/glossary/new"' not in page and "/glossary/new?" not in page
    assert f'href="{ZOLEDRONIC}/edit"' in moderator.get(ZOLEDRONIC).text
    assert 'href="/glossary/new?name=xyzzy+%26%3F"' in moderator.get("/glossary?q=xyzzy+%26?").text
    assert 'href="/glossary/new"' in moderator.get("/glossary").text
