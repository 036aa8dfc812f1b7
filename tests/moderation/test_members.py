"""What moderators do about members: on one page, with a reason and an end, and nothing twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision
from forum.core.mailer import OutgoingMail
from forum.moderation.models import Appeal, Item, ModeratorBoard
from forum.moderation.sanctions import Sanction
from tests.boards.scene import Scene, say
from tests.boards.test_twice import at_once
from tests.cast import PASSWORD, Browser, Cast, Person

PAGE = "/moderation/members/rosalind"
WEEK = {"reason": "It sells things.", "rule": "4", "length": "7d"}
Mails = Callable[[], list[OutgoingMail]]


@pytest.fixture
def rosalind(cast: Cast, author: Person) -> Browser:
    browser = cast.stranger()
    browser.sign_in(author)
    return browser


def seen(browser: Browser, path: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', browser.get(path).text)
    return found[1] if found else ""


def act(browser: Browser, name: str, page: str = PAGE, **given: str) -> int:
    """Do it by its form; the status of the answer."""
    path = f"{page}/{name}"
    form = {**WEEK, "seen": seen(browser, path), **given}
    return browser.post(path, form).status_code


def lift(browser: Browser, scene: Scene, **given: str) -> int:
    path = f"{PAGE}/sanctions/{scene.values(Sanction.id)[-1]}"
    return browser.post(f"{path}/lift", given, page=path).status_code


def letter(scene: Scene) -> str:
    return f"/letters/{scene.values(Decision.id)[-1]}"


def test_the_page_shows_all_that_is_needed_and_no_address(
    scene: Scene, post: int, patient: Browser, moderator: Browser, rosalind: Browser
) -> None:
    patient.post(f"/posts/{post}/report", {"reason": "selling"}, page=f"/posts/{post}/report")
    act(moderator, "note", reason="Spoke with her kindly.")
    act(moderator, "warn")
    page = moderator.get(PAGE).text
    for words in ("The blue chair", "Buy my tea.", "It sells, raises", "Spoke with her kindly.", "Warned"):
        assert words in page
    assert "signed in at 1 browser" in page and "joined" in page
    assert "rosalind@example.org" not in page and "192.0.2" not in page


def test_a_note_is_for_moderators_alone(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser, mails: Mails
) -> None:
    assert act(moderator, "note", reason="") == 422
    before = len(mails())
    assert act(moderator, "note", reason="Keep an eye.") == 303
    assert len(mails()) == before and "Keep an eye" not in rosalind.get("/settings").text
    assert "No moderator has written" in rosalind.get("/letters").text
    assert lift(moderator, scene) == 303
    assert "Keep an eye." not in moderator.get(PAGE).text.partition("Earlier decisions")[0]


def test_a_warning_lapses_after_ninety_days(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser
) -> None:
    assert act(moderator, "warn") == 303
    assert "This is a warning" in rosalind.get(letter(scene)).text
    assert "asked you to take care" in rosalind.get("/settings").text
    assert say(rosalind, 2, "Still here.").status_code == 303
    with time_machine.travel(now() + timedelta(days=89)):
        assert len(scene.values(Sanction.id, Sanction.ends_at > now())) == 1
    with time_machine.travel(now() + timedelta(days=91)):
        assert scene.values(Sanction.id, Sanction.ends_at > now()) == []


def test_whoever_is_held_writes_and_waits(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser, patient: Browser
) -> None:
    act(moderator, "hold")
    answer = say(rosalind, 2, "Held words.")
    assert answer.status_code == 303
    page = rosalind.follow(answer).text
    assert "A moderator reads your words first" in page and "Your reply is here" not in page
    assert "Waiting for a moderator" in page and "Held words." in page
    assert "Held words." not in patient.get("/threads/2").text
    assert scene.values(Item.kind) == ["held"]
    new = rosalind.post(
        "/boards/talk/new", {"title": "A new one", "body": "Also held."}, page="/boards/talk/new"
    )
    assert "Waiting for a moderator" in rosalind.follow(new).text
    assert "A new one" not in patient.get("/boards/talk").text
    assert scene.all_counts_are_right()


def test_a_held_post_is_published_by_a_moderator_in_its_place(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser, patient: Browser
) -> None:
    act(moderator, "hold")
    rosalind.post("/boards/talk/new", {"title": "A new one", "body": "Held."}, page="/boards/talk/new")
    say(patient, 2, "Meanwhile.")
    say(rosalind, 2, "Held too.")
    for item in scene.values(Item.subject, Item.kind == "held"):
        page = f"/posts/{item.partition(':')[2]}/moderation/publish"
        assert moderator.post(page, {}, page=page).status_code == 303
    assert "A new one" in patient.get("/boards/talk").text and "Held too." in patient.get("/threads/2").text
    assert scene.all_counts_are_right()


def test_what_is_there_stays_while_somebody_is_held(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser
) -> None:
    act(moderator, "hold")
    answer = rosalind.post(f"/posts/{post}/edit", {"body": "Buy my new tea."})
    assert answer.status_code == 422 and "Buy my new tea." in answer.text
    assert rosalind.post(f"/posts/{post}/delete").status_code == 303


def test_read_only_reads_and_ends_by_itself(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser
) -> None:
    assert act(moderator, "read-only", length="24h") == 303
    assert "not write until" in rosalind.get("/threads/2").text
    assert say(rosalind, 2, "No.").status_code == 422
    assert "You can read, and not write" in rosalind.get("/settings").text
    with time_machine.travel(now() + timedelta(hours=11)):
        assert rosalind.get("/threads/2").status_code == 200
    scene.set(Member, rosalind.member_id, read_only_until=now() - timedelta(seconds=1))
    assert say(rosalind, 2, "Yes.").status_code == 303


def test_suspended_is_told_why_and_until_when_and_can_appeal(
    scene: Scene,
    post: int,
    moderator: Browser,
    second: Browser,
    rosalind: Browser,
    cast: Cast,
    author: Person,
) -> None:
    assert act(moderator, "suspend") == 303
    for path in ("/", "/threads/2", "/boards/talk", "/members/moderator", "/drafts", "/articles"):
        answer = rosalind.get(path)
        assert answer.status_code == 403 and "It sells things." in answer.text, path
        assert "The blue chair" not in answer.text
    answer = rosalind.post("/threads/2/replies", {"body": "Precious words"})
    assert answer.status_code == 403 and "Precious words" in answer.text
    for path in ("/help", "/letters", "/settings/security", letter(scene)):
        assert rosalind.get(path).status_code == 200, path
    anew = cast.stranger()
    assert anew.sign_in(author).status_code == 303
    written = letter(scene)
    assert anew.post(f"{written}/appeal", {"words": "It was a gift."}, page=written).status_code == 303
    item = f"/moderation/reports/{scene.values(Item.id)[-1]}"
    form = {"outcome": "overturned", "answer": "We are sorry."}
    assert second.post(f"{item}/appeal", form, page=item).status_code == 303
    assert scene.values(Appeal.outcome) == ["overturned"]
    assert rosalind.get("/threads/2").status_code == 200


def test_a_ban_has_no_end_and_can_be_lifted(
    scene: Scene, post: int, moderator: Browser, rosalind: Browser
) -> None:
    assert act(moderator, "ban", length="") == 303
    answer = rosalind.get("/")
    assert answer.status_code == 403 and "any more" in answer.text
    with time_machine.travel(now() + timedelta(days=5_000)):
        assert scene.do(lambda: db.session.get_one(Member, rosalind.member_id).is_suspended)
    assert lift(moderator, scene, reason="We spoke.") == 303
    assert rosalind.get("/").status_code == 200
    assert "Welcome back" in rosalind.get(letter(scene)).text
    assert lift(moderator, scene) == 422


def test_a_new_end_takes_the_place_of_the_old_one(scene: Scene, post: int, moderator: Browser) -> None:
    act(moderator, "read-only", length="30d")
    act(moderator, "read-only", length="24h")
    [until] = scene.values(Member.read_only_until, Member.read_only_until.is_not(None))
    assert until < now() + timedelta(hours=25)
    assert len(scene.values(Sanction.id, Sanction.lifted_at.is_(None))) == 1
    assert lift(moderator, scene) == 303
    assert scene.values(Member.id, Member.read_only_until.is_not(None)) == []


@pytest.mark.parametrize(
    "given",
    [
        {"length": ""},
        {"length": "1000y"},
        {"length": "own"},
        {"length": "own", "until": "2020-01-01"},
        {"length": "own", "until": "3026-01-01"},
        {"length": "own", "until": "9999-12-31"},
        {"length": "own", "until": "soon"},
        {"reason": ""},
        {"reason": "a" * 1_001},
        {"rule": "99"},
    ],
)
def test_bad_forms_do_nothing_and_lose_nothing(
    scene: Scene, post: int, moderator: Browser, given: dict[str, str]
) -> None:
    path = f"{PAGE}/suspend"
    form = {**WEEK, "seen": seen(moderator, path), **given}
    answer = moderator.post(path, form)
    assert answer.status_code == 422 and form["reason"] in answer.text
    assert scene.count(Sanction) == 0
    assert moderator.post(f"{path}/preview", form).status_code == 422


def test_an_own_end_lasts_until_midnight_where_the_moderator_lives(
    scene: Scene, post: int, cast: Cast, author: Person
) -> None:
    far = cast.member("faraway", standing="moderator", timezone="Pacific/Auckland")
    day = (now() + timedelta(days=10)).date()
    assert act(far, "suspend", length="own", until=day.isoformat()) == 303
    [until] = scene.values(Member.suspended_until, Member.suspended_until.is_not(None))
    assert (until.hour, until.date()) in {(11, day), (12, day)}


def test_the_letter_is_read_before_it_is_sent(scene: Scene, post: int, moderator: Browser) -> None:
    path = f"{PAGE}/suspend"
    page = moderator.post(f"{path}/preview", WEEK, page=path).text
    assert "What <bdi>Rosalind</bdi> will read" in page and "You cannot use the group until" in page
    assert scene.count(Sanction) == scene.count(Decision) == 0


def test_a_name_is_taken_away_and_given_back_on_appeal(
    scene: Scene, post: int, moderator: Browser, second: Browser, rosalind: Browser
) -> None:
    scene.set(Member, rosalind.member_id, name="Cure Seller", about="I sell cures.")
    assert act(moderator, "reset-name") == act(moderator, "reset-about") == 303
    page = moderator.get("/members/rosalind").text
    assert "Cure Seller" not in page and "I sell cures." not in page
    written = letter(scene)
    assert "I sell cures." in rosalind.get(written).text
    rosalind.post(f"{written}/appeal", {"words": "Please."}, page=written)
    item = f"/moderation/reports/{scene.values(Item.id)[-1]}"
    second.post(f"{item}/appeal", {"outcome": "overturned", "answer": "Yes."}, page=item)
    assert "I sell cures." in moderator.get("/members/rosalind").text


def test_nobody_acts_on_themselves_or_above_or_on_the_archive(
    scene: Scene, post: int, moderator: Browser, admin: Browser, cast: Cast
) -> None:
    cast.person("old-author", claimed_at=None)
    for handle in ("moderator", "admin", "old-author"):
        page = f"/moderation/members/{handle}"
        assert act(moderator, "suspend", page) == 422
        assert act(moderator, "note", page) == 422
    assert act(admin, "suspend", "/moderation/members/moderator") == 303
    assert scene.count(Sanction) == 1


def test_a_suspended_moderator_is_none_at_once(
    scene: Scene, post: int, moderator: Browser, second: Browser, admin: Browser
) -> None:
    assert act(admin, "suspend", "/moderation/members/moderator") == 303
    assert moderator.get("/moderation").status_code == 403
    assert moderator.post(f"/posts/{post}/moderation/hide", WEEK).status_code == 403
    assert act(admin, "read-only", "/moderation/members/harbour") == 303
    assert second.get("/moderation").status_code == second.get(PAGE).status_code == 404
    assert second.get("/threads/2").status_code == 200


def test_a_report_about_a_member_is_closed_by_what_was_done(
    scene: Scene, post: int, patient: Browser, moderator: Browser, second: Browser
) -> None:
    report = "/members/rosalind/report"
    patient.post(report, {"reason": "selling"}, page=report)
    item = scene.values(Item.id)[0]
    assert f"{PAGE}/warn?item={item}" in moderator.get(f"/moderation/reports/{item}").text
    note = moderator.post(
        f"{PAGE}/note", {"item": str(item), "reason": "Seen.", "seen": seen(moderator, f"{PAGE}/note")}
    )
    assert note.headers["Location"] == f"/moderation/reports/{item}"
    assert scene.values(Item.handled_at) == [None]
    assert act(moderator, "warn", item=str(item)) == 303
    assert "we have done something about it" in patient.get("/reports").text
    path = f"{PAGE}/suspend"
    answer = second.post(path, {**WEEK, "seen": seen(second, path), "item": str(item)})
    assert answer.status_code == 409 and "Already handled by Moderator" in answer.text
    assert scene.count(Sanction) == 2


def test_two_buttons_in_the_same_second(scene: Scene, post: int, moderator: Browser, second: Browser) -> None:
    forms = [(moderator, "suspend"), (second, "ban")]
    known = {who: seen(who, f"{PAGE}/{name}") for who, name in forms}
    press = [
        lambda who=who, name=name: who.post(f"{PAGE}/{name}", {**WEEK, "seen": known[who]}).status_code
        for who, name in forms
    ]
    assert sorted(at_once(*press)) == [303, 422]
    assert scene.count(Sanction) == scene.count(Decision) == 1
    late = next(who for who, _ in forms if scene.values(Decision.actor_id) != [who.member_id])
    answer = late.post(f"{PAGE}/ban", {**WEEK, "seen": known[late]})
    assert answer.status_code == 422 and "was quicker" in answer.text and "In force now" in answer.text


def test_two_moderators_against_each_other(scene: Scene, moderator: Browser, second: Browser) -> None:
    pages = {moderator: "/moderation/members/harbour", second: "/moderation/members/moderator"}
    for who, page in pages.items():
        seen(who, f"{page}/ban")
    press = [
        lambda who=who, page=page: who.post(f"{page}/ban", {**WEEK, "seen": "0"}).status_code
        for who, page in pages.items()
    ]
    answers = sorted(at_once(*press))
    assert answers[0] == 303 and answers[1] in (403, 404)
    assert scene.count(Sanction) == 1


def test_a_lift_and_a_lift_in_the_same_second(
    scene: Scene, post: int, moderator: Browser, second: Browser
) -> None:
    act(moderator, "ban")
    path = f"{PAGE}/sanctions/{scene.values(Sanction.id)[0]}"
    for who in (moderator, second):
        who.get(path)
    press = [lambda who=who: who.post(f"{path}/lift").status_code for who in (moderator, second)]
    assert sorted(at_once(*press)) == [303, 422]


def test_a_moderator_of_some_boards_warns_and_notes_and_no_more(
    scene: Scene, post: int, author: Person, moderator: Browser, boardmod: Browser, othermod: Browser
) -> None:
    scene.board("other")
    for who, slug in ((boardmod, "talk"), (othermod, "other")):
        board = scene.values(Board.id, Board.slug == slug)[0]
        scene.add(ModeratorBoard(member_id=who.member_id, board_id=board))
    assert othermod.get(PAGE).status_code == 404
    assert act(boardmod, "warn") == act(boardmod, "note") == 303
    for name in ("hold", "read-only", "suspend", "ban", "reset-name"):
        assert boardmod.get(f"{PAGE}/{name}").status_code == 404
        assert boardmod.post(f"{PAGE}/{name}", WEEK).status_code == 404
    page = boardmod.get(PAGE).text
    assert f"{PAGE}/ban" not in page and f"{PAGE}/warn" in page
    assert lift(boardmod, scene) == 303
    assert act(moderator, "warn") == 303
    assert lift(boardmod, scene) == 404
    assert boardmod.get("/moderation/blocks").status_code == 404


def test_of_another_board_they_see_nothing(
    scene: Scene, post: int, author: Person, boardmod: Browser
) -> None:
    scene.board("other")
    scene.thread("other", author.id, "Elsewhere", "Far away.")
    board = scene.values(Board.id, Board.slug == "other")[0]
    scene.add(ModeratorBoard(member_id=boardmod.member_id, board_id=board))
    page = boardmod.get(PAGE).text
    assert "Far away." in page and "Buy my tea." not in page


def test_who_is_bound_stands_on_one_page(scene: Scene, post: int, moderator: Browser) -> None:
    act(moderator, "note", reason="Only a note.")
    act(moderator, "read-only")
    page = moderator.get("/moderation/members").text
    assert "Reads, and does not write" in page and "Only a note." not in page
    found = moderator.get("/moderation/members?handle=@Rosalind")
    assert found.headers["Location"] == PAGE
    assert moderator.get("/moderation/members?handle=nobody").status_code == 422


def test_what_was_decided_about_a_name_of_the_archive_follows_whoever_it_turns_out_to_be(
    scene: Scene, cast: Cast, moderator: Browser, patient: Browser, mails: Mails
) -> None:
    scene.board("talk")
    author = cast.person("old-author", email="old@example.org", claimed_at=None)
    post = scene.first_post(scene.thread("talk", author.id))
    page = f"/posts/{post}/moderation/hide"
    assert moderator.post(page, WEEK, page=page).status_code == 303
    form = {"email": "old@example.org", "email_password": PASSWORD}
    patient.post("/settings/security/email", form, page="/settings/security")
    words = " ".join(mail.text for mail in mails())
    [link] = re.findall(r"http://localhost(/settings/email/confirm/\S+)", words)
    assert patient.post(link, page=link).status_code == 303
    assert scene.values(Decision.about_id, Decision.action == "hide") == [patient.member_id]
    assert "We have hidden your post" in patient.get(letter(scene)).text
