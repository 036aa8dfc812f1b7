from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.mail_in.dates import parse_date, sent_at

NOW = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 3 Mar 2003 10:00:00 +0100", "2003-03-03T09:00"),
        ("3 Mar 03 10:00 EST", "2003-03-03T15:00"),
        ("Mon, 3 Mar 97 10:00:00 GMT", "1997-03-03T10:00"),
        ("Mon Mar  3 10:00:00 2003", "2003-03-03T10:00"),
        ("Mon Mar  3 10:00:00 CET 2003", "2003-03-03T09:00"),
        ("Mon, 3 Mar 2003 10:00:00", "2003-03-03T10:00"),
        ("Mon, 3 Mar 2003 10:00:00 CEST", "2003-03-03T08:00"),
        ("Mon, 3 Mar 2003 10:00:00 +0200 (CEST)", "2003-03-03T08:00"),
        ("Mon, 3 Mar 2003 10:00:00 NOWHERE", "2003-03-03T10:00"),
        ("Mon, 3 Jan 100 10:00:00 +0000", "2000-01-03T10:00"),
        ("Mon, 3 Jan 19100 10:00:00 +0000", "2000-01-03T10:00"),
        ("2003-03-03 10:00:00+01:00", "2003-03-03T09:00"),
        ("Mon, 3 Mar 2003 10:00:60 +0000", "2003-03-03T10:00:59"),
        ("Mon, 3 Mar 2003 1:05:07 PM", "2003-03-03T13:05:07"),
        ("Mon, 3 Mar 2003 12:05 a.m. +0100", "2003-03-02T23:05"),
    ],
)
def test_forms_of_a_date(text, expected):
    assert parse_date(text) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "soon", "31 Feb 2003 10:00 +0000", "Mon, 3 Mar 2003 25:00:00", "9" * 500]
)
def test_no_date(text):
    assert parse_date(text) is None


RECEIVED = ["from a by b; Tue, 4 Mar 2003 10:00:00 +0000", "from c by a; Tue, 4 Mar 2003 09:00:00 +0000"]
LAST = datetime(2003, 3, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "date", ["", "nonsense", "1 Jan 1970 00:00", "1 Jan 2031 10:00 +0000", "9 Mar 2003 10:00"]
)
def test_the_last_server_knows_better(date):
    assert sent_at(date, RECEIVED, NOW) == LAST


def test_a_believable_date_counts():
    assert sent_at("3 Mar 2003 08:00 +0000", RECEIVED, NOW) == datetime(2003, 3, 3, 8, tzinfo=UTC)


def test_a_clock_that_stands_still_for_years():
    first = datetime(2003, 3, 4, 9, tzinfo=UTC)
    assert sent_at("Tue, 1 Jan 1980 00:00:09 +0000", RECEIVED, NOW) == first
    assert sent_at("10 Feb 2003 09:00 +0000", RECEIVED, NOW) == datetime(2003, 2, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "envelope",
    [
        "jane@example.org Tue Mar  4 10:00:00 2003",
        "123@xxx Tue Mar 04 10:00:00 +0000 2003",
        "x 2003-03-04 10:00",
    ],
)
def test_the_line_above_a_mail_counts_where_nothing_else_does(envelope):
    assert sent_at("", [], NOW, envelope) == LAST
    assert sent_at("3 Mar 2003 08:00 +0000", [], NOW, envelope) == datetime(2003, 3, 3, 8, tzinfo=UTC)
    assert sent_at("", ["x; 5 Mar 2003 10:00 +0000"], NOW, envelope) == datetime(2003, 3, 5, 10, tzinfo=UTC)


def test_nothing_believable():
    assert sent_at("1 Jan 2031 10:00", ["from a by b", "x; 1 Jan 1969 10:00"], NOW) is None


@given(st.text(max_size=150))
def test_never_fails(text):
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC
