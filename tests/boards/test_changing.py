"""Changing one's words and taking them back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from forum.boards.models import Board
from forum.boards.posts import Attachment, Draft, Post, PostVersion
from forum.boards.threads import Thread
from forum.core.clock import now
from tests.boards.scene import Scene, box, say, upload
from tests.cast import Browser, Person

LATER = timedelta(minutes=6)


@pytest.fixture
def thread(scene: Scene, talk: str, author: Person) -> int:
    return scene.thread(talk, author.id)


def own(scene: Scene, patient: Browser, thread: int, body: str = "Old words") -> int:
    return scene.reply(thread, patient.member_id, body)


def test_within_five_minutes_a_change_leaves_no_mark(scene: Scene, patient: Browser, thread: int) -> None:
    post = own(scene, patient, thread)
    page = patient.get(f"/posts/{post}/edit").text
    assert box(page) == "Old words" and "leaves no mark" in page
    with time_machine.travel(now() + timedelta(minutes=4, seconds=50)):
        page = patient.follow(patient.post(f"/posts/{post}/edit", {"body": "New *words*"})).text
    assert "New <em>words</em>" in page and "Old words" not in page and f"/posts/{post}/history" not in page
    assert scene.count(PostVersion) == 0
    assert "has not been changed" in patient.get(f"/posts/{post}/history").text


def test_later_it_is_marked_and_its_history_shows_what_differs(
    scene: Scene, patient: Browser, caregiver: Browser, thread: int
) -> None:
    post = own(scene, patient, thread)
    for minutes, words in ((6, "New words"), (20, "Newer words"), (21, "Newer words")):
        with time_machine.travel(now() + timedelta(minutes=minutes)):
            assert patient.post(f"/posts/{post}/edit", {"body": words}).status_code == 303
    page = caregiver.get(f"/threads/{thread}").text
    assert f'href="/posts/{post}/history"' in page and "edited" in page and "Newer words" in page
    history = caregiver.get(f"/posts/{post}/history").text
    assert history.index("<del>New</del><ins>Newer</ins>") < history.index("<del>Old</del><ins>New</ins>")
    assert history.count("<section") == scene.count(PostVersion) == 2


def test_nobody_else_changes_or_deletes_a_post(
    scene: Scene, patient: Browser, moderator: Browser, thread: int
) -> None:
    post = scene.first_post(thread)
    for browser in (patient, moderator):
        for path in ("edit", "edit/preview", "edit/draft", "edit/files", "delete"):
            assert browser.post(f"/posts/{post}/{path}", {"body": "Mine now"}).status_code == 404
    assert scene.values(Post.source) == ["First words."] and scene.count(Draft) == 0


def test_an_empty_change_is_refused_and_kept_as_a_draft(scene: Scene, patient: Browser, thread: int) -> None:
    post = own(scene, patient, thread)
    answer = patient.post(f"/posts/{post}/edit", {"body": "y" * 50_001})
    assert answer.status_code == 422 and len(box(answer.text)) == 50_001
    patient.post(f"/posts/{post}/edit/draft", {"body": "Half a change"})
    assert box(patient.get(f"/posts/{post}/edit").text) == "Half a change"
    assert "A change to your post in A question" in patient.get("/drafts").text
    patient.post(f"/posts/{post}/edit", {"body": "Whole"})
    assert scene.count(Draft) == 0


def test_a_post_from_the_archive_stays_as_it_was_sent(scene: Scene, patient: Browser, thread: int) -> None:
    post = own(scene, patient, thread)
    scene.set(Post, post, format="mail")
    answer = patient.post(f"/posts/{post}/edit", {"body": "Better"})
    assert answer.status_code == 422 and "came from the mail archive" in answer.text


@pytest.mark.parametrize("closed", ["archived", "locked"])
def test_where_nothing_new_is_written_nothing_is_changed_and_all_can_be_taken_back(
    scene: Scene, talk: str, patient: Browser, moderator: Browser, thread: int, closed: str
) -> None:
    post = own(scene, patient, thread)
    file = scene.file(post=post, member=patient.member_id)
    if closed == "archived":
        scene.set(Board, 1, archived_at=now())
        words = "Talk is an archive now"
    else:
        scene.lock(thread, moderator.member_id, "It went in circles.")
        words = "so its posts stay as they are. The reason: It went in circles."
    page = patient.get(f"/posts/{post}/edit").text
    assert words in page and "<textarea" not in page
    answer = patient.post(f"/posts/{post}/edit", {"body": "Better words", "files": upload()})
    assert answer.status_code == 422 and words in answer.text and box(answer.text) == "Better words"
    assert scene.values(Post.source, Post.id == post) == ["Old words"]
    assert scene.values(Post.files, Post.id == post) == [1]
    assert patient.post(f"/attachments/{file}/delete").status_code == 303
    assert patient.post(f"/posts/{post}/delete").status_code == 303


def test_a_moderator_may_change_their_words_in_a_closed_thread(
    scene: Scene, moderator: Browser, thread: int
) -> None:
    post = scene.reply(thread, moderator.member_id)
    scene.lock(thread, moderator.member_id)
    assert moderator.post(f"/posts/{post}/edit", {"body": "Better"}).status_code == 303


def test_who_started_a_thread_changes_its_title_and_hope(scene: Scene, talk: str, patient: Browser) -> None:
    thread = scene.thread(talk, patient.member_id, "A qestion")
    post = scene.first_post(thread)
    page = " ".join(patient.get(f"/posts/{post}/edit").text.split())
    assert 'name="title" type="text" value="A qestion"' in page and 'value="heard" checked' not in page
    form = {"title": "A question", "hope": "heard", "body": "First words."}
    page = patient.follow(patient.post(f"/posts/{post}/edit", form)).text
    assert '<h1 dir="auto">A question</h1>' in page and "hopes for: just to be heard" in page
    assert "A question" in patient.get(f"/boards/{talk}").text and scene.count(PostVersion) == 0
    with time_machine.travel(now() + LATER):
        patient.post(f"/posts/{post}/edit", form | {"title": "Two questions", "hope": "facts"})
        assert "edited" in patient.get(f"/threads/{thread}").text
    history = patient.get(f"/posts/{post}/history").text
    assert "The title was “A question”. The hope was: Just to be heard." in history


def test_a_title_is_not_emptied_and_nobody_else_changes_it(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, patient.member_id, "Mine")
    post = scene.first_post(thread)
    answer = patient.post(f"/posts/{post}/edit", {"title": " ", "body": "Other words"})
    assert answer.status_code == 422 and "give your thread a title" in answer.text
    assert patient.post(f"/posts/{post}/edit", {"body": "Other words"}).status_code == 303
    other = scene.reply(scene.thread(talk, author.id, "Hers"), patient.member_id)
    assert 'name="title"' not in patient.get(f"/posts/{other}/edit").text
    patient.post(f"/posts/{other}/edit", {"title": "Mine now", "body": "Other words"})
    assert scene.values(Thread.title) == ["Hers", "Mine"]


def test_a_file_is_added_and_removed_by_editing(scene: Scene, patient: Browser, thread: int) -> None:
    post = own(scene, patient, thread)
    patient.post(f"/posts/{post}/edit", {"body": "Old words", "files": upload()})
    assert scene.values(Post.files, Post.id == post) == [1]
    [file] = scene.values(Attachment.id)
    assert patient.post(f"/attachments/{file}/delete").headers["Location"] == f"/posts/{post}/edit"
    assert scene.values(Post.files, Post.id == post) == [0] and scene.count(Attachment) == 0


def test_later_a_file_leaves_a_mark_and_stands_in_the_history(
    scene: Scene, patient: Browser, thread: int
) -> None:
    post = own(scene, patient, thread)
    with time_machine.travel(now() + LATER):
        patient.post(f"/posts/{post}/edit", {"body": "Old words", "files": upload(name="lake.png")})
        assert f"/posts/{post}/history" in patient.get(f"/threads/{thread}").text
        [file] = scene.values(Attachment.id)
        patient.post(f"/attachments/{file}/delete")
        page = patient.get(f"/posts/{post}/history").text
    assert page.index("“lake.png” was removed.") < page.index("“lake.png” was added.")
    assert scene.count(PostVersion) == 2 and "difference" not in page


def test_within_five_minutes_a_file_leaves_none(scene: Scene, patient: Browser, thread: int) -> None:
    post = own(scene, patient, thread)
    patient.post(f"/posts/{post}/edit", {"body": "Old words", "files": upload()})
    patient.post(f"/attachments/{scene.values(Attachment.id)[0]}/delete")
    assert scene.count(PostVersion) == 0 and scene.values(Post.edited_at) == [None, None]


def test_another_picture_of_the_same_name_has_another_address(
    scene: Scene, patient: Browser, thread: int
) -> None:
    post = own(scene, patient, thread)
    shown = []
    for _ in range(2):
        patient.post(f"/posts/{post}/edit", {"body": "Old words", "files": upload(name="image.png")})
        shown += re.findall(r'<img src="([^"]+)"', patient.get(f"/threads/{thread}").text)
        assert patient.get(shown[-1]).mimetype == "image/png"
        patient.post(f"/attachments/{scene.values(Attachment.id)[0]}/delete")
    assert len(set(shown)) == 2


def test_what_is_taken_back_is_gone_everywhere_and_its_place_stays(
    scene: Scene, patient: Browser, stranger: Browser, author: Person
) -> None:
    scene.board("open", "public")
    thread = scene.thread("open", author.id)
    post = own(scene, patient, thread, "quillfeather")
    patient.post(f"/posts/{post}/edit", {"body": "quillfeather", "files": upload()})
    [file] = scene.values(Attachment.id)
    with time_machine.travel(now() + LATER):
        patient.post(f"/posts/{post}/edit", {"body": "quillfeather two"})
        patient.post(f"/posts/{post}/edit/draft", {"body": "quillfeather three"})
        later = say(patient, thread, "After it.", parent=str(post))
        assert later.status_code == 303
        assert "quillfeather" in patient.get(f"/posts/{post}/delete").text
        page = patient.follow(patient.post(f"/posts/{post}/delete")).text
        assert "The author took this post back." in page and f'id="post-{post}"' in page and "#3" in page
        month = f"{now():%Y/%m}"
        for path in (
            f"/threads/{thread}", f"/posts/{post}/history", f"/posts/{post}", "/boards/open/feed.atom",
            f"/boards/open/archive/{month}", f"/boards/open/archive/{month}/by-date", "/drafts", "/",
            f"/attachments/{file}/holiday.png", f"/posts/{post}/edit",
        ):  # fmt: skip
            for browser in (patient, stranger):
                answer = browser.get(path)
                assert "quillfeather" not in answer.text, path
    assert stranger.get(f"/attachments/{file}/holiday.png").status_code == 404
    assert scene.count(PostVersion) == scene.count(Attachment) == scene.count(Draft) == 0
    assert scene.all_counts_are_right()


def test_the_links_of_an_answer_lead_to_the_place_of_what_was_taken_back(
    scene: Scene, patient: Browser, thread: int
) -> None:
    post = own(scene, patient, thread)
    say(patient, thread, "After it.", parent=str(post))
    patient.post(f"/posts/{post}/delete")
    assert f'href="/threads/{thread}#post-{post}"' in patient.get(f"/threads/{thread}").text


@pytest.mark.parametrize("held", [False, True])
def test_a_thread_whose_only_post_is_taken_back_goes_with_it(
    scene: Scene, talk: str, patient: Browser, moderator: Browser, held: bool
) -> None:
    thread = scene.thread(talk, patient.member_id, "Never mind")
    post = scene.first_post(thread)
    if held:
        scene.hold(post)
    answer = patient.post(f"/posts/{post}/delete")
    assert answer.headers["Location"] == f"/boards/{talk}"
    for browser in (patient, moderator):
        assert "Never mind" not in browser.get(f"/boards/{talk}").text
        assert browser.get(f"/threads/{thread}").status_code == 404
    assert scene.values(Thread.state) == ["deleted"] and scene.all_counts_are_right()


def test_a_thread_in_which_only_hidden_words_are_left_stays_with_the_moderators(
    scene: Scene, patient: Browser, moderator: Browser, thread: int
) -> None:
    post = own(scene, patient, thread)
    scene.withdraw(scene.first_post(thread))
    patient.post(f"/posts/{post}/delete")
    assert patient.get(f"/threads/{thread}").status_code == 404
    assert moderator.get(f"/threads/{thread}").status_code == 200
    scene.show_again(scene.first_post(thread))
    assert patient.get(f"/threads/{thread}").status_code == 200 and scene.all_counts_are_right()


def test_deleted_twice_is_deleted_once(scene: Scene, patient: Browser, thread: int) -> None:
    post = own(scene, patient, thread)
    assert [patient.post(f"/posts/{post}/delete").status_code for _ in range(2)] == [303, 404]
    assert scene.all_counts_are_right()
