"""A report on screen."""

from collections.abc import Iterator

from opsplan.views.columns import Column, aligned
from opsplan.views.paint import HEADING, Line, all_folded, painted
from opsplan.views.report.document import Document, Series, Table
from opsplan.views.screen import WIDEST, Screen
from opsplan.views.spark import sparkline
from opsplan.views.words import Words


def report_screen(document: Document, words: Words, screen: Screen) -> str:
    """The tables one below the other; figures over time as a line of bars."""
    width = min(screen.width, WIDEST)
    lines: list[Line] = [[(document.title, "bold")]]
    lines += [[(lead, "")] for lead in document.lead]
    for table in document.tables:
        lines += [[], [(table.title, HEADING)], *_grid(table, width)]
        lines += [[(series_text(each, words), "dim")] for each in table.series]
    return painted(all_folded(lines, width), colour=screen.colour)


def series_text(series: Series, words: Words) -> str:
    """`Visitors ▁▃█ 3 to 12 people, 1 Nov to 30 Nov`."""
    values = [value for _, value in series.points]
    known = [value for value in values if value is not None]
    if not known:
        return f"{series.name} {sparkline(values)}"
    span = words(
        "{least} to {most}, {first} to {last}",
        least=words.number(min(known)),
        most=words.number(max(known)) + (f" {series.unit}" if series.unit else ""),
        first=words.short_day(series.points[0][0]),
        last=words.short_day(series.points[-1][0]),
    )
    return f"{series.name} {sparkline(values)} {span}"


def _grid(table: Table, width: int) -> Iterator[Line]:
    columns = [
        Column("right") if number in table.numbers else Column(folds=True)
        for number in range(len(table.columns))
    ]
    head = [[(title, "dim")] for title in table.columns]
    rows = [[[(cell, "")] for cell in row] for row in table.rows]
    return aligned([head, *rows], columns, width)
