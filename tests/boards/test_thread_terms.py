"""What threads say of terms is kept with their posts, and is right whatever becomes of those."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from forum.boards.explained import sweep_old_terms
from forum.boards.posts import Post
from forum.boards.recount import recount, wrong_counts
from forum.boards.thread_terms import PostTerm, ThreadTerm
from forum.core.db import db
from forum.library.terms import Term
from tests.boards.scene import Scene
from tests.cast import Browser, Person
from tests.shelf import lay_glossary


@pytest.fixture(autouse=True)
def glossary(scene: Scene) -> None:
    scene.do(lay_glossary)


@pytest.fixture
def thread(scene: Scene, talk: str, author: Person) -> int:
    return scene.thread(talk, author.id, body="Zometa, and zoledronic acid again.")


def kept(scene: Scene, thread: int) -> dict[str, tuple[int, int, str]]:
    """Term -> how many posts name it, the number of the last, and the word of the first; all of it right."""

    def look() -> dict[str, tuple[int, int, str]]:
        assert wrong_counts() == 0
        query = select(Term.slug, ThreadTerm.posts, ThreadTerm.last_number, ThreadTerm.written)
        found = query.join(ThreadTerm, ThreadTerm.term_id == Term.id).where(ThreadTerm.thread_id == thread)
        return {slug: (posts, last, written) for slug, posts, last, written in db.session.execute(found)}

    return scene.do(look)


def test_it_grows_with_each_post(scene: Scene, thread: int, author: Person) -> None:
    assert kept(scene, thread) == {"zoledronic-acid": (1, 1, "Zometa")}
    scene.reply(thread, author.id, "Reclast\nor letrozole.")
    scene.reply(thread, author.id, "Good morning.")
    assert kept(scene, thread) == {"zoledronic-acid": (2, 2, "Zometa"), "letrozole": (1, 2, "letrozole")}


def test_a_post_that_is_hidden_counts_no_more_until_it_is_shown_again(
    scene: Scene, thread: int, author: Person
) -> None:
    scene.reply(thread, author.id, "Reclast.")
    first = scene.first_post(thread)
    scene.withdraw(first)
    assert kept(scene, thread) == {"zoledronic-acid": (1, 2, "Reclast")}
    scene.show_again(first)
    assert kept(scene, thread) == {"zoledronic-acid": (2, 2, "Zometa")}
    scene.withdraw(first, "deleted")
    scene.withdraw(first + 1)
    assert kept(scene, thread) == {}


def test_one_that_is_held_counts_once_it_is_live(scene: Scene, thread: int, author: Person) -> None:
    post = scene.reply(thread, author.id, "Letrozole.")
    scene.hold(post)
    assert kept(scene, thread) == {"zoledronic-acid": (1, 1, "Zometa")}
    scene.show_again(post)
    assert kept(scene, thread)["letrozole"] == (1, 2, "Letrozole")


def test_it_follows_what_its_author_does(scene: Scene, talk: str, patient: Browser) -> None:
    thread = scene.thread(talk, patient.member_id, body="Zometa.")
    post = scene.first_post(thread)
    edit = f"/posts/{post}/edit"
    patient.post(edit, {"body": "Reclast and letrozole."}, page=edit)
    assert kept(scene, thread) == {"zoledronic-acid": (1, 1, "Reclast"), "letrozole": (1, 1, "letrozole")}
    patient.post(edit, {"body": "Reclast and letrozole.", "no_terms": "yes"}, page=edit)
    assert kept(scene, thread) == {}
    patient.post(edit, {"body": "Zometa."}, page=edit)
    patient.post(f"/posts/{post}/delete", page=edit)
    assert kept(scene, thread) == {}


def test_the_sweep_brings_what_was_written_before(scene: Scene, thread: int, author: Person) -> None:
    scene.reply(thread, author.id, "Letrozole.")

    def forget() -> None:
        db.session.execute(delete(PostTerm))
        db.session.execute(delete(ThreadTerm))
        db.session.execute(update(Post).values(glossary_version=0, term_places=""))

    scene.do(forget)
    assert kept(scene, thread) == {}
    scene.do(lambda: sweep_old_terms(1))
    assert kept(scene, thread) == {"zoledronic-acid": (1, 1, "Zometa")}
    scene.do(lambda: sweep_old_terms(1))
    assert kept(scene, thread) == {"zoledronic-acid": (1, 1, "Zometa"), "letrozole": (1, 2, "Letrozole")}


@pytest.mark.parametrize("change", [{"posts": 7}, {"written": "Other"}, {"last_number": 9}])
def test_a_recount_finds_and_mends_what_is_off(scene: Scene, thread: int, change: dict[str, object]) -> None:
    right = kept(scene, thread)
    scene.do(lambda: db.session.execute(update(ThreadTerm).values(**change)))
    assert scene.do(wrong_counts) == 1
    assert scene.do(recount) == 1
    assert kept(scene, thread) == right
    scene.do(lambda: db.session.execute(delete(ThreadTerm)))
    assert scene.do(recount) == 1
    assert kept(scene, thread) == right
