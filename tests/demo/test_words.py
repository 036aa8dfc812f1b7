"""The demo's words are careful: nobody takes medical advice, or fear, from a demo."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from forum.accounts.models import ROLES, STANDINGS
from forum.boards.arranging import check_form
from forum.boards.starter import starter_boards
from forum.boards.threads import HOPES, LONGEST_TITLE
from forum.demo import people, script
from forum.demo.boards import GUESTBOOK
from forum.demo.bulk_talks import SHARES
from forum.demo.bulk_words import LONGEST, SHORTEST, TEXTS, all_texts, all_titles
from forum.demo.files import FILES, QUESTIONS, children_questions
from forum.demo.moments import span
from forum.demo.reading import HALF_WRITTEN, NOT_YET_SAID

NEVER = re.compile(
    r"""\d\s?(?:mg|mcg|µg|ml|milligram|milliliter|millilitre|tablets?|pills?|per\s?cent|percent|%)\b | %
    | \bdos(?:e|es|age|ing)\b | \bhalf-?life\b
    | \b(?:stop|start|quit|skip|switch|change|double|halve|come\soff)\w*\s+(?:\w+\s+){0,2}
        (?:taking|treatment|chemo\w*|medic\w*|drugs?|tablets?|pills?|therapy)\b
    | \bsurviv\w* | \bprognos\w* | \blife\sexpectancy\b | \b(?:months?|weeks?|years?)\s(?:left|to\slive)\b
    | \bmedian\b | \bterminal\w* | \bcur(?:e|es|ed|ing)\b | \bmiracle\w* | \bwonder\s(?:drug|cure)\w*
    | \bbattl\w* | \bwarriors? | \bfight(?:ing|er|ers)?\b | \bfought\b | \bbeat(?:ing)?\s(?:it|cancer)\b
    | \blost\s(?:his|her|their|the)\sfight\b | !""",
    re.IGNORECASE | re.VERBOSE,
)
WORDS = Path(script.__file__).with_name("words")


def everything_written() -> list[str]:
    files = [path.read_text("utf-8") for path in sorted(WORDS.rglob("*.txt"))]
    boards = [f"{form.title}\n{form.purpose}\n{form.guide}" for form in [*starter_boards(), GUESTBOOK]]
    return [*files, *boards, *QUESTIONS, HALF_WRITTEN, NOT_YET_SAID]


def test_no_text_gives_doses_figures_or_slogans() -> None:
    # A guide may say that doses are not shared; that is the one place for the word.
    texts = [text.replace("We share no doses", "") for text in everything_written()]
    assert len(texts) > 50
    assert [found[0] for text in texts for found in NEVER.finditer(text)] == []


@pytest.mark.parametrize(
    "words",
    [
        "I take 5 mg of it",
        "take 20mg twice",
        "I would stop taking the tablets",
        "start the new treatment",
        "they gave her months to live",
        "median survival",
        "it is terminal",
        "a real warrior",
        "it cured her",
        "the right dose",
        "four in 10, or 40 %",
    ],
)
def test_the_check_knows_what_must_not_be_said(words: str) -> None:
    assert NEVER.search(words)


def test_the_cast_knows_only_known_roles_and_standings() -> None:
    cast = people.cast()
    assert len(cast) >= 37
    assert {part.standing for part in cast} == set(STANDINGS)
    assert {role for part in cast for role in part.roles.split(",")} == set(ROLES)
    assert {f"{part.account}@example.org" for part in cast if part.account} == {
        email for email, _ in people.SIGN_INS
    }


def test_every_thread_is_well_formed() -> None:
    threads = script.all_threads()
    boards = {form.slug for form in [*starter_boards(), GUESTBOOK]}
    assert len(threads) >= 30
    assert {thread.board for thread in threads} == boards
    for thread in threads:
        assert 0 < len(thread.title) <= LONGEST_TITLE and thread.hope in {"", *HOPES}
        for place, part in enumerate(thread.posts, 1):
            assert part.body and (part.to is None or part.to < place), thread.slug
            assert {name for name, _ in part.files} <= FILES.keys()


@pytest.mark.parametrize("line", ["wren tomorrow", "wren 2h hiden", "wren to first"])
def test_a_byline_with_a_slip_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    (tmp_path / "slip.txt").write_text(
        f"Board: scans\nTitle: A slip\nAgo: 2d\n\n== wren\nHello.\n\n== {line}\nNo."
    )
    monkeypatch.setattr(script, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="not a byline"):
        script.all_threads()


@pytest.mark.parametrize("written", ["", "2", "5h 2d", "soon"])
def test_a_span_with_a_slip_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a span"):
        span(written)


def test_spans_add_up() -> None:
    assert (
        span("2d 3h 20m").total_seconds() == ((2 * 24 + 3) * 60 + 20) * 60 == span("2d3h20m").total_seconds()
    )


def test_starter_boards_are_boards_an_administrator_could_make() -> None:
    forms = starter_boards()
    for form in forms:
        check_form(form)
        assert 2 <= len(re.findall(r"[.?](?: |$)", form.guide.replace("*", ""))) <= 4, form.slug
    assert len({form.slug for form in forms}) == len(forms)
    assert [form.slug for form in forms if form.audience == "public"] == ["how-it-works"]
    assert SHARES.keys() == {form.slug for form in forms if form.audience != "moderators"}


def test_texts_have_the_length_of_what_people_write() -> None:
    lengths = [len(source) for source, _ in all_texts(Random(1))]
    assert len(lengths) == TEXTS
    assert SHORTEST <= min(lengths) < 120 and 1_000 < max(lengths) <= LONGEST
    assert 400 < sum(lengths) / TEXTS < 500
    assert len(set(all_titles(Random(1)))) > 500


def test_the_pdf_says_where_its_parts_begin() -> None:
    pdf = children_questions()
    table = int(re.findall(rb"startxref\n(\d+)", pdf)[0])
    assert pdf[table:].startswith(b"xref")
    places = [int(place) for place in re.findall(rb"^(\d{10}) 00000 n", pdf, re.MULTILINE)]
    assert [pdf[place:].startswith(b"%d 0 obj" % number) for number, place in enumerate(places, 1)] == [
        True
    ] * 5
