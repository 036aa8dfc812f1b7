"""Settings and profile: what somebody says about themselves, agrees to, and how pages look."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.consents import HEALTH
from forum.accounts.models import BrowserSession, Consent, Member
from forum.core.db import db
from forum.core.parked import ParkedWords
from tests.cast import PASSWORD, Browser, Cast

PROFILE = {
    "name": "Río Grande",
    "about": "One.\r\n\r\nTwo.",
    "timezone": "Europe/Berlin",
    "roles": "bereaved",
}


def test_the_index_leads_to_each_page(patient: Browser) -> None:
    found = re.findall(r'href="(/settings/\w+)"', patient.get("/settings").text)
    names = ("profile", "reading", "quiet", "mail", "security", "privacy", "legacy")
    assert found == [f"/settings/{name}" for name in names]
    assert [patient.get(path).status_code for path in found] == [200] * 7


def test_a_profile_is_saved_and_seen_by_members(app: Flask, patient: Browser, caregiver: Browser) -> None:
    assert patient.post("/settings/profile", PROFILE).status_code == 303
    page = caregiver.get("/members/PATIENT").text
    assert "Río Grande" in page and "@patient" in page and "Bereaved" in page
    assert '<p dir="auto">One.</p>' in page and '<p dir="auto">Two.</p>' in page
    assert "patient@example.org" not in page
    with app.app_context():
        member = db.session.get_one(Member, patient.member_id)
        assert (member.timezone, member.about) == ("Europe/Berlin", "One.\n\nTwo.")


def test_the_profile_form_holds_what_was_saved(patient: Browser) -> None:
    patient.post("/settings/profile", PROFILE)
    page = patient.get("/settings/profile").text
    assert 'value="Río Grande"' in page and "One.\n\nTwo." in page
    assert '<option value="Europe/Berlin" selected>Europe/Berlin</option>' in page
    assert re.findall(r'value="(\w+)"[^>]*checked', page) == ["bereaved"]


def test_what_is_wrong_in_a_profile_is_said_and_kept(patient: Browser) -> None:
    wrong = {"name": " ", "about": "x" * 2001, "timezone": "Mars/Olympus", "roles": ["family"]}
    response = patient.post("/settings/profile", wrong)
    assert response.status_code == 422
    for name in ("name", "about", "timezone"):
        assert re.search(rf'id="f-{name}"[^>]*aria-invalid="true"', response.text)
    assert "x" * 2001 in response.text
    assert re.findall(r'value="(\w+)"[^>]*checked', response.text) == ["family"]


def test_a_name_cannot_turn_the_words_around_it(app: Flask, patient: Browser) -> None:
    patient.post("/settings/profile", {**PROFILE, "name": "a\u202egro\nb"})
    with app.app_context():
        assert db.session.get_one(Member, patient.member_id).name == "agro b"


@pytest.mark.parametrize("sign", ["\u200b", "\u2800", "\u3164", "\u00ad", "\u200e", "\u034f", "\u0301"])
def test_a_name_can_be_seen(patient: Browser, sign: str) -> None:
    response = patient.post("/settings/profile", {**PROFILE, "name": sign * 3})
    assert response.status_code == 422 and "a name that can be seen" in response.text


@pytest.mark.parametrize(
    "name", ["Moderator", "The Kith", "Admin \u200b", "Jane, Moderator", "M\u043eds", "🌊", "李雷", "सीता"]
)
def test_nobody_speaks_for_the_group_by_name(patient: Browser, name: str) -> None:
    free = name in ("The Kith", "🌊", "李雷", "सीता")
    assert (patient.post("/settings/profile", {**PROFILE, "name": name}).status_code == 303) == free


@pytest.mark.parametrize(
    "name", ["Juniper", "jun\u0131per", "Old Harbour", "old.harbour", "The Keeper", "Thekeeper \u200b"]
)
def test_nobody_takes_anothers_name(cast: Cast, patient: Browser, name: str) -> None:
    cast.person("juniper", name="The Keeper")
    cast.person("old-harbour", name="Someone")
    cast.person("jane-doe", name="Jane Doe", claimed_at=None)
    response = patient.post("/settings/profile", {**PROFILE, "name": name})
    assert response.status_code == 422 and "Another member is called this" in response.text
    for free in ("Jane Doe", "Patient", "PATIENT!"):
        assert patient.post("/settings/profile", {**PROFILE, "name": free}).status_code == 303, free


def test_nobody_joins_under_anothers_name(cast: Cast, stranger: Browser) -> None:
    cast.person("juniper", name="The Keeper")
    form = {
        "handle": "the-keeper",
        "email": "rio@example.org",
        "password": PASSWORD,
        "rules": "yes",
        "roles": "family",
    }
    answer = stranger.post("/join", form, page="/join")
    assert answer.status_code == 422 and "has this name already" in answer.text


def test_a_profile_sent_after_the_session_ended_waits_for_its_owner(app: Flask, patient: Browser) -> None:
    patient.get("/settings/profile")
    with app.app_context():
        db.session.query(BrowserSession).delete()
        db.session.commit()
    form = {
        "name": "Rio",
        "about": "Many\nwords",
        "timezone": "Europe/Berlin",
        "roles": ["caregiver", "family"],
    }
    answer = patient.post("/settings/profile", form)
    assert answer.headers["Location"] == "/sign-in?next=%2Fsettings%2Fprofile"
    assert patient.person
    patient.sign_in(patient.person)
    for _twice in range(2):
        page = patient.get("/settings/profile").text
        assert "They are here again, and not saved yet" in page
        assert "Many\nwords" in page and 'value="Rio"' in page and 'value="Europe/Berlin" selected' in page
        assert re.findall(r'value="(\w+)"[^>]*checked', page) == ["caregiver", "family"]
    assert patient.post("/settings/profile", form).status_code == 303
    assert "not saved yet" not in patient.get("/settings/profile").text
    with app.app_context():
        assert db.session.query(ParkedWords).count() == 0


def test_a_form_that_has_to_be_sent_again_holds_every_answer(patient: Browser) -> None:
    form = {"name": "Rio", "about": "Many\nwords", "timezone": "UTC", "roles": ["caregiver", "family"]}
    answer = patient.post("/settings/profile", {**form, "csrf_token": "stale"})
    assert answer.status_code == 400 and "Please send it once more" in answer.text
    assert (
        '<textarea id="typed-about" name="about" rows="10" dir="auto">\nMany\nwords</textarea>' in answer.text
    )
    again = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.text)
    assert [pair for pair in again if pair[0] not in ("csrf_token", "next")] == [
        ("name", "Rio"), ("timezone", "UTC"), ("roles", "caregiver"), ("roles", "family"),
    ]  # fmt: skip


def test_a_profile_in_any_script_and_with_signs_of_html(cast: Cast, patient: Browser) -> None:
    arabic = cast.person("ليلى_2", name="ليلى", about="<script>alert(1)</script>")
    page = patient.get(f"/members/{arabic.handle}").text
    assert "ليلى" in page
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_somebody_known_from_the_archive(cast: Cast, patient: Browser) -> None:
    cast.person("jane-doe", claimed_at=None)
    page = patient.get("/members/jane-doe").text
    assert "Known from the archive" in page and "@example.org" not in page


def test_nobody_there(patient: Browser) -> None:
    for handle in ("nobody", "x" * 500, "%00", "%ED%A0%80", ".."):
        assert patient.get(f"/members/{handle}").status_code in (404, 400), handle


def test_strangers_see_no_member(cast: Cast, stranger: Browser) -> None:
    cast.person("anna")
    answers = {stranger.get(f"/members/{name}").headers["Location"][:14] for name in ("anna", "nobody")}
    assert answers == {"/sign-in?next="}


def test_health_consent_is_given_and_taken_back_with_its_words_on_record(
    app: Flask, patient: Browser
) -> None:
    assert "You have not agreed to this" in patient.get("/settings/privacy").text
    for _twice in range(2):
        assert patient.post("/settings/privacy/health").status_code == 303
    assert "You have agreed to this" in patient.get("/settings/privacy").text
    assert patient.post("/settings/privacy/health/delete").status_code == 303
    page = patient.get("/settings/privacy").text
    assert "You have not agreed to this" in page and "taken back on" in page
    patient.post("/settings/privacy/health")
    with app.app_context():
        found = list(db.session.scalars(select(Consent).order_by(Consent.id)))
    assert [(row.wording, row.withdrawn_at is None) for row in found] == [(HEALTH, False), (HEALTH, True)]


def test_health_stands_in_a_profile_only_with_consent(app: Flask, caregiver: Browser) -> None:
    form = {**PROFILE, "roles": ["patient", "family"]}
    assert "health" in caregiver.get("/settings/profile").text
    refused = caregiver.post("/settings/profile", form)
    assert refused.status_code == 422
    assert re.search(r'id="f-health"[^>]*aria-invalid="true"[^>]*autofocus', refused.text)
    assert "Caring for someone" in caregiver.get("/members/caregiver").text
    assert caregiver.post("/settings/profile", {**form, "health": "yes"}).status_code == 303
    assert "Living with it, family" in caregiver.get("/members/caregiver").text
    assert "You have agreed to this" in caregiver.get("/settings/privacy").text
    assert 'name="health"' not in caregiver.get("/settings/profile").text
    assert caregiver.post("/settings/profile", form).status_code == 303


def test_taking_consent_back_takes_health_out_of_the_profile(patient: Browser, caregiver: Browser) -> None:
    form = {**PROFILE, "roles": ["patient", "family"], "about": "Diagnosed in spring.", "health": "yes"}
    patient.post("/settings/profile", form)
    assert "“Living with it” and your words about yourself go" in patient.get("/settings/privacy").text
    patient.post("/settings/privacy/health/delete")
    page = caregiver.get("/members/patient").text
    assert "Río Grande" in page and "Family or friend" in page
    assert "Living with it" not in page and "Diagnosed" not in page


def test_one_members_consent_is_not_anothers(app: Flask, patient: Browser, caregiver: Browser) -> None:
    patient.post("/settings/privacy/health")
    caregiver.post("/settings/privacy/health/delete")
    assert "You have agreed to this" in patient.get("/settings/privacy").text


def test_the_display_is_kept_in_a_cookie_and_one_choice_leaves_the_other(stranger: Browser) -> None:
    response = stranger.send_without_token("/display", {"theme": "sepia", "next": "/about"})
    assert (response.status_code, response.headers["Location"]) == (303, "/about")
    line = response.headers["Set-Cookie"]
    assert line.startswith("display=sepia.m;") and "Max-Age=34560000" in line and "SameSite=Lax" in line
    stranger.send_without_token("/display", {"size": "xl"})
    assert 'data-theme="sepia" data-size="xl"' in stranger.get("/about").text
    stranger.send_without_token("/display", {"size": "huge", "theme": "<b>", "next": "//evil.example"})
    assert stranger.cookie("display") == "sepia.xl"


def test_a_display_form_from_another_site_is_refused(stranger: Browser) -> None:
    headers = {"Origin": "https://evil.example"}
    assert stranger.client.post("/display", data={"size": "xl"}, headers=headers).status_code == 403


def test_the_reading_page_shows_the_present_choice(patient: Browser) -> None:
    patient.post("/display", {"size": "l", "theme": "dark", "next": "/settings/reading"})
    page = patient.get("/settings/reading").text
    assert re.findall(r'type="radio" value="(\w+)"[^>]*checked', page) == ["l", "dark"]
