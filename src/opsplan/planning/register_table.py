"""A register as a table: what its cells say, and which rows a table adds or changes."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from opsplan.phrase.moments import read_day
from opsplan.phrase.scan import fold
from opsplan.planning.tables import (
    FORMULA,
    HeadedTable,
    Line,
    Wrong,
    column_keys,
    read_date,
    read_number,
)
from opsplan.values.classes import dataclass
from opsplan.values.problem import OpsplanError, Problem
from opsplan.values.register import Column, Register, Row
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, say

ID = "id"
CLOSED = "closed"
"""The column that tells since when a row is ticked off; nothing is read from it."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """Fields to be written: of the row `before`, or of a new one."""

    fields: Mapping[str, str]
    before: Row | None = None


@dataclass(frozen=True, slots=True)
class RowChanges:
    """What a table asks for. `unchanged` counts the lines that say nothing new."""

    changes: list[RowChange]
    unchanged: int
    refused: list[Problem]


@dataclass(frozen=True, slots=True)
class Fields:
    """What the columns of a table are: fields by index, the one of the row numbers, the rest."""

    columns: Mapping[int, Column]
    number: int | None
    unused: tuple[tuple[str, Message | None], ...]


def read_field(column: Column, text: str, today: date) -> str | Wrong:
    """The text that is kept for what somebody typed."""
    if not text or column.type == "text":
        return text
    fix = say("a number")
    match column.type:
        case "number":
            number = read_number(text)
            if number is not None and not number[1]:
                return fold(text).strip().lstrip("¥￥+").replace(",", "")
        case "date":
            fix = say("a date such as 2026-12-01")
            day = read_date(text) or read_day(text, today)
            if day is not None:
                return day.isoformat()
        case "choice":
            fix = say("one of {names}", names=[value for value, _ in column.choices])
            for value, name in column.choices:
                if text in (value, name.zh, name.en):
                    return value
    return Wrong(say("'{value}' does not fit {name}", value=text, name=column.id), fix)


def completed(register: Register, typed: Mapping[str, str]) -> dict[str, str]:
    """The fields of a new row: an omitted choice takes its first value."""
    first = {
        column.id: column.choices[0][0]
        for column in register.columns
        if column.type == "choice" and not typed.get(column.id)
    }
    return {**typed, **first}


def missing_field(register: Register, fields: Mapping[str, str]) -> Message | None:
    """What is to be said where a required field is empty."""
    for column in register.columns:
        if column.required and not fields.get(column.id):
            return say("the field '{name}' is missing", name=column.name)
    return None


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: `'=1`. `unguarded` takes that back."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def unguarded(cell: str) -> str:
    """A cell as it was before `guarded`."""
    if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA):
        return cell[1:]
    return cell


def column_named(register: Register, name: str) -> Column | None:
    """The field of that id, else of that Chinese or English name."""
    keys = column_keys(unguarded(name.strip()))
    for key in keys:
        for column in register.columns:
            if column_keys(column.id)[0] == key:
                return column
        for column in register.columns:
            if key in (column_keys(column.name.zh)[0], column_keys(column.name.en)[0]):
                return column
    return None


def match_fields(register: Register, header: list[str]) -> Fields:
    """What each column of a table is; OpsplanError where two are one field, or none is any."""
    columns: dict[int, Column] = {}
    unused: list[tuple[str, Message | None]] = []
    number: int | None = None
    known = [each for c in register.columns for each in (c.id, c.name.zh, c.name.en) if each]
    for index, name in enumerate(header):
        column = column_named(register, name)
        if number is None and column_keys(name)[0] == ID:
            number = index
        elif column is not None:
            if column in columns.values():
                raise OpsplanError(say("the field '{name}' has two columns", name=column.id))
            columns[index] = column
        elif name.strip() and column_keys(name)[0] != CLOSED:
            unused.append((name.strip(), near_miss(name.strip(), [*known, ID])))
    if not columns:
        what = say("no column is a field of {name}", name=register.id)
        fields = say("the fields are {names}", names=[column.id for column in register.columns])
        raise OpsplanError(what, fields)
    return Fields(columns, number, tuple(unused))


def read_rows(
    table: HeadedTable, register: Register, fields: Fields, rows: Mapping[int, Row], today: date
) -> RowChanges:
    """What the lines add to the `rows`, or change in them.

    A line with a row's number changes that row. A line without one adds a row, unless one with the
    same fields is there already: so a table that is read twice adds nothing.
    """
    found = RowChanges([], 0, [])
    there = Counter(_content(register, row.fields) for row in rows.values())
    seen: dict[int, int] = {}
    unchanged = 0
    for line in table.lines:
        change = _change(table, register, fields, rows, line, today, seen)
        if isinstance(change, list):
            found.refused.extend(change)
            continue
        content = _content(register, change.fields)
        if change.before is None and there[content]:
            there[content] -= 1
            unchanged += 1
        elif not change.fields:
            unchanged += 1
        else:
            found.changes.append(change)
    return RowChanges(found.changes, unchanged, found.refused)


def _content(register: Register, fields: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_plain(column, fields.get(column.id, "")) for column in register.columns)


def _plain(column: Column, text: str) -> str:
    """What a field is compared by: `1.50` and `1.5` are one number."""
    number = read_number(text) if column.type == "number" else None
    return str(number[0]) if number else text


def _change(
    table: HeadedTable,
    register: Register,
    fields: Fields,
    rows: Mapping[int, Row],
    line: Line,
    today: date,
    seen: dict[int, int],
) -> RowChange | list[Problem]:
    """What a line asks for, or everything that is wrong with it."""
    if surplus := table.surplus(line):
        return [surplus]
    typed: dict[str, str] = {}
    refused: list[Problem] = []
    for index, column in fields.columns.items():
        value = read_field(column, unguarded(table.cell(line, index)), today)
        if isinstance(value, Wrong):
            refused.append(table.problem(line, index, value.what, value.fix))
        else:
            typed[column.id] = value
    row = _row(table, fields, rows, line, seen)
    if isinstance(row, Problem):
        return [*refused, row]
    whole = completed(register, typed) if row is None else {**row.fields, **typed}
    if not refused and (what := missing_field(register, whole)):
        refused.append(table.problem(line, _place(register, fields, whole), what))
    if refused:
        return refused
    if row is None:
        return RowChange(whole)
    changed = {
        column.id: typed[column.id]
        for column in fields.columns.values()
        if _plain(column, typed[column.id]) != _plain(column, row.fields.get(column.id, ""))
    }
    return RowChange(changed, row)


def _row(
    table: HeadedTable,
    fields: Fields,
    rows: Mapping[int, Row],
    line: Line,
    seen: dict[int, int],
) -> Row | Problem | None:
    """The row that the line is about; None for a new one."""
    text = "" if fields.number is None else table.cell(line, fields.number)
    if not text or fields.number is None:
        return None
    number = read_number(text)
    row = rows.get(int(number[0])) if number and number[0] == int(number[0]) else None
    if row is None:
        what = say("there is no row {number}", number=text)
        return table.problem(line, fields.number, what, say("leave it empty to add a row"))
    if row.number in seen:
        what = say("line {line} changes row {number} already", line=seen[row.number], number=text)
        return table.problem(line, fields.number, what)
    seen[row.number] = line.number
    return row


def _place(register: Register, fields: Fields, whole: Mapping[str, str]) -> int:
    """The column of the required field that is empty; the first where it has none."""
    required = {c.id for c in register.columns if c.required and not whole.get(c.id)}
    return next((i for i, column in fields.columns.items() if column.id in required), 0)
