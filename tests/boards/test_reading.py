"""Pages of a thread, permanent links, and how far somebody has read."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from forum.boards.posts import Post
from forum.boards.threads import ReadMark, Thread
from forum.core.clock import now
from forum.core.pages import relative
from forum.core.paging import page_asked
from tests.boards.scene import Scene, say
from tests.cast import Browser, Cast, Person


@pytest.fixture
def thread(scene: Scene, talk: str, author: Person) -> int:
    return scene.thread(talk, author.id)


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'aria-label="Permanent link to post (\d+)"', page)]


def unread(browser: Browser, talk: str) -> str:
    """What the board says is new in its first thread."""
    found = re.search(r'badge--accent">(\d+) new<', browser.get(f"/boards/{talk}").text)
    return found[1] if found else ""


def test_there_are_twenty_posts_a_page(scene: Scene, patient: Browser, author: Person, thread: int) -> None:
    scene.replies(thread, author.id, 40)
    asked = {"": 1, "1": 1, "2": 2, "3": 3, "last": 3, "0": 1, "-1": 1, "x": 1, "4": 3, "9" * 20: 3, "٢": 1}
    for page, number in asked.items():
        shown = numbers(patient.get(f"/threads/{thread}?page={page}").text)
        assert shown == list(range(number * 20 - 19, min(number * 20, 41) + 1)), page


@given(asked=st.text(), total=st.integers(0, 10**6), size=st.integers(1, 100))
def test_whatever_is_asked_for_is_a_page_that_exists(
    whole_app: Flask, asked: str, total: int, size: int
) -> None:
    with whole_app.test_request_context("/", query_string={"page": asked.encode("utf-8", "replace")}):
        page = page_asked(total, size)
    assert 1 <= page.number <= page.pages
    assert 0 <= page.first <= max(total - 1, 0)


@pytest.mark.parametrize(
    ("place", "where"), [(1, ""), (20, ""), (21, "?page=2"), (40, "?page=2"), (41, "?page=3")]
)
def test_a_permanent_link_finds_its_page(
    scene: Scene, patient: Browser, author: Person, thread: int, place: int, where: str
) -> None:
    posts = [scene.first_post(thread), *scene.replies(thread, author.id, 40)]
    post = posts[place - 1]
    assert patient.get(f"/posts/{post}").headers["Location"] == f"/threads/{thread}{where}#post-{post}"


@pytest.mark.parametrize("state", ["hidden", "deleted"])
def test_a_permanent_link_leads_to_the_place_of_what_is_gone(
    scene: Scene, patient: Browser, stranger: Browser, author: Person, thread: int, state: str
) -> None:
    post = scene.reply(thread, author.id, "quillfeather")
    scene.withdraw(post, state)
    page = patient.follow(patient.get(f"/posts/{post}")).text
    assert f'id="post-{post}"' in page and "quillfeather" not in page
    assert stranger.get(f"/posts/{post}").status_code == 404
    assert patient.get(f"/posts/{post}/history").status_code == 404


def test_what_others_write_is_new_until_its_page_is_shown(
    scene: Scene, talk: str, patient: Browser, author: Person, thread: int
) -> None:
    scene.replies(thread, author.id, 24)
    assert unread(patient, talk) == "25"
    patient.get(f"/threads/{thread}")
    assert unread(patient, talk) == "5"
    assert (
        patient.get(f"/threads/{thread}/unread").headers["Location"].startswith(f"/threads/{thread}?page=2#")
    )
    patient.get(f"/threads/{thread}?page=2")
    assert unread(patient, talk) == ""
    patient.get(f"/threads/{thread}")
    assert unread(patient, talk) == "" and "ou have read all of it" in patient.get("/").text


def test_ones_own_words_are_not_news(scene: Scene, talk: str, patient: Browser, thread: int) -> None:
    patient.get(f"/threads/{thread}")
    say(patient, thread, "Mine")
    assert unread(patient, talk) == "" and "ou have read all of it" in patient.get("/").text
    scene.thread(talk, patient.member_id, "My own")
    assert unread(patient, talk) == "" and "not opened yet" not in patient.get("/").text


def test_what_others_wrote_meanwhile_is_news_beside_ones_own_words(
    scene: Scene, talk: str, patient: Browser, author: Person, thread: int
) -> None:
    patient.get(f"/threads/{thread}")
    scene.reply(thread, author.id)
    answer = patient.post(f"/threads/{thread}/replies", {"body": "Mine"})
    assert patient.get(f"/threads/{thread}/unread").headers["Location"].partition("#")[2] == "post-2"
    patient.follow(answer)
    assert unread(patient, talk) == ""


@pytest.mark.parametrize("jump", ["a reply", "a link", "the last page"])
def test_a_jump_does_not_swallow_what_lies_between(
    scene: Scene, talk: str, patient: Browser, author: Person, thread: int, jump: str
) -> None:
    late = scene.replies(thread, author.id, 63)[-1]
    patient.get(f"/threads/{thread}")
    assert unread(patient, talk) == "44"
    if jump == "a reply":
        patient.follow(patient.post(f"/threads/{thread}/replies", {"body": "Mine"}))
    elif jump == "a link":
        patient.follow(patient.get(f"/posts/{late}"))
    else:
        patient.get(f"/threads/{thread}?page=last")
    assert unread(patient, talk) in ("44", "45")
    for page in (2, 3, 4):
        assert f"?page={page}#" in patient.get(f"/threads/{thread}/unread").headers["Location"]
        patient.get(f"/threads/{thread}?page={page}")
    assert unread(patient, talk) == ""


def test_a_link_into_a_thread_that_was_never_opened_marks_nothing(
    scene: Scene, patient: Browser, author: Person, thread: int
) -> None:
    late = scene.replies(thread, author.id, 30)[-1]
    patient.follow(patient.get(f"/posts/{late}"))
    assert scene.count(ReadMark, ReadMark.member_id == patient.member_id) == 0


def test_a_page_without_words_is_no_jump(
    scene: Scene, talk: str, patient: Browser, author: Person, thread: int
) -> None:
    posts = scene.replies(thread, author.id, 42)
    patient.get(f"/threads/{thread}")
    for post in posts[19:39]:
        scene.withdraw(post)
    patient.get(f"/threads/{thread}?page=3")
    assert unread(patient, talk) == ""


def test_a_page_fetched_ahead_was_not_read(scene: Scene, talk: str, patient: Browser, thread: int) -> None:
    patient.get(f"/threads/{thread}", headers={"Sec-Purpose": "prefetch"})
    patient.client.head(f"/threads/{thread}")
    assert unread(patient, talk) == "1"
    assert scene.count(ReadMark, ReadMark.member_id == patient.member_id) == 0


def test_counts_of_what_is_new_are_right_whatever_happens_to_posts(
    scene: Scene, talk: str, patient: Browser, author: Person, thread: int
) -> None:
    patient.get(f"/threads/{thread}")
    one, two, three = scene.replies(thread, author.id, 3)
    seen = [unread(patient, talk)]
    for change in (
        lambda: scene.withdraw(two),
        lambda: scene.withdraw(three, "deleted"),
        lambda: scene.show_again(two),
        lambda: scene.hold(scene.reply(thread, author.id)),
        lambda: scene.withdraw(one, "deleted"),
        lambda: scene.withdraw(two, "deleted"),
    ):
        change()
        seen.append(unread(patient, talk))
        assert scene.all_counts_are_right()
    assert seen == ["3", "2", "1", "2", "2", "1", ""]


def test_the_first_unread_is_one_that_can_be_read(
    scene: Scene, patient: Browser, author: Person, thread: int
) -> None:
    patient.get(f"/threads/{thread}")
    one, two = scene.replies(thread, author.id, 2)
    scene.withdraw(one)
    assert patient.get(f"/threads/{thread}/unread").headers["Location"].endswith(f"#post-{two}")
    scene.withdraw(two)
    first = scene.first_post(thread)
    assert patient.get(f"/threads/{thread}/unread").headers["Location"].endswith(f"#post-{first}")


def test_what_was_hidden_when_somebody_came_past_is_new_when_it_is_shown_again(
    scene: Scene, talk: str, cast: Cast, patient: Browser, author: Person, thread: int
) -> None:
    early, home = cast.member("early"), f"/threads/{thread}"
    posts = scene.replies(thread, author.id, 45)
    for page in (1, 2, 3):
        early.get(f"{home}?page={page}")
    scene.withdraw(posts[24])
    for page in (1, 2, 3):
        patient.get(f"{home}?page={page}")
    assert unread(patient, talk) == ""
    scene.show_again(posts[24])
    # The one who had read it is told nothing.
    assert unread(patient, talk) == "1" and unread(early, talk) == ""
    front = patient.get("/").text
    assert "1 new post<" in front and "ou have read all of it" not in front
    assert patient.get(f"{home}/unread").headers["Location"] == f"{home}?page=2#post-{posts[24]}"
    patient.get(f"{home}?page=3")
    assert unread(patient, talk) == "1"
    patient.get(f"{home}?page=2")
    assert unread(patient, talk) == "" and "ou have read all of it" in patient.get("/").text
    assert patient.get(f"{home}/unread").headers["Location"].endswith(f"#post-{posts[-1]}")


@pytest.mark.parametrize("state", ["hidden", "deleted"])
def test_what_was_shown_again_and_is_gone_once_more_is_not_new(
    scene: Scene, talk: str, patient: Browser, author: Person, thread: int, state: str
) -> None:
    post = scene.replies(thread, author.id, 3)[1]
    scene.withdraw(post)
    patient.get(f"/threads/{thread}")
    scene.show_again(post)
    later = scene.reply(thread, author.id)
    assert unread(patient, talk) == "2"
    scene.withdraw(post, state)
    assert unread(patient, talk) == "1"
    assert patient.get(f"/threads/{thread}/unread").headers["Location"].endswith(f"#post-{later}")


def test_an_answer_is_what_somebody_else_wrote(
    scene: Scene, talk: str, patient: Browser, moderator: Browser, author: Person, thread: int
) -> None:
    def said() -> tuple[bool, str]:
        assert scene.all_counts_are_right()
        row = re.search(r"(\d+ posts?, )?(no answer yet|last by)", patient.get(f"/boards/{talk}").text)
        assert row is not None
        return "Waiting for an answer" in patient.get("/").text, row[0]

    assert said() == (True, "no answer yet")
    scene.reply(thread, author.id, "And another thing.")
    assert said() == (True, "2 posts, no answer yet")
    answer = scene.reply(thread, moderator.member_id)
    assert said() == (False, "3 posts, last by")
    for post in (1, 2):
        scene.withdraw(post, "deleted")
    assert said() == (False, "1 post, last by")
    scene.reply(thread, author.id, "Thank you.")
    scene.withdraw(answer)
    assert said() == (True, "no answer yet")
    scene.show_again(answer)
    assert said() == (False, "2 posts, last by")


def test_home_says_what_waits(
    scene: Scene, talk: str, patient: Browser, moderator: Browser, author: Person
) -> None:
    page = patient.get("/").text
    assert "Nothing new since you were here" in page and "Where you stopped" not in page
    thread = scene.thread(talk, author.id, "First thread")
    scene.thread(talk, author.id, "Second thread")
    page = patient.get("/").text
    assert page.count("not opened yet") == 2 and "2 threads with something new" in page
    assert "Waiting for an answer" in page
    patient.get(f"/threads/{thread}")
    scene.reply(thread, moderator.member_id)
    page = patient.get("/").text
    assert "Where you stopped" in page and "1 new post<" in page
    assert page.count("First thread") == 1
    waiting = page[page.index("Waiting for an answer") :]
    assert "Second thread" in waiting and "First thread" not in waiting


def test_news_is_what_was_written_within_a_month(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    scene.thread(talk, author.id, "Old thread")
    with time_machine.travel(now() + timedelta(days=31)):
        assert patient.person is not None
        patient.sign_in(patient.person)
        assert "Old thread" not in patient.get("/").text
        assert unread(patient, talk) == ""


def test_nobody_counts_what_they_may_not_see(scene: Scene, patient: Browser, author: Person) -> None:
    room = scene.board("room", "moderators")
    scene.thread(room, author.id, "Private matters")
    page = patient.get("/").text
    assert "Private matters" not in page and "Nothing new" in page


def test_threads_of_a_board_stand_thirty_a_page_the_latest_first(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    threads = [scene.thread(talk, author.id, f"Thread {number:02}") for number in range(31)]
    with time_machine.travel(now() + timedelta(minutes=1)):
        scene.reply(threads[3], author.id)
    titles = re.findall(r">(Thread \d\d)<", patient.get(f"/boards/{talk}").text)
    assert titles[:2] == ["Thread 03", "Thread 30"] and len(titles) == 30
    assert re.findall(r">(Thread \d\d)<", patient.get(f"/boards/{talk}?page=last").text) == ["Thread 00"]


def test_a_clock_set_back_an_hour_breaks_nothing(
    scene: Scene, talk: str, patient: Browser, author: Person, thread: int
) -> None:
    scene.reply(thread, author.id)
    patient.get(f"/threads/{thread}")
    with time_machine.travel(now() - timedelta(hours=1)):
        page = patient.follow(say(patient, thread, "Earlier and later")).text
        assert "Earlier and later" in page and "just now" in page
        assert numbers(page) == [1, 2, 3]
        for path in (
            "/",
            f"/boards/{talk}",
            f"/boards/{talk}/archive/{now():%Y/%m}",
            f"/threads/{thread}/unread",
        ):
            assert patient.get(path).status_code in (200, 303)
        [last] = scene.values(Post.id)[-1:]
        assert patient.post(f"/posts/{last}/edit", {"body": "Changed"}).status_code == 303
    assert "Changed" in patient.get(f"/threads/{thread}").text and scene.all_counts_are_right()


@given(st.timedeltas(timedelta(days=-4000), timedelta(days=400)))
def test_any_time_is_said_in_words(distance: timedelta) -> None:
    moment = now()
    words = relative(moment + distance, moment, moment + distance)
    assert re.fullmatch(r"just now|1 hour ago|\d+ (minutes|hours|days) ago|\d+ [A-Z][a-z]+ \d{4}", words)


def test_a_joined_thread_sends_its_readers_on(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    one, other = scene.thread(talk, author.id), scene.thread(talk, author.id)
    scene.set(Thread, one, joined_to_id=other)
    assert patient.get(f"/threads/{one}").headers["Location"] == f"/threads/{other}"


def test_strangers_see_no_role_and_consent_taken_back_takes_it_from_posts_at_once(
    scene: Scene, patient: Browser, caregiver: Browser, stranger: Browser
) -> None:
    scene.board("open", "public")
    thread = f"/threads/{scene.thread('open', patient.member_id)}"
    assert "Living with it" in caregiver.get(thread).text
    for path in (thread, "/boards/open", "/", "/boards/open/feed.atom"):
        assert "Living with it" not in stranger.get(path).text
    patient.post("/settings/privacy/health/delete")
    for browser in (patient, caregiver):
        assert 'class="post__role"' not in browser.get(thread).text


def test_a_post_says_who_wrote_it_and_whether_they_speak_for_the_group(
    scene: Scene, talk: str, patient: Browser, moderator: Browser, admin: Browser
) -> None:
    thread = scene.thread(talk, patient.member_id)
    assert "@patient" in patient.get(f"/threads/{thread}").text
    assert "badge" not in patient.get(f"/threads/{thread}").text
    for browser, words in ((moderator, ">Moderator<"), (admin, ">Administrator<")):
        scene.reply(thread, browser.member_id)
        assert words in patient.get(f"/threads/{thread}").text
        assert browser.person
        assert (
            f"@{browser.person.handle}</bdi>&nbsp;· {words[1:-1]}"
            in patient.get(f"/members/{browser.person.handle}").text
        )
