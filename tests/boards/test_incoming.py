"""Files that a form brings: looked at before anything is written, and not too many pixels at once."""

from __future__ import annotations

import sqlite3

import pytest
from flask import Flask

from forum.accounts.models import BrowserSession
from forum.boards.posts import Attachment, Post
from forum.core import incoming
from forum.core.db import db
from forum.core.pictures import AcceptedFile, accept_upload
from tests.boards.scene import Scene, box, picture, upload
from tests.cast import Browser, Person

BUTTONS = ("", "/preview", "/draft", "/files")


@pytest.fixture
def seen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each file that was looked at, while somebody else could write."""
    looked: list[str] = []

    def look(content: bytes, filename: str) -> AcceptedFile:
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        if url.startswith("sqlite"):
            with sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0, isolation_level=None) as other:
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
        looked.append(filename)
        return accept_upload(content, filename)

    monkeypatch.setattr(incoming, "accept_upload", look)
    return looked


@pytest.mark.parametrize("button", BUTTONS)
def test_nobody_who_writes_waits_for_a_picture(
    scene: Scene, talk: str, patient: Browser, author: Person, seen: list[str], button: str
) -> None:
    thread = scene.thread(talk, author.id)
    post = scene.reply(thread, patient.member_id)
    for place in (f"/boards/{talk}/new", f"/threads/{thread}/replies", f"/posts/{post}/edit"):
        form = {"title": "Look", "body": "At this", "once": place[-20:], "files": upload()}
        assert patient.post(place + button, form).status_code in (200, 303)
    assert seen == ["holiday.png"] * 3 and scene.count(Attachment) == 3


def test_a_strangers_files_are_not_looked_at(
    scene: Scene, talk: str, stranger: Browser, readonly: Browser, author: Person, seen: list[str]
) -> None:
    thread = scene.thread(talk, author.id)
    for browser in (stranger, readonly):
        assert browser.post(f"/threads/{thread}/replies", {"body": "x", "files": upload()}).status_code != 200
    assert readonly.send_without_token(f"/threads/{thread}/replies", {"files": upload()}).status_code == 400
    assert seen == []


def test_somebody_signed_out_while_their_picture_is_looked_at_does_not_post(
    scene: Scene, talk: str, patient: Browser, author: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = scene.thread(talk, author.id)
    patient.get(f"/threads/{thread}")

    def leave(content: bytes, filename: str) -> AcceptedFile:
        scene.do(lambda: db.session.query(BrowserSession).delete())
        return accept_upload(content, filename)

    monkeypatch.setattr(incoming, "accept_upload", leave)
    sent = patient.post(f"/threads/{thread}/replies", {"body": "x", "files": upload()})
    assert sent.headers["Location"].startswith("/sign-in") and scene.count(Post) == 1


@pytest.mark.parametrize("button", BUTTONS)
def test_pictures_too_large_together_are_named_and_nothing_else_is_lost(
    scene: Scene, talk: str, patient: Browser, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    monkeypatch.setattr(incoming, "MOST_PIXELS", 100)
    files = [upload(picture((side, side)), f"side-{side}.png") for side in (8, 7, 6)]
    form = {"title": "Three", "body": "Look at these", "once": "k", "description": "A lake", "files": files}
    page = patient.post(f"/boards/{talk}/new{button}", form)
    assert page.status_code == 422
    assert "Not added: “side-7.png”. " in page.text and "in a second step" in page.text
    assert box(page.text) == "Look at these" and scene.count(Post) == 0
    assert scene.values(Attachment.filename) == ["side-6.png", "side-8.png"]
    alone = {**form, "files": upload(picture((7, 7)), "side-7.png")}
    assert patient.post(f"/boards/{talk}/new", alone).status_code == 303
    assert scene.values(Post.files) == [3]
