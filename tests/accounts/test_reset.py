"""A forgotten password: the same answer for everybody, and a link that works once."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import time_machine
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.actions import set_password_link
from forum.accounts.models import BrowserSession, Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.mailer import OutgoingMail
from tests.cast import Browser, Cast
from tests.recorder import changes, statements

Mails = Callable[[], list[OutgoingMail]]
NEW = "another quiet walk"


def ask(browser: Browser, email: str, mails: Mails) -> str:
    """Ask for a new password, and return the path of the link that came by mail."""
    browser.post("/password/forgot", {"email": email}, page="/password/forgot")
    found = re.search(r"http://localhost(/password/reset/\S+)", mails()[-1].text)
    assert found
    return found[1]


def test_known_and_unknown_get_the_same_answer_after_as_many_writes(
    app: Flask, cast: Cast, mails: Mails
) -> None:
    cast.person("anna")
    cast.person("archive", claimed_at=None)
    answers = []
    for name in ("anna", "nobody", "archive"):
        browser = cast.stranger()
        browser.get("/password/forgot")
        with statements() as seen:
            response = browser.post("/password/forgot", {"email": f"{name}@example.org"})
        page = browser.follow(response).text
        answers.append((response.status_code, response.headers["Location"], page, len(seen), changes(seen)))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][4] == 3
    assert [mail.to_address for mail in mails()] == ["anna@example.org"]


def test_opening_the_link_changes_nothing(cast: Cast, stranger: Browser, mails: Mails) -> None:
    path = ask(stranger, cast.person("anna").email, mails)
    assert [stranger.get(path).status_code for _scanner in range(3)] == [200] * 3
    assert stranger.post(path, {"password": NEW}).status_code == 303


def test_a_new_password_signs_in_here_and_out_everywhere_else(app: Flask, cast: Cast, mails: Mails) -> None:
    other = cast.member("anna")
    person = other.person
    assert person
    browser = cast.stranger()
    path = ask(browser, person.email, mails)
    response = browser.post(path, {"password": NEW}, page=path)
    assert response.headers["Location"] == "/"
    assert "Your new password is set" in browser.get("/").text
    assert browser.get("/settings").status_code == 200
    assert other.get("/settings").status_code == 303
    assert cast.stranger().sign_in(person).status_code == 422
    assert cast.stranger().sign_in(person, NEW).status_code == 303
    assert mails()[-1].subject == "Your password for Kith was changed"


def test_the_link_works_once_and_for_two_hours(cast: Cast, stranger: Browser, mails: Mails) -> None:
    person = cast.person("anna")
    path = ask(stranger, person.email, mails)
    with time_machine.travel(now() + timedelta(minutes=121)):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {"password": NEW}, page="/sign-in").status_code == 404
    assert stranger.post(path, {"password": NEW}, page=path).status_code == 303
    other = cast.stranger()
    assert "Ask for a new link" in other.get(path).text
    assert other.post(path, {"password": "a third quiet walk"}, page="/sign-in").status_code == 404


def test_both_clicks_of_a_double_one_come_in(cast: Cast, mails: Mails) -> None:
    person = cast.person("anna")
    path = ask(cast.stranger(), person.email, mails)
    start = Barrier(2)

    def press() -> tuple[int, str | None]:
        browser = cast.stranger()
        browser.get(path)
        start.wait()
        answer = browser.post(path, {"password": NEW})
        return answer.status_code, answer.headers.get("Location")

    with ThreadPoolExecutor() as pool:
        answers = [future.result() for future in [pool.submit(press) for _ in range(2)]]
    assert answers == [(303, "/")] * 2
    assert [mail.subject for mail in mails()].count("Your password for Kith was changed") == 1
    later = cast.stranger()
    assert later.post(path, {"password": "a third quiet walk"}, page="/sign-in").status_code == 404
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert later.post(path, {"password": NEW}).status_code == 404


def test_asking_anew_makes_the_older_link_useless(cast: Cast, stranger: Browser, mails: Mails) -> None:
    person = cast.person("anna")
    older, newer = ask(stranger, person.email, mails), ask(stranger, person.email, mails)
    assert (stranger.get(older).status_code, stranger.get(newer).status_code) == (404, 200)


def test_a_weak_password_is_refused_and_the_link_still_works(
    cast: Cast, stranger: Browser, mails: Mails
) -> None:
    path = ask(stranger, cast.person("annabella").email, mails)
    for weak in ("short", "password123", "I am ANNABELLA here", "x" * 201):
        response = stranger.post(path, {"password": weak}, page=path)
        assert response.status_code == 422
        assert re.search(r'id="f-password"[^>]*autofocus', response.text)
        assert f'value="{weak}"' not in response.text
    assert stranger.post(path, {"password": NEW}).status_code == 303


def test_a_link_for_one_purpose_does_not_serve_another(cast: Cast, stranger: Browser, mails: Mails) -> None:
    browser = cast.member("anna")
    assert browser.person
    token = ask(stranger, browser.person.email, mails).rpartition("/")[2]
    assert browser.get(f"/settings/email/confirm/{token}").status_code == 404
    assert stranger.get(f"/confirm/{token}").status_code == 404


def test_what_is_no_address_is_refused(stranger: Browser) -> None:
    response = stranger.post("/password/forgot", {"email": "anna"}, page="/password/forgot")
    assert response.status_code == 422
    assert 'value="anna"' in response.text


def test_no_mailbox_is_filled_and_the_last_link_still_works(cast: Cast, mails: Mails) -> None:
    person = cast.person("anna")
    for number in range(8):
        path = ask(cast.stranger(network=f"198.51.100.{number}"), person.email, mails)
    assert len(mails()) == 5
    assert cast.stranger().get(path).status_code == 200


def test_one_network_asks_thirty_times_an_hour(cast: Cast, stranger: Browser) -> None:
    answers = [
        stranger.post("/password/forgot", {"email": f"n{n}@example.org"}, page="/password/forgot").status_code
        for n in range(31)
    ]
    assert answers == [303] * 30 + [429]


def test_the_first_administrator_has_a_week(app: Flask, cast: Cast, stranger: Browser) -> None:
    person = cast.person("first", standing="admin")
    with app.app_context():
        path = set_password_link(db.session.get_one(Member, person.id))
        db.session.commit()
    with time_machine.travel(now() + timedelta(days=6, hours=23)):
        assert stranger.post(path, {"password": NEW}, page=path).status_code == 303
        assert stranger.get("/settings").status_code == 200


def test_somebody_suspended_may_choose_a_new_password(
    app: Flask, cast: Cast, suspended: Browser, mails: Mails
) -> None:
    assert suspended.person
    path = ask(suspended, suspended.person.email, mails)
    assert suspended.post(path, {"password": NEW}, page=path).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(BrowserSession)) == 1
