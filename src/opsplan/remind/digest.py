"""Digests: the day in the morning, what is left in the evening, the week on Monday."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from opsplan.remind.sheet import Part, Sheet
from opsplan.remind.waking import Digest
from opsplan.values.checklist import Checklist, Item
from opsplan.values.text import Message, say
from opsplan.values.window import Window, day_window, week_window
from opsplan.views.bands import Band, banded, week_parts
from opsplan.views.items import (
    BAND_TITLES,
    done_by_slot,
    notes,
    provisional_note,
    shop_name,
    time_text,
)
from opsplan.views.words import Words

CLOCKED: tuple[Band, ...] = ("now", "next", "later", "clock")
SPANS: tuple[Band, ...] = ("week", "month", "quarter", "year", "phase")
OFTEN = 5
"""What stands on so many days of a week is told once."""
LEFT = ("open", "late", "missed", "upcoming")


def digest_window(kind: Digest, day: date) -> Window:
    """The days that a digest is about."""
    return week_window(day) if kind == "week" else day_window(day)


def digest(kind: Digest, checklist: Checklist, words: Words) -> Sheet:
    """The digest of a checklist over `digest_window`."""
    if kind == "evening":
        return _evening(checklist, words)
    sheet = _week(checklist, words) if kind == "week" else _morning(checklist, words)
    note = provisional_note(checklist.calendar, checklist.window, words)
    return Sheet(sheet.title, (*sheet.parts, Part((note,)))) if note else sheet


def _morning(checklist: Checklist, words: Words) -> Sheet:
    bands = dict(banded(checklist))
    carried = bands.get("carried", [])
    clocked = [item for band in CLOCKED for item in bands.get(band, [])]
    lines = [_line(item, checklist, words) for item in carried]
    parts = [
        Part(tuple(lines), words.message(BAND_TITLES["carried"])),
        Part(tuple(_by_duty(clocked, checklist, words)), words.message(BAND_TITLES["clock"])),
        Part(_counts(bands, words), words("Without a clock time")),
        Part(
            tuple(_line(item, checklist, words) for item in bands.get("rows", [])),
            words.message(BAND_TITLES["rows"]),
        ),
    ]
    return Sheet(_title(say("Today"), checklist, words), _or_nothing(parts, words))


def _evening(checklist: Checklist, words: Words) -> Sheet:
    """What can be ticked off tonight; of work that has more days left only how much there is."""
    day = checklist.window.start
    parts: list[Part] = []
    more: dict[Band, list[Item]] = {}
    for band, items in banded(checklist):
        left = [item for item in items if item.status in LEFT]
        floating = [item for item in left if item.occurrence.due_day > day and band in SPANS]
        if floating:
            more[band] = floating
        lines = [_line(item, checklist, words) for item in left if item not in floating]
        parts.append(Part(tuple(lines), words.message(BAND_TITLES[band])))
    parts.append(Part(_counts(more, words), words("There is more time for")))
    return Sheet(_title(say("Still open"), checklist, words), _or_nothing(parts, words))


def _counts(bands: Mapping[Band, list[Item]], words: Words) -> tuple[str, ...]:
    """`Any time: 24, This week: 9` as the one line of a part."""
    counts = [
        words("{what}: {count}", what=BAND_TITLES[band], count=len(bands[band]))
        for band in ("anytime", *SPANS)
        if bands.get(band)
    ]
    return (words.clauses(counts),) if counts else ()


def _week(checklist: Checklist, words: Words) -> Sheet:
    first, last = checklist.window.start, checklist.window.last
    week = week_parts(checklist)
    days: dict[str, set[date]] = {}
    for item in week.grid:
        days.setdefault(item.occurrence.planned.key, set()).add(item.occurrence.date)
    often = {key for key, dates in days.items() if len(dates) >= OFTEN}
    parts = [
        _part(say("Carried over"), week.carried, words),
        Part(tuple(_often(week.grid, often, words)), words("On {count} days or more", count=OFTEN)),
    ]
    rare = [item for item in week.grid if item.occurrence.planned.key not in often]
    for day in checklist.window:
        of_day = [item for item in rare if item.occurrence.date == day]
        heading = f"{words.weekday(day)} {words.short_day(day)}"
        parts.append(Part(tuple(_by_duty(of_day, checklist, words)), heading))
    for what, items in (
        (say("On whatever day"), week.floating),
        (say("From registers"), week.rows),
    ):
        lines = tuple(_line(item, checklist, words) for item in items)
        parts.append(Part(lines, words.message(what)))
    span = words("Week of {first} to {last}", first=words.day(first), last=words.short_day(last))
    title = f"{shop_name(checklist, words)} · {span}"
    return Sheet(title, _or_nothing(parts, words))


def _title(what: Message, checklist: Checklist, words: Words) -> str:
    day = checklist.window.start
    date_text = f"{words.short_day(day)} {words.weekday(day)}"
    return f"{shop_name(checklist, words)} · {words.message(what)} · {date_text}"


def _or_nothing(parts: list[Part], words: Words) -> tuple[Part, ...]:
    kept = tuple(part for part in parts if part.lines)
    return kept or (Part((words("Nothing is left to do."),)),)


def _part(heading: Message, items: Iterable[Item], words: Words) -> Part:
    lines = [f"{item.occurrence.paper_code} {_title_of(item, words)}".strip() for item in items]
    return Part(tuple(lines), words.message(heading))


def _line(item: Item, checklist: Checklist, words: Words) -> str:
    """`A07#2 11:30 Repost listings, late`: the code first, since it is what is typed back."""
    occurrence = item.occurrence
    time = "" if item.carried_days else time_text(item, words, wide=False)
    if time and occurrence.date < checklist.window.start:  # last night's, beside tonight's
        time = f"{words.short_day(occurrence.date)} {time}"
    head = " ".join(p for p in (occurrence.paper_code, time, _title_of(item, words)) if p)
    said = [note for note, _ in notes(item, done_by_slot(checklist), words)]
    return words.clauses([head, *said])


def _by_duty(items: Iterable[Item], checklist: Checklist, words: Words) -> Iterable[str]:
    """A line for each duty: `08:30, 11:30 Repost listings`; one with a single time as `_line`."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        key = item.occurrence.planned.key
        is_row = item.occurrence.mark.kind == "row"
        groups.setdefault(f"{key}/{item.occurrence.slot}" if is_row else key, []).append(item)
    for group in groups.values():
        if len(group) == 1:
            yield _line(group[0], checklist, words)
        else:
            code = group[0].occurrence.planned.code
            times = words.listed(_unique(time_text(item, words, wide=False) for item in group))
            yield " ".join(p for p in (code, times, _title_of(group[0], words)) if p)


def _often(items: Iterable[Item], keys: set[str], words: Words) -> Iterable[str]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        if item.occurrence.planned.key in keys:
            groups.setdefault(item.occurrence.planned.key, []).append(item)
    for group in groups.values():
        days = sorted({item.occurrence.date for item in group})
        code = group[0].occurrence.planned.code
        times = words.listed(_unique(time_text(item, words, wide=False) for item in group))
        span = f"{words.weekday(days[0])}–{words.weekday(days[-1])}"
        if days[-1] - days[0] != timedelta(days=len(days) - 1):
            span = words.listed(words.weekday(day) for day in days)
        yield " ".join(p for p in (code, span, times, _title_of(group[0], words)) if p)


def _unique(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _title_of(item: Item, words: Words) -> str:
    return words.text(item.occurrence.planned.duty.name)
