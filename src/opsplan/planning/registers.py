"""Registers: the rows that the journal knows, and those that stand on a day's list."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from opsplan.planning.plan import DEFAULT_ZONE, Plan
from opsplan.values.classes import replace
from opsplan.values.journal import Entry, row_identity, valid_entries
from opsplan.values.occurrence import OPEN_END, Identity, Mark, Occurrence, Planned
from opsplan.values.playbook import Duty, Playbook
from opsplan.values.register import Register, Row, Tick
from opsplan.values.text import Text

RowKey = tuple[str, str]
"""A register: (playbook, register)."""


def registers_of(plan: Plan, day: date | None = None) -> Iterator[tuple[Playbook, Register]]:
    """The registers that the shop keeps (on that day)."""
    return plan.having(lambda book: book.registers, day)


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
            written = replace(row, fields={**row.fields, **_fields_in(entry)})
            found.setdefault(key, {})[identity.slot] = written
        elif before and before.opened == identity.nominal and entry.kind in ("done", "skip"):
            tick = Tick(entry.id, entry.at, entry.by)
            found[key][identity.slot] = replace(before, tick=tick)
    return found


def _fields_in(entry: Entry) -> dict[str, str]:
    import json  # few shops have rows

    fields: dict[str, str] = json.loads(entry.text or "{}")
    return fields


def is_open(register: Register, row: Row) -> bool:
    """Whether the row is still open by its own field, and nobody has ticked it off; registers
    without such a field have no open rows."""
    return row.tick is None and _has_open_field(register, row)


def _has_open_field(register: Register, row: Row) -> bool:
    if register.open_while is None:
        return False
    name, value = register.open_while
    return row.fields.get(name) == value


def listed(plan: Plan, entries: Iterable[Entry], day: date) -> Iterator[Occurrence]:
    """The rows that stand on the list of `day`: open ones, and those whose date comes near."""
    known = rows_of(entries)
    for index, (book, register) in enumerate(registers_of(plan, day)):
        for row in known.get((book.id, register.id), {}).values():
            if row.opened > day:
                continue
            due = _reminded(register, row, day)
            if due is not None or _has_open_field(register, row):
                yield _occurrence(plan, book, register, row, index, due)


def reminded_days(plan: Plan, entries: Iterable[Entry]) -> Iterator[tuple[Identity, date]]:
    """The rows that have a date to be remembered, each with every day on which it is said."""
    known = rows_of(entries)
    for book, register in registers_of(plan):
        for row in known.get((book.id, register.id), {}).values():
            before = _date_to_remember(register, row)
            if register.remind and before:
                identity = row_identity(book.id, register.id, row.opened, row.number)
                for days in register.remind.days:
                    yield identity, before - timedelta(days=days)


def row_title(register: Register, row: Row) -> Text:
    """What the row is called on a list."""
    if register.title.zh or register.title.en:
        return Text(_filled(register.title.zh, row), _filled(register.title.en, row))
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
        say = register.remind.say
        title = Text(_filled(say.zh, row), _filled(say.en, row))
    duty = Duty(register.id, title, (), 0, register.line, register.role, covers=register.covers)
    zone = ZoneInfo(plan.shop.timezone or book.timezone or DEFAULT_ZONE)
    planned = Planned(book, duty, "", (1000 + index, row.number), zone, plan.shop.day_starts)
    mark = Mark("row", "carry")
    return Occurrence(planned, row.opened, row.number, row.opened, due or OPEN_END, mark)


def _filled(template: str, row: Row) -> str:
    text = template
    for name, value in row.fields.items():
        text = text.replace(f"{{{name}}}", value)
    return " ".join(text.split())
