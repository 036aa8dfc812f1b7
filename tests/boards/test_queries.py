"""How much a page asks of the database: little, and no more for sixty rows than for three."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Member
from forum.boards.drafts import Words, keep_draft
from forum.core.clock import now
from forum.core.db import db
from tests.boards.scene import Scene
from tests.cast import Browser, Person
from tests.recorder import statements

MOST = 6


def asked(app: Flask, browser: Browser, path: str) -> int:
    """The statements of a page that was seen before."""
    assert browser.get(path).status_code == 200
    with statements() as seen:
        browser.get(path)
    return len(seen)


def threads(scene: Scene, author: int, many: int) -> str:
    for number in range(many):
        scene.reply(scene.thread("talk", author, f"Thread {number}"), author)
    return "/boards/talk"


def posts(scene: Scene, author: int, many: int) -> str:
    thread = scene.thread("talk", author)
    parent = scene.first_post(thread)
    for _ in range(many):
        post = scene.reply(thread, author, parent=parent)
    scene.file(post=post, member=author)
    return f"/threads/{thread}?page=last"


def drafts(scene: Scene, _author: int, many: int) -> str:
    member = max(scene.values(Member.id))

    def keep() -> None:
        for number in range(many):
            place = ("thread", "board", "post")[number % 3]
            keep_draft(db.session.get_one(Member, member), f"{place}:{number}", Words(body="x"))

    scene.do(keep)
    return "/drafts"


def on(path: str) -> Callable[[Scene, int, int], str]:
    def build(scene: Scene, author: int, many: int) -> str:
        threads(scene, author, many)
        return path

    return build


PAGES = {
    "home": on("/"),
    "board": threads,
    "thread": posts,
    "archive": on("/boards/talk/archive"),
    "month": on(f"/boards/talk/archive/{now():%Y/%m}"),
    "month by date": on(f"/boards/talk/archive/{now():%Y/%m}/by-date"),
    "drafts": drafts,
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_little_however_much_there_is(
    app: Flask, scene: Scene, talk: str, author: Person, patient: Browser, page: str
) -> None:
    few = asked(app, patient, PAGES[page](scene, author.id, 3))
    many = asked(app, patient, PAGES[page](scene, author.id, 60))
    assert few == many <= MOST


def test_the_fifth_page_of_a_thread_asks_no_more_than_the_first(
    app: Flask, scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    thread = scene.thread(talk, author.id)
    scene.replies(thread, author.id, 85)
    first, fifth = (asked(app, patient, f"/threads/{thread}?page={page}") for page in (1, 5))
    assert fifth <= first <= 3


def test_a_stranger_costs_less_than_a_member(
    app: Flask, scene: Scene, author: Person, patient: Browser, stranger: Browser
) -> None:
    scene.board("open", "public")
    path = f"/threads/{scene.thread('open', author.id)}"
    assert asked(app, stranger, path) < asked(app, patient, path)
