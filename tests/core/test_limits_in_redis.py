"""Guesses of passwords, counted for several servers in one Redis."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from forum import create_app
from forum.config import load_settings
from forum.core.db import db
from forum.core.edge import Kith
from forum.migrations import migrate
from tests.cast import Browser, Cast

pytestmark = pytest.mark.redis
GUESSES = 10


@pytest.fixture
def two_servers(tmp_path: Path) -> Iterator[tuple[Kith, Kith]]:
    url = os.environ.get("FORUM_TEST_REDIS_URL")
    if not url:
        raise pytest.UsageError("This needs FORUM_TEST_REDIS_URL=redis://…: see tests/run.")
    settings = load_settings(data=tmp_path, redis_url=url, argon2_profile="cheap")
    servers = create_app(settings), create_app(settings)
    with servers[0].app_context():
        migrate(db.engine)
    yield servers
    servers[0].extensions["kith_limits"].storage.reset()


def test_what_one_server_counted_the_other_knows(two_servers: tuple[Kith, Kith]) -> None:
    person = Cast(two_servers[0]).person("mara")
    guessers = [Browser(server) for server in two_servers]
    for number in range(GUESSES):
        assert guessers[number % 2].sign_in(person, f"wrong {number}").status_code == 422
    for guesser in guessers:
        assert guesser.sign_in(person).status_code == 429
    elsewhere = Browser(two_servers[1], network="198.51.100.7")
    assert elsewhere.sign_in(person).status_code == 303
