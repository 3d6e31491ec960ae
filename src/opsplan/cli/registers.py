"""add, rows, set: the tables that the operator keeps."""

import json
import re
from datetime import date

import typer

from opsplan.cli.help import Command
from opsplan.cli.session import Session
from opsplan.journal.store import Writing
from opsplan.phrase.moments import read_day
from opsplan.planning.registers import is_open, registers_of, rows_of
from opsplan.playbook.faults import near_miss
from opsplan.values.journal import Entry, row_identity
from opsplan.values.playbook import Playbook
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.register import Column, Register, Row
from opsplan.values.text import say
from opsplan.views.lists import table_text

REGISTER_HELP = "A register, by id."
FIELDS_HELP = "Its fields, such as issue='late parcel' promised=+3."


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command(
        cls=Command,
        help="Add a row to a register.\n\n"
        "\b\nopsplan add inquiry-log customer='Mr Wang' question='price of 500'",
    )(add)
    app.command(cls=Command, help="The rows of a register; without one, the registers.")(rows)
    app.command(
        cls=Command,
        name="set",
        help="Change fields of a row.\n\n\b\nopsplan set inquiry-log 3 status=answered",
    )(set_)


def add(
    ctx: typer.Context,
    name: str = typer.Argument(help=REGISTER_HELP, metavar="REGISTER"),
    fields: list[str] = typer.Argument(help=FIELDS_HELP, metavar="FIELD=VALUE…"),
) -> None:
    """Add a row."""
    session: Session = ctx.obj
    book, table = _register(session, name)
    typed = _fields(session, table, fields)
    for column in table.columns:
        if column.type == "choice" and column.id not in typed:
            typed[column.id] = column.choices[0][0]
        if column.required and not typed.get(column.id):
            raise OpsplanError(say("the field '{name}' is missing", name=column.id))

    def write(writing: Writing) -> Entry:
        known = rows_of(writing.rows(session.shop.id)).get((book.id, table.id), {})
        taken = [e.identity.slot for e in writing.rows(session.shop.id) if _is_of(e, book, table)]
        number = max([*known, *taken], default=0) + 1
        identity = row_identity(book.id, table.id, session.today, number)
        return _write(writing, session, identity.nominal, book, table, number, typed)

    entry = session.journal.write(write)
    _show_row(session, book, table, entry.identity.slot)


def rows(
    ctx: typer.Context,
    name: str = typer.Argument(None, help=REGISTER_HELP, metavar="[REGISTER]"),
    every: bool = typer.Option(False, "--all", help="The closed ones too."),
) -> None:
    """The rows of a register."""
    session: Session = ctx.obj
    if name is None:
        _show_registers(session)
        return
    book, table = _register(session, name)
    shown = [
        row
        for row in _rows(session, book, table)
        if every or table.open_while is None or _stands_open(session, book, table, row)
    ]
    columns = [session.words.text(column.name) for column in table.columns]
    lines = [["", session.words("since"), *columns]]
    lines += [[str(row.number), str(row.opened), *_cells(session, table, row)] for row in shown]
    session.show(
        lambda: table_text(lines, session.screen.width, stretch=2),
        lambda: {"items": [_row_data(session, book, table, row) for row in shown]},
    )


def set_(
    ctx: typer.Context,
    name: str = typer.Argument(help=REGISTER_HELP, metavar="REGISTER"),
    number: int = typer.Argument(help="The number of the row.", metavar="ID"),
    fields: list[str] = typer.Argument(help=FIELDS_HELP, metavar="FIELD=VALUE…"),
) -> None:
    """Change fields of a row."""
    session: Session = ctx.obj
    book, table = _register(session, name)
    row = next((each for each in _rows(session, book, table) if each.number == number), None)
    if row is None:
        raise OpsplanError(say("there is no row {number} in {name}", number=number, name=name))
    typed = _fields(session, table, fields)
    for column in table.columns:
        if column.required and typed.get(column.id) == "":
            raise OpsplanError(say("the field '{name}' is missing", name=column.id))
    session.journal.write(
        lambda writing: _write(writing, session, row.opened, book, table, number, typed)
    )
    _show_row(session, book, table, number)


def _write(
    writing: Writing,
    session: Session,
    opened: date,
    book: Playbook,
    table: Register,
    number: int,
    fields: dict[str, str],
) -> Entry:
    identity = row_identity(book.id, table.id, opened, number)
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    return writing.add(session.now, session.me, session.shop.id, "row", identity, text=text)


def _is_of(entry: Entry, book: Playbook, table: Register) -> bool:
    return (entry.identity.playbook, entry.identity.duty) == (book.id, table.id)


def _register(session: Session, name: str) -> tuple[Playbook, Register]:
    known = list(registers_of(session.plan))
    found = [(b, r) for b, r in known if name in (r.id, f"{b.id}/{r.id}", r.name.zh, r.name.en)]
    if len(found) == 1:
        return found[0]
    ids = [register.id for _, register in known]
    if found:
        keys = [f"{book.id}/{register.id}" for book, register in found]
        raise OpsplanError(say("'{ref}' can be {keys}", ref=name, keys=keys))
    what = say("there is no register '{word}' in this shop", word=name)
    hint = near_miss(name, ids) or (say("the registers are {names}", names=ids) if ids else None)
    raise OpsplanError(what, hint)


def _fields(session: Session, table: Register, texts: list[str]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        column = table.column(name)
        if not equals:
            raise UsageError(say("'{text}' is not FIELD=VALUE", text=text))
        if column is None:
            known = [each.id for each in table.columns]
            what = say("the register has no field '{word}'", word=name)
            raise OpsplanError(
                what, near_miss(name, known) or say("the fields are {names}", names=known)
            )
        typed[name] = _value(session, column, value)
    return typed


def _value(session: Session, column: Column, text: str) -> str:
    """The text that is kept for what was typed; OpsplanError where it does not fit the field."""
    if not text:
        return ""
    wanted = say("a text")
    match column.type:
        case "text":
            return text
        case "number":
            wanted = say("a number")
            if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", text.replace(",", "")):
                return text.replace(",", "")
        case "date":
            wanted = say("a date such as 2026-12-01")
            if (day := read_day(text, session.today)) is not None:
                return day.isoformat()
        case "choice":
            wanted = say("one of {names}", names=[value for value, _ in column.choices])
            for value, name in column.choices:
                if text in (value, name.zh, name.en):
                    return value
    raise OpsplanError(say("'{value}' does not fit {name}", value=text, name=column.id), wanted)


def _rows(session: Session, book: Playbook, table: Register) -> list[Row]:
    facts = session.journal.facts(session.shop.id, ())
    return sorted(
        rows_of(facts.rows).get((book.id, table.id), {}).values(), key=lambda row: row.number
    )


def _stands_open(session: Session, book: Playbook, table: Register, row: Row) -> bool:
    """Whether the row is open by its field, and nobody has ticked it off."""
    ticked = {
        item.occurrence.slot
        for item in session.list_of(session.today).items
        if item.occurrence.mark.kind == "row"
        and item.occurrence.planned.key == f"{book.id}/{table.id}"
        and item.status not in ("done", "skipped")
    }
    return is_open(table, row) and row.number in ticked


def _cells(session: Session, table: Register, row: Row) -> list[str]:
    cells: list[str] = []
    for column in table.columns:
        value = row.fields.get(column.id, "")
        names = {choice: session.words.text(name) for choice, name in column.choices}
        cells.append(names.get(value, value))
    return cells


def _row_data(session: Session, book: Playbook, table: Register, row: Row) -> dict[str, object]:
    return {
        "id": row.number,
        "opened": row.opened.isoformat(),
        "age_days": (session.today - row.opened).days,
        "open": _stands_open(session, book, table, row),
        "fields": {column.id: row.fields.get(column.id) or None for column in table.columns},
    }


def _show_row(session: Session, book: Playbook, table: Register, number: int) -> None:
    row = next(each for each in _rows(session, book, table) if each.number == number)
    pairs = zip(table.columns, _cells(session, table, row), strict=True)
    cells = [f"{session.words.text(column.name)} {cell}" for column, cell in pairs if cell]
    name = session.words.text(table.name)
    session.show(
        lambda: f"{name} {row.number}: {' · '.join(cells)}\n",
        lambda: _row_data(session, book, table, row),
    )


def _show_registers(session: Session) -> None:
    known = list(registers_of(session.plan))
    lines = [(table.id, session.words.text(table.name), book.id) for book, table in known]
    empty = session.words("The shop's playbooks have no registers.") + "\n"
    session.show(
        lambda: table_text(lines, session.screen.width) or empty,
        lambda: {
            "items": [{"id": line[0], "name": line[1], "playbook": line[2]} for line in lines]
        },
    )
