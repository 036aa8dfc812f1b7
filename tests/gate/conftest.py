"""Everybody, each at a browser in a world of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.boards.scene import Scene
from tests.cast import Browser, Cast
from tests.gate.world import World, build

Enter = Callable[[str], tuple[Browser, World]]


@pytest.fixture
def enter(app: Flask, cast: Cast, request: pytest.FixtureRequest) -> Enter:
    """Sit somebody of the cast at a browser, with one of everything on the boards."""

    def come(who: str) -> tuple[Browser, World]:
        browser: Browser = request.getfixturevalue(who)
        return browser, build(app, cast, browser)

    return come


@pytest.fixture
def talk(app: Flask) -> str:
    """A board for members, and nothing else."""
    return Scene(app).board("talk")
