"""The card that a word of the glossary opens: by mouse and keyboard, in tables and lists; never on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.demo import Demo
from tests.browser.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ARTICLE = "/articles/bone-mets-and-bone-drugs"


def open_card(page: Page, word: str) -> None:
    page.locator(f"{word} a.term").first.click()
    page.locator(".term-card").wait_for()


@pytest.mark.parametrize(
    ("article", "word", "stands_in"),
    [
        (ARTICLE, ".prose > p", ".prose > .term-card"),
        (ARTICLE, "td", "tr + tr > td[colspan='3'] > .term-card"),
        ("/articles/scans-and-scanxiety", "li", "li > .term-card"),
    ],
)
def test_it_stands_where_the_word_is_and_goes_whole(
    windows: Windows, demo: Demo, article: str, word: str, stands_in: str
) -> None:
    page = windows.open()
    page.goto(article)
    before = page.locator(".prose *").count()
    open_card(page, word)
    assert page.locator(stands_in).count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".prose *").count() == before
    assert page.evaluate("document.activeElement.className") == "term"


def test_enter_opens_it_and_close_comes_back(windows: Windows, demo: Demo) -> None:
    page = windows.open("patient")
    page.goto(ARTICLE)
    page.locator("a.term").first.focus()
    page.keyboard.press("Enter")
    page.locator(".term-card").wait_for()
    page.get_by_role("button", name="Close").click()
    assert page.locator(".term-card").count() == 0
    assert page.url.endswith(ARTICLE)


def test_without_scripts_it_is_a_link(windows: Windows, demo: Demo) -> None:
    page = windows.open(java_script_enabled=False)
    page.goto(ARTICLE)
    page.locator("a.term").first.click()
    page.wait_for_url("**/glossary/**")


def test_on_paper_there_is_neither_card_nor_line(windows: Windows, demo: Demo) -> None:
    page = windows.open()
    page.goto(ARTICLE)
    open_card(page, "td")
    page.emulate_media(media="print")
    assert page.locator(".term-card").is_hidden()
    term = page.locator("a.term").first
    assert term.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
