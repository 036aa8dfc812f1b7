"""Joining: one page, and no way to find out who has an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Joining, Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.mailer import OutgoingMail
from tests.cast import PASSWORD, Browser, Cast
from tests.recorder import changes, statements

Mails = Callable[[], list[OutgoingMail]]
FORM = {
    "handle": "Río_7",
    "email": "rio@example.org",
    "password": PASSWORD,
    "rules": "yes",
    "roles": "family",
}


def form(**other: object) -> dict[str, object]:
    return {**FORM, **other}


def links(mail: OutgoingMail) -> dict[str, str]:
    """The link of each name in a mail that holds several."""
    return dict(re.findall(r"^@(\S+)\nhttp://localhost(/confirm/\S+)$", mail.text, re.MULTILINE))


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_joining_sends_a_link_and_makes_nobody_a_member_yet(
    app: Flask, stranger: Browser, mails: Mails
) -> None:
    response = stranger.post("/join", form(), page="/join")
    assert (response.status_code, response.headers["Location"]) == (303, "/join/sent")
    assert "We have sent a mail" in stranger.follow(response).text
    [mail] = mails()
    assert mail.to_address == "rio@example.org"
    assert "@Río_7" in mail.text
    assert re.search(r"http://localhost/confirm/\S{43}\n", mail.text)
    assert count(app, Member) == 0


def test_a_role_that_is_none_of_ours_is_left_out(app: Flask, stranger: Browser) -> None:
    stranger.post("/join", form(roles=["patient", "k" * 200], health="yes"), page="/join")
    with app.app_context():
        assert list(db.session.scalars(select(Joining.roles))) == ["patient"]


def test_who_somebody_is_here_is_asked_and_may_be_left_unsaid(app: Flask, stranger: Browser) -> None:
    for nothing in ([], ["k"]):
        refused = stranger.post("/join", form(roles=nothing), page="/join")
        assert refused.status_code == 422
        assert re.search(r'id="f-roles"[^>]*autofocus', refused.text)
        assert "or that you would rather not say" in refused.text
    assert stranger.post("/join", form(roles=["unsaid"])).status_code == 303
    with app.app_context():
        assert list(db.session.scalars(select(Joining.roles))) == [""]


def test_health_is_kept_of_those_alone_who_agree_to_it(app: Flask, stranger: Browser) -> None:
    response = stranger.post("/join", form(roles=["patient", "family"]), page="/join")
    assert response.status_code == 422
    assert re.search(r'id="f-health"[^>]*aria-invalid="true"[^>]*autofocus', response.text)
    assert "You ticked “Living with it”" in response.text
    assert len(re.findall(r'value="(?:patient|family)" (?:[^>]*)checked', response.text)) == 2
    assert stranger.post("/join", form(roles=["family"])).status_code == 303
    with app.app_context():
        assert list(db.session.scalars(select(Joining.roles))) == ["family"]


@pytest.mark.usefixtures("rules")
def test_the_page_says_that_a_pseudonym_is_normal_and_shows_the_rules_in_full(stranger: Browser) -> None:
    page = stranger.get("/join").text
    assert "Many people here use a name that is not theirs" in page
    assert "What is said here stays here." in page
    assert 'autocomplete="new-password"' in page
    assert "checked" not in page


def test_an_address_with_an_account_gets_the_same_answer_after_the_same_work(
    app: Flask, cast: Cast, mails: Mails, hashing: list[str]
) -> None:
    cast.person("known", email="known@example.org")
    hashing.clear()
    answers = []
    for email, handle in (("known@example.org", "first"), ("unknown@example.org", "second")):
        browser = cast.stranger()
        browser.get("/join")
        hashing.clear()
        with statements() as seen:
            response = browser.post("/join", form(email=email, handle=handle))
        page = re.sub(r'value="[^"]*"', "", browser.follow(response).text)
        answers.append((response.status_code, response.headers["Location"], page, seen, list(hashing)))
    assert answers[0] == answers[1]
    assert answers[0][4] == ["hash"]
    assert changes(answers[0][3]) == 4
    known, unknown = mails()
    assert "has an account" in known.text and "/confirm/" not in known.text
    assert "/confirm/" in unknown.text


def test_an_address_is_known_in_any_spelling(cast: Cast, stranger: Browser, mails: Mails) -> None:
    cast.person("known", email="known@example.org")
    stranger.post("/join", form(email=" KNOWN@Example.ORG "), page="/join")
    assert "has an account" in mails()[0].text


def test_a_handle_is_taken_the_same_way_by_a_joining_from_a_known_address(cast: Cast) -> None:
    cast.person("known", email="known@example.org")
    for email, handle in (("known@example.org", "first"), ("unknown@example.org", "second")):
        assert (
            cast.stranger().post("/join", form(email=email, handle=handle), page="/join").status_code == 303
        )
        again = cast.stranger().post(
            "/join", form(email="third@example.org", handle=handle.upper()), page="/join"
        )
        assert again.status_code == 422
        assert "has this name already" in again.text


def test_a_handle_is_free_again_after_two_days(cast: Cast) -> None:
    cast.stranger().post("/join", form(), page="/join")
    with time_machine.travel(now() + timedelta(hours=47)):
        assert cast.stranger().post("/join", form(email="b@example.org"), page="/join").status_code == 422
    with time_machine.travel(now() + timedelta(hours=49)):
        assert cast.stranger().post("/join", form(email="b@example.org"), page="/join").status_code == 303


def test_the_same_browser_may_mend_its_address_and_keep_the_handle(stranger: Browser, mails: Mails) -> None:
    stranger.post("/join", form(email="slip@example.org"), page="/join")
    assert stranger.post("/join", form(), page="/join").status_code == 303
    assert [mail.to_address for mail in mails()] == ["slip@example.org", "rio@example.org"]


def test_a_newer_wish_of_one_browser_takes_the_place_of_the_older(stranger: Browser, mails: Mails) -> None:
    stranger.post("/join", form(email="slip@example.org"), page="/join")
    stranger.post("/join", form(), page="/join")
    older, newer = (re.search(r"/confirm/\S+", mail.text)[0] for mail in mails())
    assert stranger.get(older).status_code == 404
    assert stranger.post(newer, page=newer).headers["Location"] == "/"
    assert "Welcome, Río_7." in stranger.get("/").text


def test_who_joins_twice_from_two_browsers_comes_in_under_their_name(cast: Cast, mails: Mails) -> None:
    for _browser in range(2):
        assert cast.stranger().post("/join", form(), page="/join").status_code == 303
    older, newer = (re.search(r"/confirm/\S+", mail.text)[0] for mail in mails())
    phone = cast.stranger()
    assert phone.get(older).status_code == 404
    assert phone.post(newer, page=newer).headers["Location"] == "/"


def test_what_else_a_newcomer_asked_for_is_free_once_they_are_in(cast: Cast, mails: Mails) -> None:
    for handle in ("first", "second"):
        cast.stranger().post("/join", form(handle=handle), page="/join")
    link = links(mails()[1])["second"]
    assert cast.stranger().post(link, page=link).status_code == 303
    given = form(handle="first", email="other@example.org")
    assert cast.stranger().post("/join", given, page="/join").status_code == 303


@pytest.mark.parametrize(
    "password", ["correct horse 123", "sunshine over the bay 7", "Xk4!w9#Lm2", "sunny river 1960"]
)
def test_a_password_that_nobody_else_has_will_do(stranger: Browser, password: str) -> None:
    assert stranger.post("/join", form(password=password), page="/join").status_code == 303


@pytest.mark.parametrize("handle", ["jun\u0131per", "\u1d0auniper", "JUNIPER", "\u0458uniper"])
def test_nobody_gets_a_handle_that_looks_like_anothers(cast: Cast, stranger: Browser, handle: str) -> None:
    cast.person("juniper")
    assert stranger.post("/join", form(handle=handle), page="/join").status_code == 422


def test_the_handle_of_a_member_is_taken_in_any_spelling(cast: Cast, stranger: Browser) -> None:
    cast.person("Straße")
    response = stranger.post("/join", form(handle="STRASSE"), page="/join")
    assert response.status_code == 422
    assert 'href="#f-handle"' in response.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("handle", "a", "2 to 30"),
        ("handle", "a" * 31, "2 to 30"),
        ("handle", "two words", "no spaces"),
        ("handle", "dot.", "does not end"),
        ("handle", "Ad.Min", "kept free"),
        ("handle", "p\u0430ul", "one alphabet"),
        ("email", "nobody", "whole e-mail address"),
        ("email", "a@b@example.org", "whole e-mail address"),
        ("password", "short", "at least 10"),
        ("password", "x" * 201, "at most 200"),
        ("password", "Password123", "Many people use this one"),
        ("password", "ｐａｓｓｗｏｒｄ１２３", "Many people use this one"),
        ("password", " " * 12, "more than one character"),
        ("password", "zz zz zz zz zz", "more than one character"),
        ("password", "ChangeMe123", "Many people use this one"),
        ("password", "sunshine123!", "Many people use this one"),
        ("password", "e\u0301" * 5, "at least 10"),
        ("password", "my río_7 and the sea", "without your name"),
        ("rules", "", "read the rules"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    app: Flask, stranger: Browser, field: str, value: str, words: str
) -> None:
    given = form(**{field: value}, roles=["patient", "family"], health="yes")
    response = stranger.post("/join", given, page="/join")
    page = response.text
    assert response.status_code == 422
    assert words in page
    assert re.search(rf'id="f-{field}"[^>]*aria-invalid="true"[^>]*autofocus', page)
    assert page.count("autofocus") == 1
    assert PASSWORD not in page
    assert (field == "handle") or 'value="Río_7"' in page
    assert (field == "email") or 'value="rio@example.org"' in page
    assert len(re.findall(r'value="(?:patient|family)" (?:[^>]*)checked', page)) == 2
    assert re.search(r'name="health"[^>]*checked', page)
    assert count(app, Joining) == 0


def test_a_password_holds_no_part_of_the_address(stranger: Browser) -> None:
    given = form(email="riverside@example.org", password="riverside 2026 walk")
    assert "without your name or address" in stranger.post("/join", given, page="/join").text


def test_any_characters_make_a_password(stranger: Browser) -> None:
    assert stranger.post("/join", form(password="  שלום 🌊 עולם  "), page="/join").status_code == 303


def test_from_one_network_ten_people_join_in_an_hour(cast: Cast, mails: Mails) -> None:
    def join(number: int, **options: str) -> int:
        given = form(handle=f"name{number}", email=f"name{number}@example.org")
        return cast.stranger(**options).post("/join", given, page="/join").status_code

    assert [join(number) for number in range(11)] == [303] * 10 + [429]
    assert join(11, network="198.51.100.1") == 303
    assert len(mails()) == 11


def test_no_mailbox_is_filled_and_the_page_says_so_for_known_and_unknown_alike(
    cast: Cast, mails: Mails
) -> None:
    cast.person("known", email="known@example.org")
    pages = []
    for email in ("known@example.org", "rio@example.org"):
        for number in range(7):
            browser = cast.stranger(network=f"198.51.100.{number}")
            given = form(handle=f"{email[:3]}{number}", email=email)
            page = browser.follow(browser.post("/join", given, page="/join")).text
            assert ("We have sent a mail" in page) == (number < 5)
            assert ("Please wait an hour" in page) == (number >= 5)
        again = browser.follow(browser.post("/join/sent")).text
        assert "sent the mail again" not in again and "Please wait an hour" in again
        pages.append(re.sub(r'value="[^"]*"', "", again))
    assert pages[0] == pages[1]
    assert len(mails()) == 10


def test_whoever_uses_up_the_mails_of_an_address_keeps_nobody_out(cast: Cast, mails: Mails) -> None:
    """An hour later the next mail, whoever asks for it, holds the link of everybody who waits."""

    def join(handle: str, network: str = "203.0.113.1") -> Browser:
        browser = cast.stranger(network=network)
        assert browser.post("/join", form(handle=handle), page="/join").status_code == 303
        return browser

    with time_machine.travel(now()) as clock:
        for number in range(5):
            join(f"nuisance{number}")
        join("rio", network="198.51.100.1")
        assert len(mails()) == 5
        clock.shift(timedelta(minutes=61))
        join("nuisance5")
        found = links(mails()[-1])
        assert list(found) == ["nuisance5", "rio", *(f"nuisance{number}" for number in (4, 3, 2, 1, 0))]
        browser = cast.stranger()
        assert "@rio" in browser.get(found["rio"]).text
        browser.post(found["rio"])
        assert "Welcome, rio." in browser.get("/").text


def test_the_mail_is_sent_again_with_a_new_link(stranger: Browser, mails: Mails) -> None:
    assert "Send the mail again" not in stranger.get("/join/sent").text
    stranger.post("/join", form(), page="/join")
    assert "Send the mail again" in stranger.get("/join/sent").text
    assert "sent the mail again" in stranger.follow(stranger.post("/join/sent")).text
    first, second = (re.search(r"/confirm/\S+", mail.text)[0] for mail in mails())
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200


def test_a_form_without_its_token_is_not_taken(app: Flask, stranger: Browser) -> None:
    stranger.get("/join")
    response = stranger.send_without_token("/join", form())
    assert response.status_code == 400
    assert PASSWORD not in response.text
    assert count(app, Joining) == 0


def test_a_member_has_joined_already(patient: Browser) -> None:
    assert patient.get("/join").headers["Location"] == "/"
