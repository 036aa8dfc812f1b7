"""Terms of the glossary in posts: which are links, where, and for whom; and that no word is changed."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum.boards.explained import sweep_old_terms
from forum.boards.posts import Post
from forum.boards.thread_terms import PostTerm
from forum.core.db import db
from forum.library.explaining import next_version
from forum.library.terms import Term
from tests.boards.scene import Scene
from tests.cast import Browser, Person
from tests.recorder import statements
from tests.shelf import lay_glossary

LINK = re.compile(r'<a class="term" href="/glossary/([\w-]+)">([^<]+)</a>')


@pytest.fixture
def glossary(scene: Scene) -> None:
    scene.do(lay_glossary)


@pytest.fixture
def writer(app: Flask, author: Person) -> Browser:
    """The author, back at a browser."""
    browser = Browser(app)
    assert browser.sign_in(author).status_code == 303
    return browser


@pytest.fixture
def thread(glossary: None, scene: Scene, talk: str, author: Person) -> int:
    return scene.thread(talk, author.id, body="I had Zometa today, and zometa before.")


def links(browser: Browser, thread: int) -> list[tuple[str, str]]:
    return LINK.findall(browser.get(f"/threads/{thread}").text)


def test_a_term_is_a_link_the_first_time_it_stands_on_a_page(
    scene: Scene, thread: int, author: Person, patient: Browser
) -> None:
    scene.reply(thread, author.id, "Zometa again, with letrozole.")
    assert links(patient, thread) == [("zoledronic-acid", "Zometa"), ("letrozole", "letrozole")]


def test_words_are_kept_as_they_were_written(scene: Scene, thread: int) -> None:
    assert scene.values(Post.source) == ["I had Zometa today, and zometa before."]
    assert "glossary" not in scene.values(Post.html)[0]


@pytest.mark.parametrize(
    "words",
    [
        "My prognosis, and hospice, and overall survival.",
        "Fatigue, nausea and a caregiver.",
        "They told us who will all be there. AI and PT, PS and US!",
        "> Zometa\n\nno",
        "`Zometa`",
        "# Zometa",
        "[Zometa](https://example.org)",
        "https://zometa.example.org",
        "Zometax",
    ],
)
def test_these_are_no_links(
    glossary: None, scene: Scene, talk: str, author: Person, patient: Browser, words: str
) -> None:
    assert links(patient, scene.thread(talk, author.id, body=words)) == []


def test_at_most_five_in_a_post(
    glossary: None, scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    words = "Zometa, Femara, Faslodex, Ibrance, Verzenio, Kisqali and Herceptin."
    thread = scene.thread(talk, author.id, body=words)
    scene.reply(thread, author.id, "Kisqali for me.")
    assert [word for _, word in links(patient, thread)] == [
        "Zometa", "Femara", "Faslodex", "Ibrance", "Verzenio", "Kisqali",
    ]  # fmt: skip


def test_a_term_may_go_on_in_the_next_line(
    glossary: None, scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    thread = scene.thread(talk, author.id, body="They gave me zoledronic\nacid, and two CT-\u200bscans.")
    page = patient.get(f"/threads/{thread}").text
    assert re.findall(r'<a class="term" href="(.+?)">(.+?)</a>', page, re.DOTALL) == [
        ("/glossary/zoledronic-acid", "zoledronic<br>\nacid"),
        ("/glossary/ct-scan", "CT-\u200bscans"),
    ]


def test_a_reader_can_turn_them_off(thread: int, patient: Browser, newcomer: Browser) -> None:
    assert links(patient, thread)
    patient.post("/settings/reading", {}, page="/settings/reading")
    assert links(patient, thread) == []
    assert links(newcomer, thread)
    patient.post("/settings/reading", {"term_links": "yes"}, page="/settings/reading")
    assert links(patient, thread)


def test_changed_words_are_looked_through_again(scene: Scene, thread: int, writer: Browser) -> None:
    post = scene.first_post(thread)
    writer.post(f"/posts/{post}/edit", {"body": "It was letrozole."}, page=f"/posts/{post}/edit")
    assert links(writer, thread) == [("letrozole", "letrozole")]
    assert terms_of(scene, post) == {"letrozole"}


def test_words_taken_back_leave_nothing(scene: Scene, thread: int, author: Person, writer: Browser) -> None:
    post = scene.reply(thread, author.id, "Femara.")
    writer.post(f"/posts/{post}/delete", page=f"/posts/{post}/delete")
    assert terms_of(scene, post) == set()
    assert scene.do(lambda: db.session.get_one(Post, post).term_places) == ""


def terms_of(scene: Scene, post: int) -> set[str]:
    query = select(Term.name).join(PostTerm, PostTerm.term_id == Term.id).where(PostTerm.post_id == post)
    return scene.do(lambda: set(db.session.scalars(query)))


def test_a_glossary_that_comes_later_is_drawn_into_older_posts(
    app: Flask, scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    thread = scene.thread(talk, author.id, body="Zometa.")
    scene.replies(thread, author.id, 5)
    assert links(patient, thread) == []
    scene.do(lay_glossary)
    done = [scene.do(lambda: sweep_old_terms(batch=4)) for _ in range(3)]
    assert done == [4, 2, 0]
    with app.app_context():
        assert terms_of(scene, scene.first_post(thread)) == {"zoledronic acid"}


def test_a_term_that_no_longer_belongs_in_posts_goes_from_them(scene: Scene, thread: int) -> None:
    def leave_out() -> None:
        mine = update(Term).where(Term.slug == "zoledronic-acid")
        db.session.execute(mine.values(in_posts=False, version=next_version()))

    scene.do(leave_out)
    scene.do(sweep_old_terms)
    assert terms_of(scene, scene.first_post(thread)) == set()


def test_a_page_with_terms_asks_no_more_than_before(
    scene: Scene, thread: int, author: Person, patient: Browser
) -> None:
    for _ in range(15):
        scene.reply(thread, author.id, "Ibrance and Femara.")
    patient.get(f"/threads/{thread}")
    scene.reply(thread, author.id, "Zometa.")
    with statements() as seen:
        patient.get(f"/threads/{thread}")
    assert len(seen) <= 6
