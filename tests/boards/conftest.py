"""What the tests of the boards share: a scene, and somebody who writes on it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.boards.scene import Scene
from tests.cast import Cast, Person


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


@pytest.fixture
def author(cast: Cast) -> Person:
    """Somebody who wrote what stands there, and is not here now."""
    return cast.person("rosalind", name="Rosalind")


@pytest.fixture
def talk(scene: Scene) -> str:
    """A board for members."""
    return scene.board("talk")
