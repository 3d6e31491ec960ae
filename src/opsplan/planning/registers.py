"""Registers: the rows that the journal knows, and those that stand on a day's list."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from opsplan.planning.plan import DEFAULT_ZONE, Plan
from opsplan.values.classes import replace
from opsplan.values.journal import Entry, Record, row_identity, valid_entries
from opsplan.values.occurrence import OPEN_END, Identity, Mark, Occurrence, Planned, day_start
from opsplan.values.playbook import Duty, Playbook
from opsplan.values.register import Register, Row, Tick
from opsplan.values.text import Message, Text, say

RowKey = tuple[str, str]
"""A register: (playbook, register)."""


def registers_of(plan: Plan, day: date | None = None) -> Iterator[tuple[Playbook, Register]]:
    """The registers that the shop keeps (on that day)."""
    return plan.having(lambda book: book.registers, day)


def register_of(plan: Plan, identity: Identity) -> Register:
    """The register that the row of this identity is in."""
    books = (book for book in plan.playbooks if book.id == identity.playbook)
    return next(each for book in books for each in book.registers if each.id == identity.duty)


def rows_of(entries: Iterable[Entry]) -> dict[RowKey, dict[int, Row]]:
    """The rows of each register by number; later entries about a row change its fields, or close
    it."""
    found: dict[RowKey, dict[int, Row]] = {}
    for entry in valid_entries(entries):
        identity = entry.identity
        key = identity.playbook, identity.duty
        before = found.get(key, {}).get(identity.slot)
        if entry.kind == "row":
            row = before or Row(identity.slot, identity.nominal, {})
            fields = {**row.fields, **_fields_in(entry)}
            changed = replace(row, fields=fields, written=entry.id)
            found.setdefault(key, {})[identity.slot] = changed
        elif before and before.opened == identity.nominal and entry.kind in ("done", "skip"):
            tick = Tick(entry.id, entry.at, entry.by, before.fields)
            found[key][identity.slot] = replace(before, tick=tick)
    return found


def _fields_in(entry: Entry) -> dict[str, str]:
    import json  # few shops have rows

    fields: dict[str, str] = json.loads(entry.text or "{}")
    return fields


def is_open(register: Register, row: Row) -> bool:
    """Whether the row is still open by its own field, and nobody has ticked it off; registers
    without such a field have no open rows."""
    return not is_ticked(register, row) and _has_open_field(register, row)


def is_ticked(register: Register, row: Row) -> bool:
    """Whether somebody has ticked the row off. A tick is about the date that the row had then: one
    that was given another since is to be seen to again."""
    if row.tick is None or register.remind is None:
        return row.tick is not None
    name = register.remind.before
    before = row.fields.get(name)
    return not before or before == row.tick.fields.get(name)


def _has_open_field(register: Register, row: Row) -> bool:
    if register.open_while is None:
        return False
    name, value = register.open_while
    return row.fields.get(name) == value


def listed(plan: Plan, entries: Iterable[Entry], day: date) -> Iterator[tuple[Occurrence, str]]:
    """The rows on the list of `day`, each with the id of the entry by which it came: those that
    stood there as the day began, or at any time since. One that is closed keeps its place."""
    known = _by_row(entries)
    for index, (book, register) in enumerate(registers_of(plan, day)):
        zone = _zone(plan, book)
        dawn = day_start(day, zone, plan.shop.day_starts)
        for identity, about in known.get((book.id, register.id), {}).items():
            stood = [
                (row, arrived)
                for row, arrived in (_states(about, dawn) if identity.nominal <= day else ())
                if stands(register, row, day) and not is_ticked(register, row)
            ]
            if stood:
                (row, _), (_, arrived) = stood[-1], stood[0]
                due = _reminded(register, row, day)
                yield _occurrence(plan, book, register, row, index, due), arrived


def stands(register: Register, row: Row, day: date) -> bool:
    """Whether the row's fields put it on the list of `day`: it is open, or its date comes near."""
    return _has_open_field(register, row) or _reminded(register, row, day) is not None


def unlisted_because(register: Register, row: Row, day: date) -> Message | None:
    """Why a row is not on the list of `day`; None where that cannot be told of it."""
    if row.tick is not None and is_ticked(register, row):
        return say(
            "closed at {time} by {who}; opsplan undo {id} opens it again",
            time=f"{row.tick.at:%Y-%m-%d %H:%M}",
            who=row.tick.by,
            id=row.tick.id,
        )
    if row.opened > day:
        return say("it was added on {day}", day=row.opened)
    if register.open_while and not _has_open_field(register, row):
        column = register.column(register.open_while[0])
        return say("its field '{name}' closes it", name=column.name if column else "")
    before = _date_to_remember(register, row)
    if _has_open_field(register, row):
        return None  # the shop is closed, perhaps
    if before is None or register.remind is None:
        return say("it has no date to be reminded of")
    first = before - timedelta(days=max(register.remind.days))
    return say("it stands there from {first} to {last}", first=first, last=before)


def row_record(register: Register, entries: Sequence[Entry], record: Record, day: date) -> Record:
    """What the journal says of a row that is on the list of `day`: `record` is what it says of
    ticks, `entries` is all about the row. Whoever wrote fields that take it off has settled it."""
    row = _row_in(entries)
    if row is None:
        return record
    if not stands(register, row, day):
        by_fields = next(entry for entry in entries if entry.id == row.written)
        said_by_fields = replace(by_fields, text=None)  # its text is the fields, and no remark
        return record if record.settled else replace(record, settled=said_by_fields)
    if row.tick is None or is_ticked(register, row):
        return record
    return replace(record, settled=None, outdated=row.tick.id)


def _by_row(entries: Iterable[Entry]) -> dict[RowKey, dict[Identity, list[Entry]]]:
    """The entries about each row, which begin with the one that added it."""
    found: dict[RowKey, dict[Identity, list[Entry]]] = {}
    for entry in entries:
        identity = entry.identity
        rows = found.setdefault((identity.playbook, identity.duty), {})
        if entry.kind == "row" or identity in rows:
            rows.setdefault(identity, []).append(entry)
    return found


def _states(about: Sequence[Entry], dawn: datetime) -> Iterator[tuple[Row, str]]:
    """The row as it was at dawn and after each entry since, with the entry that made it so; there
    are none of a row that was taken back."""
    last = _row_in(about)
    if last is None:
        return
    before = [entry for entry in about if entry.written < dawn]
    since = [entry for entry in about if entry.written >= dawn]
    if before and (row := _row_in(before) if since else last):
        yield row, about[0].id
    for at, entry in enumerate(since, 1):
        if entry.kind in _TELLING and (row := _row_in([*before, *since[:at]])):
            yield row, entry.id


_TELLING = ("row", "done", "skip", "undo")
"""The entries that can make a row stand, or no longer."""


def _row_in(about: Iterable[Entry]) -> Row | None:
    """The row that all of these entries are about; None where it was taken back."""
    rows = [row for ours in rows_of(about).values() for row in ours.values()]
    return rows[0] if rows else None


def reminded_days(plan: Plan, entries: Iterable[Entry]) -> Iterator[tuple[Identity, date]]:
    """The rows that have a date to be remembered, each with every day on which it is said."""
    known = rows_of(entries)
    for book, register in registers_of(plan):
        for row in known.get((book.id, register.id), {}).values():
            before = None if is_ticked(register, row) else _date_to_remember(register, row)
            if register.remind and before:
                identity = row_identity(book.id, register.id, row.opened, row.number)
                for days in register.remind.days:
                    yield identity, before - timedelta(days=days)


def row_occurrence(plan: Plan, book: Playbook, register: Register, row: Row) -> Occurrence:
    """A row as an item of a list, whether it stands on one or not."""
    return _occurrence(plan, book, register, row, 0, None)


def row_title(register: Register, row: Row) -> Text:
    """What the row is called on a list."""
    if register.title.zh or register.title.en:
        return _filled(register.title, register, row)
    first = row.fields.get(register.columns[0].id, "")
    return Text(f"{register.name.zh or register.name.en}：{first}", f"{register.name.en}: {first}")


def _reminded(register: Register, row: Row, day: date) -> date | None:
    """The date that the row must be reminded of on `day`; None where it need not be."""
    before = _date_to_remember(register, row)
    if register.remind is None or before is None:
        return None
    return before if before - timedelta(days=max(register.remind.days)) <= day <= before else None


def _date_to_remember(register: Register, row: Row) -> date | None:
    """The date before which the row is reminded of; None where it has none or is closed."""
    text = row.fields.get(register.remind.before, "") if register.remind else ""
    if not text or (register.open_while and not _has_open_field(register, row)):
        return None
    return date.fromisoformat(text)


def _occurrence(
    plan: Plan, book: Playbook, register: Register, row: Row, index: int, due: date | None
) -> Occurrence:
    title = row_title(register, row)
    if due is not None and register.remind:
        title = _filled(register.remind.say, register, row)
    duty = Duty(register.id, title, (), 0, register.line, register.role, covers=register.covers)
    zone, starts = _zone(plan, book), plan.shop.day_starts
    planned = Planned(book, duty, "", (1000 + index, row.number), zone, starts)
    mark = Mark("row", "carry")
    return Occurrence(planned, row.opened, row.number, row.opened, due or OPEN_END, mark)


def _zone(plan: Plan, book: Playbook) -> ZoneInfo:
    return ZoneInfo(plan.shop.timezone or book.timezone or DEFAULT_ZONE)


def _filled(templates: Text, register: Register, row: Row) -> Text:
    """The text in each language with the row's fields; where nothing is left, what the register is
    called."""
    zh, en = _with_fields(templates.zh, row), _with_fields(templates.en, row)
    name = register.name
    return Text(
        zh or (name.read("zh") if templates.zh else ""),
        en or (name.read("en") if templates.en else ""),
    )


def _with_fields(template: str, row: Row) -> str:
    """The text with the row's fields in place of `{field}`; an empty one leaves no gap."""

    def field(found: re.Match[str]) -> str:
        value = row.fields.get(found[2])
        return f"{found[1]}{value}" if value else ""

    return " ".join(re.sub(r"(\s*)\{([a-z0-9_-]+)\}", field, template).split())
