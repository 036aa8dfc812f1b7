"""Posts that lead to articles: a card in the post, a line below the article, and both gone with the words."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import update

from forum.boards.article_links import PostArticle, linked_slugs
from forum.boards.explained import sweep_old_terms
from forum.boards.posts import Post
from forum.core.db import db
from forum.core.fragments import forget_pieces
from forum.core.markdown import render_markdown
from forum.library.about import ArticleTerm, sweep_old_articles
from forum.library.articles import Article
from tests.boards.scene import Scene
from tests.cast import Browser, Person
from tests.recorder import statements
from tests.shelf import lay_articles, lay_glossary

SITE = "https://forum.example.org"
ARTICLE = "/articles/bone-mets-and-bone-drugs"
CARD = re.compile(r'class="article-card__title"><a href="/articles/([\w-]+)"')
THREAD = re.compile(r'<a href="/threads/(\d+)">')


@pytest.fixture
def shelf(scene: Scene) -> None:
    scene.do(lay_glossary)
    scene.do(lay_articles)
    scene.do(sweep_old_articles)


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("See /articles/soup.", ["soup"]),
        (f"See {SITE}/articles/soup, and (/articles/tea-time)!", ["soup", "tea-time"]),
        ("[this](/articles/soup#source-1) and /articles/soup/sections/2", ["soup"]),
        (f"<{SITE}/articles/soup?page=2>", ["soup"]),
        ("https://elsewhere.org/articles/soup", []),
        (f"{SITE}.evil.org/articles/soup", []),
        (f"{SITE}:8000/articles/soup", []),
        ("/articles/ and /articles and /articles/-x and x/articles/soup", []),
        ("> /articles/soup\n\nI see.", []),
        ("`/articles/soup`", []),
        (" ".join(f"/articles/a{number}" for number in range(9)), ["a0", "a1", "a2", "a3", "a4"]),
        (f"/articles/{'x' * 300}", []),
    ],
)
def test_what_leads_to_an_article(words: str, slugs: list[str]) -> None:
    assert linked_slugs(render_markdown(words), SITE) == slugs


def cards(browser: Browser, thread: int) -> list[str]:
    return CARD.findall(browser.get(f"/threads/{thread}").text)


def test_a_post_shows_a_card_and_its_words_stay(
    shelf: None, scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    thread = scene.thread(talk, author.id, body=f"I read http://localhost{ARTICLE} and /articles/no-such.")
    assert cards(patient, thread) == ["bone-mets-and-bone-drugs"]
    assert "Not yet reviewed by a clinician" in patient.get(f"/threads/{thread}").text
    assert "card" not in scene.values(Post.html)[0]
    assert scene.values(PostArticle.slug) == ["bone-mets-and-bone-drugs", "no-such"]


def test_an_article_shows_only_while_it_is_published(
    shelf: None, scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    thread = scene.thread(talk, author.id, body=ARTICLE)

    def set_state(state: str) -> None:
        scene.do(lambda: db.session.execute(update(Article).values(state=state)))
        forget_pieces()

    for state in ("draft", "withdrawn"):
        set_state(state)
        assert cards(patient, thread) == []
    set_state("published")
    assert cards(patient, thread) == ["bone-mets-and-bone-drugs"]


def test_the_card_goes_with_the_words(shelf: None, scene: Scene, talk: str, patient: Browser) -> None:
    thread = scene.thread(talk, patient.member_id, body=ARTICLE)
    page = f"/posts/{scene.first_post(thread)}"
    patient.post(f"{page}/edit", {"body": "/articles/side-effects"}, page=f"{page}/edit")
    assert cards(patient, thread) == ["side-effects"]
    scene.reply(thread, patient.member_id)
    patient.post(f"{page}/delete", page=f"{page}/delete")
    assert cards(patient, thread) == []
    assert scene.count(PostArticle) == 0


def test_posts_from_before_are_found_in_the_background(
    scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    thread = scene.thread(talk, author.id, body=ARTICLE)
    scene.do(lambda: db.session.execute(update(Post).values(articles=0)))
    scene.do(lambda: db.session.query(PostArticle).delete())
    scene.do(lay_glossary)
    scene.do(lay_articles)
    assert scene.do(sweep_old_terms) == 1
    forget_pieces()
    assert cards(patient, thread) == ["bone-mets-and-bone-drugs"]


def discussed(browser: Browser, path: str = ARTICLE) -> list[int]:
    answer = browser.get(path)
    assert answer.status_code == 200
    forget_pieces()
    return [int(number) for number in THREAD.findall(answer.text)]


def test_links_come_before_terms_and_the_newest_before_the_rest(
    shelf: None, scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    assert discussed(patient) == []
    linked = [scene.thread(talk, author.id, body=ARTICLE) for _ in range(2)]
    alike = scene.thread(talk, author.id, body="Zometa, or denosumab instead?")
    scene.thread(talk, author.id, body="Zometa alone.")
    assert discussed(patient) == [linked[1], linked[0], alike]
    scene.reply(linked[0], author.id, "Thank you.")
    assert discussed(patient) == discussed(patient, f"{ARTICLE}/threads") == [*linked, alike]
    assert "1 of 2 posts leads to it" in patient.get(ARTICLE).text


def test_each_sees_what_is_for_them(
    shelf: None, scene: Scene, author: Person, stranger: Browser, patient: Browser, moderator: Browser
) -> None:
    public, members, room = (
        scene.thread(scene.board(audience, audience), author.id, body=f"{ARTICLE} on Zometa")
        for audience in ("public", "members", "moderators")
    )
    hidden = scene.thread("public", author.id, body=ARTICLE)
    scene.withdraw(scene.first_post(hidden))
    for path in (ARTICLE, f"{ARTICLE}/threads"):
        assert discussed(stranger, path) == [public]
        assert discussed(patient, path) == [members, public]
        assert discussed(moderator, path) == [room, members, public]


def test_the_rest_is_a_page_away(
    shelf: None, scene: Scene, talk: str, author: Person, patient: Browser, stranger: Browser
) -> None:
    for _ in range(7):
        scene.thread(talk, author.id, body=ARTICLE)
    assert "All 7 threads" in patient.get(ARTICLE).text
    assert "7" not in re.findall(r"All (\d+) threads", stranger.get(ARTICLE).text)
    assert len(discussed(patient, f"{ARTICLE}/threads")) == 7


def test_a_page_with_cards_asks_two_things_more(
    shelf: None, scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    def asked(body: str) -> int:
        path = f"/threads/{scene.thread(talk, author.id, body=body)}"
        patient.get(path)
        forget_pieces()
        with statements() as seen:
            patient.get(path)
        return len(seen)

    assert asked(f"{ARTICLE} and /articles/side-effects") == asked("Nothing.") + 2


def test_what_an_article_is_about(app: Flask, shelf: None, scene: Scene) -> None:
    assert scene.do(sweep_old_articles) == 0
    assert 0 < scene.count(ArticleTerm) <= 12 * scene.count(Article)
    scene.do(lambda: db.session.execute(update(Article).values(glossary_version=0)))
    assert scene.do(sweep_old_articles) == scene.count(Article)


def test_the_hub_says_what_is_being_discussed(
    shelf: None, scene: Scene, talk: str, author: Person, patient: Browser, stranger: Browser
) -> None:
    def being_discussed(browser: Browser) -> list[str]:
        forget_pieces()
        _, _, below = browser.get("/articles").text.partition('id="being-discussed"')
        listed = re.findall(r'<a href="/articles/([\w-]+)" dir', below.partition("</section>")[0])
        threads = re.findall(r">In (\d+) thread", below)
        return [f"{slug} {number}" for slug, number in zip(listed, threads, strict=True)]

    assert being_discussed(patient) == []
    older = scene.thread(talk, author.id, body=ARTICLE)
    scene.reply(older, author.id, f"{ARTICLE} again, and /articles/no-such.")
    scene.thread(talk, author.id, body=ARTICLE)
    newer = scene.thread(talk, author.id, body="/articles/side-effects")
    assert being_discussed(patient) == ["side-effects 1", "bone-mets-and-bone-drugs 2"]
    assert being_discussed(stranger) == []
    scene.withdraw(scene.first_post(newer))
    assert being_discussed(patient) == ["bone-mets-and-bone-drugs 2"]
