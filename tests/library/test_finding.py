"""Terms in a text: each rule of linking that depends on words alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.passages import GAP
from forum.library.finding import Finder, Form
from tests.pace import takes_under

NAMES = [
    "zoledronic acid", "Zometa", "trastuzumab", "trastuzumab emtansine", "ado-trastuzumab emtansine",
    "trastuzumab deruxtecan", "HER2", "HER2-negative", "Crohn's drug", "metastasis", "port",
    "CT scan", "x-ray", "biopsy", "tumor marker", "anemia", "Hodgkin's lymphoma", "Ménière drug",
]  # fmt: skip
EXACT = ["HER2+", "ER+", "ER-", "CDK4/6", "CA 15-3", "T-DM1", "PET scan", "Emend", "ctDNA"]
AMBIGUOUS = {
    "AI": ("letrozole", "estrogen"),
    "PT": ("therapist", "exercise"),
    "US": ("guided", "biopsy"),
    "TM": ("CA 15-3", "rising"),
}
TERMS = [*NAMES, *EXACT, *AMBIGUOUS]
FINDER = Finder(
    [Form(TERMS.index(name), name) for name in NAMES]
    + [Form(TERMS.index(name), name, exact_case=True) for name in EXACT]
    + [Form(TERMS.index(name), name, True, words) for name, words in AMBIGUOUS.items()]
)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[place.start : place.end], TERMS[place.term]) for place in FINDER.find(text)]


def named(text: str) -> list[str]:
    return [term for _, term in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She had Zometa.", ["Zometa"]),
        ("zometa and ZOMETA", ["Zometa", "Zometa"]),
        # The longest match wins.
        ("ado-trastuzumab emtansine", ["ado-trastuzumab emtansine"]),
        ("trastuzumab emtansine, then trastuzumab", ["trastuzumab emtansine", "trastuzumab"]),
        ("I am HER2-negative, not HER2+.", ["HER2-negative", "HER2+"]),
        ("HER2+ (again HER2+)", ["HER2+", "HER2+"]),
        # Whole words only.
        ("support, airport, Zometax", []),
        ("pseudotrastuzumab", []),
        ("HER2++ is not HER2+x", []),
        ("zometa_1 and me@zometa", []),
        # Signs belong to some forms.
        ("ER+/ER- and CDK4/6 with CA 15-3", ["ER+", "ER-", "CDK4/6", "CA 15-3"]),
        ("ER-positive people", []),
        # White space and apostrophes.
        ("zoledronic\n   acid", ["zoledronic acid"]),
        ("zoledronic\u00a0acid", ["zoledronic acid"]),
        ("a Crohn’s drug and a Crohn's drug", ["Crohn's drug", "Crohn's drug"]),
        ("CA\u00a015\u201303, CA 15\u20113", ["CA 15-3"]),
        # Plurals and possessives.
        ("two ports, the port's end, the ports' end", ["port", "port", "port"]),
        ("PET scans", ["PET scan"]),
        # Exact case.
        ("the er+ clinic, Emend, emend, EMEND", ["Emend"]),
        # Ambiguous forms need a word nearby.
        ("AI wrote this poem", []),
        ("an AI such as letrozole", ["AI"]),
        ("letrozole is " + "very " * 12 + "much an AI", []),
        ("letrozole is " + "very " * 10 + "AI", ["AI"]),
        ("Tell US about the US", []),
        ("a US guided look", ["US"]),
        ("my TM is up, so is CA 15-3", ["TM", "CA 15-3"]),
        ("exercise with my PT", ["PT"]),
        ("us who will all be there", []),
        # Hyphens, and what a word becomes.
        ("CT-scan, ct  scan, X ray and xray", ["CT scan", "CT scan", "x-ray", "x-ray"]),
        ("pre-biopsy, after two biopsies, no biopsied", ["biopsy", "biopsy"]),
        ("metastases; a metastasis’s end", ["metastasis", "metastasis"]),
        ("Tumour markers and a tumor marker", ["tumor marker", "tumor marker"]),
        ("Anaemia, anemias", ["anemia", "anemia"]),
        ("Hodgkin lymphoma, Hodgkin's lymphomas", ["Hodgkin's lymphoma", "Hodgkin's lymphoma"]),
        ("Zometa's, ZOMETA'S, 'Zometa', Zometas", ["Zometa"] * 4),
        ("a portion of ports, port’s", ["port", "port"]),
        # Letters that look the same.
        ("Me\u0301nie\u0300re drug, Ménière drug", ["Ménière drug", "Ménière drug"]),
        ("Zometa\u0301, HER2\u0301 and CT scan\u0301", []),
        ("ＺＯＭＥＴＡ　and ＨＥＲ２＋", ["Zometa", "HER2+"]),
        ("Zo\u00adme\u200bta, \ufeffZometa\u200f", ["Zometa", "Zometa"]),
        ("💊Zometa💊, Zometa™, Zometa®", ["Zometa", "Zometa", "Zometa"]),
        # A capital where a sentence starts; none within.
        ("ctDNA rose. CtDNA fell. The CtDNA, CTDNA", ["ctDNA", "ctDNA"]),
        (f"zoledronic{GAP}acid", []),
        (f"an AI{GAP}such as letrozole", ["AI"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert named(text) == expected


def test_places_are_those_of_the_text_as_it_came() -> None:
    assert found("İ  Zometa’s\t\tİ  zoledronic \n acid!") == [
        ("Zometa", "Zometa"),
        ("zoledronic \n acid", "zoledronic acid"),
    ]


def test_right_to_left_words_around_a_name() -> None:
    assert named("אני מקבלת Zometa כל חודש") == ["Zometa"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zo\u00adme\u200bta!", "Zo\u00adme\u200bta"),
        ("is Me\u0301nie\u0300re  drug\u200b.", "Me\u0301nie\u0300re  drug"),
        ("ﬁne ﬁne Zometa’s  end", "Zometa"),
        ("it's  a dog's\u00ad  Zometa's", "Zometa"),
        ("(ＺＯＭＥＴＡ’ｓ)", "ＺＯＭＥＴＡ"),
    ],
)
def test_places_in_a_text_whose_letters_are_put_together(text: str, expected: str) -> None:
    assert [words for words, _ in found(text)] == [expected]


def test_a_form_of_its_own_comes_before_the_plural_of_another() -> None:
    finder = Finder([Form(1, "metastasis"), Form(2, "metastases"), Form(3, "sterna")])
    assert [place.term for place in finder.find("metastases metastasis sternas")] == [2, 1, 3]


@pytest.mark.parametrize(
    ("written", "text", "expected"),
    [
        ("blood thinners", "one blood thinner, two Blood-Thinners", ["blood thinner", "Blood-Thinners"]),
        ("monoclonal antibodies", "a monoclonal antibody", ["monoclonal antibody"]),
        ("shingles", "a shingle of the roof, or shingles", ["shingles"]),
        ("platelets", "a platelet", ["platelet"]),
        ("metastasize", "metastasized, metastasising", ["metastasized", "metastasising"]),
        ("virus", "viruses", ["viruses"]),
        ("nucleus", "nuclei of nucleus", ["nuclei", "nucleus"]),
        ("vertebra", "vertebrae", ["vertebrae"]),
        ("mas", "a mass", []),
        ("leukaemia", "Leukemias", ["Leukemias"]),
        ("follow-up", "follow up, followup, follow-ups", ["follow up", "followup", "follow-ups"]),
    ],
)  # fmt: skip
def test_what_becomes_of_a_word(written: str, text: str, expected: list[str]) -> None:
    places = Finder([Form(1, written)]).find(text)
    assert [text[place.start : place.end] for place in places] == expected


def test_a_form_in_exact_case_has_its_plural_only_in_small_letters() -> None:
    assert [place.start for place in Finder([Form(1, "SE", exact_case=True)]).find("SEs SES ses")] == [0]


def test_a_word_with_a_form_of_its_own_is_no_plural_even_where_its_case_does_not_fit() -> None:
    finder = Finder([Form(1, "pelvis"), Form(2, "virus"), Form(3, "Viruses", exact_case=True)])
    assert [place.term for place in finder.find("a virus, the viruses")] == [2]


def test_a_form_with_its_context_comes_before_the_same_form_without() -> None:
    finder = Finder([Form(1, "MS"), Form(2, "MS", True, ("morphine",))])
    assert [place.term for place in finder.find("MS, so no more morphine; it helped.")] == [2]
    assert [place.term for place in finder.find("I have MS.")] == [1]


def test_a_very_long_form_and_one_that_is_nothing() -> None:
    words = " ".join(["word"] * 60)
    finder = Finder([Form(1, words), Form(2, "  "), Form(3, "\u200b"), Form(4, "'")])
    assert [place.term for place in finder.find(f"so\n{words.upper()}.")] == [1]


def test_nothing_to_find() -> None:
    assert Finder([]).find("Zometa") == []
    assert FINDER.find("") == []


PIECES = [*TERMS, "and", " ", "\n", "’s", "İ", "-", "+", GAP, "letrozole", "\u00ad", "e\u0301", "ﬁ"]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_places_stand_in_order_and_hold_what_was_found(pieces: list[str]) -> None:
    text = " ".join(pieces)
    places = FINDER.find(text)
    assert all(before.end <= after.start for before, after in pairwise(places))
    for place in places:
        words = " ".join(text[place.start : place.end].replace("’", "'").split())
        assert words.lower().startswith(TERMS[place.term].lower()[:2])
        assert GAP not in text[place.start : place.end]


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    for place in FINDER.find(text):
        assert 0 <= place.start < place.end <= len(text)


def test_ten_thousand_forms_over_five_kilobytes_take_no_time() -> None:
    finder = Finder([Form(number, f"somedrug{number}mab") for number in range(10_000)])
    text = "I was given somedrug77mab and somedrug9999mab, and we waited together. " * 70
    assert len(finder.find(text)) == 140
    assert takes_under(0.02, lambda: finder.find(text))
