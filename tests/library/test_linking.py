"""How well the finder finds: measured on texts that a person has linked, and on questions of people's own."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.core.db import db
from forum.library.explaining import glossary_now
from forum.library.finding import Finder, Form
from tests.library.linked import dictionary, texts
from tests.pace import takes_under
from tests.shelf import lay_glossary


@pytest.fixture
def in_posts(app: Flask) -> Finder:
    """What the starter glossary finds in posts."""
    with app.app_context():
        lay_glossary()
        db.session.commit()
        return glossary_now().in_posts


def test_summaries_are_linked_as_a_person_links_them() -> None:
    names, forms = dictionary()
    finder = Finder(forms)
    right = wrong = left_out = 0
    for text, links in texts("summaries.txt"):
        meant = {name for _, _, name in links}
        assert meant <= set(names)
        found = {names[place.term] for place in finder.find(text)}
        right, wrong, left_out = (
            right + len(meant & found),
            wrong + len(found - meant),
            left_out + len(meant - found),
        )
    assert right + left_out > 300
    assert right / (right + wrong) > 0.92, "precision"
    assert right / (right + left_out) > 0.98, "recall"


def test_questions_about_any_disease_get_hardly_a_wrong_link(in_posts: Finder) -> None:
    wrong: list[str] = []
    right = meant = asked = 0
    for text, links in texts("questions.txt"):
        asked, meant = asked + 1, meant + len(links)
        for place in in_posts.find(text):
            if any(start < place.end and place.start < end for start, end, _ in links):
                right += 1
            else:
                wrong.append(text[place.start : place.end])
    assert asked > 350
    # Each is a trap that was laid on purpose: a cat ("can a pet scan …"), the Mets, an allergy.
    assert sorted(wrong) == ["ESA", "immunotherapy", "mets", "pet scan"]
    assert right / meant > 0.9


@pytest.mark.parametrize(
    "text",
    [
        "Who will tell us all about it? We, or you, may; he can, and so do I.",
        "WHO WILL TELL US ALL ABOUT IT? WE, OR YOU, MAY; HE CAN, AND SO DO I.",
        "Will US doctors tell WHO? ALL of us hope it is not so.",
        "It is in the US. The ER was full. My PS to Ned: it is IT. Positive or negative, who knows.",
        "PT Barnum had a PET fish, a CAT and an AI; the SD card was SE of here, by the OS.",
        "PR is all. They park the SUV near MO.",
        "So am I at an end, or on an up? As if! To be is to do.",
    ],
)
def test_words_of_every_day_are_never_links(in_posts: Finder, text: str) -> None:
    assert in_posts.find(text) == []


def test_small_words_are_no_links_whatever_a_glossary_says() -> None:
    given = ["ALL", "WHO", "US", "IT", "AIDS", "PET", "MS", "will", "us", "all", "who", "It", "Will", "or"]
    finder = Finder([Form(number, written) for number, written in enumerate(given)])
    for text in (
        "Will it be all of us who add up? My pet has hearing aids, ms Jones.",
        "WILL IT BE ALL OF US WHO ADD UP? MY PET HAS HEARING AIDS, MS JONES.",
    ):
        assert finder.find(text) == []
    found = finder.find("She has ALL, said the WHO; an US and a PET came first, then AIDS and MS.")
    assert [given[place.term] for place in found] == ["ALL", "WHO", "US", "PET", "AIDS", "MS"]


def test_no_form_of_the_starter_glossary_is_a_word_of_every_day(in_posts: Finder) -> None:
    words = "hope bone pain rad scan node nodes met spread stable trial port echo counts dye spot flare"
    assert in_posts.find(words) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mri, ct scan, her2+ and tnbc in small letters", ["mri", "ct scan", "her2+", "tnbc"]),
        ("My ER-/PR- tumour", ["ER-", "PR-"]),
        ("Mets in my spine", ["Mets"]),
        ("a US-guided biopsy", ["US-guided biopsy"]),
        ("hormone therapy after breast cancer", ["hormone therapy"]),
        ("hormone therapy in my menopause", []),
        ("the prognosis, overall survival, hospice care, PFS and a DNR", []),
    ],
)
def test_what_the_starter_glossary_links_in_posts(in_posts: Finder, text: str, expected: list[str]) -> None:
    assert [text[place.start : place.end] for place in in_posts.find(text)] == expected


def test_ten_thousand_forms_are_looked_for_in_the_time_of_a_breath(in_posts: Finder) -> None:
    _, forms = dictionary()
    many = [Form(1_000 + number, f"some{number}mab of kind {number % 7}") for number in range(10_000)]
    finder = Finder([*forms, *many])
    text = " ".join(text for text, _ in texts("summaries.txt"))[:5_000]
    assert len(finder.find(text)) > 80
    assert takes_under(0.01, lambda: finder.find(text))
