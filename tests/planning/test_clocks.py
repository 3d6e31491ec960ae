"""Clocks that are changed (shared material RELIABILITY, T1 to T4), also at midnight."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from house import day, occurrences, plan_of
from opsplan.planning.plan import Plan
from opsplan.values.playbook import Shop


def plan(when: str, zone: str) -> Plan:
    """The plan of one duty in a shop of that zone."""
    return plan_of(f"{{id: d, name: D, when: '{when}'}}", shop=Shop("main", timezone=zone))


def opens(when: str, zone: str, first: str, last: str | None = None) -> list[str]:
    """When each occurrence opens, with its offset, to the minute."""
    found = occurrences(plan(when, zone), first, last or first)
    return [each.opens.isoformat(timespec="minutes") for each in found]


@pytest.mark.parametrize(
    ("zone", "on", "when", "expected"),
    [
        # T1: a time that is left out is moved by what is left out, once.
        ("America/New_York", "2026-03-08", "02:30", ["2026-03-08T03:30-04:00"]),
        ("Europe/Berlin", "2026-03-29", "02:30", ["2026-03-29T03:30+02:00"]),
        ("Europe/Berlin", "2026-03-29", "02:30, 03:30", ["2026-03-29T03:30+02:00"]),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", ["2026-10-04T02:45+11:00"]),
        ("Antarctica/Troll", "2026-03-29", "02:15", ["2026-03-29T04:15+02:00"]),
        ("Asia/Shanghai", "1986-05-04", "02:15", ["1986-05-04T03:15+09:00"]),
        # T2: a time that comes twice is the first.
        ("America/New_York", "2026-11-01", "01:30", ["2026-11-01T01:30-04:00"]),
        ("Europe/Berlin", "2026-10-25", "02:30", ["2026-10-25T02:30+02:00"]),
        ("Africa/Casablanca", "2026-02-15", "02:15", ["2026-02-15T02:15+01:00"]),
        # T4: days without a midnight.
        ("Africa/Cairo", "2026-04-24", "00:15", ["2026-04-24T01:15+03:00"]),
        ("America/Havana", "2026-03-08", "00:15", ["2026-03-08T01:15-04:00"]),
        ("Asia/Beirut", "2026-03-29", "00:15", ["2026-03-29T01:15+03:00"]),
        ("America/Santiago", "2026-09-06", "00:15", ["2026-09-06T01:15-03:00"]),
        ("America/Sao_Paulo", "2018-11-04", "00:15", ["2018-11-04T01:15-02:00"]),
        # A date that was left out altogether.
        ("Pacific/Apia", "2011-12-30", "09:00", ["2011-12-31T09:00+14:00"]),
    ],
)
def test_a_slot(zone: str, on: str, when: str, expected: list[str]) -> None:
    assert opens(f"every day at {when}", zone, on) == expected


@pytest.mark.parametrize("when", ["hourly 00:00-23:00", "rrule FREQ=HOURLY from 2026-03-01T00:00"])
def test_each_hour_over_the_gap(when: str) -> None:
    """T3: the hours of the clock, none twice and none that there is not."""
    found = opens(when, "America/New_York", "2026-03-08")
    assert len(found) == 23
    assert [each[11:13] for each in found[:4]] == ["00", "01", "03", "04"]


@pytest.mark.parametrize("when", ["hourly 00:00-23:00", "rrule FREQ=HOURLY from 2026-11-01T00:00"])
def test_each_hour_over_the_fold(when: str) -> None:
    """T3: an hour of the clock that comes twice is said once."""
    found = opens(when, "America/New_York", "2026-11-01")
    assert len(found) == 24
    assert found[1:3] == ["2026-11-01T01:00-04:00", "2026-11-01T02:00-05:00"]


ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Havana",
    "Asia/Beirut",
    "America/Santiago",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Asia/Shanghai",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
)


@pytest.mark.parametrize("zone", ZONES)
def test_days_join_on_to_one_another(zone: str) -> None:
    """Each day of years full of changes begins a minute after the one before it ended."""
    for first, last in (("1986-01-01", "1987-12-31"), ("2011-06-01", "2012-06-01")):
        found = occurrences(plan("every day", zone), first, last)
        for one, following in pairwise(found):
            assert one.due is not None
            end = one.due.astimezone(UTC) + timedelta(minutes=1)
            begin = following.opens.astimezone(UTC)
            is_left_out = one.opens.date() != one.date  # Apia's 30 December 2011
            assert begin == end or (is_left_out and begin == one.opens.astimezone(UTC))


@given(
    st.sampled_from(ZONES),
    st.lists(st.integers(0, 1439), min_size=1, max_size=6, unique=True),
    st.dates(day("2010-01-01"), day("2030-12-31")),
)
@settings(max_examples=150)
def test_slots_rise_and_no_two_are_at_one_instant(
    zone: str, minutes: list[int], on: object
) -> None:
    times = ", ".join(f"{m // 60:02}:{m % 60:02}" for m in minutes)
    found = occurrences(plan(f"every day at {times}", zone), str(on), str(on))
    instants = [each.opens.astimezone(UTC) for each in found]
    assert len(set(instants)) == len(instants) <= len(minutes)
    assert [each.slot for each in found] == sorted(each.slot for each in found)


@given(st.sampled_from(ZONES), st.integers(0, 1439), st.dates(day("2010-01-01"), day("2030-12-31")))
@settings(max_examples=200)
def test_a_slot_is_at_its_time_or_moved_by_what_the_clock_leaves_out(
    zone: str, minute: int, on: object
) -> None:
    (found,) = occurrences(
        plan(f"every day at {minute // 60:02}:{minute % 60:02}", zone), str(on), str(on)
    )
    wanted = datetime.fromisoformat(str(on)) + timedelta(minutes=minute)
    moved = found.opens.replace(tzinfo=None) - wanted
    before = found.opens.astimezone(UTC) - timedelta(days=2)
    left_out = found.opens.utcoffset(), before.astimezone(found.opens.tzinfo).utcoffset()
    assert left_out[0] is not None
    assert left_out[1] is not None
    assert moved in (timedelta(), left_out[0] - left_out[1])
