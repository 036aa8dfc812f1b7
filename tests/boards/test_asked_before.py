"""Before a question is asked: what may already answer it, with every word still in the box."""

from __future__ import annotations

import re

import pytest

from forum.boards.asked_before import title_words
from forum.boards.threads import Thread
from forum.library.about import sweep_old_articles
from tests.boards.scene import Scene, box
from tests.cast import Browser, Person
from tests.recorder import statements
from tests.shelf import lay_articles, lay_glossary

LINK = re.compile(r'<h3 class="board-row__title" dir="auto"><a href="/(threads/\d+|articles/[\w-]+)"')
BONES = "articles/bone-mets-and-bone-drugs"


@pytest.fixture(autouse=True)
def shelf(scene: Scene, talk: str) -> None:
    scene.do(lay_glossary)
    scene.do(lay_articles)
    scene.do(sweep_old_articles)


def ask(browser: Browser, title: str = "", body: str = "", **more: str) -> str:
    page = "/boards/talk/new"
    answer = browser.post(f"{page}/asked", {"title": title, "body": body, **more}, page=page)
    assert answer.status_code == 200
    return answer.text


def found(browser: Browser, title: str = "", body: str = "") -> list[str]:
    return LINK.findall(ask(browser, title, body))


def test_by_terms_of_title_and_text_under_any_name(scene: Scene, author: Person, patient: Browser) -> None:
    thread = scene.thread("talk", author.id, "Hips", "Reclast for me.")
    assert found(patient, body="Who has had Zometa?") == [BONES, f"threads/{thread}"]
    assert found(patient, "Zometa") == [BONES, f"threads/{thread}"]


def test_by_words_of_the_title(scene: Scene, author: Person, patient: Browser) -> None:
    thread = scene.thread("talk", author.id, "Wigs that do not itch", "Hello.")
    scene.thread("talk", author.id, "Something else", "Wigs.")
    assert found(patient, "Which WIGS do you like?") == [f"threads/{thread}"]
    assert "articles/work-and-priorities" in found(patient, "Work?")
    assert found(patient, "What would they have?") == []
    assert "Nothing like it was found" in ask(patient, "100% _ \\ '")


def test_the_best_come_first_and_no_more_than_five(scene: Scene, author: Person, patient: Browser) -> None:
    for _ in range(7):
        scene.thread("talk", author.id, "Wigs", "Hello.")
    best = scene.thread("talk", author.id, "Wigs and hats", "Zometa.")
    scene.thread("talk", author.id, "Wigs", "Hello.")
    threads = [path for path in found(patient, "Wigs or hats", "Zometa") if path.startswith("threads")]
    assert threads[0] == f"threads/{best}" and len(threads) == 5


def test_nothing_that_the_writer_may_not_see(
    scene: Scene, author: Person, patient: Browser, moderator: Browser
) -> None:
    scene.board("room", "moderators")
    room = scene.thread("room", author.id, "Wigs", "Zometa.")
    hidden = scene.thread("talk", author.id, "Wigs", "Zometa.")
    scene.withdraw(scene.first_post(hidden))
    assert found(patient, "Wigs", "Zometa") == [BONES]
    assert found(moderator, "Wigs", "Zometa") == [BONES, f"threads/{room}"]


def test_the_words_stay_and_nothing_is_posted(scene: Scene, patient: Browser) -> None:
    page = ask(patient, "On Zometa", "My\nwords", hope="facts", no_terms="yes")
    assert 'value="On Zometa"' in page and box(page) == "My\nwords"
    assert re.search(r'value="facts"[^>]* checked', page) and re.search(r'name="no_terms"[^>]* checked', page)
    assert scene.count(Thread) == 0


def test_a_page_that_asks_meanwhile_gets_the_list_alone(patient: Browser) -> None:
    part = ask(patient, "On Zometa", quietly="yes")
    assert part.lstrip().startswith("<section") and "<html" not in part
    assert LINK.findall(part) == [BONES]


def test_few_queries(scene: Scene, author: Person, patient: Browser) -> None:
    for number in range(30):
        scene.thread("talk", author.id, f"Wigs {number}", "Zometa and letrozole.")
    ask(patient)
    with statements() as seen:
        patient.post("/boards/talk/new/asked", {"title": "Wigs", "body": "Zometa", "quietly": "yes"})
    assert len(seen) <= 7


def test_words_of_a_title() -> None:
    assert title_words("What should I do about my hair, my HAIR?") == ["hair"]
    assert len(title_words(" ".join(f"word{number}" for number in range(9)))) == 5
