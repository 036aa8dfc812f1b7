"""What a page weighs on the way to an old phone, compressed as it is sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.demo import Demo
from tests.browser.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Bytes over the wire: a first visit with the typeface, and every page after it.
FIRST, LATER = 100_000, 30_000


def weight_of(page: Page, path: str) -> int:
    """Bytes that came for a page and all that it asked for."""
    listener = page.context.new_cdp_session(page)
    listener.send("Network.enable")
    sizes: list[int] = []
    listener.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    listener.detach()
    return sum(sizes)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/boards/how-it-works"])
def test_a_first_visit_is_light(windows: Windows, path: str) -> None:
    page = windows.open()
    assert 10_000 < weight_of(page, path) <= FIRST
    assert weight_of(page, path) <= LATER


def test_a_long_thread_is_light(windows: Windows, demo: Demo) -> None:
    page = windows.open("patient")
    thread = demo.thread("Three good things")
    assert 10_000 < weight_of(page, f"/threads/{thread}") <= FIRST
    assert weight_of(page, f"/threads/{thread}?page=2") <= LATER
