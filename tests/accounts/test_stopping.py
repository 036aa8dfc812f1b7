"""Mail that somebody may want no more of says so itself, and one press ends it."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from flask import Flask

from forum.accounts.letters import send_letter
from forum.accounts.models import Member
from forum.accounts.stopping import stop_address
from forum.config import Settings
from forum.core.db import db
from forum.core.mailer import send_due_mail
from forum.library.articles import Article
from tests.cast import Browser, Cast


@pytest.fixture
def address(app: Flask, patient: Browser) -> str:
    """Where the patient ends mails about articles."""
    with app.app_context():
        return stop_address(db.session.get_one(Member, patient.member_id), "articles")


def wants_mails(app: Flask, browser: Browser) -> bool:
    with app.app_context():
        return db.session.get_one(Member, browser.member_id).article_mails


def path_of(address: str) -> str:
    return address.removeprefix("http://localhost")


def test_asking_changes_nothing_and_pressing_ends_it(
    app: Flask, stranger: Browser, patient: Browser, address: str
) -> None:
    page = stranger.get(path_of(address)).text
    assert "Stop these mails?" in page and "patient" not in page.lower()
    assert wants_mails(app, patient)
    for _ in range(2):
        answer = stranger.post(path_of(address), page=path_of(address))
        assert answer.status_code == 200 and "No more of these mails" in answer.text
    assert not wants_mails(app, patient)


def test_a_mail_program_needs_no_form(app: Flask, cast: Cast, patient: Browser, address: str) -> None:
    answer = cast.stranger().send_without_token(path_of(address), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not wants_mails(app, patient)


def test_somebody_suspended_may_end_it_too(app: Flask, suspended: Browser) -> None:
    with app.app_context():
        path = path_of(stop_address(db.session.get_one(Member, suspended.member_id), "articles"))
    assert suspended.post(path, page=path).status_code == 200
    assert not wants_mails(app, suspended)


@pytest.mark.parametrize("token", ["nope", "WyJhcnRpY2xlcyIsMV0.x", "%00", "%F0%9F", "a" * 3_000, "."])
def test_what_is_no_such_address_reveals_nothing(stranger: Browser, patient: Browser, token: str) -> None:
    for answer in (stranger.get(f"/unsubscribe/{token}"), stranger.post(f"/unsubscribe/{token}")):
        assert answer.status_code == 404 and "This link leads nowhere" in answer.text


def test_nor_does_that_of_a_member_who_is_gone(
    app: Flask, stranger: Browser, patient: Browser, address: str
) -> None:
    with app.app_context():
        db.session.delete(db.session.get_one(Member, patient.member_id))
        db.session.commit()
    assert stranger.get(path_of(address)).status_code == 404
    assert stranger.post(path_of(address)).status_code == 404


def test_the_choice_stands_in_the_settings(app: Flask, patient: Browser) -> None:
    assert ticked(patient)
    for typed, wanted in (({}, False), ({"article_mails": "yes"}, True)):
        answer = patient.post("/settings/mail", typed, page="/settings/mail")
        assert patient.follow(answer).status_code == 200
        assert wants_mails(app, patient) is wanted
        assert ticked(patient) is wanted


def ticked(browser: Browser) -> bool:
    page = browser.get("/settings/mail").text
    return "checked" in page[page.index('name="article_mails"') :].partition(">")[0]


def test_the_header_names_the_address_whole(app: Flask, settings: Settings, address: str) -> None:
    long = address.replace("http://localhost", "https://a-rather-long-name-of-a-group.example.org:8443")
    with app.app_context():
        article = Article(slug="soup", title="Soup")
        send_letter(
            "article_changed", "a@example.org", room="library", stop_at=long, handle="a", article=article,
            words="It said warm. " * 20, older=1, has_saved=True,
        )  # fmt: skip
        db.session.commit()
        assert send_due_mail(settings) == 1
    raw = max(settings.outbox.glob("*.eml")).read_bytes()
    assert f"\r\nList-Unsubscribe: <{long}>\r\n".encode() in raw
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["List-Unsubscribe"] == f"<{long}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert long in mail.get_content()
