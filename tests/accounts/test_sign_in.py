"""Signing in and out: no oracle, no fixed session, no lock that others can turn."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from forum.accounts.forms import local_path
from forum.accounts.models import BrowserSession, Member
from forum.core.db import db
from forum.core.mailer import OutgoingMail
from tests.cast import PASSWORD, Browser, Cast
from tests.recorder import changes, statements

Mails = Callable[[], list[OutgoingMail]]
JOINING = {
    "handle": "rio",
    "email": "rio@example.org",
    "password": PASSWORD,
    "rules": "yes",
    "roles": "family",
}


def session_tokens(app: Flask) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(select(BrowserSession.token_hash)))


def try_once(browser: Browser, email: str, password: str = "a wrong password") -> int:
    return browser.post("/sign-in", {"email": email, "password": password}, page="/sign-in").status_code


def test_signing_in_leads_on_to_the_page_that_was_asked_for(cast: Cast, stranger: Browser) -> None:
    person = cast.person("anna")
    response = stranger.follow(stranger.get("/settings/profile"))
    assert 'name="next" value="/settings/profile"' in response.text
    assert stranger.sign_in(person, next="/settings/profile").headers["Location"] == "/settings/profile"


def test_an_address_is_the_same_in_any_spelling(cast: Cast, stranger: Browser) -> None:
    cast.person("anna")
    assert try_once(stranger, " Anna@EXAMPLE.org ", PASSWORD) == 303


@pytest.mark.parametrize(
    "address",
    [
        *(
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
        ),
        *("javascript:alert(1)", "/\n/evil.example", "evil.example", "", " /x", "/x\x7f", "/" + "x" * 1001),
    ],
)
def test_it_never_leads_away_from_here(cast: Cast, stranger: Browser, address: str) -> None:
    assert local_path(address) == "/"
    assert stranger.sign_in(cast.person("anna"), next=address).headers["Location"] == "/"


def test_a_wrong_password_and_a_strangers_address_get_the_same_words_for_the_same_work(
    app: Flask, cast: Cast, hashing: list[str]
) -> None:
    cast.person("anna")
    cast.person("nopassword")
    cast.person("archive", claimed_at=None)
    with app.app_context():
        member = db.session.scalars(select(Member).where(Member.handle == "nopassword")).one()
        member.password_hash = None
        db.session.commit()
    cast.stranger().post("/join", JOINING, page="/join")
    try_once(cast.stranger(), "warm@example.org")
    answers = []
    for name in ("anna", "nobody", "nopassword", "archive", "rio"):
        browser = cast.stranger()
        browser.get("/sign-in")
        hashing.clear()
        with statements() as seen:
            response = browser.post(
                "/sign-in", {"email": f"{name}@example.org", "password": "a wrong password"}
            )
        page = re.sub(r'value="[^"]*"', "", response.text)
        answers.append(
            (response.status_code, page, seen, list(hashing), response.headers.getlist("Set-Cookie"))
        )
    for answer in answers[1:]:
        assert answer[:4] == answers[0][:4]
    assert answers[0][0] == 422
    assert answers[0][3] == ["verify", "verify"]
    assert changes(answers[0][2]) == 0


def test_what_was_typed_stays_but_for_the_password(stranger: Browser) -> None:
    given = {"email": "Anna@example.org", "password": "a wrong password", "stay": "yes", "next": "/drafts"}
    page = stranger.post("/sign-in", given, page="/sign-in").text
    assert 'value="Anna@example.org"' in page and 'value="/drafts"' in page
    assert re.search(r'name="stay"[^>]*checked', page)
    assert "a wrong password" not in page
    assert re.search(r'id="f-password"[^>]*autofocus', page)


def test_nobody_signs_in_with_nothing_and_nothing_is_no_guess(
    cast: Cast, stranger: Browser, hashing: list[str]
) -> None:
    person = cast.person("anna")
    hashing.clear()
    for _ in range(11):
        assert try_once(stranger, "", "") == 422
        assert try_once(stranger, "anna@example.org", "") == 422
    assert hashing == []
    assert stranger.sign_in(person).status_code == 303


def test_a_page_opened_before_somebody_signed_out_is_shown_again(cast: Cast, stranger: Browser) -> None:
    person = cast.person("anna")
    given = {"email": person.email, "password": PASSWORD, "next": "/drafts", "csrf_token": "stale"}
    response = stranger.post("/sign-in", given, page="/sign-in")
    assert response.status_code == 400
    assert "Please type your password once more" in response.text and PASSWORD not in response.text
    assert 'value="anna@example.org"' in response.text and 'name="next" value="/drafts"' in response.text
    assert 'name="password"' in response.text
    answer = stranger.post("/sign-in", {"email": person.email, "password": PASSWORD, "next": "/drafts"})
    assert answer.headers["Location"] == "/drafts"


def test_the_password_of_nobody_opens_nothing(cast: Cast, stranger: Browser) -> None:
    """What an unknown address is compared with, for the sake of time, is no password either."""
    assert try_once(stranger, "nobody@example.org", "nobody has this password") == 422


def test_each_sign_in_begins_a_new_session_with_a_new_form_token(
    app: Flask, cast: Cast, stranger: Browser
) -> None:
    person = cast.person("anna")
    stranger.get("/sign-in")
    old_form, old_cookie = stranger.token, stranger.cookie("kith")
    stranger.sign_in(person)
    first = session_tokens(app)
    assert stranger.cookie("kith") != old_cookie
    response = stranger.send_without_token("/sign-out", {"csrf_token": old_form})
    assert response.status_code == 400
    stranger.post("/sign-out")
    stranger.person = None
    stranger.sign_in(person)
    assert len(first) == 1 and session_tokens(app).isdisjoint(first)


def test_signing_in_over_somebody_else_ends_their_session(app: Flask, cast: Cast) -> None:
    browser = cast.member("anna")
    first = session_tokens(app)
    bella = cast.person("bella")
    assert browser.post("/sign-in", {"email": bella.email, "password": PASSWORD}).status_code == 303
    assert len(session_tokens(app)) == 1 and session_tokens(app).isdisjoint(first)


def test_a_cookie_from_before_signing_out_is_worth_nothing(app: Flask, cast: Cast) -> None:
    browser = cast.member("anna")
    old = browser.cookie("kith")
    assert browser.post("/sign-out").status_code == 303
    assert session_tokens(app) == set()
    browser.client.set_cookie("kith", old)
    assert browser.get("/settings").status_code == 303


def test_staying_signed_in_is_a_choice(cast: Cast) -> None:
    lasting = {}
    for stay in ("", "yes"):
        response = cast.stranger().sign_in(cast.person(f"anna{stay}"), stay=stay)
        cookie = next(line for line in response.headers.getlist("Set-Cookie") if line.startswith("kith="))
        lasting[stay] = "Expires" in cookie
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert lasting == {"": False, "yes": True}


def test_what_a_browser_held_before_is_forgotten(cast: Cast, stranger: Browser) -> None:
    with stranger.client.session_transaction() as held:
        held["left by somebody"] = "else"
    stranger.sign_in(cast.person("anna"))
    with stranger.client.session_transaction() as held:
        assert "left by somebody" not in held


def test_who_has_not_confirmed_hears_so_after_proving_the_password(cast: Cast, mails: Mails) -> None:
    cast.stranger().post("/join", JOINING, page="/join")
    browser = cast.stranger()
    response = browser.post("/sign-in", {"email": JOINING["email"], "password": PASSWORD}, page="/sign-in")
    assert response.headers["Location"] == "/join/sent"
    assert "open the link in our mail" in browser.follow(response).text
    links = [re.search(r"/confirm/\S+", mail.text)[0] for mail in mails()]
    assert len(links) == 2
    assert [browser.get(link).status_code for link in links] == [404, 200]


def test_of_several_wishes_to_join_the_latest_counts(cast: Cast, mails: Mails) -> None:
    for number, password in enumerate(("the first password", "the second password")):
        form = {**JOINING, "handle": f"rio{number}", "password": password}
        cast.stranger().post("/join", form, page="/join")
    assert try_once(cast.stranger(), JOINING["email"], "the first password") == 422
    assert try_once(cast.stranger(), JOINING["email"], "the second password") == 303
    assert "@rio1" in mails()[-1].text


def test_joining_and_then_signing_in_tells_nobody_whose_address_is_known(
    app: Flask, cast: Cast, hashing: list[str]
) -> None:
    """Somebody joins with another's address and a password of their own, and tries to sign in with it."""
    cast.person("known", password="the password of its owner")
    answers = []
    for number, name in enumerate(("known", "unknown")):
        email = f"{name}@example.org"
        cast.stranger().post("/join", {**JOINING, "handle": f"rio{number}", "email": email}, page="/join")
        browser = cast.stranger()
        browser.get("/sign-in")
        hashing.clear()
        with statements() as seen:
            response = browser.post("/sign-in", {"email": email, "password": PASSWORD})
        answers.append((response.status_code, response.headers["Location"], seen, list(hashing)))
    assert answers[0] == answers[1]


def test_a_hash_by_older_settings_is_renewed(app: Flask, cast: Cast, stranger: Browser) -> None:
    person = cast.person("anna")
    older = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    with app.app_context():
        db.session.get_one(Member, person.id).password_hash = older
        db.session.commit()
    assert stranger.sign_in(person).status_code == 303
    with app.app_context():
        kept = db.session.get_one(Member, person.id).password_hash
    assert kept is not None and "m=8,t=1,p=1" in kept
    assert cast.stranger().sign_in(person).status_code == 303


def test_one_password_typed_on_two_keyboards_is_the_same(cast: Cast, stranger: Browser) -> None:
    person = cast.person("anna", password="café au lait")
    assert stranger.sign_in(person, "cafe\u0301 au lait").status_code == 303


def test_somebody_suspended_may_sign_in_and_out(suspended: Browser) -> None:
    assert suspended.post("/sign-out").status_code == 303
