"""What the tests of moderation share: a scene on a board, a post, and those who look after it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete

from forum.core.db import db
from forum.core.decisions import Decision
from forum.moderation.models import Item
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


@pytest.fixture(autouse=True)
def _with_rules(rules: None) -> None:
    """A group has rules: reasons refer to them."""


@pytest.fixture
def author(cast: Cast) -> Person:
    """Somebody who wrote what stands there."""
    return cast.person("rosalind", name="Rosalind")


@pytest.fixture
def post(scene: Scene, author: Person) -> int:
    """A post that is not its author's first, so that nothing waits yet, and nothing was decided."""
    scene.board("talk")
    scene.thread("talk", author.id)
    thread = scene.thread("talk", author.id, title="The blue chair", body="Buy my tea.")
    for table in (Item, Decision):
        scene.do(lambda table=table: db.session.execute(delete(table)))
    return scene.first_post(thread)


@pytest.fixture
def second(cast: Cast) -> Browser:
    """Another moderator."""
    return cast.member("harbour", name="Old Harbour", standing="moderator")
