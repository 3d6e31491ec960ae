"""Windows of days, and days that lie so far on."""

from datetime import date

import pytest

from opsplan.values.window import days_on, months_on


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-02-27", 2, "2026-03-01"),
        ("2026-02-27", 0, "2026-02-27"),
        ("9999-12-30", 1, "9999-12-31"),
        ("9999-12-30", 2, "9999-12-31"),
        ("2026-02-27", 10**20, "9999-12-31"),
    ],
)
def test_some_days_on(day: str, n: int, expected: str) -> None:
    assert days_on(date.fromisoformat(day), n).isoformat() == expected


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-03-31", 12, "2027-03-31"),
        ("9999-11-30", 1, "9999-12-30"),
        ("9999-12-01", 1, "9999-12-31"),
        ("2026-01-31", 10**20, "9999-12-31"),
    ],
)
def test_some_months_on(day: str, n: int, expected: str) -> None:
    assert months_on(date.fromisoformat(day), n).isoformat() == expected
