"""Settings: a new password, a new address, and the browsers in which somebody is signed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import time_machine
from flask import Flask

from forum.accounts.models import BrowserSession, Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.mailer import OutgoingMail
from tests.cast import PASSWORD, Browser, Cast

Mails = Callable[[], list[OutgoingMail]]
NEW = "another quiet walk"
PAGE = "/settings/security"


def second_browser(cast: Cast, browser: Browser, agent: str = "Mozilla Android Firefox") -> Browser:
    assert browser.person
    other = cast.stranger(agent=agent)
    other.sign_in(browser.person)
    return other


def email_of(app: Flask, browser: Browser) -> str | None:
    with app.app_context():
        return db.session.get_one(Member, browser.member_id).email


def ask_for_email(browser: Browser, email: str, password: str = PASSWORD) -> int:
    form = {"email": email, "email_password": password}
    return browser.post("/settings/security/email", form, page=PAGE).status_code


def link(mail: OutgoingMail) -> str:
    found = re.search(r"http://localhost(/settings/email/confirm/\S+)", mail.text)
    assert found
    return found[1]


def test_a_new_password_signs_other_browsers_out_and_is_told_by_mail(
    cast: Cast, patient: Browser, mails: Mails
) -> None:
    other = second_browser(cast, patient)
    form = {"current_password": PASSWORD, "password": NEW}
    assert patient.post("/settings/security/password", form, page=PAGE).headers["Location"] == PAGE
    assert patient.get(PAGE).status_code == 200
    assert other.get(PAGE).status_code == 303
    assert patient.person and cast.stranger().sign_in(patient.person, NEW).status_code == 303
    assert "was changed" in mails()[-1].subject


def test_a_new_password_needs_the_present_one(cast: Cast, patient: Browser) -> None:
    other = second_browser(cast, patient)
    form = {"current_password": "a wrong one", "password": NEW}
    response = patient.post("/settings/security/password", form, page=PAGE)
    assert response.status_code == 422
    assert re.search(r'id="f-current_password"[^>]*autofocus', response.text)
    assert "a wrong one" not in response.text and NEW not in response.text
    assert other.get(PAGE).status_code == 200


def test_a_weak_new_password_is_refused(patient: Browser) -> None:
    form = {"current_password": PASSWORD, "password": "password123"}
    response = patient.post("/settings/security/password", form, page=PAGE)
    assert response.status_code == 422
    assert "Many people use this one" in response.text


def test_whoever_finds_a_browser_open_may_not_guess_for_ever(patient: Browser) -> None:
    wrong = {"current_password": "a wrong one", "password": NEW}
    for _ in range(10):
        patient.post("/settings/security/password", wrong, page=PAGE)
    form = {"current_password": PASSWORD, "password": NEW}
    response = patient.post("/settings/security/password", form, page=PAGE)
    assert response.status_code == 422
    assert "There were too many tries. Please wait an hour" in response.text


def test_only_wrong_guesses_count_and_a_right_one_forgives_them(patient: Browser) -> None:
    for _ in range(11):
        form = {"current_password": PASSWORD, "password": "short"}
        response = patient.post("/settings/security/password", form, page=PAGE)
        assert "at least 10" in response.text and "too many tries" not in response.text
    for _twice in range(2):
        for _ in range(9):
            assert ask_for_email(patient, "new@example.org", "a wrong one") == 422
        assert ask_for_email(patient, "new@example.org") == 303


def test_an_empty_password_is_no_guess(patient: Browser) -> None:
    for _ in range(11):
        assert ask_for_email(patient, "new@example.org", "") == 422
    assert ask_for_email(patient, "new@example.org") == 303


def test_a_password_chosen_by_mail_ends_the_wait(patient: Browser, stranger: Browser, mails: Mails) -> None:
    for _ in range(10):
        ask_for_email(patient, "new@example.org", "a wrong one")
    assert ask_for_email(patient, "new@example.org") == 422
    stranger.post("/password/forgot", {"email": "patient@example.org"}, page="/password/forgot")
    reset = re.search(r"/password/reset/\S+", mails()[-1].text)[0]
    assert stranger.post(reset, {"password": NEW}, page=reset).status_code == 303
    stranger.person = patient.person
    assert ask_for_email(stranger, "new@example.org", NEW) == 303


def test_a_new_address_is_proved_first_and_the_old_one_told_twice(
    app: Flask, patient: Browser, mails: Mails
) -> None:
    assert ask_for_email(patient, "New@Example.org") == 303
    assert email_of(app, patient) == "patient@example.org"
    to_new, to_old = mails()
    assert (to_new.to_address, to_old.to_address) == ("new@example.org", "patient@example.org")
    assert patient.get(link(to_new)).status_code == 200
    assert email_of(app, patient) == "patient@example.org"
    assert patient.post(link(to_new)).status_code == 303
    assert email_of(app, patient) == "new@example.org"
    assert (mails()[-1].to_address, mails()[-1].subject) == (
        "patient@example.org",
        "Your address at Kith was changed",
    )
    assert patient.get(link(to_new)).status_code == 404


def test_both_clicks_of_a_double_one_use_the_new_address(app: Flask, patient: Browser, mails: Mails) -> None:
    ask_for_email(patient, "new@example.org")
    path = link(mails()[0])
    assert [patient.post(path).headers.get("Location") for _click in range(2)] == [PAGE, PAGE]
    assert len(mails()) == 3
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert patient.post(path).status_code == 404


def test_a_new_address_needs_the_password_and_keeps_what_was_typed(patient: Browser, mails: Mails) -> None:
    form = {"email": "new@example.org", "email_password": "a wrong one"}
    response = patient.post("/settings/security/email", form, page=PAGE)
    assert response.status_code == 422
    assert 'value="new@example.org"' in response.text
    assert re.search(r'id="f-email_password"[^>]*autofocus', response.text)
    assert "a wrong one" not in response.text
    assert mails() == []


def test_an_address_in_use_gets_the_same_words_and_its_owner_the_mail(
    app: Flask, cast: Cast, patient: Browser, mails: Mails
) -> None:
    cast.person("owner")
    answers = []
    for email in ("owner@example.org", "free@example.org"):
        form = {"email": email, "email_password": PASSWORD}
        response = patient.post("/settings/security/email", form, page=PAGE)
        words = re.search(r'<p class="notice.*?</p>', patient.follow(response).text)
        assert words
        answers.append((response.status_code, words[0]))
    assert answers[0] == answers[1]
    to_owner, _to_old, to_free, _to_old = mails()
    assert "has an account" in to_owner.text and "confirm" not in to_owner.text
    assert "/settings/email/confirm/" in to_free.text


def test_an_address_taken_meanwhile_stays_with_its_owner(
    app: Flask, cast: Cast, patient: Browser, mails: Mails
) -> None:
    ask_for_email(patient, "new@example.org")
    cast.person("quicker", email="new@example.org")
    response = patient.post(link(mails()[0]))
    assert response.status_code == 422
    assert email_of(app, patient) == "patient@example.org"


def test_an_address_from_the_archive_goes_to_whoever_proves_it(
    app: Flask, cast: Cast, patient: Browser, mails: Mails
) -> None:
    cast.person("jane-doe", email="old@example.org", claimed_at=None)
    ask_for_email(patient, "old@example.org")
    assert patient.post(link(mails()[0])).status_code == 303
    assert email_of(app, patient) == "old@example.org"


def test_another_members_link_is_not_there(patient: Browser, caregiver: Browser, mails: Mails) -> None:
    ask_for_email(patient, "new@example.org")
    assert caregiver.get(link(mails()[0])).status_code == 404
    assert caregiver.post(link(mails()[0])).status_code == 404


def test_a_stranger_with_the_link_is_asked_to_sign_in_first(
    stranger: Browser, patient: Browser, mails: Mails
) -> None:
    ask_for_email(patient, "new@example.org")
    assert stranger.get(link(mails()[0])).headers["Location"].startswith("/sign-in?next=")


def test_a_new_password_stops_a_change_of_address(patient: Browser, mails: Mails) -> None:
    ask_for_email(patient, "thief@example.org")
    path = link(mails()[0])
    patient.post("/settings/security/password", {"current_password": PASSWORD, "password": NEW}, page=PAGE)
    assert patient.get(path).status_code == 404


def test_a_new_address_stops_a_reset_that_was_mailed_to_the_old_one(
    stranger: Browser, patient: Browser, mails: Mails
) -> None:
    stranger.post("/password/forgot", {"email": "patient@example.org"}, page="/password/forgot")
    reset = re.search(r"/password/reset/\S+", mails()[-1].text)[0]
    ask_for_email(patient, "new@example.org")
    assert stranger.get(reset).status_code == 200
    assert patient.post(link(mails()[1])).status_code == 303
    assert stranger.get(reset).status_code == 404
    assert stranger.post(reset, {"password": NEW}, page="/sign-in").status_code == 404


def move(browser: Browser, email: str, mails: Mails) -> str:
    """Change the address all the way; the path of the link with which the former one undoes it."""
    assert ask_for_email(browser, email) == 303
    [path] = [link(mail) for mail in mails()[-2:] if mail.to_address == email]
    assert browser.post(path).status_code == 303
    return re.search(r"http://localhost(/settings/email/undo/\S+)", mails()[-1].text)[1]


def test_the_old_address_undoes_the_change_and_ends_what_the_thief_has(
    app: Flask, stranger: Browser, patient: Browser, mails: Mails
) -> None:
    undo = move(patient, "thief@example.org", mails)
    stranger.post("/password/forgot", {"email": "thief@example.org"}, page="/password/forgot")
    reset = re.search(r"/password/reset/\S+", mails()[-1].text)[0]
    assert "patient@example.org" in stranger.get(undo).text
    assert email_of(app, patient) == "thief@example.org"
    answers = [stranger.post(undo, page="/sign-in") for _click in range(2)]
    assert email_of(app, patient) == "patient@example.org"
    assert patient.get(PAGE).status_code == 303
    assert stranger.get(reset).status_code == 404
    assert patient.person and patient.sign_in(patient.person).status_code == 422
    new = answers[1].headers["Location"]
    assert stranger.post(new, {"password": NEW}, page=new).status_code == 303
    assert stranger.get(PAGE).status_code == 200


def test_a_second_change_does_not_take_the_way_back(
    app: Flask, stranger: Browser, patient: Browser, mails: Mails
) -> None:
    owners = move(patient, "thief@example.org", mails)
    thiefs = move(patient, "another@example.org", mails)
    assert stranger.get(thiefs).status_code == 200
    with time_machine.travel(now() + timedelta(days=6, hours=23)):
        assert stranger.post(owners, page="/sign-in").status_code == 303
        assert email_of(app, patient) == "patient@example.org"
        assert stranger.get(thiefs).status_code == 404


def test_the_change_can_be_undone_for_a_week_unless_somebody_has_the_address(
    app: Flask, cast: Cast, stranger: Browser, patient: Browser, mails: Mails
) -> None:
    undo = move(patient, "new@example.org", mails)
    cast.person("other", email="patient@example.org")
    assert stranger.post(undo, page="/sign-in").status_code == 422
    with time_machine.travel(now() + timedelta(days=8)):
        assert "tell the people who look after the group" in stranger.get(undo).text
        assert stranger.post(undo, page="/sign-in").status_code == 404
    assert email_of(app, patient) == "new@example.org"


def test_browsers_are_listed_and_ended_one_by_one(cast: Cast, patient: Browser) -> None:
    other = second_browser(cast, patient)
    page = patient.get(PAGE).text
    assert "Firefox on Android" in page and "Firefox on Linux</strong> (this browser)" in page
    [number] = re.findall(r'action="/settings/sessions/(\d+)/delete"', page)
    assert patient.post(f"/settings/sessions/{number}/delete").status_code == 303
    assert other.get(PAGE).status_code == 303
    assert patient.get(PAGE).status_code == 200
    assert patient.post(f"/settings/sessions/{number}/delete").status_code == 404


def test_another_members_browser_is_not_there(app: Flask, patient: Browser, caregiver: Browser) -> None:
    with app.app_context():
        number = db.session.scalar(
            db.select(BrowserSession.id).where(BrowserSession.member_id == caregiver.member_id)
        )
    assert patient.post(f"/settings/sessions/{number}/delete").status_code == 404
    assert caregiver.get(PAGE).status_code == 200


def test_all_other_browsers_are_ended_at_once(cast: Cast, patient: Browser) -> None:
    others = [second_browser(cast, patient) for _ in range(2)]
    assert patient.post("/settings/sessions/delete").status_code == 303
    assert [other.get(PAGE).status_code for other in others] == [303, 303]
    assert patient.get(PAGE).status_code == 200


def test_a_session_ends_when_nobody_uses_it(cast: Cast) -> None:
    person = cast.person("anna")
    short, long = cast.stranger(), cast.stranger()
    short.sign_in(person)
    long.sign_in(person, stay="yes")
    moment = now()
    with time_machine.travel(moment + timedelta(hours=13)):
        assert (short.get(PAGE).status_code, long.get(PAGE).status_code) == (303, 200)
    for days, answer in ((85, 200), (170, 200), (261, 303)):
        with time_machine.travel(moment + timedelta(days=days)):
            assert long.get(PAGE).status_code == answer


def test_somebody_suspended_may_still_look_after_their_account(suspended: Browser, mails: Mails) -> None:
    assert ask_for_email(suspended, "new@example.org") == 303
    assert suspended.post(link(mails()[0])).status_code == 303
    form = {"current_password": PASSWORD, "password": NEW}
    assert suspended.post("/settings/security/password", form, page=PAGE).status_code == 303
    assert suspended.post("/settings/profile", {"name": "x", "timezone": "UTC"}).status_code == 403
