"""Posts told by mail: to whom, when, with which headers, and when not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.models import Member
from forum.boards.posts import Post as BoardPost
from forum.boards.threads import Thread
from forum.config import Settings
from forum.core.clock import now
from forum.core.db import db
from forum.core.mail_addresses import read_address
from forum.core.mailer import OutgoingMail, mail_key
from forum.notifications import telling
from forum.notifications.models import MailChoice, PostNews
from tests.boards.scene import Scene, say
from tests.cast import Browser, Cast
from tests.notifications.conftest import Choose, Post, body, sent
from tests.recorder import changes, statements


@pytest.fixture(autouse=True)
def told_before(post: Post, talk: int) -> None:
    """What stands there already is news to nobody."""
    post.work()


def test_every_message_comes_at_once_and_can_be_answered(
    app: Flask, settings: Settings, scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser,
    choose: Choose,
) -> None:  # fmt: skip
    choose(patient, "every")
    first = scene.first_post(talk)
    answer = scene.reply(
        talk, caregiver.member_id, "Warm **milk**, and [this](/articles/sleep).", parent=first
    )
    post.work()
    (mail,) = sent(app, settings)
    assert mail["To"] == "patient@example.org" and mail["Subject"] == "[Kith] A new message"
    assert mail["From"] == "Caregiver via Kith <talk@localhost>"
    assert mail["Message-ID"] == f"<post-{answer}@localhost>"
    assert mail["In-Reply-To"] == f"<post-{first}@localhost>"
    assert mail["References"] == f"<thread-{talk}@localhost> <post-{first}@localhost>"
    assert mail["List-Id"] == "<talk.localhost>" and mail["List-Post"] == "<mailto:talk@localhost>"
    assert mail["List-Archive"] == "<http://localhost/boards/talk/archive>"
    assert (mail["Auto-Submitted"], mail["Precedence"]) == ("auto-generated", "list")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with app.app_context():
        local = mail["Reply-To"].addresses[0].username
        sealed = read_address(mail_key(), local, now().date())
    assert (sealed.kind, sealed.member_id, sealed.about) == ("reply", patient.member_id, talk)
    text, html = body(mail), body(mail, "html")
    assert text.startswith("-- reply above this line --\n") and "Caregiver wrote in “How I sleep”:" in text
    assert "Warm **milk**" in text and f"http://localhost/posts/{answer}" in text
    assert "<strong>milk</strong>" in html and 'href="http://localhost/articles/sleep"' in html
    with app.app_context():
        private = text[text.index("To Caregiver alone: ") :].split()[3].partition("@")[0]
        sealed = read_address(mail_key(), private, now().date())
    assert (sealed.kind, sealed.member_id, sealed.about) == ("private", patient.member_id, answer)
    assert "<img" not in html and "caregiver@example.org" not in text + html


def test_what_came_by_mail_keeps_its_own_name(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    choose(patient, "every")
    one = scene.reply(talk, caregiver.member_id)
    scene.set(BoardPost, one, message_id="abc@mail.example.org", via="mail")
    scene.reply(talk, caregiver.member_id, "More.", parent=one)
    post.work()
    first, second = post.mails_to(patient)
    assert first.message_id == "<abc@mail.example.org>"
    assert second.headers["In-Reply-To"] == "<abc@mail.example.org>"


@pytest.mark.parametrize("way", ["daily", "weekly", "replies", "nothing"])
def test_nobody_else_is_told_at_once(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose, way: str
) -> None:
    choose(patient, way)
    scene.reply(talk, caregiver.member_id)
    post.work()
    assert post.mails_to(patient) == [] and scene.count(PostNews) == 0


def test_a_followed_thread_comes_although_its_board_does_not(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    choose(caregiver, "nothing")
    caregiver.post(f"/threads/{talk}/mail", {"way": "follow"}, page=f"/threads/{talk}/mail")
    scene.reply(talk, patient.member_id)
    scene.thread("talk", patient.member_id, "Another")
    post.work()
    assert len(post.mails_to(caregiver)) == 1


def test_a_board_s_own_way_goes_before_the_group_s(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    choose(caregiver, "every", **{"board-1": "daily"})
    scene.reply(talk, patient.member_id)
    post.work()
    assert post.mails_to(caregiver) == []


def every_message(key: int) -> MailChoice:
    moments = dict.fromkeys(("daily_from", "weekly_from", "here_at"), now())
    moments["digest_at"] = now() + timedelta(days=1)
    return MailChoice(member_id=key, way="every", says_little=False, names_threads=False, **moments)


@pytest.mark.parametrize(
    "values",
    [
        {"email": None},
        {"claimed_at": None},
        {"banned_at": now()},
        {"suspended_until": now() + timedelta(days=1)},
        {"remembered_at": now()},
    ],
)
def test_who_gets_no_mail_gets_none(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose,
    values: dict[str, object],
) -> None:  # fmt: skip
    choose(caregiver, "every")
    scene.set(Member, caregiver.member_id, **values)
    scene.reply(talk, patient.member_id)
    post.work()
    assert post.mails_to(caregiver) == []


def test_one_s_own_words_do_not_come_back(
    scene: Scene, post: Post, talk: int, patient: Browser, choose: Choose
) -> None:
    choose(patient, "every")
    scene.reply(talk, patient.member_id)
    post.work()
    assert post.mails_to(patient) == []


def test_only_who_may_read_a_board_is_told(
    scene: Scene, post: Post, patient: Browser, moderator: Browser, admin: Browser, choose: Choose
) -> None:
    scene.board("room", audience="moderators")
    for browser in (patient, admin):
        choose(browser, "every")
    scene.thread("room", moderator.member_id)
    post.work()
    assert post.mails_to(patient) == [] and len(post.mails_to(admin)) == 1


@pytest.mark.parametrize("what", ["thread", "board", "person", "note", "memorial"])
def test_what_somebody_would_rather_not_see_is_not_sent(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose, what: str
) -> None:
    choose(patient, "every")
    told = '{"people":[],"threads":[],"boards":[],"notes":{}}'
    match what:
        case "thread":
            told = told.replace('"threads":[]', f'"threads":[{talk}]')
        case "board":
            told = told.replace('"boards":[]', '"boards":[1]')
        case "person":
            told = told.replace('"people":[]', f'"people":[{caregiver.member_id}]')
        case "note":
            told = told.replace("{}", '{"dying":"never"}')
    scene.set(Member, patient.member_id, quiet=told, spares_memorials=what == "memorial")
    if what == "memorial":
        scene.set(Thread, talk, is_memorial=True)
    answer = scene.reply(talk, caregiver.member_id)
    if what == "note":
        scene.set(BoardPost, answer, content_note="dying")
    post.work()
    assert post.mails_to(patient) == []


def test_words_behind_a_note_are_on_the_web(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    choose(patient, "every")
    answer = scene.reply(talk, caregiver.member_id, "The hard part.")
    scene.set(BoardPost, answer, content_note="dying")
    post.work()
    (mail,) = post.mails_to(patient)
    assert "The hard part" not in mail.text + mail.html and "Content note: Mentions dying" in mail.text


def test_a_screen_that_lies_about_says_nothing(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    choose(patient, "every", says_little="yes", names_threads="yes")
    scene.reply(talk, caregiver.member_id, "Warm milk.")
    post.work()
    (mail,) = post.mails_to(patient)
    whole = f"{mail.subject} {mail.text} {mail.html} {mail.headers}"
    assert not any(word in whole for word in ("milk", "sleep", "Caregiver", "talk"))
    assert "Read it on the web: http://localhost/posts/" in mail.text


def test_a_subject_names_the_thread_only_when_asked(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    choose(patient, "every", names_threads="yes")
    scene.reply(talk, caregiver.member_id)
    post.work()
    assert post.mails_to(patient)[0].subject == "[Kith] How I sleep"


def test_a_break_leaves_nothing_behind(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    choose(patient, "every")
    scene.set(MailChoice, patient.member_id, paused_until=now() + timedelta(days=3))
    scene.reply(talk, caregiver.member_id)
    post.work()
    scene.set(MailChoice, patient.member_id, paused_until=now() - timedelta(seconds=1))
    post.work()
    assert post.mails_to(patient) == []


def test_a_held_post_is_told_when_it_is_let_through(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    choose(patient, "every")
    answer = scene.reply(talk, caregiver.member_id)
    scene.hold(answer)
    post.work()
    assert post.mails_to(patient) == []
    scene.show_again(answer)
    post.work()
    assert len(post.mails_to(patient)) == 1


def test_what_is_withdrawn_before_it_left_does_not_leave(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    choose(patient, "every")
    one, two = scene.reply(talk, caregiver.member_id), scene.reply(talk, caregiver.member_id, "Another.")
    scene.withdraw(one)
    post.work()
    scene.withdraw(two, "deleted")
    assert post.mails_to(patient) == [] and scene.count(OutgoingMail) == 0


def test_batches_reach_everybody_once(
    scene: Scene, post: Post, cast: Cast, talk: int, patient: Browser, choose: Choose,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    people = [cast.person(f"member{number}").id for number in range(7)]
    for key in people:
        scene.add(every_message(key))
    scene.reply(talk, patient.member_id)
    monkeypatch.setattr(telling.tell_posts, "__defaults__", (3,))
    post.work()
    assert scene.values(OutgoingMail.member_id) == people


def test_posting_makes_one_small_row(talk: int, caregiver: Browser, patient: Browser, choose: Choose) -> None:
    choose(patient, "every")
    caregiver.get(f"/threads/{talk}")
    with statements() as seen:
        assert say(caregiver, talk, "Warm milk.").status_code == 303
    mail = [line for line in seen if "news" in line or "outgoing" in line or "mail_choices" in line]
    assert mail == ["INSERT INTO post_news"]


def test_a_batch_asks_the_same_for_one_and_for_many(
    app: Flask, scene: Scene, post: Post, cast: Cast, talk: int, patient: Browser
) -> None:
    def asked(many: int) -> tuple[int, int]:
        for _ in range(many):
            key = cast.person(f"member{scene.count(Member)}").id
            scene.add(every_message(key))
        scene.reply(talk, patient.member_id)
        with app.app_context(), statements() as seen:
            telling.tell_posts()
            db.session.commit()
        return len(seen), changes(seen)

    assert asked(1) == asked(20) == (7, 2)
