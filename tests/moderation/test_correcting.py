"""A correction stands below a post, with its source, for everybody; the post stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forum.boards.corrections import Correction
from forum.boards.posts import Post
from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail
from forum.library.front_matter import read_article
from forum.library.writing import put_article
from forum.moderation.models import Item
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person
from tests.moderation.test_rewriting import was

Mails = Callable[[], list[OutgoingMail]]
RIGHT = {"words": "Nobody has shown that it helps.", "source": "https://www.example.org/tea"}
ARTICLE = "---\ntitle: On tea\nsummary: Tea.\n---\nTea is warm.\n"


@pytest.fixture
def rosalind(cast: Cast, author: Person) -> Browser:
    browser = cast.stranger()
    browser.sign_in(author)
    return browser


def correct(browser: Browser, post: int, **given: str) -> Any:
    page = f"/posts/{post}/moderation/correct"
    return browser.post(page, {"was": was(browser.get(page).text), **RIGHT, **given})


def shown(browser: Browser, scene: Scene, post: int) -> str:
    return browser.get(f"/threads/{scene.values(Post.thread_id, Post.id == post)[0]}").text


def test_everybody_reads_it_with_its_source(
    scene: Scene, post: int, moderator: Browser, patient: Browser, rosalind: Browser, mails: Mails
) -> None:
    shown(patient, scene, post)
    assert correct(moderator, post).status_code == 303
    for browser in (patient, rosalind, moderator):
        page = shown(browser, scene, post)
        assert "Buy my tea." in page and "Nobody has shown that it helps." in page
        assert 'href="https://www.example.org/tea"' in page and ">example.org</a>" in page
        assert "<bdi>Moderator</bdi>" in page
    letter = rosalind.get(f"/letters/{scene.values(Decision.id)[-1]}").text
    assert "Nobody has shown" in letter and "https://www.example.org/tea" in letter
    assert "Your words" not in letter and "Ask somebody else to look" in letter
    assert "Nobody has shown" in mails()[-1].text


def test_it_can_be_changed_and_taken_away(
    scene: Scene, post: int, moderator: Browser, patient: Browser
) -> None:
    correct(moderator, post)
    assert "Nobody has shown" in moderator.get(f"/posts/{post}/moderation/correct").text
    correct(moderator, post, words="It was never looked at.")
    page = shown(patient, scene, post)
    assert "It was never looked at." in page and "Nobody has shown" not in page
    assert scene.values(Decision.before, Decision.action == "correct")[-1].startswith("Nobody has shown")
    away = f"/posts/{post}/moderation/uncorrect"
    assert moderator.post(away, {"reason": ""}, page=away).status_code == 303
    assert "correction" not in shown(patient, scene, post)
    assert moderator.post(away, {"reason": ""}, page=away).status_code == 422


def test_an_article_of_the_library_is_a_source(
    scene: Scene, post: int, moderator: Browser, patient: Browser
) -> None:
    scene.do(lambda: put_article(read_article("tea.md", ARTICLE), state="published"))
    for source in ("/articles/tea", "http://localhost/articles/tea"):
        assert correct(moderator, post, source=source).status_code == 303
        assert '<a href="/articles/tea" rel="nofollow noopener noreferrer" dir="auto">On tea</a>' in shown(
            patient, scene, post
        )
    assert correct(moderator, post, source="/articles/none").status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": ""},
        {"words": "a" * 2_001},
        {"source": ""},
        {"source": "my aunt"},
        {"source": "javascript:alert(1)"},
        {"source": "ftp://example.org/"},
        {"source": "//example.org/x"},
        {"source": "https://"},
        {"source": "https://[x"},
        {"source": "https://a:b@example.org/"},
        {"source": 'https://example.org/"onclick="x'},
        {"source": "https://example.org/" + "a" * 500},
        {"reason": "a" * 1_001},
        {"letter": ""},
    ],
)
def test_what_is_no_correction(scene: Scene, post: int, moderator: Browser, wrong: dict[str, str]) -> None:
    answer = correct(moderator, post, **wrong)
    assert answer.status_code == 422
    assert scene.count(Correction) == 0


def test_two_moderators_do_not_write_over_each_other(
    scene: Scene, post: int, moderator: Browser, second: Browser
) -> None:
    page = f"/posts/{post}/moderation/correct"
    key = was(second.get(page).text)
    correct(moderator, post)
    late = second.post(page, {"was": key, **RIGHT, "words": "Tea is water."})
    assert late.status_code == 409
    assert "Nobody has shown" in late.text and "Tea is water." in late.text
    assert scene.values(Correction.words) == [RIGHT["words"]]


def test_an_appeal_takes_it_away(
    scene: Scene, post: int, moderator: Browser, second: Browser, rosalind: Browser
) -> None:
    correct(moderator, post)
    letter = f"/letters/{scene.values(Decision.id)[-1]}"
    rosalind.post(f"{letter}/appeal", {"words": "It did help me."}, page=letter)
    page = f"/moderation/reports/{scene.values(Item.id)[-1]}"
    second.post(f"{page}/appeal", {"outcome": "overturned", "answer": "You are right."}, page=page)
    assert scene.count(Correction) == 0


def test_it_goes_with_what_it_corrects(scene: Scene, post: int, moderator: Browser, patient: Browser) -> None:
    correct(moderator, post)
    scene.withdraw(post)
    assert "Nobody has shown" not in shown(moderator, scene, post)
