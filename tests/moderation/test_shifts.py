"""The rota's clock: right in every zone, over midnight and on the nights when clocks are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.shifts import DAY, Shift, run_at, runs

ZONES = ["UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Halifax", "Asia/Kolkata",
         "Australia/Lord_Howe", "Pacific/Chatham", "Africa/Cairo", "America/Havana", "Asia/Beirut",
         "America/Santiago", "Pacific/Apia", "Africa/Casablanca"]  # fmt: skip

zones = st.sampled_from(ZONES).map(ZoneInfo)
clocks = st.times().map(lambda clock: f"{clock:%H:%M}")
shifts = st.builds(Shift, weekday=st.integers(0, 6), starts=clocks, ends=clocks)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


def shift(weekday: int, starts: str, ends: str) -> Shift:
    return Shift(weekday=weekday, starts=starts, ends=ends)


def is_on(each: Shift, zone: ZoneInfo, moment: datetime) -> bool:
    return run_at(each, zone, moment) is not None


def offsets(zone: ZoneInfo, moment: datetime) -> set[timedelta | None]:
    """What the clocks of a zone did around a moment: one offset, where nobody changed them."""
    return {(moment + timedelta(hours=hours)).astimezone(zone).utcoffset() for hours in range(-50, 51)}


def reads_within(each: Shift, local: datetime) -> bool:
    """What anybody would say who looks at the clock on the wall."""
    clock = f"{local:%H:%M}"
    if each.ends > each.starts:
        return local.weekday() == each.weekday and each.starts <= clock < each.ends
    began_today = local.weekday() == each.weekday and clock >= each.starts
    return began_today or ((local - DAY).weekday() == each.weekday and clock < each.ends)


@given(shifts, zones, moments)
def test_where_clocks_run_on_it_is_what_the_wall_says(each: Shift, zone: ZoneInfo, moment: datetime) -> None:
    if len(offsets(zone, moment)) == 1:
        local = moment.astimezone(zone).replace(tzinfo=None)
        assert is_on(each, zone, moment) == reads_within(each, local)


@given(st.lists(clocks, min_size=1, max_size=5, unique=True), zones, moments)
def test_a_week_that_is_filled_has_somebody_at_every_moment(
    cuts: list[str], zone: ZoneInfo, moment: datetime
) -> None:
    """Each shift ends where the next begins: nobody falls into an hour that comes twice, or not at all."""
    cuts.sort()
    pairs = list(zip(cuts, [*cuts[1:], cuts[0]], strict=True))
    filled = [shift(weekday, starts, ends) for weekday in range(7) for starts, ends in pairs]
    assert any(is_on(each, zone, moment) for each in filled)


@given(shifts, zones, moments)
def test_a_run_is_one_piece_and_as_long_as_was_said(each: Shift, zone: ZoneInfo, moment: datetime) -> None:
    for run in runs(each, zone, moment, moment + timedelta(days=14)):
        starts, ends = (
            datetime.combine(date(2000, 1, 1), time.fromisoformat(c)) for c in (each.starts, each.ends)
        )
        said = ends - starts if ends > starts else ends - starts + DAY
        changed = run.ends.astimezone(zone).utcoffset() - run.begins.astimezone(zone).utcoffset()
        skipped = timedelta(hours=1)
        assert abs((run.ends - run.begins) - (said - changed)) <= skipped
        if len(offsets(zone, run.begins)) == 1:
            assert run.ends - run.begins == said
        assert is_on(each, zone, run.begins) and not_on_by_this_run(each, zone, run.ends)


def not_on_by_this_run(each: Shift, zone: ZoneInfo, moment: datetime) -> bool:
    """At its end it is over, or the next run has begun."""
    run = run_at(each, zone, moment)
    return run is None or run.begins >= moment - DAY


@given(shifts, zones, moments)
def test_it_comes_once_a_week(each: Shift, zone: ZoneInfo, moment: datetime) -> None:
    found = list(runs(each, zone, moment, moment + timedelta(days=28)))
    assert 3 <= len(found) <= 5
    assert found == sorted(found, key=lambda run: run.begins)


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        # The last Sunday of October: the hour from two to three comes twice; the first is meant.
        ("2026-10-24 23:59", False),
        ("2026-10-25 00:00", True),
        ("2026-10-25 00:29", True),
        ("2026-10-25 00:30", False),
        ("2026-10-25 01:10", False),
        # The last Sunday of March: it does not come at all; by the clock from before it is a little later.
        ("2026-03-29 00:59", False),
        ("2026-03-29 01:00", True),
        ("2026-03-29 01:29", True),
        ("2026-03-29 01:30", False),
    ],
)
def test_the_nights_when_clocks_are_changed(moment: str, on: bool) -> None:
    night = shift(6, "02:00", "02:30")
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert is_on(night, ZoneInfo("Europe/Berlin"), at) is on


def test_over_midnight_and_from_sunday_to_monday() -> None:
    night = shift(6, "22:00", "06:00")
    zone = ZoneInfo("Europe/Lisbon")
    for local, on in (
        ("2026-01-04 03:00", False),
        ("2026-01-04 21:59", False),
        ("2026-01-04 22:00", True),
        ("2026-01-05 00:00", True),
        ("2026-01-05 05:59", True),
        ("2026-01-05 06:00", False),
    ):
        assert is_on(night, zone, datetime.fromisoformat(local).replace(tzinfo=zone)) is on
    assert night.words == "Sunday, 22:00 to Monday, 06:00"


def test_the_same_time_twice_is_a_whole_day() -> None:
    whole = shift(0, "00:00", "00:00")
    monday = datetime(2026, 1, 5, tzinfo=UTC)
    assert [is_on(whole, ZoneInfo("UTC"), monday + timedelta(hours=h)) for h in (-1, 0, 23, 24)] == [
        False,
        True,
        True,
        False,
    ]
