"""Where else to find help: found by country, honest about when it was checked, kept by editors."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from forum.core.db import db
from forum.core.decisions import Decision
from forum.library.help_entries import KINDS, HelpEntry, HelpMeeting, a_year_after
from forum.library.help_forms import EntryForm
from forum.library.help_keeping import add_entry
from forum.library.help_lists import PAGE
from forum.library.places import COUNTRIES
from forum.library.shelf import bring_help
from tests.boards.scene import box
from tests.cast import Browser
from tests.recorder import statements

FORM = {
    "kind": "line", "name": "Night line", "run_by": "A charity", "for_whom": "Anybody who is awake",
    "phone": "+44 20 7946 0000", "web": "example.org/night", "email": "Night@Example.org",
    "countries": "UK, Ireland", "languages": "english; irish", "notes": "From dusk\n\nto dawn.",
    "source": "https://example.org/about",
}  # fmt: skip
MEETING = {"starts_on": "2026-03-03", "starts_at": "18:00", "minutes": "90", "timezone": "europe/berlin",
           "every_weeks": "1", "until": "", "place": "Room 2"}  # fmt: skip
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
MADE_ON = NOON.date()


def add(app: Flask, **fields: str) -> int:
    with app.app_context():
        entry = add_entry(EntryForm(**({**FORM, "email": ""} | fields)))
        db.session.commit()
        return entry.id


def log(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        query = select(Decision.action, Decision.subject, Decision.reason).order_by(Decision.id)
        return [tuple(row) for row in db.session.execute(query)]


def entry(app: Flask) -> dict[str, object]:
    with app.app_context():
        [row] = db.session.execute(select(HelpEntry.__table__)).mappings()
        return dict(row)


def as_it_stands(app: Flask, number: int) -> dict[str, str]:
    """The form of an entry as an editor finds it."""
    with app.app_context():
        return asdict(EntryForm.of_entry(db.session.get_one(HelpEntry, number)))


def names(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/support/\d+" dir="auto">(.*?)</a>', page)


def version(page: str) -> dict[str, str]:
    found = re.search(r'name="version" value="(\d*)"', page)
    assert found
    return {"version": found[1]}


def test_a_stranger_finds_what_fits(app: Flask, stranger: Browser) -> None:
    add(app)
    add(app, name="Krebstelefon", kind="information", countries="Germany", languages="German")
    add(app, name="A room online", kind="online", countries="", languages="English, German")
    for query, found in (
        ("", ["Night line", "Krebstelefon", "A room online"]),
        ("?country=DE", ["Krebstelefon", "A room online"]),
        ("?country=ie&language=", ["Night line", "A room online"]),
        ("?language=de", ["Krebstelefon", "A room online"]),
        ("?country=GB&language=de", ["A room online"]),
        ("?kind=information", ["Krebstelefon"]),
        ("?country=FR&kind=line", []),
        ("?country=%25&language='&kind=x&page=-3", ["Night line", "Krebstelefon", "A room online"]),
    ):
        assert names(stranger.get(f"/support{query}").text) == found, query
    page = stranger.get("/support?country=IE").text
    assert '<option value="IE" selected>Ireland</option>' in page and "2 entries fit" in page
    assert "/support/new" not in page and "France" not in page
    nothing = stranger.get("/support?country=FR&kind=line").text
    assert '<option value="FR" selected>France</option>' in nothing and "Nothing on our list fits" in nothing


def test_what_is_near_comes_before_what_is_for_people_anywhere(app: Flask, stranger: Browser) -> None:
    add(app, name="A directory of the world", countries="")
    add(app, name="Telephone of the country", countries="Germany")
    found = names(stranger.get("/support?country=DE").text)
    assert found == ["Telephone of the country", "A directory of the world"]


def test_an_entry_says_all_that_one_needs(app: Flask, stranger: Browser) -> None:
    add(app, email="night@example.org")
    for path in ("/support", "/support/1"):
        page = stranger.get(path).text
        for words in (
            'href="tel:+442079460000"', 'href="https://example.org/night"', 'href="mailto:night@example.org"',
            "United Kingdom, Ireland", "English, Irish", "A charity", "Anybody who is awake", "to dawn.",
            "Not yet checked by this group", 'href="https://example.org/about"',
        ):  # fmt: skip
            assert words in page, words


@pytest.mark.parametrize(
    ("checked", "again", "words"),
    [
        (date(2026, 11, 25), date(2027, 11, 25), "Checked by this group on 25 November 2026."),
        (date(2025, 11, 25), date(2026, 11, 25), "Checked by this group on 25 November 2025."),
        (date(2025, 11, 24), date(2026, 11, 24), "It was to be checked again by 24 November 2026"),
    ],
)
def test_what_is_overdue_says_so(
    app: Flask, stranger: Browser, checked: date, again: date, words: str
) -> None:
    add(app)
    with app.app_context():
        db.session.execute(update(HelpEntry).values(checked_on=checked, check_again_on=again))
        db.session.commit()
    with time_machine.travel(NOON, tick=False):
        page = stranger.get("/support").text
    assert words in page
    assert ("Time for a new check" in page) == ("was to be" in words)


def test_a_check_lasts_a_year() -> None:
    assert a_year_after(date(2026, 11, 25)) == date(2027, 11, 25)
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_an_editor_adds_one(app: Flask, moderator: Browser, stranger: Browser) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False):
        answer = moderator.post("/support/new", {**FORM, "checked": "yes"})
        today = datetime.now(UTC).date()
    assert answer.headers["Location"] == "/support/1"
    assert "“Night line” is on the list." in moderator.follow(answer).text
    kept = entry(app)
    assert kept["countries"] == "GB,IE" and kept["languages"] == "en,ga"
    assert kept["web"] == "https://example.org/night" and kept["email"] == "night@example.org"
    assert (kept["checked_on"], kept["check_again_on"]) == (today, a_year_after(today))
    assert names(stranger.get("/support").text) == ["Night line"]
    assert log(app) == [("add help entry", "help:1", "Night line")]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kind", "oracle", "Choose what kind"),
        ("name", "", "write its name"),
        ("name", "x" * 121, "at most 120"),
        ("run_by", "", "write who runs it"),
        ("for_whom", " ", "write whom it is for"),
        ("notes", "x" * 2_001, "at most 2,000"),
        ("phone", "call me", "digits only"),
        ("phone", "1-800-4-CANCER", "digits only"),
        ("web", "javascript://x.org", "begins with https://"),
        ("web", "https://", "begins with https://"),
        ("web", "https://a b.org", "begins with https://"),
        ("web", "https://[::1", "begins with https://"),
        ("web", "https://x.org:99999", "begins with https://"),
        ("web", "https://bank.example@x.org", "begins with https://"),
        ("source", "https://x.org/" + "x" * 300, "begins with https://"),
        ("email", "night@", "whole e-mail address"),
        ("countries", "Narnia", "do not know “Narnia”"),
        ("countries", ",".join(list(COUNTRIES)[:50]), "too many countries"),
        ("languages", "Klingon, English", "do not know “Klingon”"),
        ("check_again_on", "soon", "year, month, day"),
        ("check_again_on", "9999-01-01", "year, month, day"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    app: Flask, admin: Browser, field: str, value: str, words: str
) -> None:
    answer = admin.post("/support/new", {**FORM, field: value, "checked": "yes"})
    assert answer.status_code == 422 and words in answer.text
    assert field == "name" or 'value="Night line"' in answer.text
    assert field == "notes" or box(answer.text, "notes") == FORM["notes"]
    assert f'id="f-{field}-error"' in answer.text and re.search(r'name="checked"[^>]* checked', answer.text)
    with app.app_context():
        assert db.session.scalar(select(func.count(HelpEntry.id))) == 0
    assert log(app) == []


def test_one_that_nobody_can_reach_is_not_kept(admin: Browser) -> None:
    answer = admin.post("/support/new", {**FORM, "phone": "", "web": "", "email": ""})
    assert answer.status_code == 422 and "at least one way to reach it" in answer.text


def test_an_editor_changes_one(app: Flask, moderator: Browser) -> None:
    add(app)
    page = moderator.get("/support/1/edit").text
    assert 'value="United Kingdom, Ireland"' in page and 'value="English, Irish"' in page
    form = {**FORM, "email": "", **version(page)}
    assert moderator.post("/support/1/edit", form).status_code == 303
    assert log(app) == []
    assert moderator.post("/support/1/edit", {**form, "phone": "116 123", "notes": ""}).status_code == 303
    assert entry(app)["phone"] == "116 123" and entry(app)["checked_on"] is None
    assert log(app) == [("change help entry", "help:1", "Night line: phone, notes")]


def test_two_editors_at_once_overwrite_nothing_unknowingly(
    app: Flask, moderator: Browser, admin: Browser
) -> None:
    add(app)
    seen = version(admin.get("/support/1/edit").text)
    moderator.post("/support/1/edit", {**FORM, **seen, "phone": "116 123"})
    answer = admin.post("/support/1/edit", {**FORM, **seen, "name": "Dawn line"})
    assert answer.status_code == 422 and "Somebody else changed this entry" in answer.text
    assert 'value="Dawn line"' in answer.text and 'href="tel:116123"' in answer.text
    assert entry(app)["name"] == "Night line"
    again = {**FORM, **version(answer.text), "name": "Dawn line", "phone": "116 123"}
    assert admin.post("/support/1/edit", again).status_code == 303
    assert entry(app)["name"] == "Dawn line" and entry(app)["phone"] == "116 123"


def test_an_editor_chooses_when_to_check_again(app: Flask, moderator: Browser) -> None:
    add(app)
    form = {**FORM, **version(moderator.get("/support/1/edit").text)}
    moderator.post("/support/1/edit", {**form, "check_again_on": "2050-01-01", "checked": "yes"})
    assert str(entry(app)["check_again_on"]) == "2050-01-01"
    form |= version(moderator.get("/support/1/edit").text)
    moderator.post("/support/1/edit", {**form, "check_again_on": "2051-01-01"})
    assert str(entry(app)["check_again_on"]) == "2051-01-01"
    assert [line[2].partition(": ")[2] for line in log(app)] == ["email, checked", "check again"]


def test_the_desk_lists_what_to_check(app: Flask, moderator: Browser) -> None:
    add(app, name="Never checked")
    add(app, name="Overdue")
    with app.app_context():
        past = datetime.now(UTC).date() - timedelta(days=1)
        db.session.execute(update(HelpEntry).where(HelpEntry.id == 2).values(check_again_on=past))
        db.session.commit()
    assert names(moderator.get("/support/desk").text) == ["Overdue", "Never checked"]
    answer = moderator.post("/support/2/checked", {"from": "desk"})
    page = moderator.follow(answer).text
    assert "marked as checked today" in page and names(page) == ["Never checked"]
    assert moderator.post("/support/1/checked", {"from": "//elsewhere"}).headers["Location"] == "/support/1"
    assert "within its time" in moderator.get("/support/desk").text
    assert [line[:2] for line in log(app)] == [
        ("check help entry", "help:2"),
        ("check help entry", "help:1"),
    ]


def test_an_editor_takes_one_off_and_puts_it_back(app: Flask, moderator: Browser, patient: Browser) -> None:
    add(app)
    page = moderator.follow(moderator.post("/support/1/removal")).text
    assert "off the list since" in page
    assert patient.get("/support/1").status_code == 404 and names(patient.get("/support").text) == []
    assert names(moderator.get("/support/desk").text) == ["Night line"]
    moderator.post("/support/1/removal")
    moderator.post("/support/1/removal/delete", {"from": "desk"})
    assert names(patient.get("/support").text) == ["Night line"]
    assert [line[0] for line in log(app)] == ["remove help entry", "put back help entry"]


def test_a_group_meets(app: Flask, moderator: Browser, stranger: Browser) -> None:
    add(app, kind="online")
    assert stranger.get("/support/1/meetings.ics").status_code == 404
    assert 'value="UTC"' in moderator.get("/support/1/meetings/new").text
    assert moderator.post("/support/1/meetings/new", MEETING).status_code == 303
    once = {**MEETING, "every_weeks": "0", "starts_on": "2026-12-01", "until": "2026-01-01"}
    moderator.post("/support/1/meetings/new", once)
    with time_machine.travel(NOON, tick=False):
        page = stranger.get("/support/1").text
    assert "Every Tuesday, 18:00 to 19:30 (Europe/Berlin time)" in page and "Next: 1 December 2026" in page
    assert "Tuesday, 1 December 2026, 18:00 to 19:30" in page and "Room 2" in page
    answer = stranger.get("/support/1/meetings.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="support-1.ics"'
    file = answer.text.replace("\r\n ", "")
    for line in (
        "DTSTART;TZID=Europe/Berlin:20260303T180000", "UID:help-meeting-1@localhost",
        "RRULE:FREQ=WEEKLY;INTERVAL=1\r",
        "SUMMARY:Night line", "LOCATION:Room 2", "URL:http://localhost/support/1", "BEGIN:VTIMEZONE",
    ):  # fmt: skip
        assert line in file, line


def test_a_meeting_is_changed_and_removed(app: Flask, moderator: Browser, stranger: Browser) -> None:
    number = add(app, kind="online")
    other = add(app, kind="online")
    moderator.post(f"/support/{number}/meetings/new", MEETING)
    before = stranger.get(f"/support/{number}/meetings.ics").text
    page = moderator.get(f"/support/{number}/meetings/1").text
    assert 'value="18:00"' in page and 'value="Europe/Berlin"' in page
    late = {**MEETING, "starts_at": "20:00", "every_weeks": "2", "until": "2050-01-01"}
    assert moderator.post(f"/support/{number}/meetings/1", late).status_code == 303
    after = stranger.get(f"/support/{number}/meetings.ics").text
    sequences = [int(re.search(r"SEQUENCE:(\d+)", file)[1]) for file in (before, after)]  # type: ignore[index]
    assert sequences[0] < sequences[1] and "UNTIL=20500101T225959Z;INTERVAL=2" in after
    assert moderator.get(f"/support/{other}/meetings/1").status_code == 404
    assert moderator.post(f"/support/{other}/meetings/1/delete").status_code == 404
    assert moderator.post(f"/support/{number}/meetings/1/delete").status_code == 303
    assert stranger.get(f"/support/{number}/meetings.ics").status_code == 404
    assert [line[0] for line in log(app)] == [
        "add help meeting",
        "change help meeting",
        "remove help meeting",
    ]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("starts_on", "", "the day of the meeting"),
        ("starts_on", "2026-02-30", "year, month, day"),
        ("starts_at", "24:00", "hours and minutes"),
        ("minutes", "0", "in minutes"),
        ("minutes", "٣٠", "in minutes"),
        ("minutes", "1441", "in minutes"),
        ("timezone", "Mars/Base", "time zone from the list"),
        ("timezone", "../etc/passwd", "time zone from the list"),
        ("every_weeks", "3", "how often"),
        ("until", "2026-03-02", "before the first"),
        ("place", "x" * 301, "at most 300"),
    ],
)
def test_what_is_wrong_with_a_meeting_is_said(
    app: Flask, moderator: Browser, field: str, value: str, words: str
) -> None:
    add(app)
    answer = moderator.post("/support/1/meetings/new", {**MEETING, field: value})
    assert answer.status_code == 422 and words in answer.text
    assert field == "place" or 'value="Room 2"' in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count(HelpMeeting.id))) == 0


def test_a_meeting_that_is_over_says_so(app: Flask, moderator: Browser, stranger: Browser) -> None:
    add(app)
    moderator.post("/support/1/meetings/new", {**MEETING, "starts_on": "2020-03-03", "every_weeks": "0"})
    assert "This is over." in stranger.get("/support").text


def test_many_entries_stand_on_pages(app: Flask, stranger: Browser) -> None:
    with app.app_context():
        for number in range(PAGE + 1):
            add_entry(EntryForm(**{**FORM, "email": "", "name": f"Line {number:03}"}))
        db.session.commit()
    assert len(names(stranger.get("/support").text)) == PAGE
    page = stranger.get("/support?country=GB&page=2").text
    assert names(page) == [f"Line {PAGE:03}"] and "/support?country=GB&amp;page=1" in page


def test_words_in_other_scripts_and_markup_are_words(app: Flask, admin: Browser, stranger: Browser) -> None:
    admin.post("/support/new", {**FORM, "name": "<b>خط المساعدة</b>" + "م" * 90})
    page = stranger.get("/support").text
    assert "&lt;b&gt;خط المساعدة" in page and "<b>" not in page


def test_a_name_is_one_line_and_notes_are_many(app: Flask, admin: Browser) -> None:
    admin.post("/support/new", {**FORM, "name": "Night \r\n line\x00", "notes": " a  b \r\n\r\nc"})
    assert (entry(app)["name"], entry(app)["notes"]) == ("Night line", "a b\n\nc")


def bring(app: Flask) -> int:
    with app.app_context():
        count = bring_help()
        db.session.commit()
        return count


def test_the_starter_entries_are_whole_and_claim_no_check(app: Flask, stranger: Browser) -> None:
    count = bring(app)
    with app.app_context():
        entries = db.session.scalars(select(HelpEntry)).all()
        assert count == len(entries) >= 30 and {entry.kind for entry in entries} == set(KINDS)
        for each in entries:
            assert each.source.startswith("https://") and each.languages and each.phone + each.web
            assert each.checked_on is None and each.compared_on and each.compared_on <= MADE_ON
            assert each.check_again_on == a_year_after(each.compared_on)
    with time_machine.travel(NOON, tick=False):
        page = stranger.get("/support").text
    assert (
        "Compared with published pages on 25 November 2026" in page and "Checked by this group on" not in page
    )
    assert "Not yet checked by this group" in page and "Time for a new check" not in page


def test_what_was_compared_is_overdue_by_itself(app: Flask, moderator: Browser, stranger: Browser) -> None:
    bring(app)
    assert len(names(moderator.get("/support/desk").text)) == PAGE
    with time_machine.travel(NOON + timedelta(days=366), tick=False):
        page = stranger.get("/support/1").text
        assert "Compared with published pages" in page and "Time for a new check" in page
        assert "checked again by 25 November 2027" in page
    moderator.post("/support/1/checked")
    page = stranger.get("/support/1").text
    assert "Checked by this group on" in page and "Compared" not in page


def test_who_changes_an_entry_without_a_check_takes_the_comparison_back(
    app: Flask, moderator: Browser, stranger: Browser
) -> None:
    bring(app)
    form = as_it_stands(app, 1)
    moderator.post("/support/1/edit", {**form, "check_again_on": "2050-01-01"})
    assert "Compared with published pages" in stranger.get("/support/1").text
    form = as_it_stands(app, 1)
    moderator.post("/support/1/edit", {**form, "phone": "116 123"})
    page = stranger.get("/support/1").text
    assert "Compared" not in page and "Not yet checked by this group" in page
    with app.app_context():
        row = db.session.get_one(HelpEntry, 1)
        assert (row.phone, row.compared_on, row.check_again_on) == ("116 123", None, None)


def test_bringing_them_again_renews_only_what_nobody_of_the_group_touched(
    app: Flask, moderator: Browser
) -> None:
    bring(app)
    for number, path in ((1, "removal"), (2, "checked")):
        moderator.post(f"/support/{number}/{path}")
    form = as_it_stands(app, 3)
    moderator.post("/support/3/edit", {**form, "phone": "116 123"})
    with app.app_context():
        assert bring_help() == 0
        db.session.execute(update(HelpEntry).values(name="Old name"))
        rows = db.session.scalar(select(func.count(HelpEntry.id))) or 0
        assert bring_help() == rows - 3 and db.session.scalar(select(func.count(HelpEntry.id))) == rows
        left = db.session.scalars(
            select(HelpEntry.id).where(HelpEntry.name == "Old name").order_by(HelpEntry.id)
        )
        assert list(left) == [1, 2, 3]
        assert db.session.get_one(HelpEntry, 3).phone == "116 123"


@pytest.mark.parametrize("path", ["/articles", "/", "/help", "/about"])
def test_the_way_there(stranger: Browser, newcomer: Browser, path: str) -> None:
    main = stranger.get(path).text.partition("<main")[2].partition("</main>")[0]
    assert 'href="/support' in main
    assert 'href="/support"' in newcomer.get("/").text


@pytest.mark.parametrize(
    ("path", "most"), [("/support?country=US", 4), ("/support/1", 2), ("/support/desk", 5)]
)
def test_few_queries(app: Flask, moderator: Browser, stranger: Browser, path: str, most: int) -> None:
    bring(app)
    browser = moderator if path.endswith("desk") else stranger
    with statements() as seen:
        assert browser.get(path).status_code == 200
    assert len(seen) <= most, seen
