"""Pieces of pages are kept in memory: nobody is ever shown one that is not so any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.fragments import forget_pieces
from tests.boards.scene import Scene, upload
from tests.cast import TOKEN, Browser, Cast

#: What a page shows that is another each time it is made.
CHANGING = ("csrf_token", 'name="once"')


def shown(browser: Browser, path: str) -> list[str]:
    page = TOKEN.sub("", browser.get(path).text)
    return [line for line in page.splitlines() if not any(mark in line for mark in CHANGING)]


@pytest.fixture
def writer(cast: Cast) -> Browser:
    return cast.member("writer", roles="patient")


Change = Callable[[Scene, Browser, Browser, int], object]

#: What may happen on thread 1 of the board "open", whose posts 1 and 2 the writer wrote.
CHANGES: dict[str, Change] = {
    "a reply": lambda scene, writer, admin, _: scene.reply(1, admin.member_id, "New answer", parent=1),
    "an edit": lambda scene, writer, admin, _: writer.post("/posts/2/edit", {"body": "Other words"}),
    "a file": lambda scene, writer, admin, _: writer.post("/posts/2/edit", {"body": "x", "files": upload()}),
    "a file removed": lambda scene, writer, admin, file: writer.post(f"/attachments/{file}/delete"),
    "taken back": lambda scene, writer, admin, _: writer.post("/posts/2/delete"),
    "hidden": lambda scene, writer, admin, _: scene.withdraw(2),
    "first post hidden": lambda scene, writer, admin, _: scene.withdraw(1),
    "held": lambda scene, writer, admin, _: scene.hold(2),
    "locked": lambda scene, writer, admin, _: scene.lock(1, admin.member_id, "Enough"),
    "another zone": lambda scene, writer, admin, _: scene.set(
        Member, writer.member_id, timezone="Asia/Tokyo"
    ),
    "another thread": lambda scene, writer, admin, _: scene.thread("open", admin.member_id, "Newest"),
    "board archived": lambda scene, writer, admin, _: admin.post("/admin/boards/open/archive"),
    "board renamed": lambda scene, writer, admin, _: admin.post(
        "/admin/boards/open", {"title": "Other", "slug": "open", "audience": "public", "guide": "Be kind"}
    ),
    "board for patients": lambda scene, writer, admin, _: admin.post(
        "/admin/boards/open",
        {"title": "Open", "slug": "open", "audience": "public", "reply_roles": ["bereaved"]},
    ),
    "board for members": lambda scene, writer, admin, _: admin.post(
        "/admin/boards/open", {"title": "Open", "slug": "open", "audience": "members"}
    ),
    "made a moderator": lambda scene, writer, admin, _: scene.set(
        Member, writer.member_id, standing="moderator"
    ),
}
PATHS = ("/threads/1", "/boards/open", "/", "/boards/open/feed.atom")


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_everybody_sees_what_is_so(
    app: Flask, scene: Scene, writer: Browser, admin: Browser, stranger: Browser, cast: Cast, change: str
) -> None:
    scene.board("open", "public")
    thread = scene.thread("open", writer.member_id)
    scene.reply(thread, writer.member_id, "Some words", parent=1)
    file = scene.file(post=1, member=writer.member_id)
    readers = (writer, admin, stranger, cast.member("reader"))
    for reader in readers * 2:
        for path in PATHS:
            reader.get(path)
    CHANGES[change](scene, writer, admin, file)
    for somebody in (writer, admin):
        somebody.get("/drafts")  # The notice of what they did is shown once, and on no page compared here.
    for reader in readers:
        for path in PATHS:
            kept = shown(reader, path)
            forget_pieces()
            assert kept == shown(reader, path), path


def test_a_new_name_is_shown_within_a_minute(
    scene: Scene, talk: str, writer: Browser, caregiver: Browser
) -> None:
    path = f"/threads/{scene.thread(talk, writer.member_id)}"
    caregiver.get(path)
    scene.set(Member, writer.member_id, name="Renamed")
    with time_machine.travel(now() + timedelta(seconds=61)):
        for browser in (writer, caregiver):
            assert "<bdi>Renamed</bdi>" in browser.get(path).text


def test_what_one_reader_may_see_is_not_kept_for_another(
    scene: Scene, talk: str, patient: Browser, caregiver: Browser, moderator: Browser, author: object
) -> None:
    thread = scene.thread(talk, patient.member_id, "Waiting words")
    held = scene.reply(thread, patient.member_id, "Held words")
    scene.hold(held)
    for first, second in ((moderator, caregiver), (patient, caregiver), (caregiver, patient)):
        forget_pieces()
        pages = {browser: browser.get(f"/threads/{thread}").text for browser in (first, second)}
        for browser, page in pages.items():
            assert ("Held words" in page) is (browser is not caregiver)
            assert (f"/posts/{scene.first_post(thread)}/edit" in page) is (browser is patient)
