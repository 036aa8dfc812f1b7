"""Meetings as calendar files: what RFC 5545 asks, and the same hour by the clocks of the place all year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.html import readable
from forum.library.calendar import Meeting, calendar

BERLIN = ZoneInfo("Europe/Berlin")
MOMENT = datetime(2026, 11, 25, 12, tzinfo=UTC)
EVENT = Meeting("meeting-1@localhost", "A group", datetime(2026, 3, 3, 18), BERLIN, 90, MOMENT, every_weeks=1)
ZONES = st.sampled_from(sorted(name for name in available_timezones() if "/" in name and name[0].isupper()))


def lines_of(events: list[Meeting]) -> list[str]:
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
        "DURATION:PT1H30M",
        "RRULE:FREQ=WEEKLY;UNTIL=20261231T225959Z;INTERVAL=1",
        "SUMMARY:A group",
        "LOCATION:Room 2\\, second floor",
        "TZID:Europe/Berlin",
        "TZNAME:CEST",
    ):
        assert line in lines, line


def test_a_meeting_on_one_day() -> None:
    lines = lines_of([replace(EVENT, every_weeks=0, zone=ZoneInfo("UTC"))])
    assert "DTSTART:20260303T180000Z" in lines
    assert not [line for line in lines if line.startswith(("RRULE", "BEGIN:VTIMEZONE"))]


def test_every_other_week_and_one_zone_for_two_meetings() -> None:
    lines = lines_of([replace(EVENT, every_weeks=2), EVENT])
    assert "RRULE:FREQ=WEEKLY;INTERVAL=2" in lines and "RRULE:FREQ=WEEKLY;INTERVAL=1" in lines
    assert lines.count("BEGIN:VTIMEZONE") == 1 and lines.count("BEGIN:VEVENT") == 2


@given(st.text())
def test_words_come_back_as_they_were(words: str) -> None:
    file = icalendar.Calendar.from_ical(calendar([replace(EVENT, summary=f"A {words}")]))
    [event] = file.walk("VEVENT")
    seen = readable(words).replace("\r\n", "\n").replace("\r", "\n")
    assert str(event["SUMMARY"]).split() == f"A {seen}".split()


@given(st.text())
def test_nothing_typed_becomes_a_line_of_its_own(words: str) -> None:
    wild = replace(EVENT, summary=f"x{words}\r\nATTACH:evil", place=words, description=f"{words}\nX:1")
    assert not [line for line in lines_of([wild]) if line.startswith(("ATTACH", "X:"))]


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
