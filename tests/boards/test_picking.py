"""Picking an article for what one writes; and the preview, which shows what the post will have."""

from __future__ import annotations

import re

import pytest

from forum.accounts.models import Member
from forum.boards.posts import Draft
from forum.library.articles import Article
from forum.library.front_matter import read_article
from forum.library.writing import put_article
from tests.boards.scene import Scene, box, once_of, upload
from tests.cast import Browser, Person
from tests.recorder import statements
from tests.shelf import lay_glossary

LINK = "[Soup \\[or\\] \\*stew\\*](/articles/soup)"
PICKED = re.compile(r'name="article" value="([\w-]+)"')


@pytest.fixture(autouse=True)
def shelf(scene: Scene) -> None:
    def put() -> None:
        for slug, head in {
            "soup": "title: Soup [or] *stew*\nsummary: Warm days.\ntopics: [living]",
            "tea": "title: Tea\nsummary: On 100% tea.\ntopics: [talking]",
            "secret": "title: Not yet\nsummary: Soup.\ntopics: [living]",
        }.items():
            text = f"---\n{head}\n---\nWords."
            state = "draft" if slug == "secret" else "published"
            put_article(read_article(f"{slug}.md", text), state=state)

    scene.do(put)
    scene.do(lay_glossary)


def pick(browser: Browser, page: str, form: dict[str, object], keep: str = "", article: str = "soup") -> str:
    """Press "Add an article" in the box of a page, choose one, and return to the box."""
    form["once"] = once_of(browser.get(page).text)
    answer = browser.post(keep or f"{page}/draft", {**form, "pick": "article"})
    shelf = browser.follow(answer)
    assert shelf.status_code == 200 and "Your words are kept meanwhile." in shelf.text
    back = browser.post(answer.headers["Location"], {"article": article})
    return browser.follow(back).text


def test_it_comes_to_the_end_of_a_new_thread(scene: Scene, talk: str, patient: Browser) -> None:
    typed = {"title": "A title", "hope": "heard", "body": "Some words.\r\n", "no_terms": "yes"}
    page = pick(patient, f"/boards/{talk}/new", typed)
    assert box(page) == f"Some words.\n\n{LINK}\n"
    assert 'value="A title"' in page and re.search(r'value="heard"[^>]*checked', page)
    assert re.search(r'name="no_terms"[^>]*checked', page)
    answer = patient.post(
        f"/boards/{talk}/new", {"title": "A title", "body": box(page), "once": once_of(page)}
    )
    assert 'class="article-card__title"><a href="/articles/soup"' in patient.follow(answer).text
    assert scene.count(Draft) == 0


def test_of_a_reply_with_the_post_it_answers(
    scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    thread = scene.thread(talk, author.id)
    page, post = f"/threads/{thread}", scene.first_post(thread)
    found = pick(patient, page, {"body": "", "parent": post}, f"{page}/replies/draft")
    assert box(found) == f"{LINK}\n" and "This answers Rosalind, #1" in found


def test_and_of_an_edit(scene: Scene, talk: str, patient: Browser) -> None:
    post = scene.first_post(scene.thread(talk, patient.member_id))
    assert box(pick(patient, f"/posts/{post}/edit", {"body": "New words"})) == f"New words\n\n{LINK}\n"


def test_a_file_that_was_chosen_goes_with_the_words(scene: Scene, talk: str, patient: Browser) -> None:
    page = pick(patient, f"/boards/{talk}/new", {"body": "See", "files": upload(), "description": "A day"})
    assert "holiday.png" in page


def test_picked_twice_it_stands_there_once(scene: Scene, talk: str, patient: Browser) -> None:
    patient.post(f"/boards/{talk}/new/draft", {"body": "x", "pick": "article"}, page=f"/boards/{talk}/new")
    [draft] = scene.values(Draft.id)
    for _ in range(2):
        assert patient.post(f"/drafts/{draft}/articles", {"article": "soup"}).status_code == 303
    assert scene.drafts(patient.member_id) == {"board:1": f"x\n\n{LINK}\n"}
    for slug in ("secret", "none", ""):
        assert patient.post(f"/drafts/{draft}/articles", {"article": slug}).status_code == 404


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["soup", "tea"]),
        ("?q=SOUP", ["soup"]),
        ("?q=warm+stew", ["soup"]),
        ("?q=warm+tea", []),
        ("?q=100%25", ["tea"]),
        ("?q=_", []),
        ("?topic=talking", ["tea"]),
        ("?topic=none&q=tea", ["tea"]),
        ("?q=" + "x" * 3_000, []),
        ("?q=%00tea%00", []),
        ("?q=%F0", []),
    ],
)
def test_what_can_be_picked(patient: Browser, query: str, slugs: list[str]) -> None:
    answer = patient.get(f"/drafts/articles{query}")
    assert answer.status_code == 200
    assert PICKED.findall(answer.text) == slugs
    assert ("No article was found." in answer.text) is not slugs


def test_where_one_may_no_longer_write_the_way_back_is_to_the_drafts(
    scene: Scene, patient: Browser, moderator: Browser
) -> None:
    room = f"/boards/{scene.board('room', 'moderators')}/new"
    moderator.post(f"{room}/draft", {"body": "x", "pick": "article"}, page=room)
    scene.set(Member, moderator.member_id, standing="member")
    [draft] = scene.values(Draft.id)
    assert 'href="/drafts"' in moderator.get(f"/drafts/{draft}/articles").text
    answer = moderator.post(f"/drafts/{draft}/articles", {"article": "soup"})
    assert answer.headers["Location"] == "/drafts"


def preview(browser: Browser, talk: str, body: str, **typed: str) -> str:
    page = f"/boards/{talk}/new"
    text = browser.post(f"{page}/preview", {"body": body, **typed}, page=page).text
    return text[text.index("Preview: only you") : text.index("editor__status")]


def test_the_preview_has_the_cards_and_the_explained_words(scene: Scene, talk: str, patient: Browser) -> None:
    shown = preview(patient, talk, "Zometa and zometa, see /articles/soup and /articles/secret.")
    assert shown.count('class="term" href="/glossary/zoledronic-acid">Zometa</a>') == 1
    assert shown.count("article-card__title") == 1 and "Warm days." in shown
    assert "Not yet reviewed by a clinician" in shown
    assert 'class="term"' not in preview(patient, talk, "Zometa", no_terms="yes")
    scene.set(Member, patient.member_id, term_links=False)
    assert 'class="term"' not in preview(patient, talk, "Zometa")
    assert "article-card" not in preview(patient, talk, "> /articles/soup")


def test_a_preview_without_any_asks_for_no_cards(talk: str, patient: Browser) -> None:
    preview(patient, talk, "Good morning.")
    with statements() as seen:
        patient.post(f"/boards/{talk}/new/preview", {"body": "Good morning."})
    assert not any("articles" in each for each in seen)


def test_an_article_that_goes_from_the_shelf_can_no_longer_be_picked(scene: Scene, patient: Browser) -> None:
    scene.set(Article, 1, state="withdrawn")
    assert PICKED.findall(patient.get("/drafts/articles").text) == ["tea"]
