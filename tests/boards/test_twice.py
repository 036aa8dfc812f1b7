"""The same form twice, and two people at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

import pytest

from forum.boards.posts import Attachment, Draft, Post, PostVersion
from forum.boards.threads import Thread
from forum.core.clock import now
from tests.boards.scene import Scene, box, once_of, picture, say, upload
from tests.cast import Browser, Cast, Person

T = TypeVar("T")


def at_once(*tasks: Callable[[], T]) -> list[T]:
    with ThreadPoolExecutor(len(tasks)) as people:
        return [task.result() for task in [people.submit(task) for task in tasks]]


def same_member_twice(patient: Browser) -> Browser:
    """A second window of the same browser."""
    window = Browser(patient.app)
    for cookie in ("kith",):
        window.client.set_cookie(cookie, patient.cookie(cookie))
    window.person, window.token = patient.person, patient.token
    return window


def test_the_same_form_sent_again_is_posted_once(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    once = once_of(patient.get(f"/threads/{thread}").text)
    places = {say(patient, thread, "Hello", once=once).headers["Location"] for _ in range(3)}
    assert len(places) == 1 and scene.count(Post) == 2
    once = once_of(patient.get(f"/boards/{talk}/new").text)
    form = {"title": "T", "body": "B", "once": once}
    assert len({patient.post(f"/boards/{talk}/new", form).headers["Location"] for _ in range(2)}) == 1
    assert scene.count(Thread) == 2 and scene.all_counts_are_right()


def test_other_words_in_a_form_somebody_went_back_to_are_another_post(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    for words in ("One", "Two", "One"):
        assert say(patient, thread, words, once="k").status_code == 303
    assert scene.values(Post.source) == ["First words.", "One", "Two"]


def test_the_key_of_one_person_is_nothing_to_another(
    scene: Scene, cast: Cast, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    for browser in (patient, cast.member("other")):
        say(browser, thread, "Hello", once="k")
    assert scene.count(Post) == 3


def test_the_same_form_twice_at_the_same_time_is_posted_once(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    once = once_of(patient.get(f"/threads/{thread}").text)
    form = {"body": "Hello", "once": once, "csrf_token": patient.token}
    windows = [same_member_twice(patient) for _ in range(4)]
    answers = at_once(*[lambda w=w: w.post(f"/threads/{thread}/replies", form) for w in windows])
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert scene.count(Post) == 2 and scene.all_counts_are_right()


def test_a_picture_in_a_form_that_is_sent_twice_is_kept_once(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    form = {"body": "Look", "once": once_of(patient.get(f"/threads/{thread}").text)}
    form["csrf_token"] = patient.token

    def send(window: Browser) -> str:
        return window.post(f"/threads/{thread}/replies", form | {"files": upload()}).headers["Location"]

    windows = [same_member_twice(patient) for _ in range(2)]
    assert len(set(at_once(*[lambda w=w: send(w) for w in windows]))) == 1
    assert scene.values(Post.files) == [0, 1] and scene.count(Attachment) == 1
    assert scene.count(Draft) == 0 and box(patient.get(f"/threads/{thread}").text) == ""


@pytest.mark.parametrize("old", [False, True])
def test_an_edit_with_a_picture_that_is_sent_twice_happens_once(
    scene: Scene, talk: str, patient: Browser, author: Person, old: bool
) -> None:
    post = scene.reply(scene.thread(talk, author.id), patient.member_id)
    if old:
        scene.set(Post, post, published_at=now() - timedelta(hours=1))
    form = {"body": "Look", "once": once_of(patient.get(f"/posts/{post}/edit").text)}
    form["csrf_token"] = patient.token

    def send(window: Browser) -> int:
        return window.post(f"/posts/{post}/edit", form | {"files": upload()}).status_code

    windows = [same_member_twice(patient) for _ in range(3)]
    assert at_once(*[lambda w=w: send(w) for w in windows]) == [303] * 3
    assert send(patient) == 303
    assert scene.values(Post.files) == [0, 1] and scene.count(Attachment) == 1
    assert scene.count(PostVersion) == (1 if old else 0) and scene.count(Draft) == 0


def test_another_picture_in_an_edit_somebody_went_back_to_is_added(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    post = scene.reply(scene.thread(talk, author.id), patient.member_id)
    form = {"body": "Look", "once": once_of(patient.get(f"/posts/{post}/edit").text)}
    for content, name in ((picture(), "a.png"), (picture((3, 3)), "b.png"), (picture((3, 3)), "c.png")):
        sent = patient.post(f"/posts/{post}/edit", form | {"files": upload(content, name)})
        assert sent.status_code == 303
    assert scene.values(Attachment.filename) == ["a.png", "b.png", "c.png"]


def test_a_picture_that_is_added_twice_is_kept_once(scene: Scene, talk: str, patient: Browser) -> None:
    once = once_of(patient.get(f"/boards/{talk}/new").text)
    for _ in range(2):
        patient.post(f"/boards/{talk}/new/files", {"body": "Look", "once": once, "files": upload()})
    assert scene.count(Attachment) == 1 and scene.count(Draft) == 1


def test_people_who_answer_at_once_get_places_of_their_own(
    scene: Scene, cast: Cast, talk: str, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    people = [cast.member(f"member{number}") for number in range(4)]
    for person in people:
        person.get(f"/threads/{thread}")
    answers = at_once(
        *[lambda p=p: [say(p, thread, f"Me {number}").status_code for number in range(3)] for p in people]
    )
    assert answers == [[303] * 3] * 4
    assert scene.values(Post.number) == list(range(1, 14))
    assert scene.all_counts_are_right()


def test_writing_and_deleting_at_once_neither_fails_nor_miscounts(
    scene: Scene, cast: Cast, talk: str, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    first, second, third = (cast.member(name) for name in ("one", "two", "three"))
    own = [scene.reply(thread, first.member_id, parent=scene.first_post(thread)) for _ in range(5)]

    def delete() -> list[int]:
        return [first.post(f"/posts/{post}/delete").status_code for post in own]

    def answer(person: Browser) -> list[int]:
        return [say(person, thread, "Me", parent=str(post)).status_code for post in own]

    answers = at_once(delete, lambda: answer(second), lambda: answer(third))
    assert answers == [[303] * 5] * 3
    assert scene.all_counts_are_right()


def test_two_windows_that_keep_the_same_draft_at_once_keep_one(
    scene: Scene, talk: str, patient: Browser
) -> None:
    once = once_of(patient.get(f"/boards/{talk}/new").text)
    windows = [same_member_twice(patient) for _ in range(2)]
    form = {"body": "Hello", "once": once, "csrf_token": patient.token}
    answers = at_once(*[lambda w=w: w.post(f"/boards/{talk}/new/draft", form).status_code for w in windows])
    assert set(answers) <= {303, 503} and 303 in answers
    assert scene.count(Draft) == 1
