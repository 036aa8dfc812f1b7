"""The articles that a new group begins with: plain, sourced, and without what no page here may say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import textstat

from forum.library.front_matter import CITATION, ArticleDraft, read_article
from forum.library.shelf import STARTER

FILES = sorted((STARTER / "articles").glob("*.md"))
#: Flesch and Kincaid's measure of how many years of school a text asks for (US Navy, 1975).
HIGHEST_GRADE = 8.0
URGENT = {"bone-mets-and-bone-drugs", "supportive-care", "caregivers", "scans-and-scanxiety", "side-effects"}

FORBIDDEN = {
    "a dose": r"\b\d+(?:\.\d+)? ?(?:mg|mcg|µg|ml|g|units?)\b",
    "a schedule": r"\b(?:once|twice|\d times) (?:a|per) (?:day|week)\b",
    "a figure of survival": r"\bsurviv\w+ (?:rate|time)|\bmedian\b|\d+ ?(?:%|per ?cent)|\blife expectancy\b",
    "advice on a treatment": r"\byou should (?:start|stop|switch|take)\b|\bstop taking\b|\bswitch to\b",
    "a word that wounds": r"\bterminal\b|\bbattle\b|\bwarrior|\bjourney\b|\bvictim",
    "a temperature": r"\d+ ?°|\bdegrees\b",
    "a promise": r"\bwill cure\b|\bmiracle|\bguarantee",
}


def text_of(file: Path) -> ArticleDraft:
    return read_article(file.name, file.read_text("utf-8"))


def prose(body: str) -> str:
    """The words alone: no citations, no tables, no marks; each item of a list is a sentence."""
    lines = (line for line in CITATION.sub("", body).split("\n") if not line.startswith("|"))
    plain = (re.sub(r"^(?:[-*]|#+|\d+\.) +", "", line).replace("**", "").strip() for line in lines)
    return " ".join(line if line[-1] in ".?!:" else f"{line}." for line in plain if line)


def test_there_are_enough() -> None:
    assert len(FILES) >= 12


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_short_and_plain(file: Path) -> None:
    words = prose(text_of(file).body)
    assert 500 <= len(words.split()) <= 1_200
    assert textstat.flesch_kincaid_grade(words) <= HIGHEST_GRADE


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_it_does_not_say(file: Path, what: str) -> None:
    draft = text_of(file)
    found = re.search(FORBIDDEN[what], f"{draft.summary} {draft.body}", re.IGNORECASE)
    assert found is None, f"{file.name} has {what}: {found and found[0]!r}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_has_sources_and_what_its_facts_ask_for(file: Path) -> None:
    draft = text_of(file)
    assert draft.sources and draft.topics and draft.audience
    assert draft.urgent_help == (draft.slug in URGENT)
    assert {f"{slug}.md" for slug in draft.related} <= {each.name for each in FILES} - {file.name}
    assert not re.search(r"\breviewed by\b", draft.body, re.IGNORECASE)
