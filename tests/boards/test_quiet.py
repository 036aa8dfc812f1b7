"""What a member would rather not see: folded or left out for them, and nobody else can tell."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from forum.accounts.models import Member
from forum.boards import quiet
from forum.boards.posts import Post
from forum.boards.quiet import MutedBoard, MutedMember, MutedThread
from forum.boards.threads import Thread
from forum.core.fragments import forget_pieces
from tests.boards.scene import Scene
from tests.boards.test_kept_pieces import shown
from tests.cast import Browser, Cast, Person
from tests.recorder import statements

FOLDED = "You have muted <bdi>Rosalind</bdi>"


def mute(browser: Browser, path: str) -> int:
    return browser.post(f"{path}/mute").status_code


def unmute(browser: Browser, path: str) -> int:
    return browser.post(f"{path}/mute/delete").status_code


@pytest.fixture
def thread(scene: Scene, talk: str, author: Person) -> int:
    return scene.thread(talk, author.id, "The blue chair", "Words of hers.")


def test_somebody_muted_is_folded_for_one_reader(
    scene: Scene, thread: int, patient: Browser, caregiver: Browser
) -> None:
    scene.reply(thread, caregiver.member_id, "Words of another.")
    path = f"/threads/{thread}"
    before = shown(caregiver, path)
    assert mute(patient, "/members/rosalind") == 303
    page = patient.get(path).text
    assert page.count('<details class="fold">') == 1
    assert page.index(FOLDED) < page.index("Words of hers.") < page.index("Words of another.")
    assert shown(caregiver, path) == before
    assert unmute(patient, "/members/rosalind") == 303
    assert FOLDED not in patient.get(path).text


def test_who_is_muted_sees_what_they_saw(
    scene: Scene, thread: int, patient: Browser, cast: Cast, author: Person
) -> None:
    rosalind = cast.stranger()
    rosalind.sign_in(author)
    scene.reply(thread, patient.member_id, "An answer.")
    paths = (f"/threads/{thread}", "/boards/talk", "/", "/members/patient", "/settings/quiet")
    for path in paths * 2:
        rosalind.get(path)
    before = [shown(rosalind, path) for path in paths]
    mute(patient, "/members/rosalind")
    assert [shown(rosalind, path) for path in paths] == before
    assert rosalind.post(f"/threads/{thread}/replies", {"body": "To you."}).status_code == 303


def test_those_who_look_after_the_group_are_heard(
    scene: Scene, thread: int, author: Person, patient: Browser, moderator: Browser
) -> None:
    answer = patient.post("/members/moderator/mute")
    assert answer.status_code == 422 and "must reach everybody" in answer.text
    mute(patient, "/members/rosalind")
    scene.set(Member, author.id, standing="moderator")
    assert FOLDED not in patient.get(f"/threads/{thread}").text
    assert "/mute" not in patient.get("/members/moderator").text


def test_nobody_mutes_themselves_or_nobody(scene: Scene, patient: Browser) -> None:
    assert mute(patient, "/members/patient") == 422
    assert mute(patient, "/members/nobody") == 404
    assert mute(patient, "/threads/999999999999999999999") == 404
    assert unmute(patient, "/threads/999999999999999999999") == 303
    assert mute(patient, "/boards/none") == 404
    assert scene.values(Member.quiet, Member.id == patient.member_id) == [""]


@pytest.mark.parametrize("what", ["/threads/{}", "/boards/talk", "/members/rosalind"])
def test_what_is_muted_does_not_come_up(scene: Scene, thread: int, patient: Browser, what: str) -> None:
    """Neither among what is new, nor among what waits, nor in the number beside the board."""
    path = what.format(thread)
    home = patient.get("/").text
    assert home.count("The blue chair") == 2 and "1 thread with something new" in home
    assert mute(patient, path) == 303
    home = patient.get("/").text
    assert "The blue chair" not in home and "with something new" not in home
    assert "The blue chair" in patient.get("/boards/talk").text
    assert unmute(patient, path) == 303
    assert patient.get("/").text.count("The blue chair") == 2


def test_a_muted_thread_is_not_marked_on_its_board(scene: Scene, thread: int, patient: Browser) -> None:
    assert "1 new" in patient.get("/boards/talk").text
    mute(patient, f"/threads/{thread}")
    assert "1 new" not in patient.get("/boards/talk").text
    assert "You have muted this thread" in patient.get(f"/threads/{thread}").text


def note(scene: Scene, thread: int, words: str) -> None:
    def put() -> None:
        from_first = Post.thread_id == thread, Post.number == 1
        post = quiet.db.session.scalars(quiet.select(Post).where(*from_first)).one()
        post.content_note = words
        quiet.db.session.get_one(Thread, thread).first_note = words

    scene.do(put)


@pytest.mark.parametrize(("words", "key"), [("dying", "dying"), ("About spiders", "own")])
def test_each_note_is_folded_open_or_never_shown(
    scene: Scene, thread: int, patient: Browser, words: str, key: str
) -> None:
    note(scene, thread, words)
    path = f"/threads/{thread}"
    assert '<details class="fold"><summary>' in patient.get(path).text
    patient.post("/settings/quiet/notes", {key: "open"})
    assert '<details class="fold" open>' in patient.get(path).text
    patient.post("/settings/quiet/notes", {key: "never"})
    page = patient.get(path).text
    assert "Words of hers." not in page and "asked us never to show" in page
    assert "The blue chair" not in patient.get("/").text
    patient.post("/settings/quiet/notes", {key: "whatever"})
    assert '<details class="fold"><summary>' in patient.get(path).text
    assert scene.values(Member.quiet, Member.id == patient.member_id) == [""]


def test_ones_own_words_are_never_hidden_from_oneself(
    scene: Scene, talk: str, patient: Browser, caregiver: Browser
) -> None:
    thread = scene.thread(talk, patient.member_id, body="My own words.")
    note(scene, thread, "dying")
    patient.post("/settings/quiet/notes", {"dying": "never"})
    page = patient.get(f"/threads/{thread}").text
    assert "My own words." in page and '<details class="fold" open>' in page


def test_all_choices_stand_on_one_page(scene: Scene, thread: int, patient: Browser) -> None:
    for path in ("/members/rosalind", f"/threads/{thread}", "/boards/talk"):
        mute(patient, path)
    patient.post("/settings/quiet/notes", {"scan": "never"})
    page = patient.get("/settings/quiet").text
    for words in (">Rosalind</bdi>", "The blue chair", ">Talk</a>", '<option value="never" selected>'):
        assert words in page
    scene.withdraw(scene.first_post(thread))
    page = patient.get("/settings/quiet").text
    assert "The blue chair" not in page and "A thread that is gone" in page
    assert "/settings/quiet" in patient.get("/settings").text
    back = patient.post(f"/threads/{thread}/mute/delete", {"next": "/settings/quiet"})
    assert back.headers["Location"] == "/settings/quiet"
    assert scene.count(MutedThread) == 0 and scene.count(MutedMember) == scene.count(MutedBoard) == 1


def test_a_choice_made_twice_is_made_once(scene: Scene, thread: int, patient: Browser) -> None:
    for _ in range(2):
        assert mute(patient, f"/threads/{thread}") == 303
    for _ in range(2):
        assert unmute(patient, f"/threads/{thread}") == 303
    assert scene.values(Member.quiet, Member.id == patient.member_id) == [""]


def test_the_list_has_an_end(
    scene: Scene, thread: int, patient: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiet, "MOST", 1)
    assert mute(patient, "/members/rosalind") == 303
    full = patient.post(f"/threads/{thread}/mute")
    assert full.status_code == 422 and "Your list is full" in full.text


def test_it_costs_a_page_nothing_to_ask(
    app: Flask, scene: Scene, thread: int, talk: str, patient: Browser
) -> None:
    paths = ("/", "/boards/talk", f"/threads/{thread}")

    def asked() -> list[int]:
        counts = []
        for path in paths:
            patient.get(path)
            with statements() as seen:
                patient.get(path)
            counts.append(len(seen))
        return counts

    before = asked()
    other = scene.thread(talk, patient.member_id, "Another")
    for path in ("/members/rosalind", f"/threads/{other}"):
        mute(patient, path)
    patient.post("/settings/quiet/notes", {"dying": "never"})
    assert asked() == before


def test_pieces_are_shared_and_folded_for_each(
    scene: Scene, thread: int, patient: Browser, caregiver: Browser, moderator: Browser, stranger: Any
) -> None:
    """Whoever comes first, nobody gets the folds of another, and what was kept is what would be made."""
    note(scene, thread, "dying")
    mute(patient, "/members/rosalind")
    caregiver.post("/settings/quiet/notes", {"dying": "open"})
    moderator.post("/settings/quiet/notes", {"dying": "never"})
    browsers = (patient, caregiver, moderator)
    path = f"/threads/{thread}"
    for first in browsers:
        forget_pieces()
        first.get(path)
        pages = [browser.get(path).text for browser in browsers]
        assert [FOLDED in page for page in pages] == [True, False, False]
        assert ['class="fold" open' in page for page in pages] == [False, True, False]
        assert ["Words of hers." in page for page in pages] == [True, True, False]
        assert not any("\0" in page for page in pages)
