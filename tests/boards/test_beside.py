"""Articles beside a thread: few, each with its reason, moderators' choices first, and nothing for nothing."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from forum.boards.beside import ThreadArticle
from forum.boards.threads import Thread
from forum.core.db import db
from forum.core.decisions import Decision
from forum.core.fragments import forget_pieces
from forum.library.about import sweep_old_articles
from forum.library.articles import Article
from tests.boards.scene import Scene
from tests.cast import Browser, Person
from tests.recorder import statements
from tests.shelf import lay_articles, lay_glossary

BONES = "bone-mets-and-bone-drugs"
ASIDE = re.compile(r'<aside class="beside".*?</aside>', re.DOTALL)
ARTICLE = re.compile(r'<a href="/articles/([\w-]+)"[^>]*>[^<]*</a>\s*<p class="meta">([^<]*)</p>')


@pytest.fixture(autouse=True)
def shelf(scene: Scene) -> None:
    scene.do(lay_glossary)
    scene.do(lay_articles)
    scene.do(sweep_old_articles)


@pytest.fixture
def thread(scene: Scene, talk: str, author: Person) -> int:
    return scene.thread(talk, author.id, body="Anybody on Zometa?")


def beside(browser: Browser, thread: int) -> list[tuple[str, str]]:
    answer = browser.get(f"/threads/{thread}")
    assert answer.status_code == 200
    aside = ASIDE.search(answer.text)
    return ARTICLE.findall(aside[0]) if aside else []


def choose(browser: Browser, thread: int, way: str = "", **form: str) -> int:
    page = f"/threads/{thread}/articles"
    return browser.post(f"{page}{way}", form, page=page).status_code


def test_it_says_why(thread: int, patient: Browser) -> None:
    assert beside(patient, thread) == [(BONES, "Because this thread mentions Zometa")]


def test_nothing_beside_a_thread_that_mentions_nothing(
    scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    assert beside(patient, scene.thread(talk, author.id, body="Good morning.")) == []


def test_at_most_three(scene: Scene, thread: int, author: Person, moderator: Browser) -> None:
    scene.reply(thread, author.id, "A biopsy, an x-ray, denosumab, side effects, MBC and my oncologist.")
    assert len(beside(moderator, thread)) <= 3
    for slug in ("caregivers", "finding-support", "work-and-priorities", "supportive-care"):
        assert choose(moderator, thread, article=slug) == 303
    pinned = beside(moderator, thread)
    assert len(pinned) == 3 and {why for _, why in pinned} == {"Chosen by a moderator"}


def test_what_can_no_longer_be_read_is_not_mentioned(scene: Scene, thread: int, patient: Browser) -> None:
    scene.withdraw(scene.reply(thread, patient.member_id, "My biopsy."))
    assert [slug for slug, _ in beside(patient, thread)] == [BONES]


def test_only_published_articles_and_none_that_has_its_card_there(
    scene: Scene, thread: int, patient: Browser
) -> None:
    scene.reply(thread, patient.member_id, f"Read /articles/{BONES}!")
    assert beside(patient, thread) == []
    scene.withdraw(scene.first_post(thread) + 1)
    assert beside(patient, thread) != []
    scene.do(lambda: db.session.execute(update(Article).values(state="withdrawn")))
    forget_pieces()
    assert beside(patient, thread) == []


def test_a_moderator_hides_and_pins(scene: Scene, thread: int, patient: Browser, moderator: Browser) -> None:
    assert choose(moderator, thread, f"/{BONES}/hide") == 303
    assert beside(patient, thread) == []
    assert "Allow again" in moderator.get(f"/threads/{thread}/articles").text
    assert choose(moderator, thread, article="caregivers") == 303
    assert beside(patient, thread) == [("caregivers", "Chosen by a moderator")]
    assert choose(moderator, thread, f"/{BONES}/delete") == 303
    assert [slug for slug, _ in beside(patient, thread)] == ["caregivers", BONES]
    assert choose(moderator, thread, "/caregivers/delete") == 303
    assert [slug for slug, _ in beside(patient, thread)] == [BONES]
    assert scene.count(ThreadArticle) == 0
    assert scene.count(Decision, Decision.subject == f"thread:{thread}") == 4


def test_an_article_can_be_pinned_where_nothing_is_mentioned(
    scene: Scene, talk: str, author: Person, patient: Browser, moderator: Browser
) -> None:
    thread = scene.thread(talk, author.id, body="Good morning.")
    beside(patient, thread)
    assert choose(moderator, thread, article="caregivers") == 303
    assert [slug for slug, _ in beside(patient, thread)] == ["caregivers"]


@pytest.mark.parametrize("slug", ["", "no-such", "../x"])
def test_what_cannot_be_pinned_is_said(thread: int, moderator: Browser, slug: str) -> None:
    assert choose(moderator, thread, article=slug) == 422


def test_members_have_no_such_page(thread: int, patient: Browser) -> None:
    assert patient.get(f"/threads/{thread}/articles").status_code == 404
    assert "Choose articles" not in patient.get(f"/threads/{thread}").text
    assert patient.post(f"/threads/{thread}/articles", {"article": BONES}).status_code == 404


def asked(browser: Browser, thread: int) -> int:
    """The statements of a page of which no piece is kept."""
    browser.get(f"/threads/{thread}")
    forget_pieces()
    with statements() as seen:
        browser.get(f"/threads/{thread}")
    return len(seen)


def test_a_page_with_all_of_it_asks_at_most_eight_things(
    scene: Scene, thread: int, author: Person, patient: Browser, moderator: Browser
) -> None:
    for _ in range(12):
        scene.reply(thread, author.id, "Denosumab, see /articles/caregivers", parent=1)
    choose(moderator, thread, article="finding-support")
    scene.file(post=scene.reply(thread, author.id, "A picture."), member=author.id)
    assert len(beside(patient, thread)) == 2
    assert asked(patient, thread) <= 8
    with statements() as seen:
        patient.get(f"/threads/{thread}")
    assert len(seen) <= 3


def test_a_thread_without_any_costs_nothing(
    scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    thread = scene.thread(talk, author.id, body="Good morning.")
    assert scene.values(Thread.touches_library, Thread.id == thread) == [False]
    assert asked(patient, thread) == 3
