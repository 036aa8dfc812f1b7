"""What the tests of the mail room share: a thread on a board, and mails to it as bytes."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from flask import Flask

from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person
from tests.receiving.letterbox import Letterbox


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


@pytest.fixture(autouse=True)
def _with_rules(rules: None) -> None:
    """A group has rules: letters refer to them."""


@pytest.fixture
def box(app: Flask) -> Letterbox:
    return Letterbox(app)


@pytest.fixture
def proving(app: Flask) -> Iterator[None]:
    """A relay whose word counts about who a mail is from."""
    with patch.object(app.extensions["settings"], "mail_authserv", "mx.example.net"):
        yield


@pytest.fixture
def mara(cast: Cast) -> Person:
    """Whose thread it is."""
    return cast.person("mara", name="Mara")


@pytest.fixture
def ines(cast: Cast) -> Person:
    """Who writes by mail."""
    return cast.person("ines", name="Ines")


@pytest.fixture
def thread(scene: Scene, mara: Person, ines: Person) -> int:
    """A thread, and a post of Ines's elsewhere, so that hers are no first ones."""
    scene.board("talk")
    scene.thread("talk", ines.id, title="An older one")
    return scene.thread("talk", mara.id, title="The blue chair")


@pytest.fixture
def boss(cast: Cast) -> Browser:
    return cast.member("boss", standing="moderator")
