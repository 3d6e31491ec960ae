"""done, skip, note, undo: what people write into the journal."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache

from typer import Argument, Context, Option

from opsplan.cli import offers
from opsplan.cli.help import Commands
from opsplan.cli.options import LIST_DATE
from opsplan.cli.session import Session
from opsplan.journal import ticks
from opsplan.phrase.moments import read_moment
from opsplan.planning.about import name_of
from opsplan.planning.checklist import settled_as
from opsplan.planning.reference import Found, apart, resolve
from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import replace
from opsplan.values.journal import NO_RECORD, records, row_ref
from opsplan.values.occurrence import DAY, Identity, day_end, day_of, wall
from opsplan.values.problem import UsageError
from opsplan.values.text import say
from opsplan.views.data import item_data
from opsplan.views.entries import ENTRY_WORDS
from opsplan.views.visible import visible

app = Commands()

REF_HELP = "A number or range of the list, a duty (repost@wed#2), or a paper code (B07)."
AT_HELP = "When it was done: 17:00, 'yesterday 17:00', 2026-11-24T17:00."
REFS = Argument(metavar="REF…", help=REF_HELP, autocompletion=offers.duties)
REF = Argument(metavar="REF", help=REF_HELP, autocompletion=offers.duties)
AT = Option(None, "--at", metavar="TIME", help=AT_HELP)


@app.command()
def done(
    ctx: Context,
    refs: list[str] = REFS,
    count: float = Option(None, "--count", metavar="N", help="How many more; done at the goal."),
    at: str = AT,
    note: str = Option(None, "--note", metavar="TEXT", help="A remark that stays with it."),
    day: str = LIST_DATE,
) -> None:
    """Tick off: settles it whole, or counts towards its goal.

    opsplan done 3 5-7
    opsplan done repost
    opsplan done repost#2 --at 'yesterday 17:00'
    opsplan done B07 --count 4
    """
    if count is not None and not 0 < count < 1_000_000_000:
        raise UsageError(say("--count takes a number above 0"))
    _write(ctx.obj, refs, at, day, ticks.done(count, note))


@app.command()
def skip(
    ctx: Context,
    refs: list[str] = REFS,
    why: str = Option(..., "--why", metavar="TEXT", help="The reason."),
    at: str = AT,
    day: str = LIST_DATE,
) -> None:
    """Leave out, with the reason.

    opsplan skip 4 --why "platform is down"
    """
    if not why.strip():
        raise UsageError(say("--why takes a reason"))
    _write(ctx.obj, refs, at, day, ticks.skipped(why))


@app.command()
def note(
    ctx: Context,
    ref: str = REF,
    text: list[str] = Argument(help="The note.", metavar="TEXT"),
    day: str = LIST_DATE,
) -> None:
    """Add a note to an item.

    opsplan note repost#2 only half of them
    """
    if not " ".join(text).strip():
        raise UsageError(say("{name} is missing", name=say("TEXT")))
    _write(ctx.obj, [ref], None, day, ticks.noted(" ".join(text)))


@app.command()
def snooze(
    ctx: Context,
    ref: str = REF,
    span: str = Argument(help="For how long: 30m, 2h.", metavar="SPAN"),
    day: str = LIST_DATE,
) -> None:
    """Be reminded of it again after a while, and not before.

    opsplan snooze 5 30m
    opsplan snooze repost 1h
    """
    session: Session = ctx.obj
    until = ticks.snooze_end(span, session.now, session.plan.zone)
    if until is None:
        what = say("'{text}' is no span of time", text=span)
        raise UsageError(what, ticks.SNOOZES)
    _write(session, [ref], None, day, ticks.snoozed(until, session.now))


@app.command()
def undo(
    ctx: Context,
    entry_id: str = Argument(None, metavar="[ID]", help="The id of the entry."),
) -> None:
    """Take back the last entry, or the one of that id.

    opsplan undo
    """
    session: Session = ctx.obj
    if entry_id is not None and not entry_id.strip():
        raise UsageError(say("{name} is missing", name="ID"))
    target = ticks.standing_entry(session.journal, session.author, entry_id)
    entry = ticks.take_back(session.journal, session.author, target)
    identity = target.identity
    known = session.journal.entries(session.shop.id, [identity.nominal])
    is_row = any(each.kind == "row" and each.identity == identity for each in known)
    named = row_ref(identity) if is_row else str(identity)
    ref = named if identity.playbook else f"{identity.duty} {identity.nominal}"
    title = session.words.text(name_of(session.plan, identity)) or identity.duty
    kind = session.words.message(_TAKEN_BACK[target.kind])
    text = session.words("taken back: {kind}, {title}", kind=kind, title=title)
    about = {"ref": named} if identity.playbook else _figure_data(identity)
    data = {"id": entry.id, "undoes": target.id, **about, "kind": target.kind}
    session.show(lambda: f"{visible(text)} ({ref})\n", lambda: data)


def _figure_data(identity: Identity) -> dict[str, str]:
    """Of which metric and day a figure is; it stands on no list."""
    return {"metric": identity.duty, "date": identity.nominal.isoformat()}


_TAKEN_BACK = {**ENTRY_WORDS, "row": say("row")}
"""What an entry is called that is taken back: of a row its writing, new or changed."""


def _write(
    session: Session, refs: list[str], at: str | None, day: str | None, decide: ticks.Decide
) -> None:
    """Resolve every reference, then write what `decide` says in one transaction."""
    on, moment = _when(session, at, day)
    found = _resolved(session, refs, on, on if day else session.today)
    author = replace(session.author, at=moment)
    items = [each.item for each in found]
    outcomes = ticks.write_about(session.journal, author, items, decide)
    _show(session, found, outcomes)


def _when(session: Session, at: str | None, day: str | None) -> tuple[date, datetime]:
    """The day whose list is meant, and when the thing happened."""
    zone = session.plan.zone
    now = session.now.astimezone(zone)
    if at is None:
        return session.day(day), now
    on, moment = _moment(session, at, now)
    if moment.astimezone(UTC) > now.astimezone(UTC):
        raise UsageError(say("{time} has not come yet", time=f"{moment:%Y-%m-%d %H:%M}"))
    return (session.day(day) if day else on), moment


def _moment(session: Session, at: str, now: datetime) -> tuple[date, datetime]:
    """The shop's day and the moment that `--at` names.

    A date that is written out is the clocks' own; `17:00` and `昨天17:00` are of the shop's day,
    which may begin in the small hours.
    """
    zone, starts = session.plan.zone, session.shop.day_starts
    with suppress(ValueError):
        exact = datetime.fromisoformat(at)
        if exact.tzinfo is not None:
            return day_of(exact, zone, starts), exact.astimezone(zone)
    found = read_moment(at, session.today)
    if found is None:
        what = say("'{text}' is no time", text=at)
        raise UsageError(what, say("such as 17:00 or yesterday 17:00"))
    on, minutes = found
    if minutes is None:
        return on, now if on == session.today else day_end(on, zone, starts)
    is_written_out = re.match(r"\s*\d{4}", at) is not None
    shifted = minutes + DAY if minutes < starts and not is_written_out else minutes
    moment = wall(on, shifted, zone)
    return day_of(moment, zone, starts), moment


def _resolved(session: Session, refs: list[str], on: date, today: date) -> list[Found]:
    found: dict[Identity, Found] = {}
    list_of = cache(session.list_of)  # all references look at the same lists
    for ref in (part for text in refs for part in apart(text, session.plan)):
        for each in resolve(ref, session.plan, on, list_of, today=today):
            found.setdefault(each.item.occurrence.identity, each)
    return list(found.values())


def _show(session: Session, found: list[Found], outcomes: list[ticks.Outcome]) -> None:
    list_of = cache(session.list_of)
    items = [_again(session, list_of, each) for each in found]
    text, rows = outcome_rows(session, items, outcomes)
    session.show(lambda: text, lambda: {"items": rows})


def outcome_rows(
    session: Session, items: Sequence[Item], outcomes: Sequence[ticks.Outcome]
) -> tuple[str, list[dict[str, object]]]:
    """What has become of each item, which is given as it stands now: as text, and as JSON."""
    lines: list[str] = []
    rows: list[dict[str, object]] = []
    for item, outcome in zip(items, outcomes, strict=True):
        occurrence = item.occurrence
        title = session.words.text(occurrence.planned.duty.name)
        time = f" {occurrence.at}" if occurrence.at else ""
        is_dated = occurrence.mark.kind not in ("floating", "once")
        if is_dated and occurrence.date != session.today:
            time = f" {session.words.short_day(occurrence.date)}{time}"
        mark = session.screen.marks[item.status]
        said = session.words.message(outcome.said)
        code = f"  ({occurrence.paper_code})" if occurrence.paper_code else ""
        no = f"{item.no} " if item.no else ""
        lines.append(f"{mark} {no}{title}{time}  {said}{code}")
        entry = outcome.entry.id if outcome.entry else None
        rows.append({**item_data(item, session.shop.id, session.words), "entry": entry})
    return "".join(f"{visible(line)}\n" for line in lines), rows


def _again(session: Session, list_of: Callable[[date], Checklist], found: Found) -> Item:
    """The item as it stands after the entry."""
    checklist = list_of(found.day)
    for item in (*checklist.items, *checklist.setup, *checklist.later):
        if item.occurrence.identity == found.item.occurrence.identity:
            return item
    return _as_written(session, found.item)


def _as_written(session: Session, item: Item) -> Item:
    """An item that has left all lists, such as what counts from its last completion and was done
    before its time."""
    occurrence = item.occurrence
    entries = session.journal.entries(session.shop.id, [occurrence.nominal])
    record = records(entries).get(occurrence.identity, NO_RECORD)
    return replace(item, status=settled_as(occurrence, record) or item.status, record=record)
