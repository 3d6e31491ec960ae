"""What `--json` prints: plain dicts whose keys and status words are never translated."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

from opsplan.values.checklist import Checklist, Item, summary_of
from opsplan.values.classes import dataclass
from opsplan.values.completion import Completion
from opsplan.values.occurrence import Occurrence, Planned
from opsplan.values.playbook import Goal
from opsplan.values.problem import Problem
from opsplan.values.text import Language
from opsplan.views.visible import HIDDEN
from opsplan.views.words import Words

Data = dict[str, Any]
Encode = Callable[[object], str]


@dataclass(frozen=True, slots=True)
class Expanded:
    """Occurrences as items, made one by one as they are written: a long window has millions."""

    occurrences: Sequence[Occurrence]
    words: Words

    def __len__(self) -> int:
        return len(self.occurrences)

    def __iter__(self) -> Iterator[Data]:
        return (occurrence_data(each, self.words) for each in self.occurrences)

    def lines(self, encode: Encode) -> Iterator[str]:
        """Each occurrence as JSON. All of a duty's slot share a line but for what a date changes,
        so that each line is encoded once and then filled in."""
        made: dict[tuple[Planned, int, int], str] = {}
        for each in self.occurrences:
            if each.because is not None or each.due is None:
                yield encode(occurrence_data(each, self.words))
                continue
            key = each.planned, id(each.mark), each.slot
            line = made.get(key)
            if line is None:
                line = made[key] = _line(each, self.words, encode)
            yield line % {
                "date": each.date.isoformat(),
                "nominal": each.nominal.isoformat(),
                "at": each.at,
                "opens": moment_data(each.opens),
                "due": moment_data(each.due),
            }


def _line(occurrence: Occurrence, words: Words, encode: Encode) -> str:
    """The JSON of an occurrence with `%(date)s` and the like for what its date changes."""
    data = occurrence_data(occurrence, words)
    gaps = {key: f"\0{key}\0" for key in ("date", "nominal", "at", "opens", "due") if data[key]}
    before, after = data["ref"].split(f"@{data['nominal']}")
    gaps["ref"] = f"{before}@{gaps['nominal']}{after}"
    line = encode(data | gaps).replace("%", "%%")
    for key in gaps:
        line = line.replace(encode(f"\0{key}\0")[1:-1], f"%({key})s")
    return line


def json_text(data: object, *, ascii_only: bool = False) -> str:
    """`data` as JSON that is safe to show: control and bidi characters are written as escapes.

    Small answers are indented for people, long ones have a line for each item.
    """
    import json  # what is drawn knows this module, too

    items = data.get("items") if isinstance(data, dict) else None
    if isinstance(data, dict) and isinstance(items, list | Expanded):
        if len(items) > INDENTED_ITEMS:
            return _safe(_by_line(data, items, json.JSONEncoder(ensure_ascii=ascii_only).encode))
        data = {**data, "items": list(items)}
    return _safe(json.dumps(data, ensure_ascii=ascii_only, indent=2) + "\n")


def _by_line(data: Data, items: list[Data] | Expanded, encode: Encode) -> str:
    head = "".join(
        f"{encode(key)}: {encode(value)}, " for key, value in data.items() if key != "items"
    )
    lines = ",\n".join(items.lines(encode) if isinstance(items, Expanded) else map(encode, items))
    return f'{{{head}"items": [\n{lines}\n]}}\n'


def _safe(text: str) -> str:
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


INDENTED_ITEMS = 1000
_UNSAFE = re.compile(f"[{''.join(map(chr, HIDDEN))}]")


def checklist_data(checklist: Checklist, words: Words, items: Iterable[Item] | None = None) -> Data:
    """A checklist; `items` where only some of it are asked for."""
    chosen = tuple(checklist.items if items is None else items)
    return {
        "shop": checklist.shop.id,
        "from": checklist.window.start.isoformat(),
        "to": checklist.window.last.isoformat(),
        "calendar": checklist.calendar,
        "items": [item_data(item, checklist.shop.id, words) for item in chosen],
        "summary": summary_of(chosen),
    }


def item_data(item: Item, shop: str, words: Words) -> Data:
    """An item with what has become of it."""
    occurrence = item.occurrence
    return {
        "ref": ref_of(occurrence),
        "no": item.no or None,
        "code": occurrence.paper_code or None,
        "shop": shop,
        **_planned_data(occurrence, words),
        "progress": plain_number(item.progress),
        "status": item.status,
        "carried_days": item.carried_days,
        **cause_data(occurrence),
        **_row_data(occurrence),
    }


def occurrence_data(occurrence: Occurrence, words: Words) -> Data:
    """An occurrence without a journal, as `expand` prints it."""
    return {
        "ref": occurrence.ref,
        **_planned_data(occurrence, words),
        **cause_data(occurrence),
    }


def completion_data(each: Completion) -> Data:
    """A duty's numbers, as reports and scorecards print them."""
    return {
        "playbook": each.playbook,
        "duty": each.duty,
        "role": each.role,
        **counts_data(each),
    }


def counts_data(each: Completion) -> Data:
    """The numbers alone."""
    return {
        "due": each.due,
        "done": each.done,
        "on_time": each.on_time,
        "late": each.late,
        "missed": each.missed,
        "skipped": each.skipped,
    }


def problem_data(problem: Problem, words: Words) -> Data:
    """A problem of a file, in the reader's language."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "what": words.message(problem.what),
        "fix": words.message(problem.fix) if problem.fix else None,
        "severity": problem.severity,
    }


def moment_data(moment: datetime | None) -> str | None:
    """`2026-11-25T08:30+08:00`."""
    return _moment_text(moment, moment.tzinfo, moment.fold) if moment else None


@lru_cache(maxsize=65_536)
def _moment_text(moment: datetime, _zone: tzinfo | None, _fold: int) -> str:
    """Moments are equal where they are at once, but each is written in its own zone."""
    return moment.isoformat(timespec="minutes")


def ref_of(occurrence: Occurrence) -> str:
    """`playbook/duty@date#slot`, or `playbook/register/3` for a row."""
    if occurrence.mark.kind == "row":
        return f"{occurrence.planned.key}/{occurrence.slot}"
    return occurrence.ref


def _row_data(occurrence: Occurrence) -> Data:
    """What the row of a register has instead of a duty and a slot."""
    if occurrence.mark.kind != "row":
        return {}
    register = occurrence.planned.duty.id
    return {"register": register, "row": occurrence.slot, "duty": None, "slot": None}


def _planned_data(occurrence: Occurrence, words: Words) -> Data:
    mark = occurrence.mark
    playbook, duty, title, role = _duty_data(occurrence.planned, words.language)
    return {
        "playbook": playbook,
        "duty": duty,
        "slot": occurrence.slot,
        "title": title,
        "kind": mark.kind,
        "date": occurrence.date.isoformat(),
        "nominal": occurrence.nominal.isoformat(),
        "at": occurrence.at,
        "block": mark.block,
        "opens": moment_data(occurrence.opens),
        "due": moment_data(occurrence.due),
        "role": role,
        "goal": _goal_data(mark.goal, words.language),
    }


@lru_cache(maxsize=65_536)
def _duty_data(planned: Planned, language: Language) -> tuple[str, str, str, str | None]:
    """What all occurrences of a duty share: playbook, duty, title, role."""
    duty = planned.duty
    return planned.playbook.id, duty.id, duty.name.read(language), duty.role


def cause_data(occurrence: Occurrence) -> Data:
    """`because` and `covers`, those of the rule that asks for it among them."""
    covers, because = list(occurrence.planned.duty.covers), occurrence.because
    if because is None:
        return {"because": None, "covers": covers}
    covers += [row for row in because.covers if row not in covers]
    reason = {
        "rule": because.rule,
        "metric": because.metric,
        "date": because.date.isoformat(),
        "value": plain_number(because.value),
        "bar": plain_number(because.bar),
    }
    return {"because": reason, "covers": covers}


def _goal_data(goal: Goal | None, language: Language) -> Data | None:
    if goal is None:
        return None
    return {"count": plain_number(goal.count), "unit": goal.unit.read(language)}


def plain_number(value: float) -> int | float:
    """Whole numbers without a fraction."""
    return int(value) if value == int(value) else value
