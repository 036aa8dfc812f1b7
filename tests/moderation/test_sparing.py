"""Whoever wants to see no threads in memory of somebody is spared them in every list."""

from __future__ import annotations

import pytest

from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.decisions import Decision
from tests.boards.scene import Scene
from tests.cast import Browser, Person
from tests.recorder import statements

TITLE = "Remembering Rosalind"


@pytest.fixture
def thread(scene: Scene, author: Person, moderator: Browser) -> int:
    """A thread that a moderator marked, beside another."""
    scene.board("talk")
    scene.thread("talk", author.id, title="Soup")
    found = scene.thread("talk", author.id, title=TITLE)
    page = f"/threads/{found}"
    assert moderator.post(f"{page}/memorial", page=page).status_code == 303
    return found


def spare(who: Browser, yes: bool = True) -> None:
    given = {"spares_memorials": "yes"} if yes else {}
    assert who.post("/settings/reading", given, page="/settings/reading").status_code == 303


def places() -> tuple[str, ...]:
    month = f"/boards/talk/archive/{now():%Y/%m}"
    return "/", "/boards/talk", month, f"{month}/by-date"


@pytest.mark.parametrize("who", ["patient", "moderator"])
def test_lists_leave_them_out_for_whoever_wants_so(
    thread: int, who: str, request: pytest.FixtureRequest
) -> None:
    browser: Browser = request.getfixturevalue(who)
    for place in places():
        assert TITLE in browser.get(place).text, place
    spare(browser)
    for place in places():
        page = browser.get(place).text
        assert TITLE not in page and "Soup" in page, place
    spare(browser, False)
    assert TITLE in browser.get("/boards/talk").text


def test_nobody_elses_lists_change(thread: int, patient: Browser, caregiver: Browser) -> None:
    for place in places():
        patient.get(place)
    spare(patient)
    for place in places():
        patient.get(place)
        assert TITLE in caregiver.get(place).text, place


def test_where_somebody_stopped_and_what_is_asked_before(thread: int, patient: Browser) -> None:
    patient.get(f"/threads/{thread}")
    assert TITLE in patient.get("/").text
    asked = {"title": "Remembering", "body": "Rosalind"}
    page = "/boards/talk/new"
    assert TITLE in patient.post(f"{page}/asked", asked, page=page).text
    spare(patient)
    assert TITLE not in patient.get("/").text
    assert TITLE not in patient.post(f"{page}/asked", asked, page=page).text
    assert patient.get(f"/threads/{thread}").status_code == 200


def test_pages_are_counted_without_them(scene: Scene, thread: int, author: Person, patient: Browser) -> None:
    for number in range(29):
        scene.thread("talk", author.id, title=f"Soup {number}")
    assert "page=2" in patient.get("/boards/talk").text
    spare(patient)
    assert "page=2" not in patient.get("/boards/talk").text


def test_it_costs_no_query_more(thread: int, patient: Browser, caregiver: Browser) -> None:
    spare(patient)
    for place in ("/", places()[2], places()[3]):
        counts = []
        for who in (patient, caregiver):
            who.get(place)
            with statements() as asked:
                who.get(place)
            counts.append(len(asked))
        assert counts[0] == counts[1], place


def test_marking_is_for_moderators_and_written_down(
    scene: Scene, thread: int, patient: Browser, moderator: Browser
) -> None:
    page = f"/threads/{thread}"
    assert "This thread is in memory of somebody who has died." in patient.get(page).text
    assert patient.post(f"{page}/memorial/delete").status_code == 404
    assert moderator.post(f"{page}/memorial").status_code == 303
    assert moderator.post(f"{page}/memorial/delete").status_code == 303
    assert scene.values(Thread.is_memorial, Thread.id == thread) == [False]
    lines = scene.values(Decision.action, Decision.subject == f"thread:{thread}")
    assert lines == ["mark memorial", "unmark memorial"]
    assert "in memory of somebody who has died" not in patient.get(page).text


def test_the_list_of_those_who_wait_leaves_them_out(thread: int, greeter: Browser) -> None:
    assert TITLE in greeter.get("/waiting").text
    spare(greeter)
    page = greeter.get("/waiting").text
    assert TITLE not in page and "Soup" in page
