"""Every row of the five documents is in a shipped playbook, and every dated one occurs.

`traceability.tsv` has a line for each of the 523 rows: id, kind, cadence and clock times.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import pytest

from house import SHIPPED
from opsplan.planning.expand import expand
from opsplan.planning.plan import make_plan
from opsplan.playbook.files import load_file
from opsplan.values.occurrence import Occurrence
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.window import closed_window

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
LAUNCH = date(2026, 11, 1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def rows() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    path = Path(__file__).parent / "traceability.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.reader(file, delimiter="\t"):
            if not line[0].startswith("#"):
                row, kind, cadence, times = (*line, "", "", "")[:4]
                yield row, kind, cadence, tuple(filter(None, times.split(",")))


ROWS = list(rows())
CLOCKED = [
    (row, times) for row, _, _, times in ROWS if any(":" in t and t[0].isdigit() for t in times)
]


@lru_cache(maxsize=1)
def books() -> tuple[Playbook, ...]:
    loaded = [load_file(path) for path in sorted(SHIPPED.glob("*.yaml"))]
    assert all(book is not None for book, _ in loaded)
    return tuple(book for book, _ in loaded if book is not None)


@lru_cache(maxsize=1)
def covered() -> frozenset[str]:
    cited = (rows for book in books() for _, _, _, rows in book.cited())
    return frozenset(row for rows in cited for row in rows)


@lru_cache(maxsize=1)
def occurring() -> dict[str, list[Occurrence]]:
    """The occurrences of two years by the rows that their duties cite, every choice in force."""
    found: dict[str, list[Occurrence]] = defaultdict(list)
    for book in books():
        plan = make_plan(Shop("main", launch=LAUNCH), [book], every_choice=True)
        for occurrence in expand(plan, closed_window(FIRST, LAST)):
            for row in occurrence.planned.duty.covers:
                found[row].append(occurrence)
    return found


def fits(cadence: str, found: list[Occurrence]) -> bool:
    """Whether the occurrences are on the days that the row's cadence names."""
    days = {each.date for each in found}
    spans = {each.mark.span for each in found if each.mark.kind == "floating"}
    kind, _, rest = cadence.partition(":")
    year = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    # A duty that lives in a phase only is looked at while it lives.
    live = list(closed_window(min(days), max(days))) if days else []
    if kind == "daily" or cadence == "continuous":
        return bool(live) and {day for day in live if day.weekday() < 6} <= days
    if kind == "weekly" and rest != "any":
        wanted = {WEEKDAYS.index(name) for name in rest.split(",")}
        return bool(live) and {day for day in live if day.weekday() in wanted} <= days
    if kind == "weekly":
        return "week" in spans or len(days) >= 52
    if cadence == "monthly:first":
        return {day for day in year if day.day == 1} <= days
    if cadence == "monthly:last":
        return {day for day in year if (day + timedelta(days=1)).day == 1} <= days
    if kind == "monthly" and rest.isdigit():
        return {day for day in year if day.day == int(rest)} <= days
    if kind == "monthly" or cadence == "2x-month":
        return bool(spans & {"month", "week"}) or len({(d.year, d.month) for d in days}) >= 12
    if kind == "yearly" and rest:
        return any(f"{day:%m-%d}" == rest for day in days)
    return True


DATED = [
    (row, cadence)
    for row, kind, cadence, _ in ROWS
    if kind in ("duty", "slot-duty", "report", "standing")
    and cadence.partition(":")[0] in ("daily", "weekly", "monthly", "2x-month", "continuous")
]


def test_there_are_523_rows() -> None:
    assert len(ROWS) == 523


@pytest.mark.parametrize("row", [row for row, *_ in ROWS])
def test_every_row_is_covered(row: str) -> None:
    assert row in covered()


def test_nothing_else_is_cited() -> None:
    assert covered() <= {row for row, *_ in ROWS}


@pytest.mark.parametrize(("row", "cadence"), DATED)
def test_a_dated_row_occurs_on_its_dates(row: str, cadence: str) -> None:
    assert fits(cadence, occurring()[row]), sorted({str(o.date) for o in occurring()[row]})[:8]


@pytest.mark.parametrize(("row", "times"), CLOCKED)
def test_a_clocked_row_occurs_at_its_times(row: str, times: tuple[str, ...]) -> None:
    starts = {each.at for each in occurring()[row]}
    windows = {f"{each.at}-{each.due:%H:%M}" for each in occurring()[row] if each.at and each.due}
    for time in times:
        assert time in windows if "-" in time else time in starts
