"""With forty things waiting: on to the next, and spam deleted many at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forum.boards.posts import Post
from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail
from forum.moderation import sweeping
from forum.moderation.models import Item, ModeratorBoard
from forum.moderation.queue import put_in_queue
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person
from tests.shelf import lay_articles

Mails = Callable[[], list[OutgoingMail]]
REASON = {"reason": "It sells tea.", "rule": "4"}


@pytest.fixture
def waiting(scene: Scene, post: int, author: Person) -> list[int]:
    """Three posts of one author that were reported, the one in the fixture first."""
    thread = scene.values(Post.thread_id, Post.id == post)[0]
    posts = [post, scene.reply(thread, author.id, "More tea."), scene.reply(thread, author.id, "Much tea.")]
    board = scene.values(Post.board_id, Post.id == post)[0]
    for each in posts:
        wait(scene, each, board, author)
    return posts


def wait(scene: Scene, post: int, board: int, author: Person) -> None:
    scene.do(lambda: put_in_queue(f"post:{post}", "report", board_id=board, about_id=author.id).id)


def items(scene: Scene, *posts: int) -> list[int]:
    return [scene.values(Item.id, Item.subject == f"post:{each}")[-1] for each in posts]


def sweep(browser: Browser, items: list[int], **given: Any) -> Any:
    return browser.post("/moderation/spam", {"item": items, **REASON, **given}, page="/moderation")


def states(scene: Scene, posts: list[int]) -> list[str]:
    return [scene.values(Post.state, Post.id == each)[0] for each in posts]


def test_after_one_comes_the_next(scene: Scene, waiting: list[int], moderator: Browser) -> None:
    first, second, third = items(scene, *waiting)
    page = f"/posts/{waiting[0]}/moderation/hide?item={first}"
    answer = moderator.post(page, REASON | {"item": str(first)}, page=page)
    assert answer.location == f"/moderation/reports/{second}"
    assert "This is the next thing that waits" in moderator.follow(answer).text
    answer = moderator.post(f"{answer.location}/leave", {}, page=answer.location)
    assert answer.location == f"/moderation/reports/{third}"
    answer = moderator.post(f"{answer.location}/leave", {}, page=answer.location)
    assert answer.location == "/moderation"


def test_the_next_is_not_what_somebody_else_is_on(
    scene: Scene, waiting: list[int], moderator: Browser, second: Browser
) -> None:
    first, taken, third = items(scene, *waiting)
    second.post(f"/moderation/reports/{taken}/claim", {}, page=f"/moderation/reports/{taken}")
    answer = moderator.post(f"/moderation/reports/{first}/leave", {}, page=f"/moderation/reports/{first}")
    assert answer.location == f"/moderation/reports/{third}"


def test_spam_is_deleted_many_at_a_time_and_each_author_told(
    scene: Scene, waiting: list[int], moderator: Browser, mails: Mails
) -> None:
    shown = moderator.post(
        "/moderation/spam/preview", {"item": items(scene, *waiting[:2])}, page="/moderation"
    )
    assert "these 2 posts" in shown.text and "More tea." in shown.text and "Much tea." not in shown.text
    assert states(scene, waiting) == ["live"] * 3
    answer = sweep(moderator, items(scene, *waiting[:2]))
    assert "2 posts are deleted" in moderator.follow(answer).text
    assert states(scene, waiting) == ["deleted", "deleted", "live"]
    assert scene.count(Decision, Decision.action == "remove") == 2
    assert sum("sells tea" in mail.text for mail in mails()) == 2
    assert scene.all_counts_are_right()


def test_everything_else_of_theirs_goes_with_it(scene: Scene, waiting: list[int], moderator: Browser) -> None:
    sweep(moderator, items(scene, waiting[0]), theirs="yes")
    assert states(scene, waiting) == ["deleted"] * 3


def test_what_somebody_else_was_quicker_with_is_left_and_said(
    scene: Scene, waiting: list[int], moderator: Browser, second: Browser
) -> None:
    chosen = items(scene, *waiting[:2])
    second.post(f"/moderation/reports/{chosen[0]}/claim", {}, page=f"/moderation/reports/{chosen[0]}")
    answer = moderator.follow(sweep(moderator, chosen)).text
    assert "1 post is deleted" in answer and "Left: Old Harbour is on this" in answer
    assert states(scene, waiting) == ["live", "deleted", "live"]
    assert "Nothing was ticked" in moderator.follow(sweep(moderator, chosen[1:])).text


def test_it_needs_a_reason_and_keeps_what_was_ticked(
    scene: Scene, waiting: list[int], moderator: Browser
) -> None:
    answer = sweep(moderator, items(scene, *waiting[:2]), reason="")
    assert answer.status_code == 422
    assert "Please say why" in answer.text and "these 2 posts" in answer.text
    assert states(scene, waiting) == ["live"] * 3


def test_nobody_deletes_beyond_their_boards_or_standing(
    scene: Scene, cast: Cast, waiting: list[int], admin: Browser, moderator: Browser
) -> None:
    scene.board("elsewhere")
    board = scene.values(Post.board_id, Post.id == waiting[0])[0]
    other = cast.member("boardmod", standing="moderator")
    scene.add(ModeratorBoard(member_id=other.person.id, board_id=board + 1))
    sweep(other, items(scene, *waiting))
    assert states(scene, waiting) == ["live"] * 3
    thread = scene.values(Post.thread_id, Post.id == waiting[0])[0]
    above = scene.reply(thread, admin.person.id, "Words of the administrator.")
    wait(scene, above, board, admin.person)
    answer = moderator.follow(sweep(moderator, items(scene, above))).text
    assert "is an administrator" in answer and states(scene, [above]) == ["live"]


def test_no_more_at_once_than_are_quickly_done(
    scene: Scene, waiting: list[int], moderator: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "AT_ONCE", 2)
    sweep(moderator, items(scene, *waiting), theirs="yes")
    assert sorted(states(scene, waiting)) == ["deleted", "deleted", "live"]


def test_an_article_can_be_told_of(scene: Scene, patient: Browser, moderator: Browser) -> None:
    scene.do(lay_articles)
    page = "/articles/finding-support/tell"
    answer = patient.post(page, {"reason": "claim", "words": "It says soup cures."}, page=page)
    assert "A moderator will look at it" in patient.follow(answer).text
    assert "/articles/finding-support" in patient.get("/reports").text
    assert "the article “Finding support" in moderator.get("/moderation").text
    item = scene.values(Item.id, Item.subject.like("article:%"))[0]
    assert "It says soup cures." in moderator.get(f"/moderation/reports/{item}").text
    answer = moderator.post(
        f"/moderation/reports/{item}/leave", {"words": "Mended."}, page=f"/moderation/reports/{item}"
    )
    assert answer.status_code == 303 and "Mended." in patient.get("/reports").text
