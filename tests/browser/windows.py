"""Windows of a real browser: who sits at them, and what went wrong in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, StorageState

from forum.demo.people import PASSWORD
from tests.browser.demo import Demo

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Chromium reports each answer from 400 on, and each request without a network; our tests cause both.
EXPECTED = (
    "Failed to load resource: the server responded with a status of 4",
    "net::ERR_INTERNET_DISCONNECTED",
)

OpenWindow = Callable[..., Page]


@dataclass
class Windows:
    """Opens windows on the demo, and listens to each of them."""

    browser: Browser
    demo: Demo
    #: The cookies of those who have signed in before: signing in takes half a second.
    signed_in: dict[str, StorageState]
    complaints: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)

    def open(self, who: str = "", *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        """A new window with a fresh cache; ``who`` is the first part of a demo address, or nobody."""
        state = self._state_of(who) if who else None
        context = self.browser.new_context(
            base_url=self.demo.address,
            viewport={"width": width, "height": height},
            storage_state=state,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(10_000)
        self.opened.append(context)
        context.on("request", self._check_host)
        context.on("console", self._check_console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        return context.new_page()

    def close(self) -> None:
        for context in self.opened:
            context.close()
        self.opened.clear()

    def _state_of(self, who: str) -> StorageState:
        if who not in self.signed_in:
            page = self.open()
            sign_in(page, who)
            self.signed_in[who] = page.context.storage_state()
        return self.signed_in[who]

    def _check_host(self, request: Request) -> None:
        if not request.url.startswith((self.demo.address, "data:", "blob:")):
            self.complaints.append(f"asked elsewhere: {request.url}")

    def _check_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in EXPECTED):
            self.complaints.append(f"console of {message.page and message.page.url}: {message.text}")


def sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Your e-mail address").fill(f"{who}@example.org")
    page.get_by_label("Your password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
