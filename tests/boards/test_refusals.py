"""Where somebody may not write: a reason that is kind, and every word kept."""

from __future__ import annotations

import pytest

from forum.boards.models import Board
from forum.boards.posts import Draft, Post
from forum.core.clock import now
from tests.boards.scene import Scene, box, once_of, say, upload
from tests.cast import Browser, Cast, Person

PATIENTS = {"start_roles": ("patient",), "reply_roles": ("patient",)}


@pytest.fixture
def thread(scene: Scene, talk: str, author: Person) -> int:
    return scene.thread(talk, author.id)


def test_a_thread_closed_meanwhile_keeps_the_words(
    scene: Scene, patient: Browser, moderator: Browser, thread: int
) -> None:
    patient.get(f"/threads/{thread}")
    scene.lock(thread, moderator.member_id, "It went in circles.")
    answer = say(patient, thread, "My long answer")
    assert answer.status_code == 422
    assert "This thread is closed to new replies. The reason: It went in circles." in answer.text
    assert box(answer.text) == "My long answer"
    assert "My long answer" in patient.get("/drafts").text
    assert box(patient.get(f"/threads/{thread}").text) == "My long answer"
    assert scene.count(Post) == 1


def test_a_closed_thread_shows_why_instead_of_a_box_and_moderators_may_still_write(
    scene: Scene, patient: Browser, moderator: Browser, thread: int
) -> None:
    scene.lock(thread, moderator.member_id)
    assert "Why there is no reply box" in patient.get(f"/threads/{thread}").text
    assert say(moderator, thread, "A last word").status_code == 303


def test_a_thread_that_vanished_meanwhile_gives_the_words_back(
    scene: Scene, patient: Browser, thread: int
) -> None:
    patient.get(f"/threads/{thread}")
    scene.withdraw(scene.first_post(thread))
    answer = patient.post(f"/threads/{thread}/replies", {"body": "My <long> answer"})
    assert answer.status_code == 404 and "My &lt;long&gt; answer" in answer.text


def test_a_caregiver_at_the_patients_board_is_told_why_and_where_else(
    scene: Scene, talk: str, caregiver: Browser
) -> None:
    scene.board("circle", **PATIENTS)
    scene.board("room", "moderators")
    scene.board("old")
    scene.set(Board, 4, archived_at=now())
    page = caregiver.get("/boards/circle/new").text
    assert "whose profile says “Living with it”" in page
    assert "we keep it only with your agreement" in page
    assert f'href="/boards/{talk}/new"' in page
    assert "/boards/room" not in page and "/boards/old" not in page
    answer = caregiver.post("/boards/circle/new", {"title": "My title", "body": "My words", "hope": "heard"})
    assert answer.status_code == 422 and box(answer.text) == "My words"
    assert scene.drafts(caregiver.member_id) == {"board:2": "My words"}
    assert scene.count(Post) == 0


def test_a_board_and_a_thread_name_where_else_one_may_write(
    scene: Scene, cast: Cast, talk: str, caregiver: Browser
) -> None:
    scene.board("circle", **PATIENTS)
    scene.board("room", "moderators")
    thread = scene.thread("circle", cast.person("paul", roles="patient").id)
    for path in ("/boards/circle", f"/threads/{thread}", "/boards/circle/new"):
        page = caregiver.get(path).text
        assert page.count("whose profile says") == 1
        assert f'href="/boards/{talk}/new"' in page and "/boards/room" not in page


def test_an_answer_that_is_refused_is_carried_with_its_files(
    scene: Scene, cast: Cast, talk: str, caregiver: Browser
) -> None:
    scene.board("circle", **PATIENTS)
    thread = scene.thread("circle", cast.person("paul", roles="patient").id)
    answer = say(caregiver, thread, "My words", files=upload())
    again = caregiver.post(f"/threads/{thread}/replies/draft", {"body": "My words"})
    [draft] = scene.values(Draft.id)
    scene.file(draft=draft, member=caregiver.member_id)
    for page in (answer.text, caregiver.get(f"/threads/{thread}").text):
        assert page.count("whose profile says") == 1 and box(page) == "My words"
        assert f'formaction="/threads/{thread}/replies/carry/{talk}"' in page
    assert again.status_code == 303
    assert "secret-scan.png" in caregiver.get(f"/threads/{thread}").text
    answer = caregiver.post(f"/threads/{thread}/replies/carry/{talk}", {"body": "My better words"})
    assert answer.headers["Location"] == f"/boards/{talk}/new"
    page = caregiver.get(f"/boards/{talk}/new").text
    assert box(page) == "My better words" and "secret-scan.png" in page
    assert scene.drafts(caregiver.member_id) == {"board:1": "My better words"}


def test_files_kept_with_a_thread_that_is_refused_are_shown(
    scene: Scene, talk: str, caregiver: Browser
) -> None:
    scene.board("circle", **PATIENTS)
    caregiver.post("/boards/circle/new/draft", {"title": "T", "body": "Words"})
    [draft] = scene.values(Draft.id)
    scene.file(draft=draft, member=caregiver.member_id)
    page = caregiver.get("/boards/circle/new").text
    assert "secret-scan.png" in page and f'formaction="/boards/circle/new/carry/{talk}"' in page


def test_the_sentence_of_a_closed_thread_stands_once(
    scene: Scene, patient: Browser, moderator: Browser, thread: int
) -> None:
    scene.lock(thread, moderator.member_id, "It went in circles.")
    assert say(patient, thread, "My long answer").text.count("This thread is closed to new replies") == 1


def test_words_are_carried_over_and_what_waits_there_is_not_lost(
    scene: Scene, talk: str, caregiver: Browser
) -> None:
    scene.board("circle", **PATIENTS)
    caregiver.post(f"/boards/{talk}/new/draft", {"title": "There", "body": "Earlier"})
    form = {"title": "My title", "body": "My words", "hope": "heard"}
    answer = caregiver.post(f"/boards/circle/new/carry/{talk}", form)
    assert answer.headers["Location"] == f"/boards/{talk}/new"
    page = caregiver.get(f"/boards/{talk}/new").text
    assert box(page) == "My words" and 'value="My title"' in page
    assert scene.values(Draft.body) == ["Earlier", "My words"]
    assert caregiver.post(f"/boards/{talk}/new", form | {"once": once_of(page)}).status_code == 303
    assert box(caregiver.get(f"/boards/{talk}/new").text) == "Earlier"


def test_a_draft_is_moved_to_another_board(scene: Scene, talk: str, caregiver: Browser) -> None:
    scene.board("circle", **PATIENTS)
    caregiver.post("/boards/circle/new/draft", {"title": "T", "body": "Words"})
    [draft] = scene.values(Draft.id)
    assert caregiver.post(f"/drafts/{draft}/move/{talk}").headers["Location"] == f"/boards/{talk}/new"
    assert scene.drafts(caregiver.member_id) == {"board:1": "Words"}


def test_a_reply_at_the_patients_board_is_refused_in_the_same_way(
    scene: Scene, cast: Cast, caregiver: Browser, patient: Browser, moderator: Browser
) -> None:
    scene.board("circle", **PATIENTS)
    thread = scene.thread("circle", cast.person("paul", roles="patient").id)
    assert [say(who, thread, "Hello").status_code for who in (caregiver, patient, moderator)] == [
        422,
        303,
        303,
    ]
    assert "Only they answer here." in caregiver.get(f"/threads/{thread}").text


def test_an_archived_board_is_read_and_not_written(
    scene: Scene, talk: str, patient: Browser, admin: Browser, thread: int
) -> None:
    admin.post(f"/admin/boards/{talk}/archive")
    assert patient.get(f"/threads/{thread}").status_code == 200
    for path, form in (
        (f"/boards/{talk}/new", {"title": "T", "body": "Words"}),
        (f"/threads/{thread}/replies", {"body": "Words"}),
    ):
        answer = patient.post(path, form)
        assert answer.status_code == 422
        assert "is an archive now" in answer.text and box(answer.text) == "Words"
    assert "Archived" in patient.get("/").text
    admin.post(f"/admin/boards/{talk}/archive/delete")
    assert say(patient, thread, "Words").status_code == 303


def test_somebody_read_only_reads_and_gets_their_words_back(readonly: Browser, thread: int) -> None:
    page = readonly.get(f"/threads/{thread}").text
    assert "Why there is no reply box" in page and "not write until" in page
    answer = readonly.post(f"/threads/{thread}/replies", {"body": "My words"})
    assert answer.status_code == 422
    assert "not write until" in answer.text and "My words" in answer.text


def test_a_held_thread_is_seen_by_its_author_and_moderators_and_counts_nowhere(
    scene: Scene, talk: str, patient: Browser, caregiver: Browser, moderator: Browser, stranger: Browser
) -> None:
    thread = scene.thread(talk, patient.member_id, "Waiting words")
    scene.hold(scene.first_post(thread))
    for browser in (patient, moderator):
        page = browser.get(f"/threads/{thread}").text
        says = {
            patient: "Only you and moderators can see this.",
            moderator: "Only whoever wrote it and moderators can see this.",
        }
        assert says[browser] in page and "First words." in page
        assert "Waiting words" in browser.get(f"/boards/{talk}").text
        answer = say(browser, thread, "More")
        assert answer.status_code == 422 and "has yet to read" in answer.text
    for browser in (caregiver, stranger):
        assert browser.get(f"/threads/{thread}").status_code == 404
    for path in (f"/boards/{talk}", "/", f"/boards/{talk}/archive"):
        assert "Waiting words" not in caregiver.get(path).text
    assert "0 threads, 0 posts" in " ".join(caregiver.get("/").text.split())
    assert scene.all_counts_are_right()


def test_a_held_reply_stands_last_for_those_who_may_see_it(
    scene: Scene, patient: Browser, caregiver: Browser, moderator: Browser, thread: int
) -> None:
    held = scene.reply(thread, patient.member_id, "Held words")
    scene.hold(held)
    assert [
        "Held words" in browser.get(f"/threads/{thread}").text for browser in (patient, moderator, caregiver)
    ] == [True, True, False]
    assert caregiver.get(f"/posts/{held}").status_code == 404
    assert patient.follow(patient.get(f"/posts/{held}")).status_code == 200
    say(caregiver, thread, "In between")
    scene.show_again(held)
    assert scene.values(Post.number) == [1, 2, 3]
    assert caregiver.get(f"/posts/{held}").headers["Location"] == f"/threads/{thread}#post-{held}"
    assert scene.all_counts_are_right()


def test_what_is_hidden_keeps_its_place_and_none_of_its_words(
    scene: Scene, patient: Browser, thread: int
) -> None:
    post = scene.reply(thread, patient.member_id, "Hidden words")
    scene.withdraw(post)
    page = patient.get(f"/threads/{thread}").text
    assert "A moderator has hidden this post." in page and f'id="post-{post}"' in page
    assert "Hidden words" not in page
    scene.show_again(post)
    assert "Hidden words" in patient.get(f"/threads/{thread}").text and scene.all_counts_are_right()
