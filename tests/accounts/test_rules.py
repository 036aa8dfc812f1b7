"""The rules of the group: read by everybody, changed by administrators, and nobody misses a change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts import rules
from forum.accounts.consents import give_consent
from forum.accounts.models import Consent, Member
from forum.accounts.rules import LONGEST_RULE, MOST_RULES, STARTER, bring_rules
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision
from tests.boards.scene import Scene
from tests.cast import Browser

NOTICE = "The rules of the group have changed"


@pytest.fixture
def scene(app: Flask) -> Scene:
    there = Scene(app)
    there.do(lambda: bring_rules(now() - timedelta(days=30)))
    return there


def change(admin: Browser, number: int, words: str, version: int | str = 1) -> int:
    page = f"/admin/rules/{number}"
    return admin.post(page, {"words": words, "version": version}, page=page).status_code


def test_everybody_reads_them_with_the_day_they_last_changed(scene: Scene, stranger: Browser) -> None:
    page = stranger.get("/rules").text
    assert all(words.split("'")[0] in page for words in STARTER)
    day = now() - timedelta(days=30)
    assert f"{day:%-d %B %Y}" in page
    assert "Nothing is for sale" in stranger.get("/about").text
    assert "Nothing is for sale" in stranger.get("/join").text


def test_without_any_the_pages_say_so(app: Flask, stranger: Browser, admin: Browser) -> None:
    assert "has not written its rules yet" in stranger.get("/rules").text
    page = "/admin/rules/new"
    assert admin.post(page, {"words": "Be  kind.\n"}, page=page).status_code == 303
    assert 'value="1" dir="auto">Be kind.</li>' in stranger.get("/rules").text


def test_a_change_is_told_until_it_was_read(scene: Scene, admin: Browser, patient: Browser) -> None:
    assert NOTICE not in patient.get("/").text
    assert change(admin, 4, "Nothing is for sale: no advertising.") == 303
    assert NOTICE in patient.get("/").text
    patient.get("/rules", headers={"Sec-Purpose": "prefetch"})
    assert NOTICE in patient.get("/").text
    page = patient.get("/rules").text
    assert "What changed since you last read them" in page
    assert "<del>, no collecting of money, no promised cures</del>" in page
    assert NOTICE not in patient.get("/").text
    assert "What changed since" not in patient.get("/rules").text
    assert NOTICE not in admin.get("/").text


def test_several_changes_are_told_as_one(scene: Scene, admin: Browser, patient: Browser) -> None:
    change(admin, 4, "Nothing is sold here.")
    change(admin, 4, "Nothing is sold here, ever.", 2)
    admin.post("/admin/rules/new", {"words": "Trim what you quote."})
    admin.post("/admin/rules/5/retirement", {"version": 1})
    page = patient.get("/rules").text
    assert page.count("<h3>Rule 4") == 1 and "<ins>Nothing is sold here, ever</ins>" not in page
    assert "Rule 7: new" in page and "Rule 5: no longer a rule" in page


def test_every_wording_stays_readable(scene: Scene, admin: Browser, stranger: Browser) -> None:
    change(admin, 4, "Nothing is sold here.")
    page = stranger.get("/rules/4").text
    assert "promised cures" in page and "Version 2" in page and "Version 1" in page


def test_a_number_is_given_once(scene: Scene, admin: Browser, stranger: Browser) -> None:
    assert admin.post("/admin/rules/6/retirement", {"version": 1}).status_code == 303
    admin.post("/admin/rules/new", {"words": "Another."})
    page = stranger.get("/rules").text
    assert 'id="rule-6"' not in page and 'id="rule-7"' in page
    assert "This is no longer a rule" in stranger.get("/rules/6").text
    assert admin.post("/admin/rules/6/retirement/delete", {"version": 2}).status_code == 303
    assert 'id="rule-6"' in stranger.get("/rules").text
    assert scene.values(Decision.action) == ["add rule", "bring back rule", "retire rule"]


def test_two_administrators_at_once(scene: Scene, admin: Browser) -> None:
    assert change(admin, 4, "Nothing is sold here.") == 303
    late = admin.post("/admin/rules/4", {"words": "My words.", "version": 1})
    assert late.status_code == 422 and "My words." in late.text and "Nothing is sold here." in late.text
    assert admin.post("/admin/rules/4/retirement", {"version": 1}).status_code == 422


@pytest.mark.parametrize("words", ["", " \n ", "a" * (LONGEST_RULE + 1), STARTER[3]])
def test_words_that_are_no_rule(scene: Scene, admin: Browser, words: str) -> None:
    assert change(admin, 4, words) == 422
    assert scene.values(Decision.action) == []


def test_a_rule_is_shown_as_it_is_written(scene: Scene, admin: Browser, patient: Browser) -> None:
    change(admin, 4, "<b>Bold</b> & \u202eodd")
    for path in ("/rules", "/rules/4", "/about"):
        assert "<b>Bold" not in patient.get(path).text


def test_there_can_be_too_many(scene: Scene, admin: Browser) -> None:
    for number in range(len(STARTER), MOST_RULES):
        assert admin.post("/admin/rules/new", {"words": f"Rule {number}."}).status_code == 303
    assert admin.post("/admin/rules/new", {"words": "One more."}).status_code == 422


def test_retiring_twice_and_bringing_back_what_is_there(scene: Scene, admin: Browser) -> None:
    assert admin.post("/admin/rules/4/retirement/delete", {"version": "²"}).status_code == 422
    admin.post("/admin/rules/4/retirement")
    assert admin.post("/admin/rules/4/retirement").status_code == 422


def test_consent_is_to_the_words_as_they_were(scene: Scene, admin: Browser, patient: Browser) -> None:
    """Somebody who read the rules before they changed, and came in after."""
    asked = now()
    change(admin, 4, "Nothing is sold here.")

    def come_in() -> int | None:
        member = db.session.get_one(Member, patient.member_id)
        rules.owe_changes_since(member, asked)
        return member.rules_owed_from

    assert scene.do(come_in)

    def agree() -> str:
        member = db.session.get_one(Member, patient.member_id)
        give_consent(member, "rules", asked)
        return db.session.scalars(select(Consent.wording)).one()

    assert "promised cures" in scene.do(agree)


def test_setting_up_again_brings_nothing_back(scene: Scene) -> None:
    assert scene.do(bring_rules) == 0
