"""Guessing passwords is slow; and guessing shuts nobody out of their own account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import time_machine
from flask import Flask

from forum.core.clock import now
from forum.core.mailer import OutgoingMail
from tests.cast import Browser, Cast, Person

Mails = Callable[[], list[OutgoingMail]]


def guess(browser: Browser, email: str, password: str = "a wrong password") -> int:
    return browser.post("/sign-in", {"email": email, "password": password}, page="/sign-in").status_code


def attack(cast: Cast, person: Person) -> None:
    """Thirty wrong guesses from three networks: as many as an account bears in an hour."""
    for network in ("203.0.113.1", "203.0.113.2", "203.0.113.3"):
        browser = cast.stranger(network=network)
        assert [guess(browser, person.email) for _ in range(10)] == [422] * 10


def test_ten_wrong_guesses_and_then_a_wait_that_is_told(cast: Cast) -> None:
    cast.person("anna")
    for email in ("anna@example.org", "nobody@example.org"):
        browser = cast.stranger()
        assert [guess(browser, email) for _ in range(11)] == [422] * 10 + [429]
        response = browser.post("/sign-in", {"email": email, "password": "x"})
        assert "Please wait 15 minutes, or choose a new password by mail." in response.text


def test_after_the_wait_it_may_be_tried_again(cast: Cast, stranger: Browser) -> None:
    with time_machine.travel(now()) as clock:
        for _ in range(11):
            guess(stranger, "nobody@example.org")
        clock.shift(timedelta(minutes=16))
        assert guess(stranger, "nobody@example.org") == 422


def test_the_right_password_does_not_help_meanwhile(cast: Cast, stranger: Browser) -> None:
    person = cast.person("anna")
    for _ in range(10):
        guess(stranger, person.email)
    assert stranger.sign_in(person).status_code == 429


def test_one_network_may_not_try_many_accounts(cast: Cast, stranger: Browser) -> None:
    answers = [guess(stranger, f"name{number}@example.org") for number in range(51)]
    assert answers == [422] * 50 + [429]
    assert guess(cast.stranger(network="198.51.100.9"), "name0@example.org") == 422


def test_a_network_cannot_wash_itself_clean_with_an_account_of_its_own(cast: Cast, stranger: Browser) -> None:
    own = cast.person("own")
    for number in range(49):
        guess(stranger, f"name{number}@example.org")
    assert cast.stranger().sign_in(own).status_code == 303
    assert [guess(cast.stranger(), f"other{number}@example.org") for number in range(2)] == [422, 429]


def test_many_networks_may_not_try_one_account(cast: Cast) -> None:
    person = cast.person("anna")
    attack(cast, person)
    response = cast.stranger(network="203.0.113.9").sign_in(person)
    assert response.status_code == 429
    assert "Please wait an hour" in response.text


def test_a_browser_that_signed_in_before_is_not_shut_out_by_others(cast: Cast) -> None:
    person = cast.person("anna")
    home = cast.stranger()
    home.sign_in(person)
    home.post("/sign-out")
    home.person = None
    attack(cast, person)
    assert cast.stranger(network="203.0.113.9").sign_in(person).status_code == 429
    assert home.sign_in(person).status_code == 303


def test_a_known_browser_is_known_for_its_own_members_alone(cast: Cast) -> None:
    anna, bella = cast.person("anna"), cast.person("bella")
    home = cast.stranger(network="198.51.100.5")
    home.sign_in(bella)
    home.post("/sign-out")
    home.person = None
    attack(cast, anna)
    assert home.sign_in(anna).status_code == 429
    assert home.sign_in(bella).status_code == 303


def test_two_members_may_share_a_browser(cast: Cast) -> None:
    anna, bella = cast.person("anna"), cast.person("bella")
    home = cast.stranger()
    for person in (anna, bella):
        home.sign_in(person)
        home.post("/sign-out")
        home.person = None
    attack(cast, anna)
    assert home.sign_in(anna).status_code == 303


def test_the_mark_of_a_known_browser_names_nobody_and_cannot_be_made_up(cast: Cast) -> None:
    person = cast.person("anna")
    home = cast.stranger()
    response = home.sign_in(person)
    line = next(line for line in response.headers.getlist("Set-Cookie") if line.startswith("known="))
    assert "HttpOnly" in line and "SameSite=Lax" in line
    name, seal = home.cookie("known").split(".")
    assert "anna" not in name + seal and re.fullmatch("[0-9a-f]{64}", seal)
    attack(cast, person)
    for forged in (f"other.{seal}", f"{name}.{'0' * 64}", f"{name}.", "...", "é.ü"):
        thief = cast.stranger(network="203.0.113.9")
        thief.client.set_cookie("known", forged)
        assert thief.sign_in(person).status_code == 429, forged


def test_a_known_browser_may_not_guess_for_ever_either(cast: Cast) -> None:
    browser = cast.member("anna")
    browser.post("/sign-out")
    browser.person = None
    assert [guess(browser, "anna@example.org") for _ in range(11)] == [422] * 10 + [429]


def test_a_right_password_forgives_the_wrong_ones_before(cast: Cast, stranger: Browser) -> None:
    person = cast.person("anna")
    for _ in range(9):
        guess(stranger, person.email)
    stranger.sign_in(person)
    fresh = cast.stranger()
    assert [guess(fresh, person.email) for _ in range(10)] == [422] * 10


def test_the_mail_for_a_new_password_always_works_and_clears_the_count(
    app: Flask, cast: Cast, mails: Mails
) -> None:
    person = cast.person("anna")
    attack(cast, person)
    browser = cast.stranger(network="203.0.113.9")
    assert browser.sign_in(person).status_code == 429
    assert (
        browser.post("/password/forgot", {"email": person.email}, page="/password/forgot").status_code == 303
    )
    found = re.search(r"http://localhost(/password/reset/\S+)", mails()[-1].text)
    assert found
    assert browser.post(found[1], {"password": "another quiet walk"}, page=found[1]).status_code == 303
    other = cast.stranger(network="203.0.113.10")
    assert other.sign_in(person, "another quiet walk").status_code == 303
