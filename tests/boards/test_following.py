"""A change of the glossary, followed by what members wrote: in the background, in batches, never wrongly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from forum.accounts.models import Member
from forum.boards import explained
from forum.boards.explained import PostTerm, looked_through, sweep_old_terms
from forum.boards.posts import Post
from forum.core import jobs
from forum.core.clock import now
from forum.core.db import db
from forum.core.fragments import forget_pieces
from forum.library.explaining import next_version
from forum.library.shelf import bring_glossary
from forum.library.term_drafts import FormDraft, TermDraft
from forum.library.term_keeping import add_term, change_term, take_away, term_to_edit
from tests.boards.scene import Scene
from tests.boards.test_explained import links
from tests.cast import Browser, Person
from tests.pace import takes_under
from tests.recorder import changes, statements

ZOMETA = ("zoledronic-acid", "Zometa")
Editor = Callable[[Callable[[Member], Any]], Any]


def draft(name: str, form: str) -> TermDraft:
    return TermDraft(name, "test", "", "On broth.", "", "", True, (FormDraft(form, "always"),))


@pytest.fixture
def thread(scene: Scene, talk: str, author: Person) -> int:
    scene.do(bring_glossary)
    thread = scene.thread(talk, author.id, body="Broth and Zometa.")
    scene.reply(thread, author.id, "More soup.")
    return thread


@pytest.fixture
def editor(scene: Scene, author: Person) -> Editor:
    """Does something to the glossary as a moderator."""
    return lambda work: scene.do(lambda: work(db.session.get_one(Member, author.id)))


def change(slug: str, into: TermDraft) -> Callable[[Member], object]:
    def work(by: Member) -> object:
        term = term_to_edit(slug)
        return change_term(term, into, str(term.version), by=by)

    return work


def follow(app: Flask) -> None:
    """Run the sweeps as a worker does, whenever they are due."""
    with app.app_context():
        db.session.execute(update(jobs.SweepRow).values(due_at=now()))
        db.session.commit()
    jobs.run_due_sweeps(app)


def test_posts_follow_a_new_word_its_other_name_and_its_end(
    app: Flask, scene: Scene, editor: Editor, thread: int, patient: Browser
) -> None:
    assert links(patient, thread) == [ZOMETA]
    editor(lambda by: add_term(draft("broth test", "broth"), by=by))
    follow(app)
    assert links(patient, thread) == [("broth-test", "Broth"), ZOMETA]
    editor(change("broth-test", draft("soup test", "soup")))
    follow(app)
    assert links(patient, thread) == [ZOMETA, ("soup-test", "soup")]
    assert patient.get("/glossary/broth-test").headers["Location"] == "/glossary/soup-test"
    editor(lambda by: take_away(term_to_edit("soup-test"), None, by=by))
    follow(app)
    assert links(patient, thread) == [ZOMETA]
    assert scene.count(PostTerm) == 1


def test_a_word_that_is_gone_is_plain_at_once_and_never_another(
    scene: Scene, editor: Editor, thread: int, patient: Browser
) -> None:
    editor(lambda by: add_term(draft("broth test", "broth"), by=by))
    scene.do(sweep_old_terms)
    editor(lambda by: take_away(term_to_edit("broth-test"), None, by=by))
    # SQLite gives the next term the number of the one that is gone.
    editor(lambda by: add_term(draft("okra test", "okra"), by=by))
    forget_pieces()
    assert links(patient, thread) == [ZOMETA]


def test_editors_see_how_far_posts_have_followed(
    app: Flask, scene: Scene, thread: int, moderator: Browser, patient: Browser
) -> None:
    assert scene.do(looked_through) is None
    scene.do(next_version)
    scene.do(lambda: sweep_old_terms(batch=1))
    assert scene.do(looked_through) == (1, 2)
    for page in ("/glossary/zoledronic-acid", "/articles/desk"):
        assert "1 of 2 posts are looked through" in moderator.get(page).text
    assert "looked through" not in patient.get("/glossary/zoledronic-acid").text
    follow(app)
    assert "looked through" not in moderator.get("/articles/desk").text


def test_a_worker_goes_on_until_all_is_done(
    app: Flask, scene: Scene, thread: int, author: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explained, "BATCH", 3)
    scene.replies(thread, author.id, 20)
    scene.do(next_version)
    follow(app)
    assert scene.do(looked_through) is None


def test_a_worker_lets_others_have_their_turn(
    app: Flask, scene: Scene, thread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explained, "BATCH", 1)
    monkeypatch.setattr(jobs, "TURN", -1.0)
    scene.do(next_version)
    follow(app)
    assert scene.do(looked_through) == (1, 2)


def test_words_that_change_meanwhile_are_left_to_the_next_time(
    scene: Scene, thread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, store = scene.first_post(thread), explained._store

    def store_late(*given: Any) -> None:
        words = "<p>Xgeva and then Zometa.</p>"
        db.session.execute(update(Post).where(Post.id == post).values(html=words))
        store(*given)

    scene.do(next_version)
    monkeypatch.setattr(explained, "_store", store_late)
    scene.do(sweep_old_terms)
    assert scene.do(looked_through) == (1, 2)
    monkeypatch.setattr(explained, "_store", store)
    scene.do(sweep_old_terms)
    assert scene.count(PostTerm, PostTerm.post_id == post) == 2


def test_what_stays_as_it_was_is_not_written_again(scene: Scene, thread: int, author: Person) -> None:
    scene.replies(thread, author.id, 30)
    scene.do(next_version)
    with statements() as seen:
        scene.do(sweep_old_terms)
    assert changes(seen) == 1


def test_a_thousand_posts_in_a_second(scene: Scene, thread: int, author: Person) -> None:
    words = "<p>Zometa after the scan, and letrozole. " + "All was well and we walked home. " * 20 + "</p>"
    scene.replies(thread, author.id, 200)
    scene.do(lambda: db.session.execute(update(Post).values(html=words)))

    def look() -> None:
        scene.do(lambda: db.session.execute(update(Post).values(term_places="")))
        scene.do(next_version)
        assert scene.do(sweep_old_terms) == 202

    assert takes_under(0.2, look)
