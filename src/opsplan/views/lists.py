"""Lists other than checklists, as text: dates, occurrences, playbooks."""

import io
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from opsplan.phrase.shared import Blocks, blocks_of
from opsplan.phrase.wording import write
from opsplan.values.occurrence import Occurrence
from opsplan.values.playbook import Duty, Playbook
from opsplan.views.items import role_name
from opsplan.views.visible import visible
from opsplan.views.words import Words


def table_text(rows: Iterable[Sequence[str]], width: int, *, stretch: int | None = None) -> str:
    """Rows as aligned columns; the column `stretch` takes what is left and folds its text."""
    table = Table.grid(padding=(0, 2, 0, 0))
    listed = [list(row) for row in rows]
    if not listed:
        return ""
    for index in range(len(listed[0])):
        table.add_column(no_wrap=index != stretch, overflow="fold")
    for row in listed:
        table.add_row(*(RichText(visible(cell)) for cell in row))
    console = Console(
        file=io.StringIO(), width=width, color_system=None, legacy_windows=False, markup=False
    )
    with console.capture() as capture:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def occurrences_text(occurrences: Iterable[Occurrence], words: Words, width: int) -> str:
    """A line for each occurrence: day, time, title, identity."""
    rows = [
        (
            f"{each.date} {words.weekday(each.date)}",
            each.at or "",
            each.planned.duty.name.read(words.language),
            each.ref,
        )
        for each in occurrences
    ]
    return table_text(rows, width, stretch=2)


def playbook_text(book: Playbook, words: Words) -> str:
    """A playbook's duties with their phrases, roles and steps."""
    blocks = blocks_of((block.id, block.name.zh, block.name.en) for block in book.blocks)
    lines = [f"{words.text(book.name)} ({book.id})", ""]
    for duty in book.duties:
        role = role_name(book, duty.role, words) if duty.role else ""
        head = f"{duty.number:02}  {words.text(duty.name)}  ({duty.id})"
        lines.append(head + (f"  {role}" if role else ""))
        lines.append(f"    {phrases_text(duty, words, blocks)}")
        lines += [f"    - {words.text(step)}" for step in duty.steps]
    return "".join(f"{line}\n" for line in lines)


def phrases_text(duty: Duty, words: Words, blocks: Blocks) -> str:
    """The canonical wording of a duty's phrases in the reader's language."""
    separator = "；" if words.language == "zh" else "; "
    return separator.join(write(phrase, words.language, blocks) for phrase in duty.phrases)
