"""What changes between two playbooks, as text and as JSON."""

from collections.abc import Sequence
from itertools import groupby

from opsplan.planning.diff import Change
from opsplan.values.occurrence import Occurrence
from opsplan.values.text import Message, say
from opsplan.views.lists import table_text
from opsplan.views.visible import visible
from opsplan.views.words import Words

SHOWN = 7
"""So many changes of a duty are shown; the rest is counted."""
_MARKS = {"appears": "+", "vanishes": "-", "moves": "~"}
_WORDS: dict[str, Message] = {
    "appears": say("appears"),
    "vanishes": say("vanishes"),
    "moves": say("moves"),
}


def kind_of(change: Change) -> str:
    """`appears`, `vanishes` or `moves`."""
    if change.old is None:
        return "appears"
    return "vanishes" if change.new is None else "moves"


def diff_text(changes: Sequence[Change], words: Words, width: int) -> str:
    """The changes by duty, those of a duty in the order of their dates."""
    if not changes:
        return words("Nothing changes.") + "\n"
    parts: list[str] = []
    for _, group in groupby(changes, key=lambda change: change.shown.planned.duty.id):
        ours = list(group)
        duty = ours[-1].shown.planned.duty
        parts.append(f"{visible(words.text(duty.name))} ({duty.id})\n")
        parts.append(table_text([_row(each, words) for each in ours[:SHOWN]], width, stretch=1))
        if len(ours) > SHOWN:
            parts.append("  " + words("… and {count} more", count=len(ours) - SHOWN) + "\n")
    counts = [(kind, sum(kind_of(each) == kind for each in changes)) for kind in _MARKS]
    told = [f"{words.message(_WORDS[kind])} {count}" for kind, count in counts if count]
    return "".join(parts) + words.listed(told) + "\n"


def change_data(change: Change, words: Words) -> dict[str, object]:
    """A change as JSON; `was` is where the occurrence stood before."""
    shown = change.shown
    return {
        "change": kind_of(change),
        "ref": shown.ref,
        "duty": shown.planned.duty.id,
        "title": shown.planned.duty.name.read(words.language),
        "slot": shown.slot,
        "nominal": shown.nominal.isoformat(),
        "date": shown.date.isoformat(),
        "at": shown.at,
        "was": None if not (change.old and change.new) else _place(change.old),
    }


def _place(occurrence: Occurrence) -> dict[str, object]:
    return {"date": occurrence.date.isoformat(), "at": occurrence.at}


def _row(change: Change, words: Words) -> tuple[str, str]:
    sides = [each for each in (change.old, change.new) if each is not None]
    places = [_when(each, words) for each in sides]
    if len({*places}) < len(places):  # only how long it takes is different
        places = [f"{_when(each, words)} {_until(each, words)}" for each in sides]
    return f"  {_MARKS[kind_of(change)]}", " → ".join(places)


def _until(occurrence: Occurrence, words: Words) -> str:
    due = occurrence.due
    return words("due {time}", time=f"{due:%Y-%m-%d %H:%M}") if due else ""


def _when(occurrence: Occurrence, words: Words) -> str:
    day = f"{occurrence.date} {words.weekday(occurrence.date)}"
    due = occurrence.due
    end = f"-{due:%H:%M}" if occurrence.mark.kind == "window" and due else ""
    return f"{day} {occurrence.at}{end}" if occurrence.at else day
