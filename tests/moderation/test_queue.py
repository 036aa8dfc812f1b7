"""The queue: what comes into it and in which order, who sees it, and that nothing in it is handled twice."""

from __future__ import annotations

import re
from datetime import timedelta

from forum.boards.posts import Post
from forum.core.clock import now
from forum.core.decisions import Decision
from forum.moderation.models import Item, ModeratorBoard, Report
from forum.moderation.queue import put_in_queue
from tests.boards.scene import Scene, once_made_before, say
from tests.cast import Browser, Cast, Person
from tests.recorder import statements

REASON = {"reason": "It sells things.", "rule": "4"}


def report(browser: Browser, post: int, reason: str = "selling", **more: str) -> int:
    """Report a post by the form; the status of the answer."""
    page = f"/posts/{post}/report"
    return browser.post(page, {"reason": reason, **more}, page=page).status_code


def queue(browser: Browser) -> list[str]:
    """What the page shows to wait, in its order."""
    found = re.findall(r'queue__title"[^>]*><a[^>]*>(.*?)</a>', browser.get("/moderation").text)
    return [re.sub(r"<[^>]+>", "", words) for words in found]


def item(scene: Scene, post: int) -> str:
    return f"/moderation/reports/{scene.values(Item.id, Item.subject == f'post:{post}')[-1]}"


def test_a_report_tells_what_happens_next_and_waits(
    scene: Scene, post: int, patient: Browser, moderator: Browser
) -> None:
    page = f"/posts/{post}/report"
    answer = patient.post(page, {"reason": "selling", "words": "It is tea."}, page=page)
    assert "A moderator will look at it" in patient.follow(answer).text
    assert queue(moderator) == ["Reported: Rosalind"]
    shown = moderator.get(item(scene, post)).text
    assert "It is tea." in shown and "Buy my tea." in shown


def test_a_second_report_adds_weight_and_not_an_item(
    scene: Scene, post: int, patient: Browser, caregiver: Browser
) -> None:
    assert [
        report(patient, post),
        report(patient, post, "other", words="Again."),
        report(caregiver, post),
    ] == [
        303,
        303,
        303,
    ]
    assert scene.values(Item.lightness) == [-2]
    assert scene.count(Report) == 2


def test_bad_reports_lose_nothing(scene: Scene, post: int, patient: Browser, author: Person) -> None:
    page = f"/posts/{post}/report"
    for form in (
        {},
        {"reason": "rule"},
        {"reason": "rule", "rule": "99"},
        {"reason": "other"},
        {"reason": "x"},
    ):
        answer = patient.post(page, {"words": "", **form}, page=page)
        assert answer.status_code == 422
    long = "a" * 2_001
    answer = patient.post(page, {"reason": "other", "words": long})
    assert answer.status_code == 422 and long in answer.text
    assert scene.count(Item) == 0


def test_nobody_reports_themselves(scene: Scene, patient: Browser) -> None:
    scene.board("talk")
    mine = scene.first_post(scene.thread("talk", patient.member_id))
    assert report(patient, mine) == 422
    assert patient.post("/members/patient/report", {"reason": "selling"}).status_code == 422


def test_twenty_a_day(scene: Scene, post: int, author: Person, patient: Browser) -> None:
    thread = scene.thread("talk", author.id)
    for reply in scene.replies(thread, author.id, 20):
        assert report(patient, reply) == 303
    assert report(patient, post) == 422
    report_day_ago = now() - timedelta(days=1, minutes=1)
    for key in scene.values(Report.id):
        scene.set(Report, key, reported_at=report_day_ago)
    assert report(patient, post) == 303


def test_the_order_explains_itself(
    scene: Scene,
    post: int,
    author: Person,
    patient: Browser,
    caregiver: Browser,
    newcomer: Browser,
    moderator: Browser,
) -> None:
    thread = scene.thread("talk", author.id)
    twice, worry = scene.replies(thread, author.id, 2)
    report(patient, post)
    report(patient, twice)
    report(caregiver, twice)
    assert say(newcomer, thread, "I am new.").status_code == 303
    report(caregiver, worry, "worry")
    assert queue(moderator) == [
        "Somebody is worried about a person: Rosalind",
        "A newcomer&#39;s first post: Newcomer",
        "Reported: Rosalind",
        "Reported: Rosalind",
    ]
    moderator.get("/moderation?kind=report")
    assert scene.values(Item.subject, Item.kind == "report", Item.lightness == -2) == [f"post:{twice}"]


def test_only_the_first_post_of_a_newcomer_waits(
    scene: Scene, post: int, author: Person, newcomer: Browser
) -> None:
    thread = scene.thread("talk", author.id)
    first = say(newcomer, thread, "I am new.").headers["Location"].rpartition("-")[2]
    scene.set(Post, int(first), published_at=now() - timedelta(minutes=1))
    assert say(newcomer, thread, "And a second one.", once=once_made_before(newcomer.app)).status_code == 303
    assert scene.count(Post, Post.author_id == newcomer.member_id) == 2
    assert scene.values(Item.subject) == [f"post:{first}"]


def test_a_moderator_of_some_boards_sees_those_and_no_others(
    scene: Scene, post: int, author: Person, patient: Browser, moderator: Browser, second: Browser
) -> None:
    scene.board("other")
    elsewhere = scene.first_post(scene.thread("other", author.id))
    report(patient, post)
    report(patient, elsewhere)
    patient.post("/members/rosalind/report", {"reason": "worry"})
    other = scene.values(Item.board_id, Item.subject == f"post:{elsewhere}")[0]
    scene.add(ModeratorBoard(member_id=second.member_id, board_id=other))
    assert len(queue(moderator)) == 3
    assert queue(second) == ["Reported: Rosalind"]
    assert second.get(item(scene, elsewhere)).status_code == 200
    assert second.get(item(scene, post)).status_code == 404
    assert second.get(f"/posts/{post}/moderation/hide").status_code == 404
    assert second.post(f"/posts/{post}/moderation/hide", REASON).status_code == 404


def test_a_claim_is_seen_by_the_others_and_ends(
    scene: Scene, post: int, patient: Browser, moderator: Browser, second: Browser
) -> None:
    report(patient, post)
    page = item(scene, post)
    assert moderator.post(f"{page}/claim", page=page).status_code == 303
    assert "Moderator</bdi> is on it" in second.get("/moderation").text
    hide = f"/posts/{post}/moderation/hide"
    answer = second.post(hide, REASON, page=hide)
    assert answer.status_code == 422 and "Moderator is on this just now" in answer.text
    assert "It sells things." in answer.text
    scene.set(Item, scene.values(Item.id)[0], claimed_until=now() - timedelta(seconds=1))
    assert second.post(hide, REASON).status_code == 303


def test_taking_over_and_giving_back(
    scene: Scene, post: int, patient: Browser, moderator: Browser, second: Browser
) -> None:
    report(patient, post)
    page = item(scene, post)
    moderator.post(f"{page}/claim", page=page)
    second.post(f"{page}/claim", page=page)
    assert scene.values(Item.claimed_by_id) == [second.member_id]
    moderator.post(f"{page}/claim/delete")
    assert scene.values(Item.claimed_by_id) == [second.member_id]
    second.post(f"{page}/claim/delete")
    assert scene.values(Item.claimed_by_id) == [None]


def test_the_second_of_two_is_told(
    scene: Scene, post: int, patient: Browser, moderator: Browser, second: Browser
) -> None:
    report(patient, post)
    number = scene.values(Item.id)[0]
    hide, remove = (f"/posts/{post}/moderation/{name}" for name in ("hide", "remove"))
    second.get(f"{remove}?item={number}")
    assert moderator.post(hide, {**REASON, "item": number}, page=hide).status_code == 303
    told = second.post(remove, {**REASON, "item": number}, page=remove)
    assert told.status_code == 409 and "Already handled by Moderator" in told.text
    assert "What you had written" in told.text and REASON["reason"] in told.text
    late = second.post(f"/moderation/reports/{number}/leave", {"words": "fine"})
    assert late.status_code == 409
    assert scene.values(Decision.action) == ["hide"]


def test_ten_items_and_many_cost_the_same(
    scene: Scene, post: int, author: Person, moderator: Browser
) -> None:
    thread = scene.thread("talk", author.id)

    def asked(more: int) -> int:
        replies = scene.replies(thread, author.id, more)
        scene.do(
            lambda: [put_in_queue(f"post:{key}", "report", board_id=1, about_id=author.id) for key in replies]
        )
        moderator.get("/moderation")
        with statements() as seen:
            moderator.get("/moderation")
        return len(seen)

    assert asked(3) == asked(60) <= 8


def test_an_item_that_is_left_is_off_the_queue(
    scene: Scene, post: int, patient: Browser, moderator: Browser, cast: Cast
) -> None:
    report(patient, post)
    page = item(scene, post)
    moderator.post(f"{page}/leave", {"words": "It is his own tea."}, page=page)
    assert queue(moderator) == []
    assert "It is his own tea." in patient.get("/reports").text
    assert scene.values(Decision.action) == ["leave"]


def test_whoever_leaves_what_somebody_else_is_on_is_told(
    scene: Scene, post: int, patient: Browser, moderator: Browser, second: Browser
) -> None:
    report(patient, post)
    page = item(scene, post)
    second.post(f"{page}/claim", page=page)
    answer = moderator.post(f"{page}/leave", {"words": "It is tea."}, page=page)
    assert answer.status_code == 422
    assert "Old Harbour is on this" in answer.text and "It is tea." in answer.text
