"""why: what puts a duty on the list, when, by whose rule, and where that is written."""

import re
from collections.abc import Iterable
from datetime import date

from typer import Argument, Context, Exit

from opsplan.cli import offers
from opsplan.cli.help import Commands
from opsplan.cli.next import next_of
from opsplan.cli.options import LIST_DATE
from opsplan.cli.session import Session
from opsplan.phrase.scan import fold
from opsplan.planning.reference import Found, duty_named, resolve, row_named
from opsplan.planning.registers import registers_of, row_occurrence, rows_of, unlisted_because
from opsplan.planning.why import Why, why_of, why_off
from opsplan.values.checklist import Item
from opsplan.values.classes import replace
from opsplan.values.journal import Entry, valid_entries
from opsplan.values.occurrence import Identity
from opsplan.values.playbook import Duty, Playbook
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.register import Register, Row
from opsplan.values.text import say
from opsplan.views.why import why_data, why_text

app = Commands()

HISTORY = 3
"""So many entries about a duty are shown, the latest."""
ROW_HISTORY = 20
"""The same of a row, which has a story of its own."""


@app.command()
def why(
    ctx: Context,
    ref: str = Argument(
        help="A number of the list, a duty (repost@wed#2), or a paper code (B07).",
        metavar="REF",
        autocompletion=offers.duties,
    ),
    day: str = LIST_DATE,
) -> None:
    """Why something is on the list, or why not: its phrase, rule, figure, file and line.

    opsplan why 5
    opsplan why repost@wed#2
    opsplan why gold-booth
    """
    session: Session = ctx.obj
    found = [replace(each, today=session.today) for each in _explained(session, ref, day)]
    session.show(
        lambda: "\n".join(why_text(each, session.words, session.screen.width) for each in found),
        lambda: (
            why_data(found[0], session.words)
            if len(found) == 1
            else {"items": [why_data(each, session.words) for each in found]}
        ),
    )
    raise Exit(session.report_problems())


def _explained(session: Session, ref: str, typed_day: str | None) -> list[Why]:
    on = session.day(typed_day)
    try:
        listed = resolve(ref, session.plan, on, session.list_of)
    except OpsplanError:
        if unlisted := _unlisted_row(session, ref, on):
            return [unlisted]
        name = _name_in(ref)
        if name is None:
            raise
        return [_unlisted(session, name, _day_in(session, ref) or on)]
    return [_listed(session, found) for found in listed]


def _listed(session: Session, found: Found) -> Why:
    occurrence = found.item.occurrence
    if occurrence.mark.kind == "row":
        return _of_row(session, found)
    planned = session.plan.duty(occurrence.planned.key)
    assert planned is not None
    history = _history(session, occurrence.planned.key)
    item: Item | None = found.item
    if found.item in session.list_of(found.day).later:
        item = None
    known = why_of(session.plan, planned, found.day, item, occurrence, history)
    return replace(known, asked=_ask(session, occurrence.identity))


def _unlisted(session: Session, name: str, day: date) -> Why:
    """Why a duty is not on the list of a day; OpsplanError where the shop's playbooks have none so
    named."""
    try:
        planned = duty_named(name, session.plan)
    except OpsplanError:
        book, duty = _off_duty(session, name)
        return why_off(session.plan, book, duty, day)
    upcoming = next(iter(next_of(session, planned, 1)), None)
    history = _history(session, planned.planned.key)
    known = why_of(session.plan, planned, day, None, upcoming, history)
    is_closed = any(day in pause for pause in session.shop.pauses)
    return replace(known, off=say("the shop is closed on {day}", day=day)) if is_closed else known


def _day_in(session: Session, ref: str) -> date | None:
    """The day that a reference names; None where it names none."""
    named = re.search("@([^#@]+)", fold(ref))
    try:
        return session.day(named[1].strip()) if named else None
    except UsageError:  # a clock time, perhaps
        return None


def _name_in(ref: str) -> str | None:
    """The duty's name in a reference; None where it is a number of the list."""
    name = re.split("[@#]", fold(ref))[0].strip()
    if re.fullmatch(r"\d+(-\d+)?", name):
        return None
    return name.partition("/")[2] if name.count("/") == 2 else name


def _off_duty(session: Session, name: str) -> tuple[Playbook, Duty]:
    """The duty of that name that the shop's playbooks have but its plan leaves out."""
    lowered = name.lower()
    found = [
        (book, duty)
        for book in session.plan.playbooks
        for duty in book.duties
        if lowered in (*duty.names, f"{book.id}/{duty.id}") or name in (duty.name.zh, duty.name.en)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        keys = [f"{book.id}/{duty.id}" for book, duty in found]
        raise OpsplanError(
            say("'{ref}' can be {keys}", ref=name, keys=keys), say("write it in full")
        )
    duty_named(name, session.plan)
    raise AssertionError(name)


def _of_row(session: Session, found: Found) -> Why:
    """Why the row of a register is on the list."""
    planned = found.item.occurrence.planned
    book, table = next(
        (book, table)
        for book, table in registers_of(session.plan)
        if (book.id, table.id) == (planned.playbook.id, planned.duty.id)
    )
    entries = session.journal.facts(session.shop.id, ()).rows
    row = rows_of(entries)[book.id, table.id][found.item.occurrence.slot]
    known = _about_row(session, book, table, row, entries, found.day)
    return replace(known, item=found.item, occurrence=found.item.occurrence)


def _unlisted_row(session: Session, ref: str, day: date) -> Why | None:
    """Why a row of a register is not on the list of a day; None where there is no such row."""
    named = row_named(ref, session.plan)
    entries = session.journal.facts(session.shop.id, ()).rows if named else ()
    known = rows_of(entries)
    for book, table in registers_of(session.plan):
        rows = known.get((book.id, table.id), {})
        if named and named.is_of(book.id, table.id) and named.number in rows:
            row = rows[named.number]
            found = _about_row(session, book, table, row, entries, day)
            return replace(found, off=unlisted_because(table, row, day))
    return None


def _about_row(
    session: Session, book: Playbook, table: Register, row: Row, entries: Iterable[Entry], day: date
) -> Why:
    """What is known of a row, whether it is on a list or not."""
    occurrence = row_occurrence(session.plan, book, table, row)
    ours = [each for each in entries if each.identity == occurrence.identity]
    return Why(
        day,
        book,
        occurrence.planned.duty,
        None,
        occurrence,
        policy=occurrence.mark.policy,
        register=(table, row),
        history=tuple(ours[-ROW_HISTORY:]),
    )


def _history(session: Session, key: str) -> tuple[Entry, ...]:
    newest = session.journal.facts(session.shop.id, [key]).newest.get(key, ())
    return tuple(valid_entries(newest)[-HISTORY:])


def _ask(session: Session, identity: Identity) -> Entry | None:
    """Who asked for it, where somebody did."""
    known = valid_entries(session.journal.entries(session.shop.id, [identity.nominal]))
    return next((e for e in known if e.kind == "ask" and e.identity == identity), None)
