"""A moderator takes something out of a post: with a mark, a letter, and a way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from forum.boards.posts import Post, PostVersion
from forum.core.clock import now
from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail
from forum.moderation.models import Item
from tests.boards.scene import Scene, box, once_of
from tests.cast import TOKEN, Browser, Cast, Person

Mails = Callable[[], list[OutgoingMail]]
SECRET, CLEAN = "Ring me: 020 7946 0958. I like tea.", "I like tea."
HOUSE = "Mine is the blue house by the church. I like tea."
WHY = {"why": "private", "reason": "It shows your number to everybody.", "rule": "3"}


@pytest.fixture
def thread(scene: Scene, author: Person, post: int) -> int:
    """Rosalind wrote her number into a post, and mended a word of it an hour later."""
    with time_machine.travel(now() - timedelta(days=1)):
        return scene.thread("talk", author.id, title="Tea", body=SECRET)


@pytest.fixture
def secret(scene: Scene, thread: int) -> int:
    return scene.first_post(thread)


@pytest.fixture
def rosalind(cast: Cast, author: Person) -> Browser:
    browser = cast.stranger()
    browser.sign_in(author)
    return browser


def was(page: str) -> str:
    mark = 'name="was" value="'
    start = page.index(mark) + len(mark)
    return page[start : page.index('"', start)]


def edit(browser: Browser, post: int, body: str = CLEAN, **more: str) -> Any:
    page = f"/posts/{post}/moderation/edit"
    given = {"was": was(browser.get(page).text), "body": body, **WHY}
    return browser.post(page, given | more)


def test_what_is_taken_out_is_gone_for_all_but_moderators(
    scene: Scene, thread: int, secret: int, moderator: Browser, patient: Browser, rosalind: Browser
) -> None:
    rosalind.post(f"/posts/{secret}/edit", {"body": SECRET + " Much."}, page=f"/posts/{secret}/edit")
    assert "7946" in patient.get(f"/posts/{secret}/history").text
    assert edit(moderator, secret).status_code == 303
    for browser in (patient, rosalind):
        shown = browser.get(f"/threads/{thread}").text
        assert "I like tea." in shown and "7946" not in shown
        assert "edited by a moderator" in shown and "private information taken out" in shown
        history = browser.get(f"/posts/{secret}/history").text
        assert "7946" not in history and "private information taken out" in history
    assert moderator.get(f"/posts/{secret}/history").text.count("Only moderators see this") == 2


def test_the_author_gets_their_words_and_can_ask(
    scene: Scene, secret: int, moderator: Browser, rosalind: Browser, mails: Mails
) -> None:
    edit(moderator, secret)
    (decision,) = scene.values(Decision.id, Decision.action == "edit")
    letter = rosalind.get(f"/letters/{decision}").text
    for words in (
        "private information taken out",
        "It shows your number",
        "7946",
        "Ask somebody else to look",
    ):
        assert words in letter
    assert "> Ring me: 020 7946 0958." in mails()[-1].text
    line = moderator.get(f"/moderation/log/{decision}").text
    assert "7946" in line and "I like tea." in line


def test_the_letter_and_the_difference_are_seen_first(scene: Scene, secret: int, moderator: Browser) -> None:
    page = f"/posts/{secret}/moderation/edit"
    form = {"was": was(moderator.get(page).text), "body": CLEAN, **WHY}
    shown = moderator.post(f"{page}/preview", form).text
    assert "<del>" in shown and "A moderator has changed your post" in shown
    assert scene.values(Post.source, Post.id == secret) == [SECRET]
    assert box(moderator.post(f"{page}/preview", {**form, "back": "yes"}).text) == CLEAN


@pytest.mark.parametrize(
    "wrong",
    [{"why": ""}, {"why": "spite"}, {"reason": ""}, {"body": ""}, {"body": SECRET}, {"body": " \n"},
     {"body": "x" * 50_001}, {"rule": "99"}, {"letter": ""}],
)  # fmt: skip
def test_what_cannot_be_is_said_and_kept(
    scene: Scene, secret: int, moderator: Browser, wrong: dict[str, str]
) -> None:
    assert edit(moderator, secret, **wrong).status_code == 422
    assert scene.values(Post.source, Post.id == secret) == [SECRET]
    assert scene.count(Decision, Decision.action == "edit") == 0


def test_nothing_of_the_authors_is_written_over_unseen(
    scene: Scene, secret: int, moderator: Browser, rosalind: Browser
) -> None:
    page = f"/posts/{secret}/moderation/edit"
    form = {"was": was(moderator.get(page).text), "body": CLEAN, **WHY}
    rosalind.post(f"/posts/{secret}/edit", {"body": "I like coffee now."}, page=f"/posts/{secret}/edit")
    for where in (f"{page}/preview", page):
        answer = moderator.post(where, form)
        assert answer.status_code == 409
        assert "I like coffee now." in answer.text and box(answer.text) == CLEAN
    assert scene.values(Post.source, Post.id == secret) == ["I like coffee now."]
    assert moderator.post(page, {**form, "was": was(answer.text)}).status_code == 303


def test_the_author_does_not_put_it_back_unseen(
    scene: Scene, secret: int, moderator: Browser, rosalind: Browser
) -> None:
    scene.set(Post, secret, source=HOUSE)
    page = f"/posts/{secret}/edit"
    with time_machine.travel(now() - timedelta(minutes=3)):
        once = once_of(rosalind.get(page).text)
        rosalind.post(f"{page}/draft", {"body": HOUSE + " Much.", "once": once})
    edit(moderator, secret)
    answer = rosalind.post(page, {"body": HOUSE + " Much.", "once": once})
    assert answer.status_code == 422 and "Meanwhile a moderator has changed this post" in answer.text
    assert box(answer.text) == HOUSE + " Much."
    assert scene.values(Post.source, Post.id == secret) == [CLEAN]
    with time_machine.travel(now() + timedelta(seconds=5)):
        again = {"body": "I like tea. Much.", "once": once_of(answer.text)}
        assert rosalind.post(page, again).status_code == 303
    assert scene.drafts(rosalind.member_id) == {}
    assert scene.values(Item.why, Item.subject == f"post:{secret}") == [
        "Its author changed it after a moderator had."
    ]


def test_a_report_about_it_is_handled(
    scene: Scene, secret: int, moderator: Browser, second: Browser, patient: Browser
) -> None:
    patient.post(f"/posts/{secret}/report", {"reason": "private"}, page=f"/posts/{secret}/report")
    (item,) = scene.values(Item.id, Item.subject == f"post:{secret}")
    assert edit(moderator, secret, item=str(item)).status_code == 303
    assert "taken out. Thank you for telling us." in patient.get("/reports").text
    late = edit(second, secret, body="Tea.", item=str(item))
    assert late.status_code == 409 and "Already handled" in late.text
    assert scene.values(Post.source, Post.id == secret) == [CLEAN]


def test_a_held_post_goes_on_waiting(scene: Scene, secret: int, author: Person, moderator: Browser) -> None:
    held = scene.reply(scene.values(Post.thread_id, Post.id == secret)[0], author.id, SECRET)
    scene.hold(held)
    assert edit(moderator, held).status_code == 303
    assert scene.values(Post.state, Post.id == held) == ["held"]
    assert scene.all_counts_are_right()


def give_back(browser: Browser, post: int) -> int:
    page = f"/posts/{post}/moderation/unedit"
    return browser.post(page, {"reason": ""}, page=page).status_code


def test_it_can_be_undone_with_its_history(
    scene: Scene, thread: int, secret: int, moderator: Browser, patient: Browser, rosalind: Browser
) -> None:
    rosalind.post(f"/posts/{secret}/edit", {"body": SECRET + " Much."}, page=f"/posts/{secret}/edit")
    before = TOKEN.sub("", patient.get(f"/posts/{secret}/history").text)
    assert give_back(moderator, secret) == 422
    edit(moderator, secret, why="hurtful")
    edit(moderator, secret, body="Tea.")
    assert give_back(moderator, secret) == 303
    shown = patient.get(f"/threads/{thread}").text
    assert "I like tea." in shown and "hurtful words taken out" in shown
    assert give_back(moderator, secret) == 303
    assert "edited by a moderator" not in patient.get(f"/threads/{thread}").text
    assert TOKEN.sub("", patient.get(f"/posts/{secret}/history").text) == before


def test_what_its_author_wrote_since_is_not_undone(
    scene: Scene, secret: int, moderator: Browser, rosalind: Browser
) -> None:
    edit(moderator, secret)
    with time_machine.travel(now() + timedelta(minutes=1)):
        page = f"/posts/{secret}/edit"
        assert rosalind.post(page, {"body": "Coffee."}, page=page).status_code == 303
        assert give_back(moderator, secret) == 422
    assert scene.values(Post.source, Post.id == secret) == ["Coffee."]


def test_an_appeal_gives_the_words_back(
    scene: Scene, thread: int, secret: int, moderator: Browser, second: Browser, rosalind: Browser
) -> None:
    edit(moderator, secret)
    letter = f"/letters/{scene.values(Decision.id)[-1]}"
    assert rosalind.post(f"{letter}/appeal", {"words": "Why?"}, page=letter).status_code == 303
    page = f"/moderation/reports/{scene.values(Item.id)[-1]}"
    assert "What the moderator made of it" in second.get(page).text
    second.post(f"{page}/appeal", {"outcome": "overturned", "answer": "It was right."})
    assert "7946" in rosalind.get(f"/threads/{thread}").text
    assert scene.count(PostVersion) == 0


def test_nobody_changes_their_own_or_above(
    scene: Scene, secret: int, moderator: Browser, admin: Browser
) -> None:
    for who in (moderator, admin):
        theirs = scene.first_post(scene.thread("talk", who.member_id, body=SECRET))
        assert edit(moderator, theirs).status_code == 422
        assert scene.values(Post.source, Post.id == theirs) == [SECRET]


def test_from_the_posts_own_menu(scene: Scene, thread: int, secret: int, moderator: Browser) -> None:
    shown = moderator.get(f"/threads/{thread}").text
    assert f'href="/posts/{secret}/moderation"' in shown
    page = moderator.get(f"/posts/{secret}/moderation").text
    assert "Take something out of this post" in page and "Give the author" not in page
