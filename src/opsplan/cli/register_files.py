"""A register to CSV and back."""

from pathlib import Path

from opsplan.cli.intake import Preview, finish, read_headed, wants_to_write
from opsplan.cli.output import write_whole
from opsplan.cli.paper import STDOUT
from opsplan.cli.session import Session
from opsplan.journal import records
from opsplan.journal.store import Writing
from opsplan.planning.register_table import (
    ID,
    Fields,
    RowChange,
    RowChanges,
    column_named,
    match_fields,
    read_rows,
)
from opsplan.planning.registers import registers_of, rows_of
from opsplan.planning.tables import HeadedTable, column_keys
from opsplan.values.playbook import Playbook
from opsplan.values.problem import OpsplanError
from opsplan.values.register import Register, Row
from opsplan.values.spelling import near_miss
from opsplan.values.text import say
from opsplan.views.intake import register_csv, rows_data, rows_text


def register_named(session: Session, name: str) -> tuple[Playbook, Register]:
    """The register of that id, `playbook/id` or name; OpsplanError where it is not one."""
    known = list(registers_of(session.plan))
    found = [(b, r) for b, r in known if name in (r.id, f"{b.id}/{r.id}", r.name.zh, r.name.en)]
    if len(found) == 1:
        return found[0]
    ids = [register.id for _, register in known]
    if found:
        keys = [f"{book.id}/{register.id}" for book, register in found]
        raise OpsplanError(say("'{ref}' can be {keys}", ref=name, keys=keys))
    what = say("there is no register '{word}' in this shop", word=name)
    names = [register.name for _, register in known]
    near = near_miss(name, [*ids, *(each.zh for each in names), *(each.en for each in names)])
    raise OpsplanError(
        what, near or (say("the registers are {names}", names=names) if ids else None)
    )


def known_rows(session: Session, book: Playbook, table: Register) -> list[Row]:
    """The rows of a register by number."""
    return records.known_rows(session.journal, session.shop.id, (book.id, table.id))


def write_table(
    session: Session, table: Register, rows: list[Row], file: str, *, yes: bool
) -> None:
    """Write rows into a CSV file (`-`: standard output); one that is there is only replaced with
    `yes`."""
    if file == STDOUT:
        session.out.write(register_csv(table, rows, session.words))
        return
    path = Path(file).expanduser()
    if path.exists() and not yes:
        raise OpsplanError(say("{path} is there already", path=path), say("--yes replaces it"))
    write_whole(path, register_csv(table, rows, session.words))
    count = len(rows)
    said = session.words("rows written to {path}: {count}", count=count, path=path)
    session.err.write(f"{said}\n")
    if session.options.json:
        session.show(str, lambda: {"file": str(path.absolute()), "rows": count})


def add_table(
    session: Session, book: Playbook, table: Register, file: str, *, yes: bool, dry_run: bool
) -> None:
    """Add and change the rows that a CSV file has, after a preview."""
    read = read_headed(file, lambda c: column_named(table, c) is not None or _is_id(c))
    fields = match_fields(table, read.header)
    known = {row.number: row for row in known_rows(session, book, table)}
    found = read_rows(read, table, fields, known, session.today)
    preview = Preview(
        _notes(session, fields),
        rows_text(found.changes, found.unchanged, table, session.words),
        found.refused,
        bool(found.changes),
    )
    agreed = wants_to_write(session, preview, yes=yes, dry_run=dry_run)
    changes = found.changes
    if agreed and changes:
        changes = _write(session, book, table, read, fields)
    if session.options.json:
        data = rows_data(changes, found.refused, session.words, written=agreed)
        session.show(str, lambda: data)
    written = session.words("rows written: {count}", count=len(changes))
    finish(session, preview, written, agreed=agreed, dry_run=dry_run)


def _write(
    session: Session, book: Playbook, table: Register, read: HeadedTable, fields: Fields
) -> list[RowChange]:
    """Write what the file says beyond the rows as they stand when nobody else writes."""

    def write(writing: Writing) -> list[RowChange]:
        key = (book.id, table.id)
        known = rows_of(writing.rows(session.shop.id)).get(key, {})
        found: RowChanges = read_rows(read, table, fields, known, session.today)
        number = records.next_number(writing, session.shop.id, key)
        author = session.author
        for change in found.changes:
            if change.before is None:
                records.write_row(writing, author, key, session.today, number, change.fields)
                number += 1
            else:
                row = change.before
                records.write_row(writing, author, key, row.opened, row.number, change.fields)
        return found.changes

    return session.journal.write(write)


def _is_id(cell: str) -> bool:
    return column_keys(cell)[0] == ID


def _notes(session: Session, fields: Fields) -> list[str]:
    words = session.words
    return [
        words("not used: {name} ({reason})", name=name, reason=words.message(near))
        if near
        else words("not used: {name}", name=name)
        for name, near in fields.unused
    ]
