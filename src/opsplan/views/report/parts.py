"""The reports that the documents ask for apart: inquiries, income, the sheet of figures, and the
day on which every item has a conclusion."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from opsplan.planning.registers import is_ticked
from opsplan.planning.report import adds_up, without_conclusion
from opsplan.values.checklist import Item
from opsplan.values.register import Row
from opsplan.values.report import Kept, Measured, Report
from opsplan.values.text import Message, say
from opsplan.views.items import choice_name
from opsplan.views.report.document import Document, Table, figures_table
from opsplan.views.visible import visible
from opsplan.views.words import Words

Part = Literal["inquiries", "income", "data"]
INQUIRIES, INQUIRY_LOG = "inquiries", "inquiry-log"
"""The metric and the register of inquiries (DESIGN section 5)."""
SALES, SPEND, ALL_COSTS, COST = "sales", "ad_spend", "cost_total", "cost_"
"""What comes in, and what goes out: the whole of it where it is logged, else its parts."""

MOST_NAMED = 5
"""So many items are named in one line."""


def part_of(report: Report, part: Part, title: str, words: Words) -> Document:
    """One of the reports as a document."""
    tables, name = {
        "inquiries": (_inquiries, say("Inquiries")),
        "income": (_income, say("Income and costs")),
        "data": (_data, say("Sheet of figures")),
    }[part]
    found = tuple(table for table in tables(report, words) if table.rows or table.note)
    lead = () if found else (words("no figures"),)
    return Document(f"{title}  {words.message(name)}", lead, found)


def conclusions(report: Report, words: Words) -> Table:
    """Every item of the day with what became of it and what was written about it."""
    rows = [_conclusion(item, words) for item in report.items if item.status != "upcoming"]
    columns = (words("duty"), words("state"), words("person"), words("conclusion"))
    return Table("conclusions", words("Item by item"), columns, tuple(rows))


def open_ends(report: Report, words: Words) -> Message | None:
    """The items without a conclusion; None where there are none."""
    names = [_title(item, words) for item in without_conclusion(report)]
    if not names:
        return None
    if len(names) > MOST_NAMED:
        few = names[:MOST_NAMED]
        return say("{count} items have no conclusion, such as {names}", count=len(names), names=few)
    return say("{count} items have no conclusion: {names}", count=len(names), names=names)


def _conclusion(item: Item, words: Words) -> tuple[str, ...]:
    settled = item.record.settled
    said = [settled.text] if settled is not None and settled.text else []
    said += [note.text for note in item.record.notes if note.text]
    by = visible(settled.by) if settled is not None else ""
    return _title(item, words), words.status(item.status), by, visible(words.series(said))


def _title(item: Item, words: Words) -> str:
    occurrence = item.occurrence
    name = words.text(occurrence.planned.duty.name)
    return f"{name} {occurrence.at}" if occurrence.at else name


def _inquiries(report: Report, words: Words) -> Iterator[Table]:
    ours = [each for each in report.measured if _is_about(each, INQUIRIES)]
    yield figures_table(report, ours, words)
    for kept in report.registers:
        if kept.register.id == INQUIRY_LOG:
            yield from _sources(kept, words)
            yield _rows(kept, report, words)


def _is_about(each: Measured, metric: str) -> bool:
    formula = each.metric.formula
    return each.metric.id == metric or (
        formula is not None and metric in (formula.left, formula.right)
    )


def _sources(kept: Kept, words: Words) -> Iterator[Table]:
    """How the new rows share out among the values of each column of choices."""
    for column, counts in kept.choices:
        rows = [
            (words.text(name), str(count), f"{count / kept.added:.0%}") for name, count in counts
        ]
        columns = (words.text(column.name), words("new"), words("share of all"))
        yield Table(f"by-{column.id}", words.text(column.name), columns, tuple(rows), _NUMBERS)


_NUMBERS = frozenset({1, 2})


def _rows(kept: Kept, report: Report, words: Words) -> Table:
    """The rows themselves, the newest first, with their age while they are open."""
    until = min(report.window.last, report.today)
    columns = kept.register.columns

    def cells(row: Row) -> tuple[str, ...]:
        fields = [row.fields.get(column.id, "") for column in columns]
        named = [
            choice_name(column, value, words) if column.choices else visible(value)
            for column, value in zip(columns, fields, strict=True)
        ]
        days = (until - row.opened).days
        is_closed = is_ticked(kept.register, row)
        age = words("closed") if is_closed else words("{days} days", days=days)
        return (words.short_day(row.opened), *named, age)

    rows = tuple(cells(row) for row in sorted(kept.listed, key=_newest_first))
    titles = (words("day"), *(words.text(column.name) for column in columns), words("age"))
    name = words.text(kept.register.name)
    return Table("rows", name, titles, rows, frozenset({len(titles) - 1}))


def _newest_first(row: Row) -> tuple[int, int]:
    return -row.opened.toordinal(), -row.number


def _income(report: Report, words: Words) -> Iterator[Table]:
    by_id = {each.metric.id: each for each in report.measured}
    sales = by_id.get(SALES)
    if ALL_COSTS in by_id:
        costs = [by_id[ALL_COSTS]]
    else:
        costs = [each for name, each in by_id.items() if name == SPEND or name.startswith(COST)]
    ours = [each for each in (sales, *costs) if each is not None and adds_up(each.metric)]
    ours += [each for each in report.measured if _is_about(each, SALES) and each is not sales]
    yield figures_table(report, ours, words)
    if sales is not None:
        yield _balance(report, sales, costs, words)


def _balance(report: Report, sales: Measured, costs: list[Measured], words: Words) -> Table:
    """What came in and went out week by week, and what is left."""
    rows = []
    for name, total in (*_weeks(report, words), (words("together"), lambda each: each.total or 0)):
        income, spent = total(sales), [total(each) for each in costs]
        cells = (income, *spent, income - sum(spent))
        rows.append((name, *(words.number(round(cell, 2)) for cell in cells)))
    titles = (
        words("week of"),
        words.text(sales.metric.name),
        *(words.text(each.metric.name) for each in costs),
        words("balance"),
    )
    right = frozenset(range(1, len(titles)))
    return Table("balance", words("Balance"), titles, tuple(rows), right)


Total = Callable[[Measured], float]


def _weeks(report: Report, words: Words) -> Iterator[tuple[str, Total]]:
    """The weeks of the window, each with what sums a metric over its days."""
    start = report.window.start
    while start < report.window.end:
        end = min(start + timedelta(days=7 - start.weekday()), report.window.end)
        yield words.short_day(start), _sum_between(start, end)
        start = end


def _sum_between(start: date, end: date) -> Total:
    return lambda each: sum(value or 0 for day, value in each.days if start <= day < end)


def _data(report: Report, words: Words) -> Iterator[Table]:
    """Each day's figures side by side, then their sums and means."""
    values: list[Mapping[date, float | None]] = [dict(each.days) for each in report.measured]
    rows = [
        (
            f"{words.short_day(day)} {words.weekday(day)}",
            *("" if (found := known[day]) is None else words.number(found) for known in values),
        )
        for day in report.window
        if any(known[day] is not None for known in values)
    ]
    if rows:
        totals = [each.total for each in report.measured]
        levels = [words.number(round(each.level, 2)) for each in report.measured]
        sums = ("" if total is None else words.number(total) for total in totals)
        rows += [(words("total"), *sums), (words("a day"), *levels)]
    columns = (words("day"), *(words.text(each.metric.name) for each in report.measured))
    right = frozenset(range(1, len(columns)))
    yield Table("sheet", words("Day by day"), columns, tuple(rows), right)
    yield figures_table(report, report.measured, words)
