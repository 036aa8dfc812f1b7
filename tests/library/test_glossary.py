"""The glossary: one page for each thing, under all its names."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core.db import db
from forum.library.shelf import bring_glossary
from forum.library.terms import KINDS, MODES, Term, TermForm, slug_of
from tests.cast import Browser
from tests.recorder import statements
from tests.shelf import lay_glossary


@pytest.fixture(autouse=True)
def shelf(app: Flask) -> None:
    with app.app_context():
        lay_glossary()
        db.session.commit()


def heading(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    while answer.status_code == 303:
        answer = browser.follow(answer)
    assert answer.status_code == 200
    found = re.search(r"<h1>(.*?)</h1>", answer.text, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def test_bringing_it_again_adds_nothing_and_changes_nothing(app: Flask) -> None:
    with app.app_context():
        term = db.session.scalars(select(Term).where(Term.slug == "zoledronic-acid")).one()
        term.explanation = "As an editor put it."
        db.session.commit()
        assert bring_glossary() == 0
        assert term.explanation == "As an editor put it."


def test_every_term_is_whole(app: Flask) -> None:
    with app.app_context():
        terms = list(db.session.scalars(select(Term)))
        assert len(terms) == 313
        assert {term.kind for term in terms} == KINDS.keys()
        assert all(term.explanation.endswith(".") and term.slug == slug_of(term.name) for term in terms)
        forms = list(db.session.scalars(select(TermForm)))
        assert len(forms) > 1_100
        assert {form.mode for form in forms} == set(MODES)
        assert all(bool(form.nearby) == (form.mode == "nearby") for form in forms)


def test_no_group_is_in_itself(app: Flask) -> None:
    with app.app_context():
        above = {term.name: term.belongs_to for term in db.session.scalars(select(Term))}
    for name in above:
        seen = set()
        while name in above:
            assert name not in seen, f"{name} is a group within itself"
            seen.add(name)
            name = above[name]


def test_there_is_no_dose_and_no_figure_of_survival(app: Flask) -> None:
    forbidden = re.compile(
        r"\b\d+ ?(?:mg|mcg|ml|g)\b|\d ?%|\bmedian\b|\bterminal\b|per cent|lifespan", re.IGNORECASE
    )
    with app.app_context():
        wrong = [term.name for term in db.session.scalars(select(Term)) if forbidden.search(term.explanation)]
    assert wrong == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/glossary/zoledronic-acid", "zoledronic acid"),
        ("/glossary/zometa", "zoledronic acid"),
        ("/glossary/reclast", "zoledronic acid"),
        ("/glossary/her2-positive", "HER2-positive"),
        ("/glossary/her2-negative", "HER2-negative"),
        ("/glossary/trastuzumab", "trastuzumab"),
        ("/glossary/kadcyla", "ado-trastuzumab emtansine"),
        ("/glossary/enhertu", "fam-trastuzumab deruxtecan"),
        ("/glossary/cdk4-6-inhibitor", "CDK4/6 inhibitor"),
    ],
)
def test_each_thing_is_on_one_page_under_all_its_names(stranger: Browser, path: str, expected: str) -> None:
    assert heading(stranger, path) == expected


def test_signs_tell_terms_apart() -> None:
    assert slug_of("HER2+") == "her2-positive" != slug_of("HER2-") == "her2-negative"
    assert slug_of("CA 15-3") == "ca-15-3"
    assert slug_of("Crème “brûlée”!") == "creme-brulee"


def test_a_term_says_its_names_its_group_and_its_sources(stranger: Browser) -> None:
    page = stranger.get("/glossary/zoledronic-acid").text
    for words in (
        "Zometa",
        "Reclast",
        'href="/glossary/bisphosphonate"',
        "medlineplus.gov",
        "not yet reviewed",
    ):
        assert words in page
    group = stranger.get("/glossary/bisphosphonate").text
    for member in ("alendronate", "risedronate", "pamidronate", "zoledronic-acid"):
        assert f'href="/glossary/{member}"' in group


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("zometa", "zoledronic acid"),
        ("ZOMETA ", "zoledronic acid"),
        ("her2+", "HER2-positive"),
        ("bone", None),
        ("t-dm1", "ado-trastuzumab emtansine"),
        ("50%", ""),
        ("_", ""),
        ("\x00'\"<svg>", ""),
        ("x" * 3_000, ""),
    ],
)
def test_looking_up(stranger: Browser, question: str, first: str | None) -> None:
    answer = stranger.get("/glossary", query_string={"q": question})
    assert answer.status_code == 200 and "<script>" not in answer.text
    found = re.findall(r"<dt><a [^>]*>(.*?)</a>", answer.text)
    assert found[:1] == [first] if first else bool(found) == (first is None)


def test_the_index_by_letter_and_by_kind(stranger: Browser) -> None:
    assert stranger.get("/glossary").text.count('href="/glossary/') == 313
    drugs = stranger.get("/glossary?kind=drug").text
    assert "/glossary/palbociclib" in drugs and "/glossary/fatigue" not in drugs
    assert stranger.get("/glossary?kind=nonsense").text.count('href="/glossary/') == 313


def test_a_word_that_is_not_there(stranger: Browser) -> None:
    assert stranger.get("/glossary/xyzzy").status_code == 404
    assert stranger.get(f"/glossary/{'x' * 400}").status_code == 404


@pytest.mark.parametrize(
    ("path", "most"), [("/glossary", 4), ("/glossary?q=bone", 4), ("/glossary/bisphosphonate", 6)]
)
def test_few_queries(stranger: Browser, path: str, most: int) -> None:
    with statements() as seen:
        stranger.get(path)
    assert len(seen) <= most
