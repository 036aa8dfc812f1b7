"""What is not for somebody is not there for them: the same page, byte for byte, and not a word of it."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from tests.cast import TOKEN, Browser
from tests.gate.conftest import Enter
from tests.gate.world import BODY, FILE, NAME, TITLE, World

#: What a stranger and a member may not see: the private thing, and an address where there is nothing.
PAIRS = (
    ("/boards/room", "/boards/gone"),
    ("/boards/room?page=2", "/boards/gone?page=2"),
    ("/boards/room/archive", "/boards/gone/archive"),
    ("/boards/room/archive/{now}", "/boards/gone/archive/{now}"),
    ("/boards/room/archive/{now}/by-date", "/boards/gone/archive/{now}/by-date"),
    ("/boards/room/feed.atom", "/boards/gone/feed.atom"),
    ("/boards/room/new", "/boards/gone/new"),
    ("/threads/{room}", "/threads/999999"),
    ("/threads/{hidden}", "/threads/999999"),
    ("/threads/{deleted}", "/threads/999999"),
    ("/threads/{held}", "/threads/999999"),
    ("/threads/{room}/unread", "/threads/999999/unread"),
    ("/threads/{held}/unread", "/threads/999999/unread"),
    ("/posts/{room_post}", "/posts/999999"),
    ("/posts/{hidden_post}", "/posts/999999"),
    ("/posts/{deleted_post}", "/posts/999999"),
    ("/posts/{held_post}", "/posts/999999"),
    ("/posts/{room_post}/history", "/posts/999999/history"),
    ("/posts/{hidden_post}/history", "/posts/999999/history"),
    ("/threads/{talk}/replies/carry/room", "/threads/{talk}/replies/carry/gone"),
    ("/posts/{room_post}/edit", "/posts/999999/edit"),
    ("/posts/{room_post}/delete", "/posts/999999/delete"),
    ("/attachments/{room_file}/x.png", "/attachments/999999/x.png"),
    ("/attachments/{hidden_file}/x.png", "/attachments/999999/x.png"),
    ("/attachments/{deleted_file}/x.png", "/attachments/999999/x.png"),
    ("/attachments/{held_file}/x.png", "/attachments/999999/x.png"),
    ("/attachments/{foreign_file}/x.png", "/attachments/999999/x.png"),
)
#: The same of what members may see.
FOR_MEMBERS = (
    ("/boards/talk", "/boards/gone"),
    ("/boards/talk/archive/{now}", "/boards/gone/archive/{now}"),
    ("/boards/talk/feed.atom", "/boards/gone/feed.atom"),
    ("/boards/talk/new", "/boards/gone/new"),
    ("/threads/{talk}", "/threads/999999"),
    ("/threads/{talk}/unread", "/threads/999999/unread"),
    ("/posts/{talk_post}", "/posts/999999"),
    ("/posts/{talk_post}/history", "/posts/999999/history"),
    ("/posts/{talk_post}/edit", "/posts/999999/edit"),
    ("/attachments/{talk_file}/x.png", "/attachments/999999/x.png"),
)
SENT = (
    ("/threads/{room}/replies", "/threads/999999/replies"),
    ("/threads/{held}/replies", "/threads/999999/replies"),
    ("/threads/{room}/replies/draft", "/threads/999999/replies/draft"),
    ("/boards/room/new", "/boards/gone/new"),
    ("/boards/room/new/files", "/boards/gone/new/files"),
    ("/boards/talk/new/carry/room", "/boards/talk/new/carry/gone"),
    ("/posts/{room_post}/edit", "/posts/999999/edit"),
    ("/posts/{talk_post}/edit", "/posts/999999/edit"),
    ("/posts/{talk_post}/delete", "/posts/999999/delete"),
    ("/attachments/{talk_file}/description", "/attachments/999999/description"),
    ("/attachments/{talk_file}/delete", "/attachments/999999/delete"),
    ("/drafts/{foreign_draft}/delete", "/drafts/999999/delete"),
    ("/drafts/{own_words}/move/room", "/drafts/{own_words}/move/gone"),
    ("/admin/boards/room/archive", "/admin/boards/gone/archive"),
)
MEMBERS = ("patient", "greeter", "readonly", "suspended")
SECRETS = re.compile("|".join((TITLE, BODY, NAME, FILE)), re.IGNORECASE)


def told(answer: TestResponse, path: str) -> tuple[object, ...]:
    """All that an answer tells, once the path that was asked for is taken out."""
    page = path.partition("?")[0]
    above = page.rpartition("/")[0]  # The page a form stood on, to come back to.
    asked = [re.escape(part) for part in (path, page, path.replace("/", "%2F"), f'"{above}"')]
    no_path = re.compile("|".join([*asked, r"next=[^\"&]*"]))
    headers = [(name, no_path.sub("", value)) for name, value in answer.headers if name != "Content-Length"]
    kept = sorted(pair for pair in headers if pair[0] != "Set-Cookie")
    return answer.status_code, kept, no_path.sub("", TOKEN.sub("", answer.text))


def check_same(browser: Browser, world: World, private: str, missing: str, *, send: bool = False) -> None:
    one, other = world.path(private), world.path(missing)
    form = {"title": "Mine", "body": "My words"}
    first, second = (browser.post(path, form) if send else browser.get(path) for path in (one, other))
    assert told(first, one) == told(second, other)
    for answer in (first, second):
        assert not SECRETS.search(answer.text + str(answer.headers))


@pytest.mark.parametrize("who", ["stranger", *MEMBERS])
def test_what_is_private_is_as_if_it_were_not_there(enter: Enter, who: str) -> None:
    browser, world = enter(who)
    for private, missing in PAIRS + (FOR_MEMBERS if who == "stranger" else ()):
        check_same(browser, world, private, missing)


@pytest.mark.parametrize("who", ["stranger", *MEMBERS])
def test_a_form_finds_no_more_than_a_page(enter: Enter, who: str) -> None:
    browser, world = enter(who)
    for private, missing in SENT:
        check_same(browser, world, private, missing, send=True)


def test_who_comes_in_again_learns_nothing_from_what_was_parked(enter: Enter) -> None:
    patient, world = enter("patient")
    patient.get("/settings")
    form = {"body": "Words", "csrf_token": patient.token}
    patient.post("/sign-out")
    for path in (
        "/boards/room/new",
        "/boards/gone/new",
        "/threads/{room}/replies",
        "/threads/999999/replies",
    ):
        patient.client.post(world.path(path), data=form, environ_base=patient.environ)
    assert patient.person is not None
    patient.sign_in(patient.person)
    page = patient.get("/drafts").text
    assert page.count('<h2 dir="auto">A place that is closed to you now</h2>') == 4
    assert "Room" not in page


@pytest.mark.parametrize(("who", "seen"), [("patient", False), ("moderator", True)])
def test_only_moderators_find_what_was_hidden(enter: Enter, who: str, seen: bool) -> None:
    browser, _ = enter(who)
    page = browser.get("/boards/open").text
    assert (f"hidden {TITLE}" in page, f"held {TITLE}" in page) == (seen, seen)
    assert f"deleted {TITLE}" not in page


LISTS = ("/", "/boards/open", "/boards/open/archive", "/boards/open/archive/{now}", "/boards/open/feed.atom")


def test_lists_for_strangers_hold_no_word_of_what_is_private(enter: Enter) -> None:
    stranger, world = enter("stranger")
    by_rosalind = re.compile("|".join((TITLE, BODY, FILE)), re.IGNORECASE)
    for path in (*LISTS, "/boards/open/archive/{now}/by-date", "/threads/{open}", "/robots.txt", "/about"):
        answer = stranger.get(world.path(path))
        assert answer.status_code == 200
        own_words = answer.text.replace(f"{FILE}.png", "") if path == "/threads/{open}" else answer.text
        assert not by_rosalind.search(own_words), path


@pytest.mark.parametrize("path", ["/threads/{room}", "/boards/room", "/boards/talk", "/posts/{talk_post}"])
def test_error_pages_hold_no_word_of_it_either(enter: Enter, path: str) -> None:
    stranger, world = enter("stranger")
    asked = world.path(path)
    too_much = {"data": b"x" * 100, "headers": {"Content-Length": str(2**40)}}
    for method, options in (("DELETE", {}), ("PUT", {}), ("POST", {}), ("POST", too_much), ("TRACE", {})):
        answer = stranger.client.open(asked, method=method, environ_base=stranger.environ, **options)
        assert answer.status_code in (303, 405, 413)
        assert not SECRETS.search(answer.text + str(answer.headers))


@pytest.mark.parametrize("who", ["stranger", "patient"])
def test_asking_for_the_head_or_the_options_tells_no_more(enter: Enter, who: str) -> None:
    browser, world = enter(who)
    for method in ("HEAD", "OPTIONS"):
        for private, missing in PAIRS:
            one, other = world.path(private), world.path(missing)
            first, second = (browser.client.open(path, method=method) for path in (one, other))
            assert told(first, one) == told(second, other)


def test_a_failure_tells_nothing(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    patient, world = enter("patient")
    monkeypatch.setattr("forum.boards.views.threads._page", lambda *_: 1 / 0)
    answer = patient.get(world.path("/threads/{talk}"))
    assert answer.status_code == 500
    assert not SECRETS.search(answer.text + str(answer.headers))
    assert "ZeroDivisionError" not in answer.text
