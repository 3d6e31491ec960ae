"""A report as one CSV file: each table under a line with its title, an empty line between two."""

from collections.abc import Iterator, Sequence

from opsplan.values.classes import dataclass
from opsplan.views.csv_table import table_csv
from opsplan.views.report.document import Document, Table
from opsplan.views.words import Words


@dataclass(frozen=True, slots=True)
class _Number:
    """A cell of ours that begins with a sign, `-14%`: a number, which a text of somebody's that
    looks the same must not become."""

    text: str

    def __str__(self) -> str:
        return self.text


def report_csv(document: Document, _: Words) -> str:
    """The tables as a spreadsheet shows them."""
    rows: list[Sequence[object]] = [[line] for line in document.lead]
    for table in document.tables:
        rows += [[], [table.title], table.columns, *_rows(table)]
    return table_csv([document.title], rows)


def _rows(table: Table) -> Iterator[list[object]]:
    for row in table.rows:
        yield [_Number(cell) if at in table.numbers else cell for at, cell in enumerate(row)]
