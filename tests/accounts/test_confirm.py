"""Confirming an address: a page with one button, and then a member."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import time_machine
from flask import Flask
from sqlalchemy import select, update

from forum.accounts.consents import HEALTH
from forum.accounts.models import Consent, Joining, Member
from forum.accounts.rules import rules_now
from forum.core.clock import now
from forum.core.db import db
from forum.core.mailer import OutgoingMail
from tests.cast import PASSWORD, Browser, Cast

Mails = Callable[[], list[OutgoingMail]]
FORM = {"handle": "rio", "email": "rio@example.org", "password": PASSWORD, "rules": "yes", "roles": "family"}


def ask(browser: Browser, mails: Mails, **other: object) -> str:
    """Join, and return the path of the link that came by mail."""
    assert browser.post("/join", {**FORM, **other}, page="/join").status_code == 303
    found = re.search(r"http://localhost(/confirm/\S+)", mails()[-1].text)
    assert found
    return found[1]


def member(app: Flask, email: str = "rio@example.org") -> Member | None:
    with app.app_context():
        return db.session.scalar(select(Member).where(Member.email == email))


def test_opening_the_link_changes_nothing(app: Flask, stranger: Browser, mails: Mails) -> None:
    path = ask(stranger, mails)
    for _scanner in range(3):
        response = stranger.get(path)
        assert response.status_code == 200
        assert response.text.count("Confirm and come in") == 1
        assert "@rio" in response.text
    assert member(app) is None


def test_the_button_makes_a_member_and_signs_them_in(app: Flask, stranger: Browser, mails: Mails) -> None:
    path = ask(stranger, mails, roles=["family", "patient", "king"], health="yes")
    response = stranger.post(path, page=path)
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert "Welcome, rio." in stranger.get("/").text
    assert stranger.get("/settings").status_code == 200
    found = member(app)
    assert found is not None
    assert (found.handle, found.roles, found.standing) == ("rio", "patient,family", "member")


def test_consent_is_recorded_with_its_words_and_health_only_when_ticked(
    app: Flask, cast: Cast, mails: Mails, rules: None
) -> None:
    with app.app_context():
        words = "\n".join(rule.line for rule in rules_now())
    for handle, extra in (("with", {"health": "yes"}), ("without", {})):
        browser = cast.stranger()
        path = ask(browser, mails, handle=handle, email=f"{handle}@example.org", **extra)
        browser.post(path, page=path)
    with app.app_context():
        rows = db.session.execute(
            select(Member.handle, Consent.purpose, Consent.wording).join(Consent).order_by(Consent.id)
        )
        assert [tuple(row) for row in rows] == [
            ("with", "rules", words),
            ("with", "health", HEALTH),
            ("without", "rules", words),
        ]


def test_a_second_click_hears_that_all_is_well(
    app: Flask, cast: Cast, stranger: Browser, mails: Mails
) -> None:
    path = ask(stranger, mails)
    stranger.post(path, page=path)
    assert stranger.post(path, page="/settings").headers["Location"] == "/"
    assert stranger.get(path).headers["Location"] == "/"
    other = cast.stranger()
    assert other.get(path).headers["Location"] == "/sign-in"
    response = other.post(path, page="/sign-in")
    assert "Your address is confirmed" in other.follow(response).text


def test_a_used_link_makes_nobody_once_the_address_is_another(
    app: Flask, cast: Cast, stranger: Browser, mails: Mails
) -> None:
    path = ask(stranger, mails)
    stranger.post(path, page=path)
    with app.app_context():
        db.session.scalars(select(Member)).one().email = "moved@example.org"
        db.session.commit()
    assert cast.stranger().post(path, page="/sign-in").headers["Location"] == "/sign-in"
    assert member(app) is None


def test_two_clicks_at_once_make_one_member(cast: Cast, stranger: Browser, mails: Mails) -> None:
    path = ask(stranger, mails)
    assert at_once(cast, path, path) == ["/", "/sign-in"]


def test_two_people_at_once_do_not_get_one_handle(app: Flask, cast: Cast, mails: Mails) -> None:
    paths = [ask(cast.stranger(), mails, handle=name, email=f"{name}@example.org") for name in ("one", "two")]
    with app.app_context():
        db.session.execute(update(Joining).values(handle="same", handle_key="other"))
        db.session.commit()
    assert at_once(cast, *paths) == ["/", "refused 422"]


def at_once(cast: Cast, *paths: str) -> list[str]:
    """Press the button on several pages at the same moment; where each led, or that it was refused."""
    start = Barrier(len(paths))

    def press(path: str) -> str:
        browser = cast.stranger()
        browser.get(path)
        start.wait()
        response = browser.post(path)
        return response.headers.get("Location", f"refused {response.status_code}")

    with ThreadPoolExecutor() as pool:
        return sorted(pool.map(press, paths))


def test_a_link_that_is_old_or_made_up_says_so_kindly(app: Flask, stranger: Browser, mails: Mails) -> None:
    path = ask(stranger, mails)
    assert stranger.get("/confirm/" + "x" * 43).status_code == 404
    with time_machine.travel(now() + timedelta(hours=49)):
        response = stranger.get(path)
        assert response.status_code == 404
        assert "no longer works" in response.text and 'href="/join"' in response.text
        assert stranger.post(path, page="/join").status_code == 404
    assert member(app) is None


def test_a_handle_taken_meanwhile_is_asked_for_again(
    app: Flask, cast: Cast, stranger: Browser, mails: Mails
) -> None:
    path = ask(stranger, mails)
    cast.person("RIO", email="other@example.org")
    response = stranger.post(path, page=path)
    assert response.status_code == 422
    assert re.search(r'id="f-handle"[^>]*value="rio"[^>]*autofocus', response.text)
    assert stranger.post(path, {"handle": "not ok"}).status_code == 422
    assert stranger.post(path, {"handle": "rio-grande"}).status_code == 303
    found = member(app)
    assert found is not None and found.handle == "rio-grande"


def test_two_links_to_one_address_make_one_member(app: Flask, cast: Cast, mails: Mails) -> None:
    for handle in ("one", "two"):
        ask(cast.stranger(), mails, handle=handle)
    answers = []
    for path in reversed(re.findall(r"/confirm/\S+", mails()[-1].text)):
        browser = cast.stranger()
        answers.append(browser.post(path, page="/sign-in").headers["Location"])
    assert answers == ["/", "/sign-in"]
    found = member(app)
    assert found is not None and found.handle == "one"


def test_somebody_from_the_archive_keeps_their_posts(
    app: Flask, cast: Cast, stranger: Browser, mails: Mails
) -> None:
    old = cast.person("jane-doe", email="rio@example.org", name="Jane Doe", claimed_at=None)
    path = ask(stranger, mails)
    assert stranger.post(path, page=path).status_code == 303
    found = member(app)
    assert found is not None
    assert (found.id, found.handle, found.name) == (old.id, "rio", "rio")
    assert found.claimed_at is not None
    assert cast.stranger().sign_in(old).status_code == 303


def test_an_unanswered_wish_is_swept_away(app: Flask, cast: Cast, mails: Mails) -> None:
    ask(cast.stranger(), mails)
    sweep = next(sweep for sweep in app.extensions["sweeps"] if sweep.name == "unanswered joinings")
    left = []
    for hours in (47, 49):
        with time_machine.travel(now() + timedelta(hours=hours)), app.app_context():
            sweep.run()
            db.session.commit()
            left.append(len(list(db.session.scalars(select(Joining)))))
    assert left == [1, 0]
