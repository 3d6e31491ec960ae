"""The shipped playbooks: they load, speak both languages, and do what their documents ask for."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import pytest
from typer.main import get_command

from house import SHIPPED, day
from opsplan.cli.app import make_app
from opsplan.planning.expand import expand
from opsplan.planning.plan import make_plan
from opsplan.playbook.files import find_library, load_file
from opsplan.playbook.reader import read_playbook
from opsplan.values.occurrence import Occurrence
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.text import Text
from opsplan.values.window import closed_window, week_window
from playbook.s0_rows import S0_ROWS

FILES = sorted(SHIPPED.glob("*.yaml"))
CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
COMMAND = re.compile(r"\bopsplan ([a-z]+)(?: ([a-z][a-z0-9_-]*)(=?))?")
COMMANDS = set(get_command(make_app()).commands)  # type: ignore[attr-defined]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SAMPLE = closed_window(day("2026-11-01"), day("2026-12-31"))
PEAKS = {"10:00": 600, "13:00": 780, "15:00": 900, "20:00": 1200}
LAST_ROWS = {"S0": 177, "S1": 145, "S2": 52, "S3": 47, "S4": 102}
"""How many rows each document of the inventory has."""


def load(path: Path) -> Playbook:
    """A shipped playbook, which must be valid."""
    book, problems = load_file(path)
    assert book is not None, [f"{each.line}: {each.path}: {each.what}" for each in problems]
    return book


def texts(book: Playbook) -> Iterator[tuple[str, Text]]:
    """Every text of a playbook that is in both languages, with the place where it stands."""
    yield "name", book.name
    for block in book.blocks:
        yield f"block {block.id}", block.name
    for role in book.roles:
        yield f"role {role.id}", role.name
    for duty in book.duties:
        yield duty.id, duty.name
        yield from ((f"{duty.id}, a step", step) for step in duty.steps)
        if duty.goal and (duty.goal.unit.zh or duty.goal.unit.en):
            yield f"{duty.id}, the goal", duty.goal.unit


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestEachFile:
    def test_loads_without_a_problem(self, path: Path) -> None:
        book, problems = read_playbook(path.read_bytes(), str(path))
        assert problems == ()
        assert book is not None
        assert book.id == path.stem

    def test_steps_name_only_commands_and_ids_that_exist(self, path: Path) -> None:
        book = load(path)
        registers = {each.id for each in book.registers}
        known = {
            "log": {each.id for each in book.metrics},
            "ask": {each.id for each in book.duties},
            "add": registers,
            "rows": registers,
            "set": registers,
        }
        named = COMMAND.findall(path.read_text())
        assert not {command for command, _, _ in named} - COMMANDS
        for command, thing, assigned in named:
            if thing and command in known and (assigned or command != "log"):
                assert thing in known[command], f"opsplan {command} {thing}"

    def test_speaks_both_languages_and_mixes_none(self, path: Path) -> None:
        every = list(texts(load(path)))
        assert [where for where, text in every if not (text.zh and text.en)] == []
        assert [(where, text.en) for where, text in every if CHINESE.search(text.en)] == []

    def test_every_duty_has_a_chinese_name(self, path: Path) -> None:
        names = [duty.name.zh for duty in load(path).duties]
        assert names
        assert [name for name in names if not CHINESE.search(name)] == []

    def test_cites_only_rows_of_the_inventory(self, path: Path) -> None:
        cited = set(chain.from_iterable(duty.covers for duty in load(path).duties))
        strange = [
            row
            for row in cited
            if not re.fullmatch(r"S[0-4]-\d{3}", row) or not 1 <= int(row[3:]) <= LAST_ROWS[row[:2]]
        ]
        assert cited
        assert strange == []

    def test_no_duty_cites_a_row_twice(self, path: Path) -> None:
        twice = [d.id for d in load(path).duties if len(set(d.covers)) < len(d.covers)]
        assert twice == []

    def test_every_role_of_a_duty_is_named(self, path: Path) -> None:
        book = load(path)
        known = {role.id for role in book.roles}
        assert {duty.role for duty in book.duties if duty.role} <= known

    def test_every_duty_says_how(self, path: Path) -> None:
        assert [duty.id for duty in load(path).duties if not duty.steps] == []


def test_the_library_finds_them() -> None:
    library = find_library(Path("/nonexistent"))
    assert [file.path.stem for file in library.files] == [path.stem for path in FILES]
    assert "1688-shop" in {path.stem for path in FILES}
    assert not any(file.own for file in library.files)


def test_the_repost_duty_keeps_its_id() -> None:
    book = load(SHIPPED / "1688-shop.yaml")
    assert "repost" in {duty.id for duty in book.duties}


@pytest.fixture(scope="module")
def citing() -> dict[str, list[Occurrence]]:
    """What stands in November and December 2026, by the rows that it cites, options included."""
    books = [load(path) for path in FILES]
    plan = make_plan(Shop("main", peaks=tuple(PEAKS.values())), books, every_choice=True)
    found: dict[str, list[Occurrence]] = {}
    for occurrence in expand(plan, SAMPLE):
        for row in occurrence.planned.duty.covers:
            found.setdefault(row, []).append(occurrence)
    return found


def days_of(cadence: str) -> list[date]:
    """The days on which a dated cadence asks for something in the sample."""
    if cadence == "daily":
        return [each for each in SAMPLE if each.weekday() < 6]
    if cadence == "monthly:first":
        return [each for each in SAMPLE if each.day == 1]
    if cadence == "monthly:last":
        return [each for each in SAMPLE if each.day == monthrange(each.year, each.month)[1]]
    wanted = {WEEKDAYS.index(name) for name in cadence.removeprefix("weekly:").split(",")}
    return [each for each in SAMPLE if each.weekday() in wanted]


def clocks(time: str) -> list[tuple[str, str | None]]:
    """When a time of a row begins and, for a window, ends."""
    if time == "peak-30m":
        return [(f"{(peak - 30) // 60:02}:{(peak - 30) % 60:02}", None) for peak in PEAKS.values()]
    begins, _, ends = time.partition("-")
    return [(begins, ends or None)]


def stands(occurrence: Occurrence, begins: str, ends: str | None) -> bool:
    """Whether an occurrence is at that time, or in that block."""
    if begins in ("morning", "night"):
        return occurrence.mark.block == begins
    due = occurrence.due
    return occurrence.at == begins and (ends is None or f"{due:%H:%M}" == ends)


MONTHLY = {"monthly:any": 1, "2x-month": 2}
DATED = {row: asked for row, asked in S0_ROWS.items() if asked[0] not in ("weekly:any", *MONTHLY)}


@pytest.mark.parametrize("row", DATED)
def test_a_dated_row_really_occurs(row: str, citing: dict[str, list[Occurrence]]) -> None:
    cadence, times = DATED[row]
    by_day: dict[date, list[Occurrence]] = {}
    for occurrence in citing.get(row, []):
        if occurrence.mark.kind not in ("floating", "once"):
            by_day.setdefault(occurrence.date, []).append(occurrence)
    days = days_of(cadence)
    assert len(days) > 1
    for each in days:
        of_day = by_day.get(each, [])
        assert of_day, f"{row} has nothing on {each}"
        for begins, ends in chain.from_iterable(map(clocks, times)):
            assert any(stands(found, begins, ends) for found in of_day), (row, each, begins, ends)


@pytest.mark.parametrize(
    "row", [row for row, (cadence, _) in S0_ROWS.items() if cadence == "weekly:any"]
)
def test_a_weekly_row_stands_in_every_week(row: str, citing: dict[str, list[Occurrence]]) -> None:
    dates = {occurrence.date for occurrence in citing.get(row, [])}
    monday = day("2026-11-02")
    while monday in SAMPLE:
        assert any(each in week_window(monday) for each in dates), f"{row} is not in {monday}"
        monday += timedelta(days=7)


@pytest.mark.parametrize(
    "row", [row for row, (cadence, _) in S0_ROWS.items() if cadence in MONTHLY]
)
def test_a_monthly_row_stands_in_every_month(row: str, citing: dict[str, list[Occurrence]]) -> None:
    wanted = MONTHLY[S0_ROWS[row][0]]
    for month in (11, 12):
        ours = [each for each in citing.get(row, []) if each.date.month == month]
        goals = [each.mark.goal.count if each.mark.goal else 1 for each in ours]
        assert sum(goals) >= wanted, f"{row} in month {month}"


def test_the_table_is_whole() -> None:
    cadences = {cadence.partition(":")[0] for cadence, _ in S0_ROWS.values()}
    assert cadences == {"daily", "weekly", "monthly", "2x-month"}
    assert len(S0_ROWS) == 96
