"""A checklist as an iCalendar file: events with alarms for phones, or to-dos."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from opsplan.values.checklist import Checklist, Item
from opsplan.values.occurrence import OPEN_END, Occurrence
from opsplan.views.data import ref_of
from opsplan.views.ics_lines import date_line, folded, moment_lines, text_line, utc
from opsplan.views.ics_revisions import Component, Export, Kind, Revision
from opsplan.views.ics_zone import zone_lines
from opsplan.views.items import provisional_note, remarks, role_text, shop_name
from opsplan.views.words import Words

PRODUCT = "-//opsplan//opsplan//EN"
ONE_DAY = timedelta(days=1)
_ZONED = re.compile(r"[A-Z]+;TZID=([^:;]+):")
ALARMED = ("slot", "window", "block")
"""What is said at its time; the rest of a day's work needs no alarm."""


def components(
    checklist: Checklist, words: Words, *, kind: Kind = "VEVENT", lead: int = 0
) -> tuple[Component, ...]:
    """An event or to-do for each item; alarms come `lead` minutes before clock times."""
    return tuple(_component(item, checklist, words, kind, lead) for item in checklist.items)


def calendar_text(export: Export, words: Words) -> str:
    """The whole file."""
    checklist, revisions, kind = export.checklist, export.revisions, export.kind
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines.append(text_line("X-WR-CALNAME", shop_name(checklist, words)))
    if note := provisional_note(checklist.calendar, checklist.window, words):
        lines.append(text_line("X-WR-CALDESC", note))
    for zone in _zones(export):
        lines += zone_lines(zone, checklist.window.start - ONE_DAY, _last_day(checklist))
    seen: set[str] = set()
    for each in export.components:
        seen.add(each.uid)
        head = _head(each.uid, revisions[each.uid], each.status)
        lines += [f"BEGIN:{kind}", *head, *each.core, *each.rest, f"END:{kind}"]
    for uid, revision in sorted(revisions.items(), key=lambda pair: (pair[1].day, pair[0])):
        if uid not in seen:
            head = _head(uid, revision, "CANCELLED")
            lines += [f"BEGIN:{kind}", *head, *revision.core, f"END:{kind}"]
    lines.append("END:VCALENDAR")
    return "".join(f"{line}\r\n" for line in lines)


def uid_of(occurrence: Occurrence, shop: str, kind: Kind = "VEVENT") -> str:
    """The same for an occurrence in every export, in letters that any calendar server takes."""
    identity = occurrence.identity
    number = f"row{identity.slot}" if occurrence.mark.kind == "row" else str(identity.slot)
    parts = (shop, identity.playbook, identity.duty, str(identity.nominal), number)
    domain = "opsplan" if kind == "VEVENT" else "todo.opsplan"
    return f"{'_'.join(quote(part, safe='') for part in parts)}@{domain}"


def _head(uid: str, revision: Revision, status: str) -> tuple[str, ...]:
    return (
        folded(f"UID:{uid}"),
        f"DTSTAMP:{revision.modified}",
        f"LAST-MODIFIED:{revision.modified}",
        f"SEQUENCE:{revision.sequence}",
        f"STATUS:{status}",
    )


def _zones(export: Export) -> list[ZoneInfo]:
    """The zones whose names stand in the file; what is cancelled may have another than the rest."""
    cores = [each.core for each in export.components]
    cores += [each.core for each in export.revisions.values()]
    names = {found[1] for core in cores for line in core if (found := _ZONED.match(line))}
    return [ZoneInfo(name) for name in sorted(names)]


def _last_day(checklist: Checklist) -> date:
    """The last day of anything in the file; what spans a year ends long after the window."""
    due = {item.occurrence.due_day for item in checklist.items} - {OPEN_END}
    return max({checklist.window.last, *due})


def _component(item: Item, checklist: Checklist, words: Words, kind: Kind, lead: int) -> Component:
    occurrence = item.occurrence
    planned = occurrence.planned
    is_event = kind == "VEVENT"
    title = words.text(planned.duty.name)
    rest = [*_description(item, words), *_categories(item, words), _reference(item)]
    if is_event:
        times = _event_times(occurrence)
        if not occurrence.is_clocked:
            rest.append("TRANSP:TRANSPARENT")
    else:
        times = _todo_times(occurrence)
        rest += _progress(item)
    if times[0].startswith("DTSTART") and _is_to_be_said(item):
        rest += _alarm(title, lead)
    return Component(
        uid_of(occurrence, checklist.shop.id, kind),
        occurrence.date,
        planned.duty.role,
        _event_status(item) if is_event else _todo_status(item),
        (*times, text_line("SUMMARY", title)),
        tuple(rest),
    )


def _event_times(occurrence: Occurrence) -> list[str]:
    """Clock times as they are; other work is a whole day, what floats the last that is on time."""
    zone = occurrence.planned.zone
    if not occurrence.is_clocked:
        day = occurrence.date if occurrence.due_day == OPEN_END else occurrence.due_day
        return [date_line("DTSTART", day), date_line("DTEND", day + ONE_DAY)]
    if occurrence.due is None or not _has_length(occurrence):
        return moment_lines(zone, DTSTART=occurrence.opens)
    return moment_lines(zone, DTSTART=occurrence.opens, DTEND=occurrence.due)


def _todo_times(occurrence: Occurrence) -> list[str]:
    """When it opens and when it is due; DUE must be later than DTSTART (RFC 5545, 3.8.2.3)."""
    zone, due = occurrence.planned.zone, occurrence.due
    if due is None:
        return [date_line("DTSTART", occurrence.date)]
    if occurrence.is_clocked:
        if _has_length(occurrence):
            return moment_lines(zone, DTSTART=occurrence.opens, DUE=due)
        return moment_lines(zone, DUE=due)
    spans = occurrence.due_day > occurrence.date
    start = [date_line("DTSTART", occurrence.date)] if spans else []
    return [*start, date_line("DUE", occurrence.due_day)]


def _has_length(occurrence: Occurrence) -> bool:
    due = occurrence.due
    return due is not None and utc(due) > utc(occurrence.opens)


def _categories(item: Item, words: Words) -> Iterator[str]:
    """Who does it."""
    if role := role_text(item, words):
        yield text_line("CATEGORIES", role)


def _description(item: Item, words: Words) -> Iterator[str]:
    """How it is done, how much of it, what was written about it, and its code on paper."""
    occurrence = item.occurrence
    steps = enumerate(occurrence.planned.duty.steps, 1)
    lines = [f"{no}. {words.text(step)}" for no, step in steps]
    goal = occurrence.mark.goal
    if goal and goal.count > 1:
        amount = f"{words.number(goal.count)} {words.text(goal.unit)}".strip()
        lines.append(words("Goal: {amount}", amount=amount))
    if occurrence.mark.kind == "floating":
        last = words.short_day(occurrence.due_day)
        lines.append(
            words("From {first} to {last}", first=words.short_day(occurrence.date), last=last)
        )
    lines += remarks(item, words)
    lines.append(occurrence.paper_code)
    if said := [line for line in lines if line]:
        yield text_line("DESCRIPTION", "\n".join(said))


def _reference(item: Item) -> str:
    """What `opsplan done` takes, for programs that read the calendar."""
    return folded(f"X-OPSPLAN-REF:{ref_of(item.occurrence)}")


def _event_status(item: Item) -> str:
    return "CANCELLED" if item.status == "skipped" else "CONFIRMED"


def _todo_status(item: Item) -> str:
    """What can no longer be done is cancelled, so that nobody's list fills with it."""
    if item.status == "done":
        return "COMPLETED"
    return "CANCELLED" if item.status in ("skipped", "missed") else "NEEDS-ACTION"


def _progress(item: Item) -> Iterator[str]:
    goal, settled = item.occurrence.mark.goal, item.record.settled
    if item.status == "done":
        if settled:
            yield f"COMPLETED:{utc(settled.at)}"
        yield "PERCENT-COMPLETE:100"
    elif goal and item.progress > 0:
        yield f"PERCENT-COMPLETE:{min(int(item.progress * 100 / goal.count), 99)}"


def _is_to_be_said(item: Item) -> bool:
    occurrence = item.occurrence
    return occurrence.is_clocked and occurrence.mark.kind in ALARMED and not item.is_settled


def _alarm(title: str, lead: int) -> list[str]:
    trigger = f"-PT{lead}M" if lead else "PT0S"
    says = text_line("DESCRIPTION", title)
    return ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{trigger}", says, "END:VALARM"]
