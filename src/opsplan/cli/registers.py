"""add, rows, set: the tables that the operator keeps."""

from typer import Argument, Context, Option

from opsplan.cli import offers
from opsplan.cli.help import Commands
from opsplan.cli.log import split_pair
from opsplan.cli.options import DRY_RUN, YES
from opsplan.cli.register_files import (
    add_table,
    known_rows,
    register_named,
    write_table,
)
from opsplan.cli.session import Session
from opsplan.journal import records
from opsplan.journal.store import Writing
from opsplan.planning.register_table import (
    column_named,
    completed,
    missing_field,
    read_field,
)
from opsplan.planning.registers import is_open, is_ticked, registers_of
from opsplan.planning.tables import Wrong
from opsplan.values.classes import replace
from opsplan.values.journal import Entry
from opsplan.values.playbook import Playbook
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.register import Register, Row
from opsplan.values.spelling import near_miss
from opsplan.values.text import LANGUAGES, Message, say
from opsplan.views.intake import closed_on
from opsplan.views.items import choice_name
from opsplan.views.lists import table_text
from opsplan.views.visible import visible

app = Commands()

REGISTER_HELP = "A register, by id."
FIELDS_HELP = "Its fields, such as issue='late parcel' promised=+3."


@app.command()
def add(
    ctx: Context,
    name: str = Argument(help=REGISTER_HELP, metavar="REGISTER", autocompletion=offers.registers),
    fields: list[str] = Argument(None, help=FIELDS_HELP, metavar="[FIELD=VALUE…]"),
    file: str = Option(
        None, "--from", metavar="FILE.csv", help="Rows of a table; those with an id are changed."
    ),
    yes: bool = YES,
    dry_run: bool = DRY_RUN,
) -> None:
    """Add a row to a register.

    opsplan add inquiry-log customer='Mr Wang' question='price of 500'
    opsplan add inquiry-log --from inquiries.csv
    """
    session: Session = ctx.obj
    book, table = register_named(session, name)
    if file is not None:
        if fields:
            raise UsageError(say("--from takes its rows from the file alone"))
        add_table(session, book, table, file, yes=yes, dry_run=dry_run)
        return
    if not fields:
        raise UsageError(say("{name} is missing", name=say("FIELD=VALUE…")))
    typed = completed(table, _fields(session, table, fields))
    if (what := missing_field(table, typed)) is not None:
        raise OpsplanError(what)

    key = (book.id, table.id)

    def write(writing: Writing) -> Entry:
        number = records.next_number(writing, session.shop.id, key)
        return records.write_row(writing, session.author, key, session.today, number, typed)

    entry = session.journal.write(write)
    _show_row(session, book, table, entry.identity.slot)


@app.command()
def rows(
    ctx: Context,
    name: str = Argument(
        None, help=REGISTER_HELP, metavar="[REGISTER]", autocompletion=offers.registers
    ),
    every: bool = Option(False, "--all", help="The closed ones too."),
    file: str = Option(
        None, "-o", "--output", metavar="FILE.csv", help="Write them for a spreadsheet."
    ),
    yes: bool = Option(False, "--yes", help="Replace a file that is there."),
) -> None:
    """The rows of a register; without one, the registers.

    opsplan rows inquiry-log
    opsplan rows inquiry-log --all -o inquiries.csv
    """
    session: Session = ctx.obj
    if name is None:
        if file is not None:
            raise UsageError(say("{name} is missing", name=say("REGISTER")))
        _show_registers(session)
        return
    book, table = register_named(session, name)
    has_all = every or table.open_while is None
    shown = [r for r in known_rows(session, book, table) if has_all or is_open(table, r)]
    if file is not None:
        write_table(session, table, shown, file, yes=yes)
        return
    has_ticked = any(is_ticked(table, row) for row in shown)
    columns = [session.words.text(column.name) for column in table.columns]
    closed = [session.words("closed on")] if has_ticked else []
    lines = [["", session.words("since"), *columns, *closed]]
    for row in shown:
        closed = [closed_on(table, row)] if has_ticked else []
        lines.append([str(row.number), str(row.opened), *_cells(session, table, row), *closed])
    session.show(
        lambda: table_text(lines, session.screen.width, stretch=2),
        lambda: {"items": [_row_data(session, table, row) for row in shown]},
    )


@app.command("set")
def set_(
    ctx: Context,
    name: str = Argument(help=REGISTER_HELP, metavar="REGISTER", autocompletion=offers.registers),
    number: int = Argument(help="The number of the row.", metavar="ID"),
    fields: list[str] = Argument(help=FIELDS_HELP, metavar="FIELD=VALUE…"),
) -> None:
    """Change fields of a row.

    opsplan set inquiry-log 3 status=answered
    """
    session: Session = ctx.obj
    book, table = register_named(session, name)
    row = next((each for each in known_rows(session, book, table) if each.number == number), None)
    if row is None:
        raise OpsplanError(say("there is no row {number} in {name}", number=number, name=name))
    typed = _fields(session, table, fields)
    for column in table.columns:
        if column.required and typed.get(column.id) == "":
            raise OpsplanError(say("the field '{name}' is missing", name=column.name))
    session.journal.write(
        lambda writing: records.write_row(
            writing, session.author, (book.id, table.id), row.opened, number, typed
        )
    )
    _show_row(session, book, table, number)
    _tell_closed(session, table, row, typed)


def _tell_closed(session: Session, table: Register, row: Row, typed: dict[str, str]) -> None:
    """Say what became of a row that was ticked off: only a new date opens it, no other field."""
    tick = row.tick
    if tick is None or not is_ticked(table, row):
        return
    if is_ticked(table, replace(row, fields={**row.fields, **typed})):
        what = say(
            "row {number} stays closed (at {time} by {who}); opsplan undo {id} opens it again",
            number=row.number,
            time=f"{tick.at:%Y-%m-%d %H:%M}",
            who=visible(tick.by),
            id=tick.id,
        )
    else:
        what = say("row {number} has a new date and is no longer closed", number=row.number)
    session.err.write(f"{session.words.message(what)}\n")


def _fields(session: Session, table: Register, texts: list[str]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for text in texts:
        name, equals, value = split_pair(text)
        column = column_named(table, name)
        if not equals:
            raise UsageError(say("'{text}' is not FIELD=VALUE", text=text))
        if column is None:
            raise OpsplanError(*_no_field(table, name))
        if column.id in typed:
            raise UsageError(say("the field '{name}' is given twice", name=column.name))
        read = read_field(column, value, session.today)
        if isinstance(read, Wrong):
            raise OpsplanError(read.what, read.fix)
        typed[column.id] = read
    return typed


def _no_field(table: Register, name: str) -> tuple[Message, Message]:
    """What is wrong with a field's name, and what would be right."""
    names = [column.name for column in table.columns]
    known = [column.id for column in table.columns]
    known += [name.read(language) for name in names for language in LANGUAGES]
    what = say("the register has no field '{word}'", word=name)
    return what, near_miss(name, known) or say("the fields are {names}", names=names)


def _cells(session: Session, table: Register, row: Row) -> list[str]:
    return [
        choice_name(column, row.fields.get(column.id, ""), session.words)
        for column in table.columns
    ]


def _row_data(session: Session, table: Register, row: Row) -> dict[str, object]:
    return {
        "id": row.number,
        "opened": row.opened.isoformat(),
        "age_days": (session.today - row.opened).days,
        "open": is_open(table, row),
        "fields": {column.id: row.fields.get(column.id) or None for column in table.columns},
    }


def _show_row(session: Session, book: Playbook, table: Register, number: int) -> None:
    row = next(each for each in known_rows(session, book, table) if each.number == number)
    pairs = zip(table.columns, _cells(session, table, row), strict=True)
    cells = [f"{session.words.text(column.name)} {cell}" for column, cell in pairs if cell]
    name = session.words.text(table.name)
    session.show(
        lambda: f"{name} {row.number}: {visible(' · '.join(cells))}\n",
        lambda: _row_data(session, table, row),
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
