"""One demo group and one browser for all tests of a worker; windows for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, StorageState, sync_playwright

from tests.browser.demo import Demo, running_demo
from tests.browser.windows import FLAGS, Windows

#: Chromium without a window and all that belongs to one: the same pages for half the work.
CHROMIUM = "/usr/bin/chromium-headless-shell"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def large_print_chromium(playwright: Playwright) -> Iterator[Browser]:
    """The browser of somebody who has doubled the size of text in its settings."""
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, StorageState]:
    return {}


@pytest.fixture
def windows(chromium: Browser, demo: Demo, signed_in: dict[str, StorageState]) -> Iterator[Windows]:
    """Windows that keep to this forum and have nothing to complain of."""
    ours = Windows(chromium, demo, signed_in)
    yield ours
    ours.close()
    assert ours.complaints == []


@pytest.fixture
def large_print_windows(
    large_print_chromium: Browser, demo: Demo, signed_in: dict[str, StorageState]
) -> Iterator[Windows]:
    ours = Windows(large_print_chromium, demo, signed_in)
    yield ours
    ours.close()
    assert ours.complaints == []
