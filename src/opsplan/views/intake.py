"""What a table would add and change, before and after it is written; a register as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from opsplan.planning.figure_table import NewFigure
from opsplan.planning.register_table import CLOSED, ID, RowChange, column_named, guarded
from opsplan.planning.registers import is_ticked
from opsplan.planning.tables import column_keys
from opsplan.values.config import DATE_COLUMN
from opsplan.values.figures import Metric
from opsplan.values.problem import Problem
from opsplan.values.register import Column, Register, Row
from opsplan.values.text import say
from opsplan.views.items import choice_name
from opsplan.views.lists import table_text
from opsplan.views.visible import visible
from opsplan.views.words import Words

DAYS_WIDTH = 64
"""Columns from which the days of a metric's figures have room beside its name."""
MOST_SHOWN = 40
"""So many changes are listed; a longer list says how many more there are."""


def figures_text(
    figures: Sequence[NewFigure],
    metrics: Iterable[Metric],
    unchanged: int,
    words: Words,
    width: int,
) -> str:
    """The new figures by metric with their days, and each changed one with its old value."""
    days = len({each.day for each in figures})
    span = say("{days} days", days=days)
    total = words("figures that are new or changed: {new}, of {span}", new=len(figures), span=span)
    known = words("logged already: {count}", count=unchanged)
    changed = [each for each in figures if each.previous is not None]
    details = [_changed_line(each, words) for each in changed[:MOST_SHOWN]]
    rows = [_metric_row(each, figures, words, width) for each in metrics if figures]
    table = table_text(rows, width, stretch=0)
    lines = [*details, *_more(len(changed), words)]
    return "".join((f"{words.clauses((total, known))}\n", table, *(f"{line}\n" for line in lines)))


def _metric_row(
    metric: Metric, figures: Sequence[NewFigure], words: Words, width: int
) -> tuple[str, ...]:
    ours = [each for each in figures if each.metric.id == metric.id]
    changed = sum(each.previous is not None for each in ours)
    days = sorted({str(each.day) for each in ours})
    return (
        words.text(metric.name),
        words("{count} new", count=len(ours) - changed),
        words("{count} changed", count=changed),
        " … ".join(dict.fromkeys((*days[:1], *days[-1:]))) if width >= DAYS_WIDTH else "",
    )


def _changed_line(figure: NewFigure, words: Words) -> str:
    name = words.text(figure.metric.name)
    return f"{figure.day} {name} {_number(figure.previous)} → {_number(figure.value)}"


def rows_text(
    changes: Sequence[RowChange], unchanged: int, register: Register, words: Words
) -> str:
    """The new rows, and each changed one with its old and new fields."""
    new = sum(each.before is None for each in changes)
    total = words("rows to add: {count}", count=new)
    changed = words("to change: {count}", count=len(changes) - new)
    known = words("unchanged: {count}", count=unchanged)
    details = [_row_line(each, register, words) for each in changes[:MOST_SHOWN]]
    lines = [words.clauses((total, changed, known)), *details]
    return "".join(f"{line}\n" for line in (*lines, *_more(len(changes), words)))


def figures_data(
    figures: Iterable[NewFigure], refused: Iterable[Problem], words: Words, *, written: bool
) -> dict[str, object]:
    """The same for `--json`."""
    return {
        "items": figures_items(figures),
        "refused": refused_data(refused, words),
        "written": written,
    }


def figures_items(figures: Iterable[NewFigure]) -> list[dict[str, object]]:
    """Figures for `--json`."""
    return [
        {
            "metric": each.metric.id,
            "date": each.day.isoformat(),
            "value": each.value,
            "previous": each.previous,
        }
        for each in figures
    ]


def rows_data(
    changes: Iterable[RowChange], refused: Iterable[Problem], words: Words, *, written: bool
) -> dict[str, object]:
    """The changes of a register for `--json`; a new row has no number and no fields before."""
    items = [
        {
            "id": each.before.number if each.before else None,
            "fields": {key: value or None for key, value in each.fields.items()},
            "previous": {key: each.before.fields.get(key) or None for key in each.fields}
            if each.before
            else None,
        }
        for each in changes
    ]
    return {"items": items, "refused": refused_data(refused, words), "written": written}


def refused_data(refused: Iterable[Problem], words: Words) -> list[dict[str, object]]:
    """The refused lines for `--json`."""
    return [
        {"line": each.line, "column": each.column, "what": words.sentence(each.what, each.fix)}
        for each in refused
    ]


def register_csv(register: Register, rows: Sequence[Row], words: Words) -> str:
    """The rows with their numbers as CSV (RFC 4180, with a byte order mark for Excel).

    Names are the reader's, as far as they are clear. Where rows were ticked off, a last column
    tells when. `planning.register_table` reads it back.
    """
    has_ticked = any(is_ticked(register, row) for row in rows)
    tells_closed = has_ticked and column_named(register, CLOSED) is None
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    header = [_heading(register, column, words) for column in register.columns]
    writer.writerow([ID, *map(guarded, header), *([CLOSED] if tells_closed else [])])
    for row in rows:
        cells = [_cell(column, row.fields.get(column.id, ""), words) for column in register.columns]
        writer.writerow([row.number, *cells, *([closed_on(register, row)] if tells_closed else [])])
    return "\ufeff" + buffer.getvalue()


def closed_on(register: Register, row: Row) -> str:
    """The day on which somebody ticked the row off; empty where nobody has."""
    return f"{row.tick.at:%Y-%m-%d}" if row.tick and is_ticked(register, row) else ""


def _heading(register: Register, column: Column, words: Words) -> str:
    """The field's name, or its id where the name would be taken for something else."""
    name = column.name.read(words.language)
    is_clear = column_named(register, name) is column and column_keys(name)[0] != ID
    return name if is_clear else column.id


def _cell(column: Column, value: str, words: Words) -> str:
    names = {name.read(words.language) for _, name in column.choices}
    text = choice_name(column, value, words) if len(names) == len(column.choices) else value
    return text if column.type in ("number", "date") else guarded(text)


def _row_line(change: RowChange, register: Register, words: Words) -> str:
    columns = [column for column in register.columns if column.id in change.fields]
    new = [choice_name(column, change.fields[column.id], words) for column in columns]
    names = [words.text(column.name) for column in columns]
    if change.before is None:
        shown = [f"{name} {value}" for name, value in zip(names, new, strict=True) if value]
        return f"+ {visible(' · '.join(shown))}"
    fields = change.before.fields
    old = [choice_name(column, fields.get(column.id, ""), words) for column in columns]
    shown = [
        f"{name} {before or '–'} → {after or '–'}"
        for name, before, after in zip(names, old, new, strict=True)
    ]
    return f"{change.before.number}: {visible(' · '.join(shown))}"


def _more(count: int, words: Words) -> list[str]:
    if count <= MOST_SHOWN:
        return []
    return [words("and {count} more (--json lists all)", count=count - MOST_SHOWN)]


def _number(value: float | None) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".") if value is not None else "–"


def columns_text(
    header: Sequence[str], metrics: Mapping[int, Metric], day: int | None
) -> list[str]:
    """Which column was taken for what: `访客数 = visitors`."""
    found = {index: metric.id for index, metric in metrics.items()}
    if day is not None:
        found[day] = DATE_COLUMN
    return [f"{header[index].strip()} = {found[index]}" for index in sorted(found)]
