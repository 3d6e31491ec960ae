"""Lists other than checklists, as text: dates, occurrences, playbooks."""

from collections.abc import Iterable, Sequence

from opsplan.phrase.shared import Blocks, blocks_of
from opsplan.phrase.wording import write
from opsplan.values.calendar import CalendarState
from opsplan.values.occurrence import Occurrence
from opsplan.values.playbook import Duty, Playbook
from opsplan.views.columns import Column, aligned
from opsplan.views.items import role_name
from opsplan.views.paint import painted
from opsplan.views.visible import visible
from opsplan.views.words import Words


def table_text(rows: Iterable[Sequence[str]], width: int, *, stretch: int | None = None) -> str:
    """Rows as aligned columns; where they are too wide the column `stretch` folds its text (without
    it, whichever is the widest)."""
    listed = [[[(visible(cell), "")] for cell in row] for row in rows]
    count = max(map(len, listed), default=0)
    columns = [Column(folds=stretch in (None, number)) for number in range(count)]
    return painted(aligned(listed, columns, width), colour=False)


def unsure_line(calendar: CalendarState, words: Words) -> str:
    """The line under dates of which a year's holidays are not official; "" where they are."""
    if calendar == "official":
        return ""
    return words("(holidays of a year in it are provisional)") + "\n"


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
    blocks = blocks_of(book.blocks)
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
    return words.series(write(phrase, words.language, blocks) for phrase in duty.phrases)
