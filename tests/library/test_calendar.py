"""Meetings as calendar files: what RFC 5545 asks, and the same hour by the clocks of the place all year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum.library.calendar import Event, calendar, folded, text
from forum.library.zone_rules import LOCAL, WEEKDAYS, vtimezone

BERLIN = ZoneInfo("Europe/Berlin")
MOMENT = datetime(2026, 11, 25, 12, tzinfo=UTC)
EVENT = Event("meeting-1@localhost", "A group", datetime(2026, 3, 3, 18), BERLIN, 90, MOMENT, every_weeks=1)
ZONES = st.sampled_from(sorted(name for name in available_timezones() if "/" in name and name[0].isupper()))


def lines_of(events: list[Event]) -> list[str]:
    """The file as a program reads it: put together again, a line each."""
    whole = calendar(events).decode()
    assert whole.endswith("\r\n") and "\n" not in whole.replace("\r\n", "")
    return whole.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_weekly_meeting() -> None:
    lines = lines_of([replace(EVENT, place="Room 2, second floor", until=date(2026, 12, 31), sequence=3)])
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-1] == "END:VCALENDAR"
    for line in (
        "UID:meeting-1@localhost",
        "DTSTAMP:20261125T120000Z",
        "SEQUENCE:3",
        "DTSTART;TZID=Europe/Berlin:20260303T180000",
        "DURATION:PT90M",
        "RRULE:FREQ=WEEKLY;UNTIL=20261231T225959Z",
        "SUMMARY:A group",
        "LOCATION:Room 2\\, second floor",
        "TZID:Europe/Berlin",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ):
        assert line in lines, line


def test_a_meeting_on_one_day() -> None:
    lines = lines_of([replace(EVENT, every_weeks=0, zone=ZoneInfo("UTC"))])
    assert "DTSTART:20260303T180000Z" in lines
    assert not [line for line in lines if line.startswith(("RRULE", "BEGIN:VTIMEZONE"))]


def test_every_other_week_and_one_zone_for_two_meetings() -> None:
    lines = lines_of([replace(EVENT, every_weeks=2), EVENT])
    assert "RRULE:FREQ=WEEKLY;INTERVAL=2" in lines and "RRULE:FREQ=WEEKLY" in lines
    assert lines.count("BEGIN:VTIMEZONE") == 1 and lines.count("BEGIN:VEVENT") == 2


@given(st.text())
def test_words_come_back_as_they_were(words: str) -> None:
    written = text(words)
    assert not re.search(r"[\x00-\x1f\x7f]", written)
    back = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], written)
    seen = words.replace("\r\n", "\n").replace("\r", "\n")
    assert back == re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+", " ", seen)


@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))
@example("é" * 200)
@example("x" * 75)
@example("x" * 76)
def test_no_line_is_longer_than_75_octets_and_none_is_cut_within_a_character(words: str) -> None:
    octets = folded(words)
    assert octets.endswith(b"\r\n")
    pieces = octets[:-2].split(b"\r\n")
    assert all(len(piece) <= 75 and piece.decode() is not None for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert octets[:-2].replace(b"\r\n ", b"").decode() == words


def test_nothing_typed_becomes_a_line_of_its_own() -> None:
    wild = replace(EVENT, summary="x\r\nATTACH:evil", uid="1\nX:1", address="https://e.example/\r\nX:2")
    assert not [line for line in lines_of([wild]) if line.startswith(("ATTACH", "X:"))]


def starts_of(lines: tuple[str, ...], last_year: int) -> list[tuple[datetime, timedelta]]:
    """Every change that the lines of a VTIMEZONE name: its moment in UTC, and the offset from then on."""
    found = []
    for part in re.findall(r"BEGIN:(?:STANDARD|DAYLIGHT)\n(.*?)\nEND:", "\n".join(lines), re.DOTALL):
        values = dict(line.split(":", 1) for line in part.split("\n"))
        start = datetime.strptime(values["DTSTART"], LOCAL).replace(tzinfo=UTC)
        before, after = (offset(values[name]) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        times = by_rule(start, values["RRULE"], last_year) if "RRULE" in values else [start]
        found += [(time - before, after) for time in times]
    return sorted(found)


def offset(written: str) -> timedelta:
    size = timedelta(hours=int(written[1:3]), minutes=int(written[3:5]), seconds=int(written[5:7] or 0))
    return -size if written[0] == "-" else size


def by_rule(start: datetime, rule: str, last_year: int) -> list[datetime]:
    month, week, weekday = re.fullmatch(r"FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-?\d)(\w\w)", rule).groups()  # type: ignore[union-attr]
    times = []
    for year in range(start.year, last_year + 1):
        first = start.replace(year=year, month=int(month), day=1)
        days = [first + timedelta(days=number) for number in range(31)]
        fitting = [d for d in days if d.month == first.month and d.weekday() == WEEKDAYS.index(weekday)]
        times.append(fitting[int(week) - 1 if int(week) > 0 else -1])
    assert times[0] == start
    return times


@settings(deadline=None, max_examples=30)
@given(ZONES, st.integers(2015, 2040), st.lists(st.floats(0, 1), min_size=20, max_size=20))
@example("Africa/Casablanca", 2026, [n / 20 for n in range(20)])
@example("Europe/Dublin", 2026, [n / 20 for n in range(20)])
@example("Asia/Jerusalem", 2026, [n / 20 for n in range(20)])
@example("Antarctica/Troll", 2026, [n / 20 for n in range(20)])
def test_the_rules_of_a_zone_say_what_its_clocks_do(name: str, year: int, places: list[float]) -> None:
    zone, last = ZoneInfo(name), year + 9
    changes = starts_of(vtimezone(zone, year, last), last)
    begin, end = (datetime(each, 1, 1, 12, tzinfo=zone).astimezone(UTC) for each in (year, last + 1))
    for place in places:
        moment = begin + place * (end - begin - timedelta(days=1))
        said = [after for at, after in changes if at <= moment][-1]
        assert said == moment.astimezone(zone).utcoffset(), moment


@given(
    ZONES,
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from([0, 1, 2, 4]),
    st.integers(5, 1440),
    st.integers(-100, 1500),
)
def test_the_next_time_is_the_first_that_is_not_over(
    name: str, starts: datetime, weeks: int, minutes: int, days: int
) -> None:
    event = replace(EVENT, zone=ZoneInfo(name), starts=starts, every_weeks=weeks, minutes=minutes)
    after = starts.replace(tzinfo=UTC) + timedelta(days=days)
    times = [starts + timedelta(weeks=weeks * number) for number in range(1 if not weeks else 250)]
    wanted = [
        start
        for start in (time.replace(tzinfo=event.zone) for time in times)
        if start.astimezone(UTC) + timedelta(minutes=minutes) > after
    ]
    assert event.next_start(after) == (wanted[0] if wanted else None)


@pytest.mark.parametrize(("day", "found"), [(date(2026, 12, 1), True), (date(2026, 11, 30), False)])
def test_after_its_last_day_it_is_over(day: date, found: bool) -> None:
    assert (replace(EVENT, until=day).next_start(MOMENT) is not None) is found


def test_the_hour_stays_when_the_clocks_change() -> None:
    summer, winter = (EVENT.next_start(datetime(2026, month, 1, tzinfo=UTC)) for month in (7, 12))
    assert summer and winter
    assert summer.hour == winter.hour == 18
    assert (summer.astimezone(UTC).hour, winter.astimezone(UTC).hour) == (16, 17)
