"""A report as Markdown (GitHub's tables)."""

from opsplan.views.markdown import escaped, table_row
from opsplan.views.report.document import Document, Table
from opsplan.views.report.screen import series_text
from opsplan.views.words import Words


def report_markdown(document: Document, words: Words) -> str:
    """Headings and tables; figures over time as a line of bars."""
    lines = [f"# {escaped(document.title)}", ""]
    for line in document.lead:
        lines += [escaped(line), ""]
    for table in document.tables:
        lines += [f"## {escaped(table.title)}", "", *_table(table), ""]
        lines += [f"- {escaped(series_text(each, words))}" for each in table.series]
        lines += [""] if table.series else []
    return "\n".join(lines)


def _table(table: Table) -> list[str]:
    rule = ["--:" if number in table.numbers else "---" for number in range(len(table.columns))]
    rows = [table.columns, *table.rows]
    cells = [[escaped(cell) or " " for cell in row] for row in rows]
    return [table_row(cells[0]), table_row(rule), *map(table_row, cells[1:])]
