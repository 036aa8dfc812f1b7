"""Every page, in every colour and on narrow and wide screens: axe has nothing to say, and it all fits."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

from tests.browser.demo import Demo
from tests.browser.pages import ALL, Sight
from tests.browser.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What another theme may break: all else is the same in each.
COLOURS = ["cat.color"]
OTHER_THEMES = ("sepia", "dark")

#: Controls that stand by themselves and are smaller than a thumb (2.5.8 lets links within sentences be).
SMALL = """() => {
  const inSentence = e => e.closest('p, li, dd, td, blockquote, .post__body, .meta') &&
    getComputedStyle(e).display === 'inline';
  const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) &&
    e.getBoundingClientRect().width > 1 && !e.closest('.visually-hidden, .skip-link');
  const controls = 'a[href], button, summary, input:not([type=hidden]), select, textarea';
  return [...document.querySelectorAll(controls)]
    .filter(e => shown(e) && !inSentence(e))
    .map(e => [e, (e.type === 'checkbox' || e.type === 'radio') && e.closest('label') || e])
    .filter(([e, target]) => { const b = target.getBoundingClientRect();
      return b.height < 43.5 || b.width < 43.5; })
    .map(([e]) => e.outerHTML.slice(0, 120));
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def wear(page: Page, theme: str, size: str = "m") -> None:
    page.evaluate(
        "([theme, size]) => Object.assign(document.documentElement.dataset, {theme, size})", [theme, size]
    )


def check(page: Page, what: str, tags: list[str], *, with_stylesheets: bool = False) -> None:
    """Axe's verdict; it takes three times as long with the stylesheets, which are the same on each page."""
    options = {"runOnly": tags, "resultTypes": ["violations"], "preload": with_stylesheets}
    found = AxeResults(page.evaluate("options => axe.run(options)", options))
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"


def widen(page: Page, width: int) -> None:
    """The same page in a window of another width: our scripts do not ask for it, only the styles do."""
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("innerWidth") == width


@pytest.mark.parametrize("sight", ALL, ids=lambda sight: sight.name)
def test_axe_finds_nothing_and_everything_fits(windows: Windows, demo: Demo, sight: Sight) -> None:
    page = windows.open(sight.who, width=320)
    sight.open(page, demo)
    assert page.locator("h1").count() == 1 and page.locator("main#main").count() == 1
    page.evaluate(AXE_SCRIPT)
    for width in (320, 1280):
        widen(page, width)
        what = f"{sight.name}, {width} px wide"
        check(page, f"{what}, light", TAGS, with_stylesheets=sight.name in ("home", "first visit"))
        assert page.evaluate(OVERFLOW) <= 0, what
        if width == 320:
            assert page.evaluate(SMALL) == []
    for theme in OTHER_THEMES:
        wear(page, theme)
        check(page, f"{sight.name}, {theme}", COLOURS)
    widen(page, 320)
    wear(page, "light", "xl")
    assert page.evaluate(OVERFLOW) <= 0, f"{sight.name}, 320 px wide, largest text"


@pytest.mark.parametrize("name", ["home", "thread", "thread, long title", "month by thread", "new thread"])
def test_doubled_text_fits(large_print_windows: Windows, demo: Demo, name: str) -> None:
    sight = next(sight for sight in ALL if sight.name == name)
    page = large_print_windows.open(sight.who, width=768)
    sight.open(page, demo)
    assert page.evaluate(OVERFLOW) <= 0


def test_with_doubled_text_the_header_leaves_room_for_the_page(
    large_print_windows: Windows, demo: Demo
) -> None:
    page = large_print_windows.open("patient", width=320)
    page.goto("/")
    assert page.locator(".site-header").bounding_box()["height"] < 220
    page.locator(".site-name").evaluate("e => e.textContent = 'Living with metastatic breast cancer'")
    assert page.locator(".site-header").bounding_box()["height"] < 330


@pytest.mark.parametrize("who", ["", "patient", "moderator"])
def test_with_large_text_on_a_phone_two_menus_hold_what_the_header_has_no_room_for(
    windows: Windows, demo: Demo, who: str
) -> None:
    page = windows.open(who, width=320, java_script_enabled=False)
    page.goto("/articles")
    page.get_by_role("button", name="Largest text").click()
    header = page.locator(".site-header")
    assert header.bounding_box()["height"] < 140
    header.get_by_text("Menu", exact=True).click()
    assert page.evaluate(OVERFLOW) <= 0 and page.evaluate(SMALL) == []
    header.get_by_role("link", name="Drafts" if who else "Sign in").click()
    page.wait_for_url("**/drafts" if who else "**/sign-in*")
    header.locator("summary:visible", has_text="Text").click()
    assert page.evaluate(OVERFLOW) <= 0 and page.evaluate(SMALL) == []
    header.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    header.locator("summary:visible", has_text="Text").click()
    header.get_by_role("button", name="Normal text").click()
    assert header.get_by_text("Menu", exact=True).is_hidden()


def test_a_thread_prints_without_its_controls(windows: Windows, demo: Demo) -> None:
    page = windows.open("patient")
    page.goto(f"/threads/{demo.thread('Buttons, zips')}")
    page.emulate_media(media="print")
    assert page.locator(".post__body").first.is_visible()
    for gone in (".site-nav", ".display-controls", "form.editor", ".post__actions"):
        assert page.locator(gone).first.is_hidden(), gone
    head = page.locator(".post__head").first
    lines = [head.locator(part).first.bounding_box() for part in (".post__author", ".post__when a", "time")]
    assert max(line["y"] for line in lines) < min(line["y"] + line["height"] for line in lines) - 8
