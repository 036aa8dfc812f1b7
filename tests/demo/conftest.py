"""The demo, filled once for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from forum.core.db import db
from forum.demo.fill import fill_demo
from tests.conftest import empty_tables

POSTS = 900


@pytest.fixture(scope="module")
def filled(whole_app: Flask) -> Iterator[list[tuple[int, int]]]:
    """A full demo; gives what its progress bar was told."""
    told: list[tuple[int, int]] = []
    with whole_app.app_context():
        fill_demo(POSTS, lambda done, total: told.append((done, total)))
        yield told
        db.session.remove()
    empty_tables(whole_app)
