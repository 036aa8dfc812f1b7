"""Watched words: found in disguise, not found where they are not, and the starter list of both kinds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.screening.watched import Watched, hits, is_findable, replaced, starter_words

STARTER = tuple(starter_words())
VIAGRA = (Watched("viagra", "hold"),)


def found(text: str, watched: tuple[Watched, ...]) -> list[str]:
    return [text[hit.start : hit.end] for hit in hits(text, watched)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Viagra", "Viagra"),
        ("VIAGRA!!", "VIAGRA"),
        ("v i a g r a here", "v i a g r a"),
        ("v.i.a.g.r.a", "v.i.a.g.r.a"),
        ("v-i-a-g-r-a", "v-i-a-g-r-a"),
        ("V1agr4", "V1agr4"),
        ("vi@gra", "vi@gra"),
        ("vіаgrа", "vіаgrа"),
        ("via\u200bgra", "via\u200bgra"),
        ("vïagrá", "vïagrá"),
    ],
)
def test_a_word_is_found_in_disguise(text: str, words: str) -> None:
    assert found(f"Look: {text} now", VIAGRA) == [words]


@pytest.mark.parametrize("text", ["viagras", "aviagra", "via gra", "Niagara", "v i a g", "vi agr a"])
def test_other_words_are_not_found(text: str) -> None:
    assert found(text, VIAGRA) == []


def test_within_words_if_wanted() -> None:
    assert found("my workshop", (Watched("shop", "hold", whole=False),)) == ["shop"]
    assert found("my workshop", (Watched("shop", "hold"),)) == []


def test_phrases_over_lines_and_signs() -> None:
    watched = (Watched("don't buy", "report"),)
    assert found("Please dont\n  BUY, it", watched) == ["dont\n  BUY"]
    assert found("Please don’t -- buy it", watched) == ["don’t -- buy"]


def test_what_stands_around_can_spare_it() -> None:
    watched = (Watched("ca", "hold", unless=("ca 15-3",)),)
    assert found("CA 15-3 rose", watched) == []
    assert found("CA 15-3 rose, in CA", watched) == ["CA"]


def test_words_are_replaced_where_they_stand() -> None:
    watched = (Watched("the c word", "replace", message="cancer"), Watched("c", "hold"))
    text = "It is The C-Word, the c word."
    assert replaced(text, hits(text, watched)) == "It is cancer, cancer."


@pytest.mark.parametrize(
    "text",
    [
        "I am going to kill myself tonight.",
        "I’ve been thinking about suicide.",
        "I thought of ENDING MY LIFE",
        "I have decided to end my life",
        "honestly i want to die.",
        "They would be better off without me",
        "I dont want to be alive",
        "I'm suicidal",
        "k i l l  m y s e l f",
    ],
)
def test_words_that_point_to_suicide_are_found(text: str) -> None:
    assert [hit.watched.does for hit in hits(text, STARTER)] == ["worry"]


@pytest.mark.parametrize(
    "text",
    [
        "I am dying to see you",
        "killing time in the waiting room",
        "I don't want to die",
        "I do not want to die. I am afraid of dying.",
        "I want to die at home, with my cat.",
        "I want to die in my own bed",
        "in the end my life changed",
        "this nausea is killing me",
        "I could kill for a coffee",
        "I am dead tired of living with a port",
        "my father died, he took his own life", "The suicide prevention line is 988",
        "I nearly died laughing; I'm not suicidal, only sad",
        "Will it take my life? How long do I have to live?",
        "a suicide gene therapy trial",
        "I wouldn't kill myself over a late scan",
    ],
)  # fmt: skip
def test_what_else_is_said_of_dying_is_not(text: str) -> None:
    assert hits(text, STARTER) == []


@given(st.text(max_size=300))
def test_any_text_is_read_and_places_are_right(text: str) -> None:
    for hit in hits(text, (*STARTER, *VIAGRA, Watched("a", "report", whole=False))):
        assert 0 <= hit.start < hit.end <= len(text)


@given(st.text(alphabet="abcdefghij ", min_size=2, max_size=20).filter(is_findable), st.text(max_size=50))
def test_a_word_is_found_wherever_it_stands(phrase: str, around: str) -> None:
    assert hits(f"{around} {phrase} {around}", (Watched(phrase, "hold", whole=False),))
