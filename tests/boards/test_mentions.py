"""Threads that mention a term: the newest first, only those the reader may see, and not a number more."""

from __future__ import annotations

import re

import pytest

from forum.boards.explained import sweep_old_terms
from forum.boards.threads import Thread
from forum.core.decisions import Decision
from forum.library.explaining import version_now
from forum.library.terms import Term
from tests.boards.scene import Scene
from tests.cast import Browser, Person
from tests.recorder import statements
from tests.shelf import lay_articles, lay_glossary

PATH = "/glossary/zoledronic-acid/threads"
THREAD = re.compile(r'<a href="/threads/(\d+)">')


@pytest.fixture(autouse=True)
def glossary(scene: Scene) -> None:
    scene.do(lay_glossary)


def listed(browser: Browser, path: str = PATH) -> list[int]:
    answer = browser.get(path)
    assert answer.status_code == 200
    return [int(number) for number in THREAD.findall(answer.text)]


def test_the_page_of_a_term_leads_there(stranger: Browser) -> None:
    assert f'href="{PATH}"' in stranger.get("/glossary/zoledronic-acid").text
    assert "no thread here that mentions it" in stranger.get(PATH).text


def test_the_page_of_a_term_shows_the_first_threads_and_the_articles_about_it(
    scene: Scene, talk: str, author: Person, patient: Browser, stranger: Browser
) -> None:
    scene.do(lay_articles)
    threads = [scene.thread(talk, author.id, body="Zometa.") for _ in range(6)]
    page = "/glossary/zoledronic-acid"
    assert listed(patient, page) == threads[:0:-1]
    assert "All 6 threads" in patient.get(page).text
    assert listed(stranger, page) == [] and "threads</a>" not in stranger.get(page).text
    for browser in (patient, stranger):
        assert 'href="/articles/bone-mets-and-bone-drugs"' in browser.get(page).text


def test_another_name_leads_there_too(stranger: Browser) -> None:
    assert stranger.get("/glossary/zometa/threads").headers["Location"] == PATH
    assert stranger.get("/glossary/xyzzy/threads").status_code == 404


def test_the_latest_post_comes_first(scene: Scene, talk: str, author: Person, patient: Browser) -> None:
    first, second = (scene.thread(talk, author.id, body=body) for body in ("Zometa!", "On Reclast."))
    scene.thread(talk, author.id, body="Letrozole.")
    assert listed(patient) == [second, first]
    scene.reply(first, author.id, "Zoledronic acid, you mean?")
    assert listed(patient) == [first, second]
    assert "2 of 2 posts" in patient.get(PATH).text


def test_each_sees_what_is_for_them(
    scene: Scene, author: Person, stranger: Browser, patient: Browser, moderator: Browser
) -> None:
    threads = {
        audience: scene.thread(scene.board(audience, audience), author.id, body="Zometa.")
        for audience in ("public", "members", "moderators")
    }
    public, members, room = threads.values()
    assert listed(stranger) == [public]
    assert listed(patient) == [members, public]
    assert listed(moderator) == [room, members, public]


def test_words_that_nobody_can_read_do_not_count(
    scene: Scene, talk: str, author: Person, patient: Browser
) -> None:
    hidden, held, partly = (scene.thread(talk, author.id, body="Zometa.") for _ in range(3))
    scene.withdraw(scene.first_post(hidden))
    scene.hold(scene.first_post(held))
    scene.withdraw(scene.reply(partly, author.id, "Zometa again."))
    assert listed(patient) == [partly]
    assert "1 of 1 post ·" in patient.get(PATH).text
    scene.withdraw(scene.first_post(partly), "deleted")
    assert listed(patient) == []


def test_pages(scene: Scene, talk: str, author: Person, patient: Browser, stranger: Browser) -> None:
    threads = [scene.thread(talk, author.id, body="Zometa.") for _ in range(31)]
    assert listed(patient) == threads[:0:-1]
    assert listed(patient, f"{PATH}?page=2") == threads[:1]
    assert "Page 1 of" not in stranger.get(PATH).text


def test_few_queries_however_many(scene: Scene, talk: str, author: Person, patient: Browser) -> None:
    for _ in range(35):
        scene.thread(talk, author.id, body="Zometa and letrozole.")
    patient.get(PATH)
    with statements() as seen:
        patient.get(PATH)
    assert len(seen) <= 5


def switch(browser: Browser, slug: str, way: str = "") -> int:
    page = f"/glossary/{slug}"
    return browser.post(f"{page}/links{way}", page="/settings").status_code


def test_a_moderator_switches_a_term_off_and_on(
    scene: Scene, talk: str, author: Person, patient: Browser, moderator: Browser
) -> None:
    thread = f"/threads/{scene.thread(talk, author.id, body='Zometa.')}"
    page = moderator.get("/glossary/zoledronic-acid").text
    assert 'action="/glossary/zoledronic-acid/links/delete"' in page
    assert "links/delete" not in patient.get("/glossary/zoledronic-acid").text
    assert switch(patient, "zoledronic-acid", "/delete") == 404
    assert switch(moderator, "zoledronic-acid", "/delete") == 303
    assert 'class="term"' not in patient.get(f"{thread}?page=1").text
    assert switch(moderator, "zoledronic-acid") == 303
    later = scene.thread(talk, author.id, body="Zometa.")
    assert 'class="term"' in patient.get(f"/threads/{later}").text


def test_switching_is_a_change_of_the_glossary_and_in_the_log(scene: Scene, moderator: Browser) -> None:
    def version() -> int:
        return scene.do(version_now)

    before = version()
    switch(moderator, "zoledronic-acid", "/delete")
    assert version() == before + 1
    switch(moderator, "zoledronic-acid", "/delete")
    assert version() == before + 1
    assert scene.values(Term.slug, Term.version > before, Term.in_posts.is_(False)) == ["zoledronic-acid"]
    assert scene.values(Decision.action) == ["leave term plain"]


def test_words_that_can_hurt_cannot_be_switched_on(patient: Browser, moderator: Browser) -> None:
    assert "/links" not in moderator.get("/glossary/hospice").text
    assert switch(moderator, "hospice") == 422
    assert switch(patient, "hospice") == 404


@pytest.fixture
def writer(patient: Browser) -> Browser:
    return patient


def test_an_author_leaves_the_words_of_one_post_plain(scene: Scene, talk: str, writer: Browser) -> None:
    new = f"/boards/{talk}/new"
    writer.post(new, {"title": "T", "body": "Zometa.", "no_terms": "yes"}, page=new)
    [thread] = scene.values(Thread.id)
    assert 'class="term"' not in writer.get(f"/threads/{thread}").text
    assert listed(writer) == []
    edit = f"/posts/{scene.first_post(thread)}/edit"
    assert re.search(r'name="no_terms"[^>]* checked', writer.get(edit).text)
    writer.post(edit, {"body": "Zometa."}, page=edit)
    assert 'class="term"' in writer.get(f"/threads/{thread}").text
    assert listed(writer) == [thread]
    assert not re.search(r'name="no_terms"[^>]* checked', writer.get(edit).text)


def test_a_reply_and_its_draft_keep_the_choice(
    scene: Scene, talk: str, author: Person, writer: Browser
) -> None:
    page = f"/threads/{scene.thread(talk, author.id)}"
    typed = {"body": "Zometa.", "no_terms": "yes"}
    writer.post(f"{page}/replies/draft", typed, page=page)
    assert re.search(r'name="no_terms"[^>]* checked', writer.get(page).text)
    assert re.search(r'name="no_terms"[^>]* checked', writer.get(f"{page}?reply=1").text)
    writer.post(f"{page}/replies", typed, page=page)
    assert 'class="term"' not in writer.get(page).text
    scene.do(sweep_old_terms)
    assert listed(writer) == []
