"""What would keep a reader's browser at work: words without an end, letters under a tower of marks."""

import re

import pytest
from markupsafe import Markup

from forum.core.breaks import LONGEST_WORD, MOST_MARKS_ON_A_LETTER, shown, with_breaks
from forum.core.html import as_written, difference, plain_text
from forum.core.mailtext import render_mail_text
from forum.core.markdown import quoted, render_markdown
from forum.core.passages import linkable_text
from tests.pace import takes_under

ACUTE = "\u0301"
RENDERERS = [render_markdown, render_mail_text, as_written, lambda source: str(difference("", source))]


def longest_word(html):
    shown = re.sub(r"</?(?:a|em|s|strong|code|ins|del)\b[^>]*>", "", html)
    return max(map(len, re.split(r"\s|<[^>]*>", re.sub(r"&#?\w+;", "&", shown))))


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("word", ["x" * 50_000, "ب" * 9_000, "x*x*" * 900, "a&<" * 900, "👨\u200d" * 900])
def test_a_word_without_an_end_can_be_broken(render, word):
    html = render(word)
    assert longest_word(html) <= 2 * LONGEST_WORD
    assert html.replace("<wbr>", "") == re.sub("<wbr>", "", render(word))


@pytest.mark.parametrize("render", RENDERERS)
def test_a_letter_bears_a_few_marks_only(render):
    assert render("a" + ACUTE * 40_000 + "b").count(ACUTE) == MOST_MARKS_ON_A_LETTER
    assert render("a" + (ACUTE + "\u200d") * 4_000).count(ACUTE) == MOST_MARKS_ON_A_LETTER


@pytest.mark.parametrize(
    "words",
    [
        "שָׁ֗לוֹם",
        "👩🏽‍❤️‍💋‍👨🏽",
        "👨‍👩‍👧‍👦👨‍👩‍👧‍👦",
        "q̃̈̂",
        "नमस्ते",
        "र्त्स्न्य",
        "बुद्धिमत्ताओं",
        "བསྒྲུབས",
        "ㄱㅏᄀᆞᆷ",
        "നിങ്ങൾക്ക്",
        "https://example.org/" + "a" * 70,
        "Donau" * 20,
    ],
)
def test_what_people_write_stays_whole(words):
    assert with_breaks(f"<p>{words}</p>") == f"<p>{words}</p>"
    assert shown(words) == words


ENDLESS = [
    "क्" * 99,
    "ക്" * 99,
    "👨\u200d" * 99,
    "\u1100" * 99 + "\u1161" * 99,
    "क" + "\u093e" * 99,
    "\u0600" * 99,
]


@pytest.mark.parametrize("word", ENDLESS)
def test_letters_joined_without_an_end_can_be_broken(word):
    for html in (render_markdown(word), str(shown(word))):
        assert max(map(len, html.split("\u200b"))) < 25
        assert shown(html) == html


def test_html_is_bounded_when_it_is_made():
    assert shown(Markup("a" + ACUTE * 90)) == "a" + ACUTE * 90 and shown(None) is None


def test_a_break_is_no_word_end():
    html = render_markdown("x" * 300)
    assert html.count("<wbr>") == 2
    assert plain_text(html, 400) == "x" * 300
    assert "x" * 300 in linkable_text(html)


def test_an_address_stays_whole_however_long_its_words_are():
    address = "https://example.org/" + "a" * 400
    assert f'href="{address}"' in render_markdown(f"[here]({address}) {address}")


def test_code_is_not_broken():
    assert "<wbr>" not in render_markdown("```\n" + "x" * 300 + "\n```")


def test_a_quote_brings_no_tower_into_the_box():
    assert quoted("a" + ACUTE * 900, "Ann").count(ACUTE) == MOST_MARKS_ON_A_LETTER


@pytest.mark.parametrize(
    "bomb",
    [
        "x",
        "x" * 99 + " ",
        "x" * 99 + ACUTE,
        "&lt;",
        "<em>",
        "…",
        ACUTE,
        "x<em>x</em>",
        "क्",
        "क" + ACUTE * 9,
        "\u1100",
    ],
)
def test_looking_for_long_words_is_quick(bomb):
    assert takes_under(0.5, lambda: with_breaks((bomb * 50_000)[:200_000]))
