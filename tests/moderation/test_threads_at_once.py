"""Several people at the same thread in the same second: nothing is lost, nothing is done twice."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete

from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.db import db
from forum.core.decisions import Decision
from tests.boards.scene import Scene
from tests.boards.test_twice import at_once
from tests.cast import Browser, Person


@pytest.fixture
def threads(scene: Scene, author: Person) -> tuple[int, int]:
    """Two threads of one board, with answers; and another board."""
    scene.board("talk")
    scene.board("scans")
    found = tuple(scene.thread("talk", author.id, title=title) for title in ("Tea", "Ginger"))
    for thread in found:
        scene.replies(thread, author.id, 4)
    scene.do(lambda: db.session.execute(delete(Decision)))
    return found[0], found[1]


def send(browser: Browser, path: str, **form: Any) -> Any:
    return lambda: browser.post(path, {"csrf_token": browser.token, "reason": "Why.", "seen": "0", **form})


def ready(*browsers: Browser) -> None:
    for browser in browsers:
        browser.get("/settings")


def numbers(scene: Scene, thread: int) -> list[int]:
    return scene.values(Post.number, Post.thread_id == thread, Post.number.is_not(None))


def all_is_right(scene: Scene) -> bool:
    counts = scene.all_counts_are_right()
    dense = all(
        numbers(scene, thread) == list(range(1, 1 + scene.values(Thread.last_number, Thread.id == thread)[0]))
        for thread in scene.values(Thread.id)
    )
    return counts and dense


def test_two_moderators_press_different_buttons(
    scene: Scene, threads: tuple[int, int], moderator: Browser, second: Browser
) -> None:
    ready(moderator, second)
    one, _ = threads
    answers = at_once(send(moderator, f"/threads/{one}/lock"), send(second, f"/threads/{one}/pin"))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert any("was quicker" in answer.text for answer in answers)
    assert scene.count(Decision) == 1


def test_two_threads_are_merged_into_each_other(
    scene: Scene, threads: tuple[int, int], moderator: Browser, second: Browser
) -> None:
    ready(moderator, second)
    one, other = threads
    answers = at_once(
        send(moderator, f"/threads/{one}/merge", into=str(other)),
        send(second, f"/threads/{other}/merge", into=str(one)),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert scene.count(Decision) == 1 and all_is_right(scene) and scene.count(Post) == 10


@pytest.mark.parametrize("turned", [False, True])
def test_a_thread_is_moved_and_split_and_merged_while_people_write_and_take_back(
    scene: Scene, threads: tuple[int, int], turned: bool, moderator: Browser, second: Browser,
    patient: Browser, caregiver: Browser, admin: Browser
) -> None:  # fmt: skip
    one, other = reversed(threads) if turned else threads
    mine = scene.reply(one, caregiver.member_id, "I take this back.")
    posts = scene.values(Post.id, Post.thread_id == one)
    ready(moderator, second, admin, patient, caregiver)
    goal = str(scene.values(Board.id, Board.slug == "scans")[0])
    answers = at_once(
        send(moderator, f"/threads/{one}/merge", into=str(other)),
        send(second, f"/threads/{one}/split", called="Apart", post=f"{posts[2]},{posts[3]}"),
        send(admin, f"/threads/{other}/move", board=goal),
        send(patient, f"/threads/{one}/replies", body="Words that must not be lost.", once="a"),
        send(caregiver, f"/posts/{mine}/delete"),
    )
    done = [answer.status_code for answer in answers]
    assert done[3] == done[4] == 303 and set(done) <= {303, 422}, done
    assert scene.values(Post.source, Post.author_id == patient.member_id) == ["Words that must not be lost."]
    assert scene.values(Post.state, Post.id == mine) == ["deleted"]
    assert scene.count(Decision) == done[:3].count(303)
    assert all_is_right(scene)
    where = patient.get(f"/posts/{scene.values(Post.id, Post.author_id == patient.member_id)[0]}")
    assert "Words that must not be lost." in patient.follow(where).text


def test_an_edit_while_its_thread_is_merged(
    scene: Scene, threads: tuple[int, int], moderator: Browser, patient: Browser
) -> None:
    one, other = threads
    mine = scene.reply(one, patient.member_id, "Before.")
    ready(moderator, patient)
    answers = at_once(
        send(moderator, f"/threads/{one}/merge", into=str(other)),
        send(patient, f"/posts/{mine}/edit", body="After."),
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert scene.values(Post.source, Post.id == mine) == ["After."] and all_is_right(scene)
