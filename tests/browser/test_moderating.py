"""Moderating by keyboard, with the keys that the page shows and without them."""

from __future__ import annotations

import pytest

from tests.browser.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_queue_is_walked_by_keys_that_can_be_turned_off(windows: Windows) -> None:
    page = windows.open("moderator")
    page.goto("/moderation")
    links = page.locator(".queue__title a")
    for expected in (0, 1, 2):
        page.keyboard.press("j")
        assert links.nth(expected).evaluate("each => each === document.activeElement")
    page.keyboard.press("k")
    page.keyboard.press("x")
    second = page.locator(".queue__item").nth(1).get_by_role("checkbox")
    assert second.is_checked()
    page.get_by_role("button", name="Turn keys off").click()
    links.nth(1).focus()
    page.keyboard.press("x")
    assert second.is_checked()
    page.reload()
    page.keyboard.press("j")
    assert not links.first.evaluate("each => each === document.activeElement")
    page.get_by_role("button", name="Turn keys on").click()
    page.keyboard.press("j")
    assert links.first.evaluate("each => each === document.activeElement")


def test_a_key_chooses_what_to_do_and_none_disturbs_typing(windows: Windows) -> None:
    page = windows.open("moderator")
    page.goto("/moderation")
    page.get_by_role("link", name="Reported: ").click()
    assert page.locator("[data-key=h] kbd").is_visible()
    page.get_by_label("Or leave it as it is").fill("")
    page.get_by_label("Or leave it as it is").press_sequentially("hd")
    assert page.get_by_label("Or leave it as it is").input_value() == "hd"
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("h")
    page.wait_for_url("**/moderation/hide?*")
    assert page.get_by_role("heading", name="Hide this post").is_visible()
