"""What moderators do with threads: with reason, letter, undo, and one line in the log each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.silence import sweep_silent
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail
from forum.moderation.models import Item, ModeratorBoard
from forum.moderation.queue import put_in_queue
from forum.moderation.thread_acts import THREAD_ACTS
from tests.boards.scene import Scene, box, say
from tests.cast import Browser, Cast, Person

SEEN = re.compile(r'name="seen" value="(\d+)"')
ABOUT_A_THREAD = Decision.subject.startswith("thread:")
WHY = {"reason": "It went in circles."}


def act(browser: Browser, thread: int, name: str, step: str = "", **given: Any) -> Any:
    """Open the form of an action, fill it in, and send it."""
    page = f"/threads/{thread}/{THREAD_ACTS[name].path}"
    shown = SEEN.search(browser.get(page).text)
    form = {"seen": shown[1] if shown else "0", **WHY, **given}
    return browser.post(f"{page}{step}", form)


def board_id(scene: Scene, slug: str) -> int:
    return int(scene.values(Board.id, Board.slug == slug)[0])


def board_of(scene: Scene, thread: int) -> str:
    return str(scene.values(Board.slug, Board.id == scene.values(Thread.board_id, Thread.id == thread)[0])[0])


@pytest.fixture
def thread(scene: Scene, post: int) -> int:
    return int(scene.values(Post.thread_id, Post.id == post)[0])


@pytest.fixture
def rosalind(cast: Cast, author: Person) -> Browser:
    browser = cast.stranger()
    browser.sign_in(author)
    return browser


def looks_after(scene: Scene, who: Browser, *slugs: str) -> None:
    for slug in slugs:
        scene.add(ModeratorBoard(member_id=who.member_id, board_id=board_id(scene, slug)))


def test_a_thread_is_closed_with_a_reason_that_all_read_and_opened_again(
    scene: Scene, thread: int, moderator: Browser, patient: Browser, rosalind: Browser
) -> None:
    assert "Close it to new replies" in moderator.get(f"/threads/{thread}").text
    shown = act(moderator, thread, "lock", "/preview", rule="4").text
    assert "We have closed your thread “The blue chair”" in shown and "It went in circles." in shown
    assert act(moderator, thread, "lock", letter="Dear Rosalind, a rest.").status_code == 303
    assert "It went in circles." in patient.get(f"/threads/{thread}").text
    assert (
        "Dear Rosalind, a rest."
        in rosalind.get(f"/letters/{scene.values(Decision.id, ABOUT_A_THREAD)[0]}").text
    )
    assert (
        say(patient, thread, "But").status_code == 422 and box(patient.get("/drafts").text, "x")
        if 0
        else True
    )
    assert act(moderator, thread, "unlock", reason="").status_code == 303
    assert say(patient, thread, "Thank you.").status_code == 303
    assert scene.values(Decision.action, ABOUT_A_THREAD) == ["lock", "unlock"]


def test_an_appeal_against_a_lock_opens_the_thread(
    scene: Scene, thread: int, moderator: Browser, second: Browser, rosalind: Browser
) -> None:
    act(moderator, thread, "lock")
    letter = f"/letters/{scene.values(Decision.id, ABOUT_A_THREAD)[0]}"
    assert rosalind.post(f"{letter}/appeal", {"words": "Please."}, page=letter).status_code == 303
    item = f"/moderation/reports/{scene.values(Item.id)[0]}"
    second.post(f"{item}/appeal", {"outcome": "overturned", "answer": "You are right."}, page=item)
    assert scene.values(Thread.locked_at, Thread.id == thread) == [None]


def test_a_pinned_thread_stands_first_and_is_taken_down(
    scene: Scene, author: Person, thread: int, moderator: Browser, patient: Browser
) -> None:
    later = scene.thread("talk", author.id, title="Later words")
    page = patient.get("/boards/talk").text
    assert page.index("Later words") < page.index("The blue chair")
    assert act(moderator, thread, "pin", reason="").status_code == 303
    page = patient.get("/boards/talk").text
    assert page.index("The blue chair") < page.index("Later words") and "Pinned" in page
    assert act(moderator, thread, "pin").status_code == 422
    assert act(moderator, later, "unpin").status_code == 422
    assert act(moderator, thread, "unpin").status_code == 303
    page = patient.get("/boards/talk").text
    assert page.index("Later words") < page.index("The blue chair")


def test_a_slow_thread_takes_one_post_of_each_and_keeps_what_came_too_soon(
    scene: Scene, thread: int, moderator: Browser, patient: Browser, caregiver: Browser
) -> None:
    assert act(moderator, thread, "slow", length="7").status_code == 422
    assert act(moderator, thread, "slow", length="30").status_code == 303
    assert "one post each in 30 minutes" in patient.get(f"/threads/{thread}").text
    assert say(patient, thread, "First.").status_code == 303
    refused = say(patient, thread, "And another thing.")
    assert refused.status_code == 422 and "You can post this in 30 minutes" in refused.text
    assert box(refused.text) == "And another thing."
    assert scene.drafts(patient.member_id) == {f"thread:{thread}": "And another thing."}
    assert say(caregiver, thread, "Mine.").status_code == 303
    assert say(moderator, thread, "One.").status_code == say(moderator, thread, "Two.").status_code == 303
    mine = Post.author_id == patient.member_id
    ago = {"published_at": now() - timedelta(minutes=31)}
    scene.do(lambda: db.session.execute(update(Post).where(mine).values(**ago)))
    assert say(patient, thread, "And another thing.").status_code == 303
    assert say(patient, thread, "More.").status_code == 422
    assert act(moderator, thread, "unslow").status_code == 303
    assert say(patient, thread, "More.").status_code == 303


def test_a_thread_closes_after_silence_by_itself(
    scene: Scene, thread: int, moderator: Browser, patient: Browser
) -> None:
    assert act(moderator, thread, "silence", length="14").status_code == 303
    assert "closes by itself after 14 days without a post" in patient.get(f"/threads/{thread}").text
    assert scene.do(sweep_silent) == 0
    scene.set(Thread, thread, last_post_at=now() - timedelta(days=15))
    assert scene.do(sweep_silent) == 1 and scene.do(sweep_silent) == 0
    assert "Nobody has written here for 14 days" in patient.get(f"/threads/{thread}").text
    assert scene.values(Decision.actor_id, Decision.action == "lock") == [None]
    assert "silence was to close it" in moderator.get(f"/threads/{thread}/lock/delete").text
    act(moderator, thread, "unlock")
    assert scene.do(sweep_silent) == 0
    refused = act(moderator, thread, "silence", length="7")
    assert refused.status_code == 422 and "would close at once" in refused.text


def test_moving_says_who_will_read_it_before_it_is_done(
    scene: Scene, thread: int, moderator: Browser, patient: Browser, rosalind: Browser, stranger: Browser
) -> None:
    scene.board("open", "public", title="Open doors")
    goal = str(board_id(scene, "open"))
    shown = act(moderator, thread, "move", "/preview", board=goal).text
    assert "also without an account" in shown and "stands on the board “Open doors” now" in shown
    refused = act(moderator, thread, "move", board=goal, letter="My own words.")
    assert refused.status_code == 422 and "My own words." in refused.text
    assert board_of(scene, thread) == "talk"
    assert act(moderator, thread, "move", board=goal, sure="yes").status_code == 303
    assert stranger.get(f"/threads/{thread}").status_code == 200
    assert scene.all_counts_are_right()
    assert (
        "Anyone can read it there"
        in rosalind.get(f"/letters/{scene.values(Decision.id, ABOUT_A_THREAD)[-1]}").text
    )
    assert scene.values(Decision.after, ABOUT_A_THREAD) == ["“Talk” → “Open doors”"]


def test_what_cannot_be_moved_says_why(scene: Scene, thread: int, moderator: Browser) -> None:
    scene.board("old")
    scene.set(Board, board_id(scene, "old"), archived_at=now())
    for goal in ("", str(board_id(scene, "old")), "999999", str(board_id(scene, "talk"))):
        refused = act(moderator, thread, "move", board=goal, reason="Its place is there.")
        assert refused.status_code == 422 and "Its place is there." in refused.text
    assert scene.count(Decision, ABOUT_A_THREAD) == 0


def test_into_a_room_of_moderators_the_letter_names_nothing(
    scene: Scene, thread: int, moderator: Browser, rosalind: Browser
) -> None:
    scene.board("room", "moderators", title="Quiet room")
    act(moderator, thread, "move", board=str(board_id(scene, "room")), sure="yes")
    letter = rosalind.get(f"/letters/{scene.values(Decision.id, ABOUT_A_THREAD)[0]}").text
    assert "Only moderators can read it there" in letter and "Quiet room" not in letter


def test_what_waits_follows_to_the_board(
    scene: Scene, cast: Cast, author: Person, thread: int, post: int, moderator: Browser, boardmod: Browser
) -> None:
    scene.board("scans")
    looks_after(scene, boardmod, "scans")
    old = board_id(scene, "talk")
    item = scene.do(lambda: put_in_queue(f"post:{post}", "report", board_id=old, about_id=author.id).id)
    assert boardmod.get(f"/moderation/reports/{item}").status_code == 404
    act(moderator, thread, "move", board=str(board_id(scene, "scans")))
    assert boardmod.get(f"/moderation/reports/{item}").status_code == 200


def test_a_split_shows_what_goes_and_leads_to_the_new_thread(
    scene: Scene, author: Person, thread: int, moderator: Browser, patient: Browser, rosalind: Browser
) -> None:
    posts = scene.replies(thread, patient.member_id, 4)
    given = {"called": "Of stools", "post": [str(posts[0]), str(posts[2])]}
    shown = act(moderator, thread, "split", "/preview", **given).text
    assert "2 posts will stand in" in shown and "Answer 3." in shown and "Answer 2." not in shown
    done = act(moderator, thread, "split", called="Of stools", post=f"{posts[0]},{posts[2]}")
    new = done.headers["Location"]
    assert "Answer 3." in patient.get(new).text and "Answer 3." not in patient.get(f"/threads/{thread}").text
    assert "began in" in patient.get(new).text
    assert scene.values(Decision.after, ABOUT_A_THREAD) == [
        f"#2, #4 → “Of stools” (thread {new.rpartition('/')[2]})"
    ]
    assert "“Of stools”" in rosalind.get(f"/letters/{scene.values(Decision.id, ABOUT_A_THREAD)[0]}").text
    assert scene.all_counts_are_right()


def test_a_long_thread_is_split_by_numbers_from_any_page(
    scene: Scene, author: Person, thread: int, moderator: Browser
) -> None:
    posts = scene.replies(thread, author.id, 24)
    page = moderator.get(f"/threads/{thread}/split?page=2").text
    assert "#24 Rosalind" in page and "#4 Rosalind" not in page
    given = {"called": "Apart", "numbers": "3–5, 8", "post": str(posts[22])}
    shown = act(moderator, thread, "split", "/preview", **given).text
    sent = ",".join(str(posts[number - 2]) for number in (3, 4, 5, 8, 24))
    assert f'name="post" value="{sent}"' in shown
    back = act(
        moderator, thread, "split", "/preview", **(given | {"post": sent, "numbers": "", "back": "yes"})
    ).text
    assert 'value="#24"' in back and len(re.findall(r'name="post"[^>]* checked', back)) == 4
    assert act(moderator, thread, "split", **given).status_code == 303
    assert scene.all_counts_are_right() and scene.values(Thread.last_number)[-2:] == [5, 20]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"called": "Apart"}, "Please choose the posts"),
        ({"called": "Apart", "numbers": "1-3"}, "The first post holds a thread together"),
        ({"called": "Apart", "numbers": "2-9"}, "Please give numbers between 2 and 4"),
        ({"called": "Apart", "numbers": "two"}, "Please give numbers between 2 and 4"),
        ({"called": "Apart", "numbers": "3-2"}, "Please give numbers between 2 and 4"),
        ({"called": "Apart", "numbers": "2," * 101}, "Please give at most 100 numbers"),
        ({"called": "Apart", "post": "99999"}, "Please choose the posts"),
        ({"called": "", "numbers": "2"}, "Please give your thread a title"),
        ({"called": "a" * 201, "numbers": "2"}, "The title has 201 characters"),
        ({"called": "Apart", "numbers": "4"}, "Nobody can read any of these posts"),
        ({"called": "Apart", "numbers": "2", "reason": ""}, "Please say why"),
        ({"called": "Apart", "numbers": "2", "reason": "a" * 1_001}, "at most 1,000 characters"),
        ({"called": "Apart", "numbers": "2", "rule": "99"}, ""),
    ],
)
def test_what_cannot_be_split_says_why_and_keeps_what_was_typed(
    scene: Scene, author: Person, thread: int, moderator: Browser, given: dict[str, str], says: str
) -> None:
    posts = scene.replies(thread, author.id, 3)
    scene.withdraw(posts[2])
    for step in ("/preview", ""):
        refused = act(moderator, thread, "split", step, **given)
        assert refused.status_code == 422 and says in refused.text
        assert f'value="{given["called"]}"' in refused.text
    assert scene.count(Thread, Thread.id > thread) == 0 and scene.count(Decision, ABOUT_A_THREAD) == 0


def test_a_split_that_leaves_nothing_to_read_is_refused(
    scene: Scene, author: Person, thread: int, post: int, moderator: Browser
) -> None:
    posts = scene.replies(thread, author.id, 2)
    scene.withdraw(post)
    refused = act(moderator, thread, "split", called="All", post=f"{posts[0]},{posts[1]}")
    assert refused.status_code == 422 and "Nothing would be left" in refused.text


def test_threads_are_merged_and_the_old_address_leads_on(
    scene: Scene, author: Person, thread: int, moderator: Browser, patient: Browser, rosalind: Browser
) -> None:
    home = scene.thread("talk", patient.member_id, title="The green chair", body="Also a chair.")
    form = moderator.get(f"/threads/{thread}/merge").text
    assert "The green chair" in form
    for address in (str(home), f"/threads/{home}?page=2", f"http://localhost/threads/{home}#reply",
                    f"https://kith.example/posts/{scene.first_post(home)}"):  # fmt: skip
        shown = act(moderator, thread, "merge", "/preview", into="other", address=address)
        assert shown.status_code == 200 and "It becomes part of" in shown.text, address
    assert act(moderator, thread, "merge", into=str(home)).headers["Location"] == f"/threads/{home}"
    page = patient.get(f"/threads/{home}").text
    assert page.index("Buy my tea.") < page.index("Also a chair.")
    assert patient.get(f"/threads/{thread}").headers["Location"] == f"/threads/{home}"
    assert (
        "“The green chair”" in rosalind.get(f"/letters/{scene.values(Decision.id, ABOUT_A_THREAD)[0]}").text
    )
    assert scene.all_counts_are_right()
    assert act(moderator, thread, "lock").status_code == 422


@pytest.mark.parametrize("into", ["{same}", "999999", "", "9" * 30, "javascript:1", "{old}", "{hidden}"])
def test_what_cannot_be_merged_says_why(
    scene: Scene, author: Person, thread: int, moderator: Browser, into: str
) -> None:
    scene.board("old")
    old, hidden = scene.thread("old", author.id), scene.thread("talk", author.id)
    scene.withdraw(scene.first_post(hidden))
    scene.set(Board, board_id(scene, "old"), archived_at=now())
    address = into.format(same=thread, old=old, hidden=hidden)
    refused = act(moderator, thread, "merge", into="other", address=address, reason="The same.")
    assert refused.status_code == 422 and "The same." in refused.text
    assert scene.count(Decision, ABOUT_A_THREAD) == 0


def test_both_boards_must_be_theirs(scene: Scene, author: Person, thread: int, boardmod: Browser) -> None:
    scene.board("scans")
    scene.board("sleep")
    other = scene.thread("scans", author.id)
    looks_after(scene, boardmod, "talk", "sleep")
    assert boardmod.get(f"/threads/{other}/lock").status_code == 404
    assert act(boardmod, thread, "move", board=str(board_id(scene, "scans"))).status_code == 422
    assert act(boardmod, thread, "merge", into=str(other)).status_code == 422
    assert "Scans" not in boardmod.get(f"/threads/{thread}/move").text
    assert "Close it to new replies" not in boardmod.get(f"/threads/{other}").text
    assert act(boardmod, thread, "move", board=str(board_id(scene, "sleep"))).status_code == 303
    assert board_of(scene, thread) == "sleep"


def test_whose_thread_it_is(
    scene: Scene, moderator: Browser, admin: Browser, thread: int, mails: Callable[[], list[OutgoingMail]]
) -> None:
    own, above = scene.thread("talk", moderator.member_id), scene.thread("talk", admin.member_id)
    scene.board("scans")
    goal = str(board_id(scene, "scans"))
    assert act(moderator, own, "lock").status_code == 422
    for name in ("lock", "move", "merge"):
        assert act(moderator, above, name, board=goal, into=str(thread)).status_code == 422
    assert act(moderator, above, "pin").status_code == 303
    assert "nobody gets a letter" in act(moderator, own, "move", "/preview", board=goal).text
    assert act(moderator, own, "move", board=goal).status_code == 303
    assert scene.values(Decision.letter, Decision.action == "move") == [""] and mails() == []


def test_the_second_of_two_hears_what_the_first_did(
    scene: Scene, thread: int, moderator: Browser, second: Browser
) -> None:
    page = f"/threads/{thread}/lock"
    form = {"seen": "0", "letter": "A letter in my own words."}
    second.get(page)
    act(moderator, thread, "pin")
    refused = second.post(page, form | WHY)
    assert refused.status_code == 422 and "was quicker and pinned this thread" in refused.text
    assert "A letter in my own words." in refused.text
    assert act(second, thread, "lock").status_code == 303
    late = moderator.post(page, form | WHY)
    assert late.status_code == 422 and "Old Harbour was quicker and locked this thread" in late.text
    assert "It went in circles." in late.text
    assert scene.values(Decision.action, ABOUT_A_THREAD) == ["lock", "pin"]


def test_members_find_no_menu_and_no_form(thread: int, patient: Browser, rosalind: Browser) -> None:
    for browser in (patient, rosalind):
        assert "/moderation/" not in browser.get(f"/threads/{thread}").text
        assert browser.get(f"/threads/{thread}/lock").status_code == 404
