"""The archive by month, and the feed."""

from __future__ import annotations

import re
from collections import namedtuple
from datetime import timedelta
from xml.dom import minidom

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forum.accounts.models import Member
from forum.boards import months
from forum.boards.drafts import Words, place_of_path
from forum.boards.months import DEEPEST, Branch, grown
from forum.core.clock import now
from forum.core.db import db
from tests.boards.scene import Scene
from tests.cast import Browser, Person

Line = namedtuple("Line", "id parent_id")


def month() -> str:
    return f"{now():%Y/%m}"


def test_the_index_counts_what_can_be_read(scene: Scene, talk: str, patient: Browser, author: Person) -> None:
    assert "Nothing has been written here yet." in patient.get(f"/boards/{talk}/archive").text
    thread = scene.thread(talk, author.id)
    one, _ = scene.replies(thread, author.id, 2)
    assert "3 posts" in patient.get(f"/boards/{talk}/archive").text
    scene.withdraw(one)
    page = patient.get(f"/boards/{talk}/archive").text
    assert "2 posts" in page and f'href="/boards/{talk}/archive/{month()}"' in page


def test_a_month_is_a_tree_of_answers_or_a_list_by_date(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id, "A tree")
    first = scene.first_post(thread)
    answer = scene.reply(thread, author.id, parent=first)
    below = scene.reply(thread, author.id, parent=answer)
    aside = scene.reply(thread, author.id)
    page = patient.get(f"/boards/{talk}/archive/{month()}").text
    places = [page.index(f'href="/posts/{post}"') for post in (first, answer, below, aside)]
    assert places == sorted(places)
    assert page[places[0] : places[2]].count("<ul") == 2
    assert page[places[2] : places[3]].count("</ul>") == 2
    listed = patient.get(f"/boards/{talk}/archive/{month()}/by-date").text
    assert re.findall(r"/posts/(\d+)", listed) == [str(post) for post in (first, answer, below, aside)]


def test_hidden_posts_are_in_neither(scene: Scene, talk: str, patient: Browser, author: Person) -> None:
    thread = scene.thread(talk, author.id, "A tree")
    answer = scene.reply(thread, author.id, parent=scene.first_post(thread))
    below = scene.reply(thread, author.id, parent=answer)
    scene.withdraw(answer)
    for path in ("", "/by-date"):
        page = patient.get(f"/boards/{talk}/archive/{month()}{path}").text
        assert f"/posts/{answer}" not in page and f"/posts/{below}" in page


def test_a_month_has_pages(
    scene: Scene, talk: str, patient: Browser, author: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "THREADS_A_PAGE", 2)
    monkeypatch.setattr(months, "POSTS_A_PAGE", 3)
    for number in range(5):
        scene.thread(talk, author.id, f"Thread {number}")
    base = f"/boards/{talk}/archive/{month()}"
    for path, sizes in ((base, [2, 2, 1]), (f"{base}/by-date", [3, 2])):
        for page, size in enumerate(sizes, 1):
            text = patient.get(f"{path}?page={page}").text
            assert len(re.findall(r">Thread \d<", text)) == size
            assert f"Page {page} of" in text


@pytest.mark.parametrize(
    "where", ["2026/13", "2026/0", "0/1", "1969/12", "9999/1", "99999999999/1", "x/1", "2026/-1"]
)
def test_months_that_cannot_be_are_not_there(talk: str, patient: Browser, where: str) -> None:
    for path in ("", "/by-date"):
        assert patient.get(f"/boards/{talk}/archive/{where}{path}").status_code == 404


@pytest.mark.parametrize("where", ["1970/1", "9998/12", "2026/02", "2026/12"])
def test_months_without_posts_are_empty(talk: str, patient: Browser, where: str) -> None:
    for path in ("", "/by-date"):
        answer = patient.get(f"/boards/{talk}/archive/{where}{path}")
        assert answer.status_code == 200 and "Nothing was written here in this month." in answer.text


def test_a_long_exchange_is_no_deeper_than_a_page_can_show(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    thread = scene.thread(talk, author.id)
    post = scene.first_post(thread)
    for _ in range(DEEPEST + 5):
        post = scene.reply(thread, author.id, parent=post)
    page = patient.get(f"/boards/{talk}/archive/{month()}").text
    assert page.count('<ul class="tree">') == DEEPEST
    assert len(re.findall(r'href="/posts/\d+"', page)) == DEEPEST + 6


def flat(branches: list[Branch], depth: int = 1) -> list[tuple[int, int]]:
    return [
        pair for branch in branches for pair in [(branch.post.id, depth), *flat(branch.answers, depth + 1)]
    ]


@given(st.lists(st.one_of(st.none(), st.integers(-2, 40)), max_size=40), st.randoms())
def test_every_post_stands_once_in_its_tree(parents: list[int | None], random: object) -> None:
    lines = [Line(number, parent) for number, parent in enumerate(parents)]
    random.shuffle(lines)  # type: ignore[attr-defined]
    found = flat(grown(lines))  # type: ignore[arg-type]
    assert sorted(number for number, _ in found) == list(range(len(parents)))
    assert max((depth for _, depth in found), default=1) <= DEEPEST


def test_a_chain_of_thousands_is_a_tree_too() -> None:
    lines = [Line(number, number - 1 if number else None) for number in range(5000)]
    assert len(flat(grown(lines))) == 5000  # type: ignore[arg-type]


def test_only_a_public_board_has_a_feed(scene: Scene, talk: str, author: Person, patient: Browser) -> None:
    scene.board("open", "public")
    thread = scene.thread("open", author.id, "News & <b>more", "Some **words**")
    hidden = scene.reply(thread, author.id, "Hidden words")
    scene.withdraw(hidden)
    answer = patient.get("/boards/open/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = minidom.parseString(answer.data)
    titles = [node.firstChild.data for node in feed.getElementsByTagName("title")]
    assert titles[1:] == ["News & <b>more"]
    [content] = [node.firstChild.data for node in feed.getElementsByTagName("content")]
    assert content.strip() == "<p>Some <strong>words</strong></p>"
    assert patient.get(f"/boards/{talk}/feed.atom").status_code == 404


def test_a_feed_is_whole_whatever_a_title_holds(scene: Scene, patient: Browser, stranger: Browser) -> None:
    scene.board("open", "public")
    form = {"title": "a\x01b\x08\x1f\x7fc \u202e]]> & é 🌊", "body": "x\x01y ]]>"}
    assert patient.post("/boards/open/new", form).status_code == 303
    feed = minidom.parseString(stranger.get("/boards/open/feed.atom").data)
    assert "abc" in feed.getElementsByTagName("title")[1].firstChild.data  # type: ignore[union-attr]


@given(st.dictionaries(st.sampled_from(["title", "hope", "body", "parent", "once"]), st.text()))
def test_whatever_a_form_holds_becomes_words(form: dict[str, str]) -> None:
    words = Words.from_form(MultiDict(form))
    assert words.hope in ("", "facts", "company", "heard")
    assert words.parent is None or 0 <= words.parent < 10**18
    assert len(words.once) <= 40 and "\r" not in words.body and "\n" not in words.title
    assert words.is_empty == (not words.title and not words.body.strip())


PATHS = st.lists(
    st.one_of(st.sampled_from(["threads", "posts", "boards", "new", "edit", "attachments", "delete"]),
              st.integers().map(str), st.text(max_size=8), st.just("9" * 60), st.just("²")), max_size=5
).map("/".join)  # fmt: skip


@given(PATHS)
def test_whatever_the_address_of_a_form_its_place_can_be_kept(whole_app: Flask, path: str) -> None:
    with whole_app.app_context():
        place = place_of_path(Member(id=1, standing="member"), path)
        db.session.rollback()
    assert place is None or re.fullmatch(r"(thread|post|board):\d{1,18}", place)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/threads/41/replies", "thread:41"),
        ("/threads/41/replies/draft", "thread:41"),
        ("/posts/7/edit", "post:7"),
        ("/boards/talk/new", "board:1"),
        ("/boards/room/new", "board:0"),
        ("/boards/gone/new", "board:0"),
        ("/settings/profile", None),
    ],
)
def test_a_form_belongs_where_its_page_stood(
    app: Flask, scene: Scene, talk: str, path: str, place: str | None
) -> None:
    scene.board("room", "moderators")
    with app.app_context():
        assert place_of_path(Member(id=1, standing="member"), path) == place


def test_a_day_on_the_edge_of_a_month_belongs_to_one(
    scene: Scene, talk: str, patient: Browser, author: Person
) -> None:
    start, end = months.span_of(2026, 12)
    assert (end - start) == timedelta(days=31) and months.span_of(2027, 1)[0] == end
