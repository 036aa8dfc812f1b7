"""The screening at the boards: what newcomers and their posts meet on the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.models import Member
from forum.boards.actions import post_reply
from forum.boards.drafts import Words
from forum.boards.posts import Attachment, Draft, Post
from forum.boards.screened import Screening
from forum.boards.threads import Thread
from forum.boards.watched import WatchedWord
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.moderation.models import Item
from tests.boards.scene import Scene, box, once_made_before, say, upload
from tests.cast import Browser, Cast, Person
from tests.recorder import statements

LINK = "See https://cures.example.org for more."
WORRY = "I have decided to end my life."


@pytest.fixture
def thread(scene: Scene, talk: str, author: Person) -> int:
    return scene.thread(talk, author.id)


def slowly(browser: Browser, thread: int, body: str, **more: str) -> object:
    """Reply with a form that was open for a minute."""
    return say(browser, thread, body, once=once_made_before(browser.app), **more)


def start(browser: Browser, title: str, body: str) -> object:
    form = {"title": title, "body": body, "once": once_made_before(browser.app)}
    return browser.post("/boards/talk/new", form, page="/boards/talk/new")


def an_hour_later(scene: Scene, member: int) -> None:
    """Whatever they wrote was an hour ago."""
    for post in scene.values(Post.id, Post.author_id == member):
        scene.set(Post, post, published_at=now() - timedelta(hours=1))
    for thread in scene.values(Thread.id, Thread.author_id == member):
        scene.set(Thread, thread, started_at=now() - timedelta(hours=1))


def test_a_newcomers_first_post_is_there_at_once_and_read_later(
    scene: Scene, newcomer: Browser, patient: Browser, thread: int
) -> None:
    page = newcomer.follow(slowly(newcomer, thread, "I am new and afraid.")).text
    assert "Your reply is here." in page and "Waiting for a moderator" not in page
    assert "I am new and afraid." in patient.get(f"/threads/{thread}").text
    assert scene.values(Item.kind) == ["first"] and scene.values(Item.why) == [""]
    assert scene.values(Screening.outcome) == ["publish"]


def test_a_risky_first_thread_waits_and_nobody_says_that_it_does_not(
    scene: Scene, newcomer: Browser, patient: Browser, moderator: Browser, talk: str
) -> None:
    page = newcomer.follow(start(newcomer, "My cure", LINK)).text
    assert "A moderator reads your words first." in page and "Your thread is here" not in page
    assert "Waiting for a moderator.</strong> Moderators are volunteers" in page and "My cure" in page
    assert "Waiting for a moderator" in newcomer.get("/").text and "My cure" in newcomer.get("/").text
    assert "You have no drafts" in newcomer.get("/drafts").text
    assert "Waiting for a moderator" in newcomer.get(f"/boards/{talk}").text
    for path in (f"/boards/{talk}", "/", "/threads/1"):
        assert "My cure" not in patient.get(path).text
    assert scene.values(Thread.state) == ["held"] and scene.values(Post.number) == [None]
    assert scene.values(Item.why) == ["Held: it links to https://cures.example.org."]
    assert "Held: it links to" in moderator.get("/moderation").text
    assert scene.all_counts_are_right()


def test_approving_publishes_it_and_the_next_needs_no_approval(
    scene: Scene, newcomer: Browser, patient: Browser, moderator: Browser, thread: int
) -> None:
    slowly(newcomer, thread, LINK)
    [held] = scene.values(Post.id, Post.state == "held")
    assert scene.all_counts_are_right() and scene.values(Thread.posts_held) == [1]
    page = f"/posts/{held}/moderation/publish"
    assert moderator.post(page, {"reason": ""}, page=page).status_code == 303
    assert LINK.split()[1] in patient.get(f"/threads/{thread}").text
    assert scene.all_counts_are_right() and None not in scene.values(Screening.settled_at)
    an_hour_later(scene, newcomer.member_id)
    assert "Your reply is here" in newcomer.follow(slowly(newcomer, thread, "More: www.example.org")).text


def test_a_held_post_is_not_left_off_the_queue(
    scene: Scene, newcomer: Browser, moderator: Browser, thread: int
) -> None:
    slowly(newcomer, thread, LINK)
    page = f"/moderation/reports/{scene.values(Item.id)[0]}"
    assert "all is well" not in moderator.get(page).text
    answer = moderator.post(f"{page}/leave", {"words": ""}, page=page)
    assert answer.status_code == 422 and "its author waits" in answer.text


def test_a_form_sent_at_once_was_not_typed(
    scene: Scene, newcomer: Browser, patient: Browser, thread: int
) -> None:
    say(newcomer, thread, "Nice post, thank you all")
    say(patient, thread, "Nice post, thank you")
    assert scene.values(Post.state, Post.id > 1) == ["held", "live"]
    assert "within three seconds" in scene.values(Item.why)[-1]


def test_a_made_up_key_says_nothing_of_time(scene: Scene, newcomer: Browser, thread: int) -> None:
    say(newcomer, thread, "Nice post", once="6500.abc.0123456789ab")
    assert scene.values(Post.state, Post.id > 1) == ["held"]


def test_what_waits_can_be_changed_and_goes_on_waiting(
    scene: Scene, newcomer: Browser, patient: Browser, thread: int
) -> None:
    slowly(newcomer, thread, LINK)
    [held] = scene.values(Post.id, Post.state == "held")
    assert f"/posts/{held}/edit" in newcomer.get(f"/threads/{thread}").text
    page = newcomer.follow(newcomer.post(f"/posts/{held}/edit", {"body": "Without it."})).text
    assert "A moderator reads your words first." in page and "Your post is changed" not in page
    assert scene.values(Post.state, Post.id == held) == ["held"]
    assert "Without it." not in patient.get(f"/threads/{thread}").text
    assert newcomer.post(f"/posts/{held}/delete").status_code == 303
    assert scene.all_counts_are_right()


def test_an_edit_brings_in_no_link_and_keeps_the_words(scene: Scene, newcomer: Browser, thread: int) -> None:
    slowly(newcomer, thread, "I am new.")
    [post] = scene.values(Post.id, Post.author_id == newcomer.member_id)
    answer = newcomer.post(f"/posts/{post}/edit", {"body": LINK})
    assert answer.status_code == 422 and "write it as an answer" in answer.text and box(answer.text) == LINK
    assert scene.values(Post.source, Post.id == post) == ["I am new."]
    assert scene.drafts(newcomer.member_id) == {f"post:{post}": LINK}


def test_words_that_point_to_suicide_wait_for_a_person_and_their_author_is_not_alone(
    scene: Scene, patient: Browser, caregiver: Browser, moderator: Browser, thread: int
) -> None:
    scene.add(WatchedWord(phrase="to end my life", does="worry"))
    page = patient.follow(say(patient, thread, WORRY)).text
    assert "A person will read your words" in page and '<a href="/help">there are people who listen' in page
    assert WORRY in page and WORRY not in caregiver.get(f"/threads/{thread}").text
    assert scene.values(Item.kind) == ["worry"] and "“to end my life”" in scene.values(Item.why)[0]
    assert "A person will read your words" not in moderator.get(f"/threads/{thread}").text
    assert scene.count(Post) == 2
    assert say(caregiver, thread, f"> {WORRY}\n\nI am with you.").status_code == 303
    assert scene.count(Post, Post.state == "held") == 1


def test_an_edit_that_says_it_stays_and_goes_on_top(scene: Scene, patient: Browser, thread: int) -> None:
    scene.add(WatchedWord(phrase="to end my life", does="worry"))
    post = scene.reply(thread, patient.member_id, "I am tired.")
    assert patient.post(f"/posts/{post}/edit", {"body": WORRY}).status_code == 303
    assert scene.values(Item.kind) == ["worry"] and scene.values(Post.state, Post.id == post) == ["live"]


def test_watched_words_block_replace_and_report(scene: Scene, patient: Browser, thread: int) -> None:
    for phrase, does, message in (
        ("powder shop", "block", "This shop is not welcome."),
        ("the c word", "replace", "cancer"),
        ("kernels", "report", ""),
    ):
        scene.add(WatchedWord(phrase=phrase, does=does, message=message))
    answer = say(patient, thread, "The p.o.w.d.e.r shop? No: the Powder-Shop")
    assert answer.status_code == 422 and "This shop is not welcome." in answer.text
    for _ in range(2):
        page = patient.follow(say(patient, thread, "I have The C Word", once="a")).text
    assert "I have cancer" in page and "other words for some of yours" in page
    assert scene.count(Post) == 2 and scene.drafts(patient.member_id) == {
        "thread:1": "The p.o.w.d.e.r shop? No: the Powder-Shop"
    }
    say(patient, thread, "Apricot kernels!")
    assert scene.values(Item.kind, Item.kind == "report") == ["report"] and scene.count(Post) == 3


def test_a_phone_number_is_asked_about_once_and_nothing_is_lost(
    scene: Scene, patient: Browser, thread: int
) -> None:
    words = "Ring me: 020 7946 0958. My sister is Susan <Miller>."
    asked = patient.post(f"/threads/{thread}/replies", {"body": words, "once": "a", "files": upload()})
    assert asked.status_code == 422 and "Do you want everyone here to see this?" in asked.text
    assert "<mark>020 7946 0958</mark>" in asked.text and "a phone number" in asked.text
    assert box(asked.text) == words and "holiday.png" in asked.text
    assert scene.count(Post) == 1 and scene.drafts(patient.member_id) == {f"thread:{thread}": words}
    key = asked.text.split('name="sure" value="')[1].split('"')[0]
    other = patient.post(f"/threads/{thread}/replies", {"body": "Or 0171 1234567", "once": "a", "sure": key})
    assert other.status_code == 422 and "<mark>0171 1234567</mark>" in other.text
    done = patient.post(f"/threads/{thread}/replies", {"body": words, "once": "a", "sure": key})
    assert done.status_code == 303 and scene.count(Draft) == 0 and scene.count(Attachment) == 1
    [post] = scene.values(Post.id, Post.author_id == patient.member_id)
    assert patient.post(f"/posts/{post}/edit", {"body": f"{words} Bye!"}).status_code == 303
    assert patient.post(f"/posts/{post}/edit", {"body": f"{words} a@example.org"}).status_code == 422


def test_an_answer_to_the_question_outlives_another_refusal(patient: Browser, talk: str) -> None:
    form = {"title": "", "body": "Ring 020 7946 0958", "once": "a"}
    asked = patient.post(f"/boards/{talk}/new", form, page=f"/boards/{talk}/new").text
    key = asked.split('name="sure" value="')[1].split('"')[0]
    refused = patient.post(f"/boards/{talk}/new", form | {"sure": key})
    assert refused.status_code == 422 and f'type="hidden" name="sure" value="{key}"' in refused.text
    assert "Do you want everyone" not in refused.text


def test_limits_are_kind_and_keep_the_draft(scene: Scene, newcomer: Browser, thread: int) -> None:
    slowly(newcomer, thread, "I am new.")
    answer = slowly(newcomer, thread, "And one more thing")
    assert answer.status_code == 422 and "One moment, please: you can post this in 30 seconds" in answer.text
    assert box(answer.text) == "And one more thing"
    assert scene.drafts(newcomer.member_id) == {f"thread:{thread}": "And one more thing"}
    an_hour_later(scene, newcomer.member_id)
    many = slowly(newcomer, thread, "https://a.example.org https://b.example.org https://c.example.org")
    assert many.status_code == 422 and "at most 2 links; yours has 3" in many.text
    for number in range(9):
        assert slowly(newcomer, thread, f"Answer {number}").status_code == 303
        an_hour_later(scene, newcomer.member_id)
    assert "10 replies a day" in slowly(newcomer, thread, "Answer 11").text


def test_files_and_threads_of_newcomers_are_counted(scene: Scene, newcomer: Browser, talk: str) -> None:
    new, form = f"/boards/{talk}/new", {"title": "T", "body": "B", "once": once_made_before(newcomer.app)}
    answer = newcomer.post(new, form | {"files": [upload(), upload()]}, page=new)
    assert (
        answer.status_code == 422 and "at most 1 picture" in answer.text and answer.text.count("holiday.png")
    )
    for number in range(3):
        assert start(newcomer, f"Thread {number}", f"Words {number}").status_code == 303
        an_hour_later(scene, newcomer.member_id)
    assert "3 threads a day" in start(newcomer, "Thread 4", "Words 4").text


def test_those_who_help_have_no_limits(scene: Scene, greeter: Browser, cast: Cast, thread: int) -> None:
    for number in range(14):
        assert say(greeter, thread, f"Welcome, {number}").status_code == 303
    fresh = cast.member("fresh", standing="moderator", joined_at=now())
    assert [say(fresh, thread, f"Hello {number}").status_code for number in range(3)] == [303] * 3


def test_five_hundred_in_a_minute_become_a_few_and_clear_sentences(
    scene: Scene, patient: Browser, newcomer: Browser, thread: int
) -> None:
    answers = [say(patient, thread, f"Buy {number}") for number in range(40)]
    assert [answer.status_code for answer in answers].count(303) == 12
    assert "a lot within one minute" in answers[-1].text
    answers = [say(newcomer, thread, f"Buy {number}") for number in range(20)]
    assert [answer.status_code for answer in answers].count(303) == 1
    assert scene.count(Item, Item.handled_at.is_(None)) <= 3 and scene.all_counts_are_right()


def test_the_same_words_in_the_same_thread_are_one_post(
    scene: Scene, patient: Browser, talk: str, thread: int
) -> None:
    scene.reply(thread, patient.member_id)
    words = "Has anybody had this kind of trouble with their port?"
    first = say(patient, thread, words, once="a").headers["Location"]
    assert say(patient, thread, words, once="b").headers["Location"] == first
    assert scene.count(Post, Post.source == words) == 1 and scene.count(Draft) == 0
    for once in "cd":
        patient.post(f"/boards/{talk}/new", {"title": "Port", "body": f"{words} Please.", "once": once})
    assert scene.count(Thread) == 2
    page = patient.follow(
        patient.post(f"/boards/{talk}/new", {"title": "Ask", "body": words, "once": "e"})
    ).text
    assert "Waiting for a moderator" in page
    assert "the same words in another place" in scene.values(Item.why, Item.kind == "held")[0]
    assert scene.all_counts_are_right()


def test_a_mail_goes_through_the_same_screening(
    scene: Scene, app: Flask, newcomer: Browser, thread: int
) -> None:
    scene.add(WatchedWord(phrase="powder shop", does="block", message="Not welcome."))

    def by_mail(body: str) -> str:
        where = db.session.get_one(Thread, thread)
        db.session.refresh(where, ["board"])
        member = db.session.get_one(Member, newcomer.member_id)
        return post_reply(member, where, Words(body=body), via="mail").state

    with pytest.raises(Refused, match="Not welcome"):
        scene.do(lambda: by_mail("The powder shop"))
    assert scene.do(lambda: by_mail("Hello, I am new.")) == "live"
    an_hour_later(scene, newcomer.member_id)
    assert scene.do(lambda: by_mail(LINK)) == "held"


def test_the_screening_asks_two_questions(scene: Scene, patient: Browser, thread: int) -> None:
    say(patient, thread, "One")
    with statements() as seen:
        assert patient.post(f"/threads/{thread}/replies", {"body": "Two", "once": "b"}).status_code == 303
    asked = [words for words in seen if words.startswith("SELECT")]
    assert len(asked) <= 10, asked
    assert len(seen) <= 18, seen
