"""Words sent after a session had ended wait until their author has signed in again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import BrowserSession
from forum.boards.posts import Draft
from forum.core.clock import now
from forum.core.db import db
from forum.core.parked import ParkedWords
from tests.boards.scene import Scene, box, once_of, upload
from tests.cast import Browser, Cast, Person


@pytest.fixture
def thread(scene: Scene, talk: str, author: Person) -> int:
    return scene.thread(talk, author.id)


def end_sessions(scene: Scene) -> None:
    scene.do(lambda: db.session.query(BrowserSession).delete())


def sign_in_again(browser: Browser, location: str) -> str:
    """Sign in where the answer led, and follow until a page stands there."""
    page = browser.get(location)
    assert page.status_code == 200 and browser.person is not None
    there = location.partition("next=")[2].replace("%2F", "/")
    answer = browser.sign_in(browser.person, next=there or "/")
    while answer.status_code == 303:
        answer = browser.get(answer.headers["Location"].partition("#")[0])
    return answer.text


@pytest.mark.parametrize("tail", ["", "/preview", "/draft", "/files"])
def test_a_reply_is_in_its_box_again(scene: Scene, patient: Browser, thread: int, tail: str) -> None:
    once = once_of(patient.get(f"/threads/{thread}").text)
    end_sessions(scene)
    path = f"/threads/{thread}/replies"
    answer = patient.post(path + tail, {"body": "Long\r\nwords", "once": once, "files": upload()})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/sign-in?next=%2Fthreads%2F{thread}%2Freplies"
    page = sign_in_again(patient, answer.headers["Location"])
    assert box(page) == "Long\nwords" and once_of(page) == once
    assert "Please choose “holiday.png” again" in page
    assert scene.count(ParkedWords) == 0


def test_they_are_told_that_their_words_are_kept(scene: Scene, patient: Browser, thread: int) -> None:
    patient.get(f"/threads/{thread}")
    end_sessions(scene)
    answer = patient.post(f"/threads/{thread}/replies", {"body": "Long words"})
    assert "Your words are kept" in patient.get(answer.headers["Location"]).text
    wrong = patient.post("/sign-in", {"email": "patient@example.org", "password": "not this one"})
    assert wrong.status_code == 422 and "Your words are kept" in wrong.text
    page = sign_in_again(patient, answer.headers["Location"])
    assert page.count("Your words are kept") == 1 and box(page) == "Long words"
    assert "Your words are kept" not in patient.get(f"/threads/{thread}").text


def test_nothing_is_said_of_words_to_somebody_who_sent_none(stranger: Browser) -> None:
    assert "Your words are kept" not in stranger.get("/sign-in").text


@pytest.mark.parametrize("tail", ["", "/preview", "/draft"])
def test_so_is_a_new_thread(scene: Scene, talk: str, patient: Browser, tail: str) -> None:
    patient.get(f"/boards/{talk}/new")
    end_sessions(scene)
    form = {"title": "A title", "body": "Words", "hope": "heard"}
    answer = patient.post(f"/boards/{talk}/new{tail}", form)
    page = sign_in_again(patient, answer.headers["Location"])
    assert box(page) == "Words" and 'value="A title"' in page
    assert 'value="heard" checked' in " ".join(page.split())


@pytest.mark.parametrize("tail", ["", "/draft"])
def test_so_is_a_change(scene: Scene, patient: Browser, thread: int, tail: str) -> None:
    post = scene.reply(thread, patient.member_id)
    patient.get(f"/posts/{post}/edit")
    end_sessions(scene)
    answer = patient.post(f"/posts/{post}/edit{tail}", {"body": "Changed"})
    assert box(sign_in_again(patient, answer.headers["Location"])) == "Changed"


def test_words_around_a_file_that_was_to_be_removed_are_kept(
    scene: Scene, talk: str, patient: Browser
) -> None:
    patient.post(f"/boards/{talk}/new/files", {"body": "Old", "files": upload()})
    [draft] = scene.values(Draft.id)
    file = scene.file(draft=draft, member=patient.member_id)
    once = once_of(patient.get(f"/boards/{talk}/new").text)
    end_sessions(scene)
    patient.post(f"/attachments/{file}/delete", {"body": "New", "once": once})
    sign_in_again(patient, "/sign-in")
    assert scene.drafts(patient.member_id) == {"board:1": "New"}


def test_words_of_two_windows_both_wait(scene: Scene, talk: str, patient: Browser, thread: int) -> None:
    patient.get("/settings")
    end_sessions(scene)
    patient.post(f"/threads/{thread}/replies", {"body": "First"})
    answer = patient.post(f"/boards/{talk}/new", {"title": "T", "body": "Second"})
    sign_in_again(patient, answer.headers["Location"])
    assert scene.drafts(patient.member_id) == {f"thread:{thread}": "First", "board:1": "Second"}


def test_a_draft_of_another_sitting_is_not_written_over(scene: Scene, patient: Browser, thread: int) -> None:
    patient.post(f"/threads/{thread}/replies/draft", {"body": "From my phone", "once": "phone"})
    end_sessions(scene)
    patient.post(f"/threads/{thread}/replies", {"body": "From my desk", "once": "desk"})
    sign_in_again(patient, "/sign-in")
    assert scene.values(Draft.body) == ["From my desk", "From my phone"]
    assert box(patient.get(f"/threads/{thread}").text) == "From my desk"


def test_the_same_sitting_goes_on_where_it_was(scene: Scene, patient: Browser, thread: int) -> None:
    patient.post(f"/threads/{thread}/replies/draft", {"body": "Hel", "once": "desk"})
    end_sessions(scene)
    patient.post(f"/threads/{thread}/replies", {"body": "Hello", "once": "desk"})
    sign_in_again(patient, "/sign-in")
    assert scene.drafts(patient.member_id) == {f"thread:{thread}": "Hello"}


def park(scene: Scene, browser: Browser, thread: int, words: str = "Mine") -> None:
    """Words sent by a form that was open when the session ended."""
    browser.get(f"/threads/{thread}")
    end_sessions(scene)
    assert browser.post(f"/threads/{thread}/replies", {"body": words}).status_code == 303


def test_another_browser_does_not_get_them(scene: Scene, cast: Cast, patient: Browser, thread: int) -> None:
    park(scene, patient, thread)
    other = cast.stranger()
    assert patient.person is not None
    other.sign_in(patient.person)
    assert scene.count(Draft) == 0 and scene.count(ParkedWords) == 1


@pytest.mark.parametrize("ending", ["run out", "signed out"])
def test_whoever_signs_in_next_at_a_shared_device_does_not_get_them(
    scene: Scene, cast: Cast, patient: Browser, thread: int, ending: str
) -> None:
    patient.get(f"/threads/{thread}")
    wrens, form = patient.person, {"body": "For nobody else", "csrf_token": patient.token}
    if ending == "signed out":
        patient.post("/sign-out")
    else:
        end_sessions(scene)
    patient.post(f"/threads/{thread}/replies", form)
    patient.sign_in(cast.person("tidewater"))
    assert scene.count(Draft) == 0
    patient.post("/sign-out", page="/settings")
    assert wrens is not None
    patient.sign_in(wrens)
    assert scene.drafts(wrens.id) == {f"thread:{thread}": "For nobody else"}
    assert scene.count(ParkedWords) == 0


def test_a_form_that_was_given_to_nobody_is_not_kept(scene: Scene, cast: Cast, thread: int) -> None:
    stranger = cast.stranger()
    stranger.post(f"/threads/{thread}/replies", {"body": "Mine"}, page="/sign-in")
    for token in ("", "x", "IjE2Ig.aQ.nope"):
        stranger.post(f"/threads/{thread}/replies", {"body": "Mine", "csrf_token": token})
    assert scene.count(ParkedWords) == 0


def test_they_wait_for_a_day(app: Flask, scene: Scene, patient: Browser, thread: int) -> None:
    park(scene, patient, thread)
    sweep = next(sweep for sweep in app.extensions["sweeps"] if sweep.name == "parked words")
    for hours, left in ((23, 1), (25, 0)):
        with time_machine.travel(now() + timedelta(hours=hours)):
            scene.do(sweep.run)
            assert scene.count(ParkedWords) == left


def test_words_a_day_old_are_not_taken_up_even_before_the_sweep(
    scene: Scene, patient: Browser, thread: int
) -> None:
    park(scene, patient, thread)
    with time_machine.travel(now() + timedelta(hours=25)):
        assert patient.person is not None
        patient.sign_in(patient.person)
    assert scene.count(Draft) == 0


def test_the_table_cannot_be_filled(scene: Scene, patient: Browser, thread: int) -> None:
    for number in range(25):
        park(scene, patient, thread, f"Spam {number}")
    assert scene.count(ParkedWords) == 20


def test_nothing_secret_is_parked(scene: Scene, patient: Browser, thread: int) -> None:
    patient.get(f"/threads/{thread}")
    end_sessions(scene)
    form = {"body": "Words", "password": "sesame", "code": "123456", "other": "x"}
    patient.post(f"/threads/{thread}/replies", form)
    assert scene.do(lambda: db.session.scalars(select(ParkedWords.fields)).all()) == [{"body": ["Words"]}]


def test_somebody_who_sent_a_file_alone_is_told_to_choose_it_again(
    scene: Scene, patient: Browser, thread: int
) -> None:
    patient.get(f"/threads/{thread}")
    end_sessions(scene)
    form = {"body": "", "files": [upload(name="lake.png"), upload(name="letter.pdf")]}
    answer = patient.post(f"/threads/{thread}/replies/files", form)
    page = sign_in_again(patient, answer.headers["Location"])
    assert "Please choose “lake.png”, “letter.pdf” again" in page and scene.count(Draft) == 0


def test_a_form_without_words_is_not_parked(scene: Scene, stranger: Browser, thread: int) -> None:
    stranger.send_without_token("/settings/profile", {"name": "x"})
    assert scene.count(ParkedWords) == 0
