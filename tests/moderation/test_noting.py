"""Content notes: a post is folded behind what readers should know, and lists say so beside the title."""

from __future__ import annotations

from typing import Any

import pytest

from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.decisions import Decision
from forum.moderation.models import Item
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person
from tests.moderation.test_rewriting import was

FOLD = (
    '<details class="fold"><summary><span class="visually-hidden">Content note: </span><span>Mentions dying'
)


@pytest.fixture
def rosalind(cast: Cast, author: Person) -> Browser:
    browser = cast.stranger()
    browser.sign_in(author)
    return browser


@pytest.fixture
def thread(scene: Scene, post: int) -> int:
    return int(scene.values(Post.thread_id, Post.id == post)[0])


def put_note(browser: Browser, post: int, note: str = "dying", **given: str) -> Any:
    page = f"/posts/{post}/moderation/note"
    return browser.post(page, {"was": was(browser.get(page).text), "note": note, **given})


def take_away(browser: Browser, post: int) -> int:
    page = f"/posts/{post}/moderation/unnote"
    return browser.post(page, {"reason": ""}, page=page).status_code


def test_it_is_folded_for_readers_and_said_in_lists(
    scene: Scene, post: int, thread: int, moderator: Browser, patient: Browser, rosalind: Browser
) -> None:
    for path in (f"/threads/{thread}", "/boards/talk", "/"):
        assert "Mentions dying</s" not in patient.get(path).text
    assert put_note(moderator, post).status_code == 303
    page = patient.get(f"/threads/{thread}").text
    assert page.index(FOLD) < page.index("Buy my tea.") < page.index("</details>", page.index("Buy my tea."))
    assert '<details class="fold" open>' in rosalind.get(f"/threads/{thread}").text
    for path in ("/boards/talk", "/"):
        assert "Mentions dying</span></h" in patient.get(path).text
    letter = rosalind.get(f"/letters/{scene.values(Decision.id)[-1]}").text
    assert "has a content note now: Mentions dying" in letter and "Your words</h2>" not in letter
    assert scene.all_counts_are_right()


def test_a_later_post_does_not_name_the_thread(
    scene: Scene, thread: int, author: Person, moderator: Browser, patient: Browser
) -> None:
    later = scene.reply(thread, author.id, "More of it.")
    put_note(moderator, later, "own", note_words="  About   spiders ")
    page = patient.get(f"/threads/{thread}").text
    assert page.count('<details class="fold">') == 1 and "About spiders" in page
    assert "About spiders" not in patient.get("/boards/talk").text


def test_a_whole_thread_from_its_first_post(
    scene: Scene, post: int, thread: int, author: Person, moderator: Browser, patient: Browser
) -> None:
    later = scene.reply(thread, author.id, "More of it.")
    assert put_note(moderator, later, whole="yes").status_code == 422
    assert put_note(moderator, post, whole="yes").status_code == 303
    page = patient.get(f"/threads/{thread}").text
    assert page.count(FOLD) == 2 and "Content note for the whole thread: Mentions dying" in page
    opened = patient.get(f"/threads/{thread}?unfold=yes").text
    assert opened.count('<details class="fold" open>') == 2 and FOLD not in opened
    assert "Mentions dying" in patient.get("/boards/talk").text
    assert take_away(moderator, post) == 303
    assert FOLD not in patient.get(f"/threads/{thread}").text
    assert take_away(moderator, post) == 422


def test_lists_follow_the_first_post(scene: Scene, post: int, thread: int, moderator: Browser) -> None:
    put_note(moderator, post)
    scene.reply(thread, moderator.member_id)
    for change, note in ((scene.withdraw, ""), (scene.show_again, "dying")):
        change(post)
        assert scene.values(Thread.first_note, Thread.id == thread) == [note]
        assert scene.all_counts_are_right()


@pytest.mark.parametrize(
    "wrong",
    [{"note": ""}, {"note": "nothing"}, {"note": "own"}, {"note": "own", "note_words": "\u200b"},
     {"note": "own", "note_words": "a" * 81}, {"reason": "a" * 1_001}, {"letter": ""}],
)  # fmt: skip
def test_what_is_no_note(scene: Scene, post: int, moderator: Browser, wrong: dict[str, str]) -> None:
    assert put_note(moderator, post, **wrong).status_code == 422
    assert scene.values(Post.content_note, Post.id == post) == [""]


def test_words_of_ones_own_are_words(scene: Scene, post: int, thread: int, moderator: Browser) -> None:
    put_note(moderator, post, "own", note_words="<b>Bold</b> & more")
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; more" in moderator.get(f"/threads/{thread}").text
    assert 'value="&lt;b&gt;Bold' in moderator.get(f"/posts/{post}/moderation/note").text


def test_an_appeal_takes_it_away(
    scene: Scene, post: int, moderator: Browser, second: Browser, rosalind: Browser
) -> None:
    put_note(moderator, post)
    letter = f"/letters/{scene.values(Decision.id)[-1]}"
    rosalind.post(f"{letter}/appeal", {"words": "It mentions tea."}, page=letter)
    page = f"/moderation/reports/{scene.values(Item.id)[-1]}"
    second.post(f"{page}/appeal", {"outcome": "overturned", "answer": "It does."}, page=page)
    assert scene.values(Post.content_note, Post.id == post) == [""]
    assert scene.all_counts_are_right()


def test_a_worry_is_not_handled_by_a_note(
    scene: Scene, post: int, moderator: Browser, patient: Browser
) -> None:
    patient.post(f"/posts/{post}/report", {"reason": "worry"}, page=f"/posts/{post}/report")
    put_note(moderator, post)
    assert scene.values(Item.handled_at, Item.subject == f"post:{post}") == [None]


def test_a_feed_does_not_show_what_is_folded(
    scene: Scene, author: Person, moderator: Browser, stranger: Browser
) -> None:
    scene.board("open", "public")
    thread = scene.thread("open", author.id, body="Of the last days.")
    put_note(moderator, scene.first_post(thread))
    feed = stranger.get("/boards/open/feed.atom").text
    assert "Mentions dying. To read it" in feed and "last days" not in feed
    page = stranger.get(f"/threads/{thread}").text
    assert FOLD in page and "Of the last days." in page


def test_an_author_says_it_themselves(scene: Scene, thread: int, patient: Browser, rosalind: Browser) -> None:
    form = {"body": "Of the last days.", "note": "dying", "note_words": ""}
    rosalind.post(f"/threads/{thread}/replies", form, page=f"/threads/{thread}")
    assert patient.get(f"/threads/{thread}").text.count(FOLD) == 1
    post = scene.values(Post.id)[-1]
    page = f"/posts/{post}/edit"
    assert '<option value="dying" selected>' in rosalind.get(page).text
    wrong = {"body": "Of the last days.", "note": "own", "note_words": "a" * 81}
    assert rosalind.post(page, wrong).status_code == 422
    rosalind.post(page, {"body": "Of the last days."})
    assert scene.values(Post.content_note, Post.id == post) == ["dying"]
    rosalind.post(page, {"body": "Of the last days.", "note": ""})
    assert scene.values(Post.content_note, Post.id == post) == [""]


def test_a_new_thread_with_a_note(scene: Scene, post: int, patient: Browser, rosalind: Browser) -> None:
    page = "/boards/talk/new"
    form = {"title": "The last days", "body": "Words.", "note": "own", "note_words": "Of  goodbyes"}
    kept = rosalind.post(f"{page}/preview", form, page=page).text
    assert 'value="Of goodbyes"' in kept
    assert rosalind.post(page, form).status_code == 303
    assert "Of goodbyes</span></h" in patient.get("/boards/talk").text
    assert scene.all_counts_are_right()


def test_a_moderators_note_is_not_the_authors_to_take_away(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser
) -> None:
    put_note(moderator, post)
    page = f"/posts/{post}/edit"
    assert 'name="note"' not in rosalind.get(page).text
    assert rosalind.post(page, {"body": "Other words.", "title": "Tea", "note": ""}).status_code == 303
    assert scene.values(Post.content_note, Post.id == post) == ["dying"]


def test_a_note_waits_with_its_draft(scene: Scene, thread: int, rosalind: Browser) -> None:
    page = f"/threads/{thread}"
    rosalind.post(f"{page}/replies/draft", {"body": "Half.", "note": "scan", "note_words": ""}, page=page)
    assert '<option value="scan" selected>' in rosalind.get(page).text
