"""A report on screen."""

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text as RichText

from opsplan.views.drawing import drawn
from opsplan.views.report.document import Document, Series, Table
from opsplan.views.screen import Screen
from opsplan.views.spark import sparkline
from opsplan.views.words import Words


def report_screen(document: Document, words: Words, screen: Screen) -> str:
    """The tables one below the other; figures over time as a line of bars."""
    parts: list[RenderableType] = [RichText(document.title, style="bold")]
    parts += [RichText(line) for line in document.lead]
    for table in document.tables:
        parts += [RichText(), RichText(table.title, style="bold cyan"), _grid(table)]
        parts += [RichText(series_text(each, words), style="dim") for each in table.series]
    return drawn(Group(*parts), screen)


def series_text(series: Series, words: Words) -> str:
    """`Inquiries ▁▃█ 3 to 12, 1 Nov to 30 Nov`."""
    values = [value for _, value in series.points]
    known = [value for value in values if value is not None]
    if not known:
        return f"{series.name} {sparkline(values)}"
    span = words(
        "{least} to {most}, {first} to {last}",
        least=words.number(min(known)),
        most=words.number(max(known)),
        first=words.short_day(series.points[0][0]),
        last=words.short_day(series.points[-1][0]),
    )
    return f"{series.name} {sparkline(values)} {span}{' ' if series.unit else ''}{series.unit}"


def _grid(table: Table) -> Grid:
    grid = Grid.grid(padding=(0, 2))
    for number in range(len(table.columns)):
        right = number in table.numbers
        grid.add_column(justify="right" if right else "left", no_wrap=right, overflow="fold")
    grid.add_row(*(RichText(column, style="dim") for column in table.columns))
    for row in table.rows:
        grid.add_row(*map(RichText, row))
    return grid
