"""What the pane beside the list tells of an item: everything that its row has no room for."""

from collections.abc import Iterable
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content

from opsplan.phrase.shared import blocks_of
from opsplan.tui.desk import Desk
from opsplan.tui.lines import STYLES
from opsplan.values.checklist import Checklist, Item
from opsplan.values.playbook import Duty
from opsplan.views.breaking import broken
from opsplan.views.data import ref_of
from opsplan.views.entries import POLICY_WORDS, entry_line
from opsplan.views.items import done_by_slot, notes, remarks, role_text, time_text
from opsplan.views.lists import phrases_text
from opsplan.views.visible import visible
from opsplan.views.words import Words

LATEST = 8
"""So many entries of a duty's history are shown."""


def details(item: Item, checklist: Checklist, desk: Desk, words: Words, width: int) -> Content:
    """Title and state, why it is there, steps, when it comes, notes, history, sources."""
    name = words.text(item.occurrence.planned.duty.name)
    why = [] if item.occurrence.because is None else list(remarks(item, words))[:1]
    head = [
        Content.styled("\n".join(wrapped(name, width)), "bold"),
        Content.styled(
            "\n".join(wrapped(_state(item, checklist, words), width, 2)), STYLES[item.status]
        ),
    ]
    sections = (
        (words("Why now"), why),
        (words("How"), steps_of(item.occurrence.planned.duty, words)),
        (words("When"), _when(item, desk, words)),
        (words("Notes"), _notes(item, words)),
        (words("History"), _history(item, desk, words)),
        (words("Source"), _sources(item, words)),
    )
    parts = [part for title, lines in sections for part in section(title, lines, width)]
    return Content("\n").join([*head, *parts])


def section(title: str, lines: Iterable[str], width: int) -> list[Content]:
    """A blank line, a heading and the lines below it; nothing where there are none."""
    listed = [part for line in lines for part in wrapped(line, width, 3)]
    if not listed:
        return []
    return [Content(""), Content.styled(title, "bold $accent"), *map(Content, listed)]


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """`text` in lines of at most `width` cells; all but the first begin with `indent` blanks."""
    first, *others = broken(text, width, cell_len, indent)
    return [first, *(" " * indent + line for line in others)]


def moment_text(moment: datetime, desk: Desk, words: Words) -> str:
    """`11月25日 周三 08:40`, by the shop's clock."""
    local = moment.astimezone(desk.plan.zone)
    return f"{words.short_day(local.date())} {words.weekday(local.date())} {local:%H:%M}"


def _state(item: Item, checklist: Checklist, words: Words) -> str:
    said = [words.status(item.status)]
    said += [note for note, _ in notes(item, done_by_slot(checklist), words)]
    facts = (
        time_text(item, words, wide=True),
        role_text(item, words),
        item.occurrence.paper_code,
    )
    shown = [*dict.fromkeys(said), *filter(None, facts)]
    return f"{words.boxes[item.status]} {' · '.join(shown)}"


def steps_of(duty: Duty, words: Words) -> list[str]:
    """The steps with their numbers."""
    return [f"{number}. {words.text(step)}" for number, step in enumerate(duty.steps, 1)]


def _when(item: Item, desk: Desk, words: Words) -> list[str]:
    occurrence = item.occurrence
    book, duty = occurrence.planned.playbook, occurrence.planned.duty
    blocks = blocks_of(book.blocks)
    lines = [phrases_text(duty, words, blocks)] if duty.phrases else []
    following = desk.next_dates(item)
    if following:
        days = [
            f"{words.short_day(each.date)} {words.weekday(each.date)} {each.at or ''}".rstrip()
            for each in following
        ]
        lines.append(words("next: {days}", days=days))
    if occurrence.nominal != occurrence.date:
        lines.append(words("moved from {day}", day=words.short_day(occurrence.nominal)))
    if duty.phrases:
        lines.append(words.message(POLICY_WORDS[occurrence.mark.policy]))
    return lines


def _notes(item: Item, words: Words) -> Iterable[str]:
    settled = item.record.settled
    if settled and settled.text:
        yield visible(f"{settled.text}  {settled.by}")
    for note in item.record.notes:
        yield visible(f"{note.text or ''}  {note.by}")


def _history(item: Item, desk: Desk, words: Words) -> Iterable[str]:
    for entry in desk.history(item.occurrence.planned.key)[:LATEST]:
        yield entry_line(entry, moment_text(entry.at, desk, words), words)


def _sources(item: Item, words: Words) -> Iterable[str]:
    planned = item.occurrence.planned
    rows = [*planned.duty.covers]
    if item.occurrence.because:
        rows += [row for row in item.occurrence.because.covers if row not in rows]
    if rows:
        yield words("rows {rows}", rows=rows)
    document = words.text(planned.playbook.document)
    if document:
        yield document
    yield visible(f"{planned.playbook.file}:{planned.duty.line}")
    yield visible(ref_of(item.occurrence))
