"""``forum setup``: from an empty folder to a forum with an administrator, and again without harm."""

from __future__ import annotations

import re
import stat

from forum.boards.models import Board
from forum.core.db import db
from tests.cast import Browser
from tests.house.homes import Home, rows_of

LINK = re.compile(r"http://localhost:8000(/password/reset/\S+)")
PASSWORD = "a long walk along the river"


def test_an_empty_folder_becomes_a_forum(either_home: Home) -> None:
    said = either_home.said("setup", "--admin-email", "ada@example.org", "--board", "scans=Scans and tests")
    key = either_home.data / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text().strip() not in said
    with either_home.app().app_context():
        boards = {board.slug: board.title for board in db.session.query(Board)}
    assert boards["scans"] == "Scans and tests"


def test_the_starter_boards_come_when_none_are_named(home: Home) -> None:
    home.said("setup")
    with home.app().app_context():
        assert db.session.query(Board).filter_by(slug="introductions").count() == 1
        assert db.session.query(Board).count() > 3


def test_the_link_sets_a_password_once(home: Home) -> None:
    link = LINK.search(home.said("setup", "--admin-email", "ada@example.org"))
    assert link
    app = home.app()
    assert Browser(app).post(link[1], {"password": PASSWORD}, page=link[1]).status_code == 303
    assert Browser(app).get(link[1]).status_code == 404
    admin = Browser(app)
    signed_in = admin.post("/sign-in", {"email": "ada@example.org", "password": PASSWORD}, page="/sign-in")
    assert signed_in.status_code == 303
    assert admin.get("/admin/boards").status_code == 200


def test_a_second_run_changes_nothing(home: Home) -> None:
    link = LINK.search(home.said("setup", "--admin-email", "ada@example.org", "--board", "scans=Scans"))
    assert link
    app = home.app()
    Browser(app).post(link[1], {"password": PASSWORD}, page=link[1])
    before, key = rows_of(app), (home.data / "secret_key").read_bytes()
    said = home.said("setup", "--admin-email", "ada@example.org", "--board", "scans=Other words")
    assert "There is an administrator already." in said
    assert "/password/reset/" not in said
    assert rows_of(app) == before
    assert (home.data / "secret_key").read_bytes() == key


def test_an_administrator_without_a_password_gets_another_link(home: Home) -> None:
    first = LINK.search(home.said("setup", "--admin-email", "ada@example.org"))
    second = LINK.search(home.said("setup", "--admin-email", "ada@example.org"))
    assert first and second
    assert first[1] != second[1]


def test_a_board_without_a_title_is_explained(home: Home) -> None:
    done = home.forum("setup", "--board", "scans")
    assert done.code == 1
    assert "SLUG=TITLE" in done.err
    assert "Traceback" not in done.err
