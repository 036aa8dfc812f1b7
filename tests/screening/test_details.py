"""What tells who somebody is, and above all what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.screening.details import private_details


def kinds(text: str, *own_names: str) -> list[tuple[str, str]]:
    return [(detail.kind, detail.words) for detail in private_details(text, own_names)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Ring me: 020 7946 0958.", "phone", "020 7946 0958"),
        ("My number is +49 171 1234567", "phone", "+49 171 1234567"),
        ("(415) 555-2671 in the evening", "phone", "(415) 555-2671"),
        ("415-555-2671", "phone", "415-555-2671"),
        ("06 12 34 56 78", "phone", "06 12 34 56 78"),
        ("call me 555-1234", "phone", "555-1234"),
        ("my MRN is 00123456", "number", "00123456"),
        ("patient no. A123456", "number", "A123456"),
        ("NHS number: 943 476 5919", "number", "943 476 5919"),
        ("It is 123-45-6789", "number", "123-45-6789"),
        ("Write to jane@example.org!", "mail", "jane@example.org"),
        ("jane at example dot com", "mail", "jane at example dot com"),
        ("I asked Susan Miller about it", "name", "Susan Miller"),
        ("Then Susan Miller rang", "name", "Susan Miller"),
        ("Dr. Priya Raman was kind", "name", "Priya Raman"),
        ("my sister Grace Holloway, too", "name", "Grace Holloway"),
    ],
)
def test_what_is_asked_about(text: str, kind: str, words: str) -> None:
    assert kinds(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Scan on 2026-11-25, 25.11.2026 or 11/25/2026, from 01-02-2023 to 03.04.2024.",
        "CA 15-3 was 1,234.5, then 38; CA 27.29 fell to 12. HER2 3+, Ki-67 20-30 %, ER+ 95%, PR 0.",
        "125 mg, 100 mg, 75 mg; 3 x 200; 0.5 ml; 21 days on, 7 off; 120/80; counts 250 300 1500.",
        "See #1234567 and post 41, threads/128, NCT01234567, PMID 12345678, doi 10.1056/NEJMoa1505270.",
        "I am 63, she was 58 in 2019-2020. At 10:30-11:45, 2 p.m. 1500000 people. 10 000 000.",
        "In the UK: 116 123 or 0808 808 00 00, in the US 988 or 1-800-422-6237, everywhere in Europe 112.",
        "Read https://example.org/a/0123456789 and www.example.org/call-0171-1234567",
        "> Susan Miller wrote: 020 7946 0958, jane@example.org\n\nI agree.",
        "The Susan Miller Foundation, Mary and John, Dr. Smith, Grace, Hope and May Clinic.",
        "On Tuesday Maria Said is no name, nor is Thank You Karen. Love Linda",
        "My Sister Has Cancer And I Am Afraid",
        "She takes Letrozole Ribociclib; Faslodex Ibrance; Nottingham Grade. Paul. The rest is well.",
    ],
)
def test_what_nobody_is_asked_about(text: str) -> None:
    assert kinds(text) == []


def test_ones_own_name_is_not_somebody_elses() -> None:
    assert kinds("I am Susan Miller.", "Susan Miller") == []
    assert kinds("I am Susan Miller.", "Karen") == [("name", "Susan Miller")]


DAYS = st.dates()
WRITTEN_DAYS = st.one_of(
    *(DAYS.map(lambda day, form=form: day.strftime(form)) for form in
      ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%y", "%d-%m-%Y", "%d %B %Y", "%B %d, %Y", "%d. %m. %Y"))
)  # fmt: skip
DOSES = st.builds(
    "{}{} {}".format,
    st.integers(1, 2_000),
    st.sampled_from(["", ".5", ",25", "-300", "/80"]),
    st.sampled_from(["mg", "ml", "mcg", "mg/m2", "Gy", "IU", "%", "tablets", "times a day"]),
)
MARKERS = st.builds(
    "{} {}{}".format,
    st.sampled_from(["CA 15-3", "CA 27.29", "CEA", "Ki-67", "HER2", "LDH", "TSH"]),
    st.sampled_from(["was ", "", "= ", "> ", "from "]),
    st.decimals(0, 99_999, places=2).map(str) | st.integers(0, 99_999).map("{:,}".format),
)
POSTS = st.integers(1, 10**9).map("#{}".format)
AGES = st.builds("{} years old".format, st.integers(1, 110)) | st.builds("age {}".format, st.integers(1, 110))
SPANS = st.builds("{}-{}".format, st.integers(1990, 2030), st.integers(1990, 2030))
HARMLESS = st.one_of(WRITTEN_DAYS, DOSES, MARKERS, POSTS, AGES, SPANS)
WORDS = st.sampled_from(
    ["and", "then", "the scan of", "I had", "on", "since", "with", "my onc said", "or", ","]
)


@given(st.lists(st.tuples(WORDS, HARMLESS), min_size=1, max_size=8))
def test_days_doses_markers_ages_and_posts_raise_no_question(parts: list[tuple[str, str]]) -> None:
    text = " ".join(f"{word} {thing}" for word, thing in parts)
    assert kinds(text) == []


@given(st.text(max_size=300))
def test_any_text_is_taken_and_what_is_found_stands_there(text: str) -> None:
    for detail in private_details(text):
        assert text[detail.start : detail.end] == detail.words
