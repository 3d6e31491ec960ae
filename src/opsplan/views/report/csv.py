"""A report as one CSV file: each table under a line with its title, an empty line between two."""

from collections.abc import Sequence

from opsplan.views.csv_table import table_csv
from opsplan.views.report.document import Document
from opsplan.views.words import Words


def report_csv(document: Document, _: Words) -> str:
    """The tables as a spreadsheet shows them."""
    rows: list[Sequence[object]] = [[line] for line in document.lead]
    for table in document.tables:
        rows += [[], [table.title], table.columns, *table.rows]
    return table_csv([document.title], rows)
