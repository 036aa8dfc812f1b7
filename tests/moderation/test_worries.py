"""A person who may be in danger: on top with a clock of its own, those on duty called, closed in writing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from forum.accounts.models import Member
from forum.boards.posts import Post
from forum.boards.watched import WatchedWord
from forum.core.db import db
from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail
from forum.library.help_forms import EntryForm
from forum.library.help_keeping import add_entry
from forum.moderation.availability import Availability
from forum.moderation.bundles import write_mails
from forum.moderation.calling import call_for_worries
from forum.moderation.care_notes import CareNote
from forum.moderation.check_ins import CheckIn
from forum.moderation.models import Item, ModeratorBoard
from forum.moderation.queue import put_in_queue
from forum.moderation.shifts import Shift
from forum.moderation.tellings import Telling
from tests.boards.scene import Scene, say
from tests.cast import Browser, Cast, Person

#: A Wednesday.
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
Mails = Callable[[], list[OutgoingMail]]


@pytest.fixture
def worry(scene: Scene, post: int, author: Person) -> str:
    """The page of a worry about Rosalind."""
    key = scene.do(lambda: put_in_queue(f"post:{post}", "worry", board_id=1, about_id=author.id).id)
    return f"/moderation/reports/{key}"


def call(scene: Scene) -> None:
    """What the workers do every few seconds."""
    scene.do(call_for_worries)
    scene.do(write_mails)


def called(scene: Scene) -> list[str]:
    query = select(Member.handle).join(Telling).order_by(Telling.id)
    return scene.do(lambda: list(db.session.scalars(query)))


def written_to(mails: Mails) -> list[str]:
    return [mail.to_address.partition("@")[0] for mail in mails() if "look in" in mail.subject]


def duty(scene: Scene, browser: Browser) -> None:
    scene.add(Shift(member_id=browser.member_id, weekday=2, starts="09:00", ends="17:00"))


def chooses(scene: Scene, browser: Browser, **values: Any) -> None:
    scene.add(Availability(member_id=browser.member_id, **{"told": "at once", **values}))


def test_a_worry_has_a_clock_of_its_own(
    scene: Scene, post: int, patient: Browser, moderator: Browser
) -> None:
    with time_machine.travel(NOON, tick=False):
        patient.post(f"/posts/{post}/report", {"reason": "selling"}, page=f"/posts/{post}/report")
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        moderator.post(f"/posts/{post}/report", {"reason": "worry"}, page=f"/posts/{post}/report")
    with time_machine.travel(NOON + timedelta(hours=2, minutes=12), tick=False):
        assert "Waiting 12 minutes" in moderator.get("/moderation").text
        page = f"/moderation/reports/{scene.values(Item.id)[0]}"
        assert "Waiting 12 minutes" in moderator.get(page).text
        assert "worried about a person" in moderator.get("/").text
        assert "worried about a person" not in patient.get("/").text


def test_those_on_duty_are_called_at_once_and_once(
    scene: Scene, worry: str, moderator: Browser, second: Browser, mails: Mails
) -> None:
    with time_machine.travel(NOON, tick=False):
        duty(scene, second)
        call(scene)
        call(scene)
        assert called(scene) == ["harbour"] == written_to(mails)
        (mail,) = mails()
        assert mail.subject == "Please look in now: Kith"
        assert worry in mail.text and "Rosalind" not in mail.text and "tea" not in mail.text
        assert "Old Harbour</bdi>, 25 November 2026, 12:00 (UTC)" in moderator.get(worry).text


def test_nobody_on_duty_calls_all_who_are_not_away(
    scene: Scene, worry: str, moderator: Browser, second: Browser, admin: Browser, mails: Mails
) -> None:
    chooses(scene, second, away_until=NOON + timedelta(days=1))
    with time_machine.travel(NOON, tick=False):
        call(scene)
        assert sorted(written_to(mails)) == ["admin", "moderator"]
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        call(scene)
        assert sorted(written_to(mails)) == ["admin", "harbour", "moderator"]


def test_after_half_an_hour_without_anybody_all_are_called(
    scene: Scene, post: int, author: Person, moderator: Browser, second: Browser
) -> None:
    with time_machine.travel(NOON, tick=False):
        duty(scene, second)
        scene.do(lambda: put_in_queue(f"post:{post}", "worry", board_id=1, about_id=author.id))
        call(scene)
    with time_machine.travel(NOON + timedelta(minutes=29), tick=False):
        call(scene)
        assert called(scene) == ["harbour"]
    with time_machine.travel(NOON + timedelta(minutes=31), tick=False):
        call(scene)
        assert called(scene) == ["harbour", "moderator"]


def test_each_is_told_in_the_way_they_chose(
    scene: Scene, post: int, author: Person, moderator: Browser, second: Browser, admin: Browser, mails: Mails
) -> None:
    chooses(scene, moderator, told="here")
    chooses(scene, second, told="hourly", mailed_at=NOON - timedelta(minutes=20))
    with time_machine.travel(NOON, tick=False):
        scene.do(lambda: put_in_queue(f"post:{post}", "worry", board_id=1, about_id=author.id))
        call(scene)
        assert sorted(called(scene)) == ["admin", "harbour", "moderator"]
        assert written_to(mails) == ["admin"]
        reply = scene.reply(1, author.id, "And another.")
        scene.do(lambda: put_in_queue(f"post:{reply}", "worry", board_id=1, about_id=author.id))
    with time_machine.travel(NOON + timedelta(minutes=41), tick=False):
        call(scene)
    assert sorted(written_to(mails)) == ["admin", "admin", "harbour"]
    (bundle,) = [mail for mail in mails() if mail.to_address.startswith("harbour")]
    assert bundle.text.count("/moderation/reports/") == 2


def test_what_was_handled_meanwhile_is_worth_no_mail(
    scene: Scene, worry: str, moderator: Browser, mails: Mails
) -> None:
    scene.do(call_for_worries)
    scene.set(Item, int(worry.rpartition("/")[2]), handled_at=NOON)
    scene.do(write_mails)
    assert mails() == [] and scene.values(Telling.owes_mail) == [False]


def test_nobody_is_called_about_themselves_or_what_they_may_not_see(
    scene: Scene, post: int, author: Person, moderator: Browser, boardmod: Browser
) -> None:
    scene.board("other")
    scene.add(ModeratorBoard(member_id=boardmod.member_id, board_id=2))
    scene.set(Member, author.id, standing="moderator")
    scene.do(lambda: put_in_queue(f"post:{post}", "worry", board_id=1, about_id=author.id))
    call(scene)
    assert called(scene) == ["moderator"]


def test_it_closes_only_with_a_written_outcome(
    scene: Scene, post: int, patient: Browser, moderator: Browser, second: Browser, mails: Mails
) -> None:
    patient.post(f"/posts/{post}/report", {"reason": "worry"}, page=f"/posts/{post}/report")
    page = f"/moderation/reports/{scene.values(Item.id)[0]}"
    assert moderator.post(f"{page}/leave", {"words": "All is well."}, page=page).status_code == 422
    hide = f"/posts/{post}/moderation/hide"
    assert moderator.post(hide, {"reason": "It says how."}, page=hide).status_code == 303
    assert scene.values(Item.handled_at) == [None]
    assert "A post was hidden." in second.get(page).text
    for outcome in ("", "a" * 2_001):
        answer = moderator.post(f"{page}/outcome", {"outcome": outcome}, page=page)
        assert answer.status_code == 422 and outcome in answer.text
    assert [mail.subject for mail in mails() if "reported" in mail.subject] == []
    done = {"outcome": "Her sister is with her.", "words": ""}
    assert moderator.post(f"{page}/outcome", done, page=page).status_code == 303
    assert scene.values(Item.handled_at) != [None]
    shown = second.get(page).text
    assert "How it ended" in shown and "Her sister is with her." in shown
    assert "Her sister" not in patient.get("/reports").text
    assert "A moderator has looked after this" in patient.get("/reports").text
    (told,) = [mail for mail in mails() if "reported" in mail.subject]
    assert "Her sister" not in told.text
    assert scene.values(CheckIn.member_id) == [moderator.member_id]
    late = second.post(f"{page}/outcome", {"outcome": "She is at home."}, page=page)
    assert late.status_code == 409 and "She is at home." in late.text


def test_nobody_in_danger_is_swept_away_with_spam(
    scene: Scene, worry: str, post: int, moderator: Browser
) -> None:
    ticked = {"item": [worry.rpartition("/")[2]], "reason": "It sells tea.", "rule": "4"}
    moderator.post("/moderation/spam", ticked, page="/moderation")
    assert scene.values(Item.handled_at) == [None]
    assert scene.values(Post.state, Post.id == post) == ["live"]


def test_a_held_post_is_let_out_before_its_worry_is_closed(
    scene: Scene, worry: str, post: int, moderator: Browser
) -> None:
    scene.hold(post)
    answer = moderator.post(f"{worry}/outcome", {"outcome": "She is safe."}, page=worry)
    assert answer.status_code == 422 and "She is safe." in answer.text
    publish = f"/posts/{post}/moderation/publish"
    assert moderator.post(publish, {"reason": ""}, page=publish).status_code == 303
    assert moderator.post(f"{worry}/outcome", {"outcome": "She is safe."}, page=worry).status_code == 303


def test_what_was_done_is_written_down(scene: Scene, worry: str, moderator: Browser, second: Browser) -> None:
    assert moderator.post(f"{worry}/done", {"done": ""}, page=worry).status_code == 422
    assert moderator.post(f"{worry}/done", {"done": "Rang the <number>."}, page=worry).status_code == 303
    assert "Rang the &lt;number&gt;." in second.get(worry).text
    second.post(f"{worry}/claim", page=worry)
    answer = moderator.post(f"{worry}/done", {"done": "And again."}, page=worry)
    assert answer.status_code == 422
    assert "Old Harbour is on this" in answer.text and "And again." in answer.text


def test_ready_words_are_read_and_sent_by_a_person(
    scene: Scene, worry: str, author: Person, cast: Cast, moderator: Browser, mails: Mails
) -> None:
    rosalind = cast.stranger()
    rosalind.sign_in(author)
    assert mails() == []
    page = f"{worry}/words/care-despair"
    assert "glad that you wrote it here" in moderator.get(page).text
    assert moderator.post(page, {"letter": ""}, page=page).status_code == 422
    words = "Dear Rosalind,\n\nwe are here."
    assert moderator.post(page, {"letter": words}, page=page).status_code == 303
    assert moderator.post(page, {"letter": words}, page=page).status_code == 422
    assert "we are here." in moderator.get(worry).text
    decision = scene.values(Decision.id)[-1]
    letter = rosalind.get(f"/letters/{decision}").text
    assert "we are here." in letter and "If this seems wrong" not in letter and "tea" not in letter
    (mail,) = mails()
    assert mail.subject == "A letter from the moderators at Kith"
    assert moderator.get(f"{worry}/words/hide").status_code == 404


def test_help_lines_come_by_their_clock_or_by_choice(
    scene: Scene, worry: str, author: Person, moderator: Browser
) -> None:
    for name, country, phone in (("Zuhören", "Germany", "0800 1"), ("Listening", "Ireland", "116 123")):
        form = EntryForm(kind="line", name=name, run_by="A charity", for_whom="Anybody",
                         phone=phone, countries=country)  # fmt: skip
        scene.do(lambda form=form: add_entry(form))
    assert "We don't know where they live" in moderator.get(worry).text
    scene.set(Member, author.id, timezone="Europe/Dublin")
    shown = moderator.get(worry).text
    assert "116 123" in shown and "Zuhören" not in shown and "By their clock" in shown
    assert "Listening: 116 123" in moderator.get(f"{worry}/words/care-intent").text
    shown = moderator.get(f"{worry}?country=DE").text
    assert "Zuhören" in shown and "116 123" not in shown
    assert "Zuhören: 0800 1" in moderator.get(f"{worry}/words/care-intent?country=DE").text
    for nonsense in ("XX", "<b>", "a" * 300):
        assert moderator.get(worry, query_string={"country": nonsense}).status_code == 200


def test_nobody_looks_after_themselves_and_standing_is_no_reason(
    scene: Scene, post: int, author: Person, cast: Cast, moderator: Browser
) -> None:
    scene.set(Member, author.id, standing="admin")
    rosalind = cast.stranger()
    rosalind.sign_in(author)
    key = scene.do(lambda: put_in_queue(f"post:{post}", "worry", board_id=1, about_id=author.id).id)
    page, done = f"/moderation/reports/{key}", {"outcome": "She is well."}
    assert "This is about you" in rosalind.post(f"{page}/outcome", done, page=page).text
    assert scene.values(Item.handled_at) == [None]
    assert moderator.post(f"{page}/outcome", done, page=page).status_code == 303


def test_words_that_point_to_suicide_shut_nobody_out(
    scene: Scene, post: int, author: Person, cast: Cast, moderator: Browser, mails: Mails
) -> None:
    scene.add(WatchedWord(phrase="to end my life", does="worry"))
    rosalind = cast.stranger()
    rosalind.sign_in(author)
    say(rosalind, 1, "I want to end my life.")
    assert scene.values(Item.kind) == ["worry"] and scene.values(Item.worried_at) != [None]
    call(scene)
    assert written_to(mails) == ["moderator"]
    assert [mail.to_address for mail in mails()] == ["moderator@example.org"]
    assert say(rosalind, 1, "Is anybody there?").status_code == 303
    assert scene.values(Post.state, Post.source == "Is anybody there?") == ["live"]


def test_the_pages_for_help_say_whether_anybody_is_on_duty(
    scene: Scene, post: int, stranger: Browser, patient: Browser, moderator: Browser
) -> None:
    pages = ("/help", f"/posts/{post}/report", "/reports?told=1")
    with time_machine.travel(NOON, tick=False):
        for page in pages:
            assert "Nobody is on duty here just now." in patient.get(page).text
        assert "Nobody is on duty here just now." in stranger.get("/help").text
        scene.add(Shift(member_id=moderator.member_id, weekday=2, starts="13:00", ends="14:00"))
        for page in pages:
            assert "Somebody is on duty again from 25 November 2026, 13:00 (UTC)" in patient.get(page).text
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        for page in pages:
            assert "A moderator is on duty here now." in patient.get(page).text
        chooses(scene, moderator, away_until=NOON + timedelta(days=2))
        assert "Nobody is on duty here just now." in patient.get("/help").text
    assert scene.count(CareNote) == 0
