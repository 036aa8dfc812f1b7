"""When a member has died: told with care, confirmed by two, and undone if it was a mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.accounts.models import BrowserSession, Member
from forum.accounts.security import ask_for_reset
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.config import Settings
from forum.core.db import db
from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail, send_due_mail
from forum.moderation.memorials import Memorial
from forum.moderation.models import Item, ModeratorBoard, Report
from tests.boards.scene import Scene
from tests.boards.test_twice import at_once
from tests.cast import Browser, Cast, Person

TELL = "/members/rosalind/remember"
MEMORY = "/moderation/members/rosalind/memory"
Mails = Callable[[], list[OutgoingMail]]


def tell(who: Browser, **given: str) -> int:
    return who.post(TELL, {"how": "told", "words": "Her sister rang me."} | given, page=TELL).status_code


def item_of(scene: Scene) -> str:
    return f"/moderation/reports/{scene.values(Item.id, Item.kind == 'memorial')[-1]}"


def confirm(who: Browser, item: str, reason: str = "I spoke with her sister.") -> int:
    return who.post(f"{item}/memory", {"reason": reason}, page=item).status_code


@pytest.fixture
def died(scene: Scene, author: Person, patient: Browser, moderator: Browser, second: Browser) -> str:
    """Rosalind has died: the item of the queue, handled."""
    tell(patient)
    item = item_of(scene)
    assert [confirm(moderator, item), confirm(second, item)] == [303, 303]
    return item


def is_remembered(scene: Scene) -> bool:
    return scene.values(Member.remembered_at, Member.handle == "rosalind") != [None]


def test_it_is_told_from_the_members_page_and_goes_to_the_queue(
    scene: Scene, author: Person, patient: Browser, moderator: Browser
) -> None:
    assert TELL in patient.get("/members/rosalind").text
    assert tell(patient, how="") == tell(patient, how="dreamt") == 422
    kept = patient.post(TELL, {"how": "", "words": "Her sister rang me."}).text
    assert "Please choose how you know." in kept and "Her sister rang me." in kept
    assert tell(patient) == tell(patient) == 303
    assert scene.count(Item) == scene.count(Report) == 1
    assert "A member has died" in patient.get("/reports").text
    assert "A member may have died: <bdi>Rosalind" in moderator.get("/moderation").text
    page = moderator.get(item_of(scene)).text
    assert "Her sister rang me." in page and "Nobody has made sure yet." in page
    assert not is_remembered(scene)


def test_what_cannot_be_told(
    scene: Scene, author: Person, patient: Browser, cast: Cast, stranger: Browser
) -> None:
    assert "This is your own page." in patient.get("/members/patient/remember").text
    own = patient.post("/members/patient/remember", {"how": "told"})
    assert own.status_code == 422 and scene.count(Item) == 0
    cast.person("old-author", claimed_at=None)
    assert "mail archive only" in patient.get("/members/old-author/remember").text
    assert patient.get("/members/nobody/remember").status_code == 404
    assert stranger.get(TELL).status_code == 303
    assert patient.post("/members/rosalind/report", {"reason": "died"}).status_code == 422


def test_it_is_so_once_two_different_moderators_confirmed(
    scene: Scene, author: Person, patient: Browser, moderator: Browser, second: Browser, mails: Mails
) -> None:
    tell(patient)
    item = item_of(scene)
    assert confirm(moderator, item, "") == confirm(moderator, item, "a" * 1_001) == 422
    assert confirm(moderator, item) == 303
    again = moderator.post(f"{item}/memory", {"reason": "I am sure."})
    assert again.status_code == 422 and "The second must be somebody else: Old Harbour." in again.text
    assert not is_remembered(scene)
    assert "Moderator</bdi> has made sure already" in second.get(item).text
    assert confirm(second, item) == 303
    assert is_remembered(scene)
    assert confirm(second, item) == 409
    assert scene.values(Decision.action, Decision.about_id == author.id) == ["confirm death", "remember"]
    assert "Two moderators have confirmed it." in patient.get("/reports").text
    assert "Two moderators have confirmed it." in mails()[-1].text
    assert "you told us about a member, with care.\n\nTwo" in mails()[-1].text
    assert "confirmed, as the second, that" in second.get("/moderation/log").text


def test_with_one_moderator_an_administrator_is_the_second(
    scene: Scene, author: Person, patient: Browser, moderator: Browser, admin: Browser
) -> None:
    tell(patient)
    item = item_of(scene)
    words = "here is no other moderator, so an administrator is the second: Admin."
    assert words in moderator.get(item).text
    confirm(moderator, item)
    assert words in moderator.get(item).text
    assert confirm(admin, item) == 303 and is_remembered(scene)


def test_where_nobody_else_exists_it_is_said(
    scene: Scene, author: Person, patient: Browser, moderator: Browser, cast: Cast
) -> None:
    cast.person("gone", standing="moderator", remembered_at=scene.values(Member.joined_at)[0])
    tell(patient)
    item = item_of(scene)
    assert "obody else looks after the whole group" in moderator.get(item).text
    confirm(moderator, item)
    assert confirm(moderator, item) == 422 and not is_remembered(scene)


def test_two_moderators_in_the_same_second_are_first_and_second(
    scene: Scene, author: Person, patient: Browser, moderator: Browser, second: Browser
) -> None:
    tell(patient)
    item = item_of(scene)
    for who in (moderator, second):
        who.get(item)
    press = [lambda who=who: who.post(f"{item}/memory", {"reason": "Sure."}) for who in (moderator, second)]
    assert [answer.status_code for answer in at_once(*press)] == [303, 303]
    assert is_remembered(scene) and scene.count(Memorial) == 1
    assert len(set(scene.values(Memorial.first_by_id) + scene.values(Memorial.second_by_id))) == 2


def test_nobody_confirms_about_an_administrator_but_administrators(
    scene: Scene, moderator: Browser, patient: Browser, cast: Cast
) -> None:
    cast.person("boss", standing="admin")
    patient.post("/members/boss/remember", {"how": "told"}, page="/members/boss/remember")
    item = item_of(scene)
    assert moderator.post(f"{item}/memory", {"reason": "Sure."}, page=item).status_code == 422
    assert scene.count(Memorial) == 0


def test_nobody_can_sign_in_any_more_and_the_words_are_those_for_a_wrong_password(
    scene: Scene, cast: Cast, patient: Browser, moderator: Browser, second: Browser, hashing: list[str]
) -> None:
    rosalind = cast.member("rosalind", name="Rosalind")
    assert rosalind.person is not None
    tell(patient)
    item = item_of(scene)
    confirm(moderator, item)
    assert rosalind.get("/letters").status_code == 200
    confirm(second, item)
    assert scene.count(BrowserSession, BrowserSession.member_id == rosalind.person.id) == 0
    assert rosalind.get("/letters").status_code == 303
    cast.stranger().post("/sign-in", {"email": "a@example.org", "password": "first"}, page="/sign-in")
    answers, work = [], []
    for email, password in (
        (rosalind.person.email, rosalind.person.password),
        (rosalind.person.email, "a wrong guess here"),
        ("nobody@example.org", "a wrong guess here"),
    ):
        hashing.clear()
        browser = cast.stranger()
        form = {"email": email, "password": password}
        answers.append(browser.post("/sign-in", form, page="/sign-in"))
        work.append(list(hashing))
    assert {answer.status_code for answer in answers} == {422}
    assert all("do not go together" in answer.text for answer in answers)
    assert work[0] == work[1] == work[2]


def test_no_mail_of_any_kind_goes_there_not_even_what_waits(
    scene: Scene, author: Person, patient: Browser, moderator: Browser, second: Browser, mails: Mails,
    settings: Settings, tmp_path: Path,
) -> None:  # fmt: skip
    scene.do(lambda: ask_for_reset(author.email))
    link = "/password/reset/" + mails()[0].text.split("/password/reset/")[1].split()[0]
    assert patient.get(link).status_code == 200
    tell(patient)
    item = item_of(scene)
    confirm(moderator, item)
    confirm(second, item)
    assert patient.get(link).status_code == 404
    scene.do(lambda: ask_for_reset(author.email))
    scene.do(lambda: send_due_mail(settings.model_copy(update={"data": tmp_path})))
    assert author.email not in [mail.to_address for mail in mails()]


def test_their_page_remembers_them_and_their_posts_stay(
    scene: Scene, post: int, died: str, patient: Browser, moderator: Browser
) -> None:
    page = patient.get("/members/rosalind").text
    assert "In memory of <bdi>Rosalind" in page and TELL not in page
    assert scene.values(Post.state, Post.id == post) == ["live"]
    assert "We know, and remember Rosalind." in patient.get(TELL).text
    assert "We remember Rosalind." in moderator.get("/moderation/members/rosalind/warn").text
    own = patient.post("/moderation/members/rosalind/warn", {"reason": "No."})
    assert own.status_code == 404


def open_thread(who: Browser, board: str = "talk", **given: str) -> int:
    words = {"board": board, "title": "Remembering Rosalind", "body": "She made us laugh."} | given
    return who.post(f"{MEMORY}/thread", words, page=MEMORY).status_code


def test_a_moderator_opens_a_thread_in_their_memory_once(
    scene: Scene, post: int, died: str, moderator: Browser, patient: Browser, second: Browser
) -> None:
    scene.board("room", "moderators")
    assert open_thread(moderator, "room") == open_thread(moderator, "none") == 422
    assert open_thread(moderator, body="") == 422
    for who in (moderator, second):
        who.get(MEMORY)
    press = [lambda who=who: open_thread(who) for who in (moderator, second)]
    assert sorted(at_once(*press)) == [303, 422]
    assert scene.count(Thread, Thread.is_memorial) == 1
    assert "Remembering Rosalind" in patient.get("/members/rosalind").text
    assert "Remembering Rosalind" in moderator.get(MEMORY).text


def test_all_is_undone_and_they_are_told_kindly(
    scene: Scene, post: int, died: str, author: Person, moderator: Browser, patient: Browser, cast: Cast,
    mails: Mails,
) -> None:  # fmt: skip
    open_thread(moderator)
    thread = scene.values(Thread.id, Thread.is_memorial)[0]
    scene.reply(thread, patient.member_id, "I will miss her.")
    scene.do(lambda: ask_for_reset(author.email))
    assert moderator.post(f"{MEMORY}/delete", {"reason": ""}, page=MEMORY).status_code == 422
    done = moderator.post(f"{MEMORY}/delete", {"reason": "It was another Rosalind."}, page=MEMORY)
    assert done.status_code == 303 and not is_remembered(scene)
    theirs = cast.stranger()
    assert theirs.sign_in(author).status_code == 303
    letter = f"/letters/{scene.values(Decision.id, Decision.action == 'wake')[0]}"
    assert "A moderator has written to you" in theirs.get("/").text
    assert letter in theirs.get("/letters").text
    assert "so glad that you are here" in theirs.get(letter).text
    to_them = [mail.text for mail in mails() if mail.to_address == author.email]
    assert len(to_them) == 1 and "It was another Rosalind." in to_them[0]
    assert "In memory of" not in patient.get("/members/rosalind").text
    assert scene.values(Thread.state, Thread.id == thread) == ["hidden"]
    to_mourner = [mail.text for mail in mails() if mail.to_address == "patient@example.org"]
    assert "Rosalind is alive." in to_mourner[-1] and "I will miss her." in to_mourner[-1]
    assert scene.all_counts_are_right()
    again = moderator.post(f"{MEMORY}/delete", {"reason": "Twice."})
    assert moderator.follow(again).status_code == 200
    assert scene.count(Decision, Decision.action == "wake") == 1


def test_a_moderator_who_died_decides_nothing_more(
    scene: Scene, cast: Cast, admin: Browser, second: Browser, moderator: Browser
) -> None:
    other = cast.member("third", standing="moderator")
    other.post("/members/moderator/remember", {"how": "close"}, page="/members/moderator/remember")
    item = item_of(scene)
    confirm(second, item)
    confirm(admin, item)
    assert moderator.get("/moderation").status_code == 303
    found = select(Member).where(Member.handle == "moderator")
    assert scene.do(lambda: db.session.scalars(found).one().is_barred)


def test_moderators_of_some_boards_leave_it_to_the_others(scene: Scene, died: str, boardmod: Browser) -> None:
    scene.board("talk")
    board = scene.values(Board.id)[0]
    scene.add(ModeratorBoard(member_id=boardmod.member_id, board_id=board))
    assert boardmod.get(died).status_code == boardmod.get(MEMORY).status_code == 404
    for path in ("/delete", "/thread", "/letter"):
        assert boardmod.post(MEMORY + path, {"reason": "No."}).status_code == 404
    assert is_remembered(scene)


def test_what_was_not_so_is_left_and_can_be_told_again(
    scene: Scene, author: Person, patient: Browser, moderator: Browser, second: Browser, mails: Mails
) -> None:
    tell(patient)
    item = item_of(scene)
    confirm(moderator, item)
    answer = second.post(f"{item}/leave", {"words": "She is well, and wrote to us."}, page=item)
    assert answer.status_code == 303 and "She is well, and wrote to us." in mails()[-1].text
    assert confirm(second, item) == 409 and not is_remembered(scene)
    assert tell(patient) == 303 and item_of(scene) != item
    assert confirm(second, item_of(scene)) == 303 and not is_remembered(scene)
