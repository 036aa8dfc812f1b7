"""Digests: what is in one, who gets one, and who gets none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from forum.accounts.models import BrowserSession, Member
from forum.accounts.stopping import deed_address
from forum.boards.posts import Post as BoardPost
from forum.boards.threads import ReadMark
from forum.core.clock import now
from forum.core.db import db
from forum.notifications import digests, news
from forum.notifications.models import MailChoice
from forum.notifications.mornings import is_weekly, next_morning
from tests.boards.scene import Scene
from tests.cast import Browser
from tests.notifications.conftest import Choose, Post
from tests.recorder import statements


@pytest.fixture(autouse=True)
def begun(post: Post, talk: int, caregiver: Browser) -> None:
    """Everybody has a choice, and the patient's first post is news to nobody yet."""
    post.work()


def test_what_is_new_comes_in_the_morning(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    scene.board("zeal")
    other = scene.thread("zeal", caregiver.member_id, "Small joys", "A blackbird.")
    answer = scene.reply(talk, caregiver.member_id, "Warm **milk**.")
    post.work()
    assert post.mails_to(patient) == []
    post.come_morning()
    post.work()
    (mail,) = post.mails_to(patient)
    assert mail.subject == "[Kith] What is new"
    contents, _, rest = mail.text.partition("-----")
    assert contents.index("Talk") < contents.index("How I sleep (1 message, an answer to you)")
    assert contents.index("How I sleep") < contents.index("Zeal") < contents.index("Small joys (1 message)")
    assert "Caregiver wrote:" in rest and "Warm **milk**." in rest and "A blackbird." in rest
    assert "<strong>milk</strong>" in mail.html and f'href="#thread-{other}"' in mail.html
    assert "Reply: mailto:reply+" in rest and f"http://localhost/posts/{answer}" in rest and "/mail/" in rest
    assert mail.stop_at and mail.headers["Precedence"] == "list" and "From" not in mail.headers
    post.work()
    assert len(post.mails_to(patient)) == 1


def test_none_when_there_is_nothing_new(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser
) -> None:
    post.come_morning()
    post.work()
    assert post.mails_to(patient) == [] and len(post.mails_to(caregiver)) == 1
    post.work()
    assert scene.do(lambda: db.session.get_one(MailChoice, patient.member_id).digest_at > now())


@pytest.mark.parametrize("why", ["read", "hidden", "muted", "followed", "nothing", "paused", "suspended"])
def test_what_somebody_should_not_get(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose, why: str
) -> None:
    answer = scene.reply(talk, caregiver.member_id)
    page = f"/threads/{talk}/mail"
    match why:
        case "read":
            patient.get(f"/threads/{talk}")
        case "hidden":
            scene.withdraw(answer)
        case "muted":
            patient.post(page, {"way": "mute"}, page=page)
        case "followed":
            patient.post(page, {"way": "follow"}, page=page)
        case "nothing":
            choose(patient, "nothing")
        case "paused":
            scene.set(MailChoice, patient.member_id, paused_until=now() + timedelta(days=1))
        case "suspended":
            scene.set(Member, patient.member_id, suspended_until=now() + timedelta(days=1))
    post.come_morning()
    with_digest = [mail for mail in _after_work(post, patient) if mail.subject.endswith("What is new")]
    assert with_digest == []


def _after_work(post: Post, browser: Browser) -> list[object]:
    post.work()
    return list(post.mails_to(browser))


def test_a_break_leaves_no_backlog(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser
) -> None:
    scene.reply(talk, caregiver.member_id)
    scene.set(MailChoice, patient.member_id, paused_until=now() + timedelta(days=1), digest_at=now())
    post.work()
    scene.set(MailChoice, patient.member_id, paused_until=None, digest_at=now())
    post.work()
    assert post.mails_to(patient) == []


def test_weekly_news_wait_for_monday(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    choose(patient, "weekly")
    scene.reply(talk, caregiver.member_id)
    days = [now() - timedelta(days=days) for days in range(7)]
    monday = next(day for day in days if day.weekday() == 0)
    tuesday = next(day for day in days if day.weekday() == 1)
    old = now() - timedelta(days=8)
    scene.set(MailChoice, patient.member_id, digest_at=tuesday, daily_from=old, weekly_from=old)
    post.work()
    assert post.mails_to(patient) == []
    scene.set(MailChoice, patient.member_id, digest_at=monday)
    post.work()
    assert len(post.mails_to(patient)) == 1


def test_a_digest_is_no_longer_than_a_sitting(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "MOST", 2)
    scene.replies(talk, caregiver.member_id, 5)
    scene.reply(talk, caregiver.member_id, "Long words. " * 1000)
    post.come_morning()
    post.work()
    (mail,) = post.mails_to(patient)
    assert "4 more messages are on the web" in mail.text and "Answer 3." not in mail.text
    monkeypatch.setattr(news, "MOST", 9)
    post.come_morning()
    post.work()
    mail = post.mails_to(patient)[-1]
    assert len(mail.text) < 5000 and "The rest is on the web" in mail.text


def test_words_behind_notes_and_little_said(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, choose: Choose
) -> None:
    answer = scene.reply(talk, caregiver.member_id, "The hard part.")
    scene.set(BoardPost, answer, content_note="dying")
    post.come_morning()
    post.work()
    assert "The hard part" not in post.mails_to(patient)[0].text
    choose(patient, "daily", says_little="yes", names_threads="yes")
    post.come_morning()
    post.work()
    mail = post.mails_to(patient)[1]
    whole = f"{mail.subject} {mail.text} {mail.html} {mail.headers}"
    assert not any(word in whole for word in ("hard", "sleep", "Caregiver", "Talk"))


def go_away(scene: Scene, key: int, days: int) -> None:
    then = now() - timedelta(days=days)
    scene.set(MailChoice, key, here_at=then)
    scene.do(lambda: db.session.query(BoardPost).filter_by(author_id=key).update({"published_at": then}))
    scene.do(lambda: db.session.query(ReadMark).filter_by(member_id=key).update({"at": then}))
    scene.do(lambda: db.session.query(BrowserSession).filter_by(member_id=key).delete())


def test_who_is_away_hears_so_once_and_can_say_that_they_are_there(
    app: Flask, scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser, stranger: Browser
) -> None:
    scene.reply(talk, caregiver.member_id)
    go_away(scene, patient.member_id, 181)
    for _ in range(2):
        post.come_morning()
        post.work()
    (mail,) = post.mails_to(patient)
    assert mail.subject == "[Kith] We have not seen you for a while"
    with app.app_context():
        stay = deed_address(patient.member_id, "stay")
    assert stay in mail.text
    path = stay.removeprefix("http://localhost")
    assert stranger.post(path, page=path).status_code == 200
    post.come_morning()
    post.work()
    assert post.mails_to(patient)[-1].subject == "[Kith] What is new"


def test_who_comes_back_gets_them_again_without_a_backlog(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser
) -> None:
    go_away(scene, patient.member_id, 200)
    scene.set(MailChoice, patient.member_id, asleep_at=now() - timedelta(days=20))
    scene.reply(talk, caregiver.member_id)
    scene.set(MailChoice, patient.member_id, here_at=now())
    post.come_morning()
    post.work()
    assert post.mails_to(patient) == []
    scene.reply(talk, caregiver.member_id, "Another.")
    post.come_morning()
    post.work()
    assert len(post.mails_to(patient)) == 1


def test_who_was_here_lately_is_not_away(
    scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser
) -> None:
    scene.reply(talk, caregiver.member_id)
    go_away(scene, patient.member_id, 179)
    post.come_morning()
    post.work()
    assert post.mails_to(patient)[0].subject == "[Kith] What is new"


@pytest.mark.parametrize(
    ("zone", "after", "morning"),
    [
        ("UTC", "2026-11-26 06:59", "2026-11-26 07:00"),
        ("UTC", "2026-11-26 07:00", "2026-11-27 07:00"),
        ("Pacific/Auckland", "2026-11-26 06:59", "2026-11-26 18:00"),
        ("America/New_York", "2026-03-07 13:00", "2026-03-08 11:00"),
        ("Nowhere/Else", "2026-11-26 08:00", "2026-11-27 07:00"),
    ],
)
def test_the_morning_is_one_s_own(zone: str, after: str, morning: str) -> None:
    moments = [datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (after, morning)]
    assert next_morning(zone, moments[0]) == moments[1]


def test_monday_is_one_s_own() -> None:
    moment = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert is_weekly("Pacific/Auckland", moment) and not is_weekly("UTC", moment)


def test_a_digest_asks_the_same_for_one_post_and_for_many(
    app: Flask, scene: Scene, post: Post, talk: int, patient: Browser, caregiver: Browser
) -> None:
    def asked(many: int) -> int:
        scene.replies(talk, caregiver.member_id, many)
        post.come_morning()
        scene.do(
            lambda: (
                db.session.query(MailChoice)
                .filter(MailChoice.member_id != patient.member_id)
                .update({"digest_at": now() + timedelta(days=1)})
            )
        )
        with app.app_context(), statements() as seen:
            digests.send_digests()
            db.session.commit()
        return len(seen)

    assert asked(1) == asked(20) == 6
