"""From a checklist to the sheet that is drawn of it."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

from opsplan.calendars.lunar import lunar_name
from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import dataclass
from opsplan.views.bands import BANDS, Band, banded, by_duty_and_day, span_band
from opsplan.views.items import (
    BAND_TITLES,
    done_by_slot,
    notes,
    pause_notes,
    remarks,
    role_text,
    shop_name,
    time_text,
)
from opsplan.views.paper.sheet import Box, Day, Part, Row, Section, Sheet
from opsplan.views.screen import day_type
from opsplan.views.words import Words, holiday_name

MOST_BOXES = 10
"""A goal up to here gets a box for each time; a higher one is a number to be written."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a sheet is wanted: a part for each role, with the steps, or of the set-up steps."""

    by_role: bool = False
    steps: bool = False
    setup: bool = False
    command: str = "opsplan"
    """How opsplan is called for this shop."""


def week_sheet(checklist: Checklist, words: Words, wishes: Wishes) -> Sheet:
    """The week: duties by days, and below them what is done on whatever day."""
    days = list(checklist.window)
    last = words.short_day(days[-1])
    title = words("Week of {first} to {last}", first=words.day(days[0]), last=last)
    sections = _Week(checklist, words, wishes).sections
    columns = tuple(_day(day, checklist, words) for day in days)
    return _sheet(
        checklist, words, title, columns, _parts(checklist.items, sections, words, wishes)
    )


def day_sheet(checklist: Checklist, words: Words, wishes: Wishes) -> Sheet:
    """A day's list by the bands of the screen; with `setup` the one-time steps instead."""
    day = checklist.window.start
    lunar = lunar_name(day) if words.language == "zh" else None
    remarks = _provisional(checklist, words)
    date_text = f"{words.day(day)} {words.weekday(day)}{' ?' if remarks else ''}"
    said = [date_text, f"农历{lunar}" if lunar else ""]
    title = "  ".join([*filter(None, said), words.message(day_type(day, checklist))])
    items = checklist.setup if wishes.setup else checklist.items
    sections = _Day(checklist, words, wishes).sections
    return _sheet(checklist, words, title, (), _parts(items, sections, words, wishes))


def _sheet(
    checklist: Checklist,
    words: Words,
    title: str,
    days: tuple[Day, ...],
    parts: tuple[Part, ...],
) -> Sheet:
    at = f"{words.short_day(checklist.now.date())} {checklist.now:%H:%M}"
    nothing = (
        words("Nothing stands in this week.") if days else words("Nothing stands on this day.")
    )
    return Sheet(
        words.language,
        shop_name(checklist, words),
        title,
        days,
        parts,
        words("printed {time}", time=at),
        checklist.now,
        (*_provisional(checklist, words), *pause_notes(checklist, words)),
        "" if any(part.sections for part in parts) else nothing,
    )


def _provisional(checklist: Checklist, words: Words) -> tuple[str, ...]:
    """From which day on the holidays are not published yet."""
    calendar = checklist.workdays
    days = [d for d in checklist.window if calendar.state(d.year) != "official"]
    if checklist.calendar == "official" or not days:
        return ()
    return (words("holidays from {day} on are provisional (?)", day=words.day(days[0])),)


def _day(day: date, checklist: Checklist, words: Words) -> Day:
    calendar = checklist.workdays
    number = day.toordinal()
    works, holiday = calendar.is_workday(number), calendar.holiday(number)
    name = words.message(holiday_name(holiday)) if holiday and not works else ""
    if works and day.weekday() >= 5:
        name = words("make-up workday")
    return Day(
        words.weekday(day),
        f"{day.month}-{day.day}" if words.language == "zh" else words.short_day(day),
        name,
        not works,
        day == checklist.today,
        checklist.calendar != "official" and calendar.state(day.year) != "official",
    )


def _parts(
    items: Iterable[Item],
    sections: Callable[[list[Item]], tuple[Section, ...]],
    words: Words,
    wishes: Wishes,
) -> tuple[Part, ...]:
    """One part, or one for each role."""
    every = list(items)
    if not wishes.by_role or not every:
        return (_part("", sections(every), words, wishes),)
    groups = role_groups(every, words)
    return tuple(_part(role, sections(members), words, wishes) for role, members in groups)


def role_groups(items: Iterable[Item], words: Words) -> list[tuple[str, list[Item]]]:
    """The items of each role under its name, roles in the order of the playbooks; work without a
    role is last. Items keep their order."""
    ours: dict[str, list[Item]] = {}
    every = list(items)
    for item in sorted(every, key=_role_place):
        ours.setdefault(item.occurrence.planned.duty.role or "", []).append(item)
    nobody = words("Without a role")
    order = {id(item): place for place, item in enumerate(every)}
    return [
        (
            role_text(members[0], words) or nobody,
            sorted(members, key=lambda item: order[id(item)]),
        )
        for members in ours.values()
    ]


def _part(role: str, sections: tuple[Section, ...], words: Words, wishes: Wishes) -> Part:
    boxes = [box for section in sections for row in section.rows for box in row.boxes]
    return Part(role, sections, _way_back([box.ref for box in boxes], words, wishes))


def _role_place(item: Item) -> tuple[bool, int, int, str]:
    """Where an item's role stands among all: by playbook, then in the order of its roles."""
    planned = item.occurrence.planned
    role = planned.duty.role or ""
    known = [each.id for each in planned.playbook.roles]
    place = known.index(role) if role in known else len(known)
    return not role, planned.position[0] if role not in known else 0, place, role


class _Week:
    """The sections of a week."""

    def __init__(self, checklist: Checklist, words: Words, wishes: Wishes) -> None:
        self.checklist, self.words, self.wishes = checklist, words, wishes
        self.days = list(checklist.window)
        self.done = done_by_slot(checklist)
        self.spans = Counter(
            item.occurrence.planned.key for item in checklist.items if item.occurrence.mark.span
        )

    def sections(self, items: list[Item]) -> tuple[Section, ...]:
        """Duties by days for each playbook, then carried, floating and register rows."""
        by_day: dict[str, list[Item]] = {}
        lists: dict[Band, list[Item]] = {}
        for item in sorted(items, key=lambda each: each.occurrence.planned.position):
            band = self._band(item)
            if band == "carried" and item.status == "missed":
                continue  # its successor stands in the week; nobody does it twice
            if band is None:
                book = item.occurrence.planned.playbook
                by_day.setdefault(self.words.text(book.name) or book.id, []).append(item)
            else:
                lists.setdefault(band, []).append(item)
        grids = [
            Section(name if len(by_day) > 1 else "", self._grid(ours), by_day=True)
            for name, ours in by_day.items()
        ]
        below = [
            Section(
                self.words.message(BAND_TITLES[band]),
                tuple(self._listed(item, band) for item in lists[band]),
            )
            for band in BANDS
            if band in lists
        ]
        return (*grids, *below)

    def _band(self, item: Item) -> Band | None:
        """The list below the days in which it stands; None for what has its day."""
        occurrence = item.occurrence
        if occurrence.mark.kind == "row":
            return "rows"
        if occurrence.date < self.days[0] and occurrence.due_day < self.days[0]:
            return "carried"
        if occurrence.mark.kind == "floating":
            return span_band(occurrence)
        return "carried" if occurrence.date < self.days[0] else None

    def _grid(self, items: list[Item]) -> tuple[Row, ...]:
        return tuple(self._row(cells) for cells in by_duty_and_day(items).values())

    def _row(self, cells: dict[date, list[Item]]) -> Row:
        first = next(iter(cells.values()))[0]
        planned = first.occurrence.planned
        return Row(
            planned.code,
            self.words.text(planned.duty.name),
            role_text(first, self.words),
            tuple(tuple(map(self._box, cells.get(day, []))) for day in self.days),
            _goal(first, self.words),
            details=_steps(first, self.words, self.wishes),
        )

    def _box(self, item: Item) -> Box:
        occurrence = item.occurrence
        slot = f"#{occurrence.slot}" if occurrence.slots > 1 else ""
        ref = f"{occurrence.planned.code}@{self.words.weekday(occurrence.date).lower()}{slot}"
        return Box(
            item.status, ref, time_text(item, self.words, wide=True), _count(item, self.words)
        )

    def _listed(self, item: Item, band: Band) -> Row:
        occurrence = item.occurrence
        said = [note for note, _ in notes(item, self.done, self.words)]
        ref = _code(item)
        if band == "carried":
            said.append(self.words("since {day}", day=self.words.short_day(occurrence.nominal)))
        if band == "carried" or self.spans[occurrence.planned.key] > 1:
            # The code alone means the newest, which may come before the ticks are given back.
            ref = f"{occurrence.planned.code}@{occurrence.nominal}"
        if ref != occurrence.planned.code:
            said.append(ref)
        return Row(
            occurrence.planned.code,
            self.words.text(occurrence.planned.duty.name),
            role_text(item, self.words),
            (_goal_boxes(item, ref),),
            "  ".join(said),
            _details(item, self.words, self.wishes),
        )


class _Day:
    """The sections of a day."""

    def __init__(self, checklist: Checklist, words: Words, wishes: Wishes) -> None:
        self.words, self.wishes = words, wishes
        self.done = done_by_slot(checklist)
        self.codes = Counter(item.occurrence.paper_code for item in checklist.items)
        self.bands = _on_paper(banded(checklist))

    def sections(self, items: list[Item]) -> tuple[Section, ...]:
        """The bands of the screen, or the set-up steps."""
        if self.wishes.setup:
            title = self.words("Set-up steps, each done once")
            return (Section(title, tuple(map(self._row, items))),) if items else ()
        chosen = {id(item) for item in items}
        found = [
            (band, [item for item in members if id(item) in chosen])
            for band, members in self.bands.items()
        ]
        return tuple(
            Section(self.words.message(BAND_TITLES[band]), tuple(map(self._row, members)))
            for band, members in found
            if members
        )

    def _row(self, item: Item) -> Row:
        occurrence = item.occurrence
        said = [note for note, _ in notes(item, self.done, self.words)]
        ref = _code(item)
        if not occurrence.paper_code:
            said.append(ref)
        elif self.codes[occurrence.paper_code] > 1:
            ref = f"{occurrence.planned.code}@{occurrence.nominal}#{occurrence.slot}"
        time = time_text(item, self.words, wide=True)
        return Row(
            ref if occurrence.paper_code else "",
            self.words.text(occurrence.planned.duty.name),
            role_text(item, self.words),
            ((Box(item.status, ref, time),),),
            "  ".join(said),
            _details(item, self.words, self.wishes),
        )


def _on_paper(bands: list[tuple[Band, list[Item]]]) -> dict[Band, list[Item]]:
    """Bands for a sheet, which outlives the moment: now, next and later are one."""
    found: dict[Band, list[Item]] = {}
    for band, items in bands:
        found.setdefault("clock" if band in ("now", "next", "later") else band, []).extend(items)
    return found


def _code(item: Item) -> str:
    """What is typed for an item: its code; the number of a register's row, which has none."""
    occurrence = item.occurrence
    if occurrence.mark.kind == "row":
        return f"{occurrence.planned.duty.id}/{occurrence.slot}"
    return occurrence.paper_code


def _goal_boxes(item: Item, ref: str) -> tuple[Box, ...]:
    """A box for each time that something is to be done."""
    goal = item.occurrence.mark.goal
    count = goal.count if goal else 1
    if item.status in ("skipped", "missed") or count != int(count) or not 1 < count <= MOST_BOXES:
        return (Box(item.status, ref),)
    ticked = int(item.progress)
    return tuple(Box("done" if n < ticked else item.status, ref) for n in range(int(count)))


def _count(item: Item, words: Words) -> str:
    """`__/7` beside the box of a goal, to be filled in; `3/7` where something of it is done."""
    goal = item.occurrence.mark.goal
    if goal is None or goal.count <= 1:
        return ""
    is_over = item.status in ("skipped", "missed")
    done = words.number(item.progress) if item.progress or is_over else "__"
    return f"{done}/{words.number(goal.count)}"


def _goal(item: Item, words: Words) -> str:
    """What is counted in the cells of a duty, and how many of it are wanted."""
    goal = item.occurrence.mark.goal
    if goal is None or goal.count <= 1:
        return ""
    return words("Goal: {amount}", amount=words.amount(goal.count, goal.unit))


def _steps(item: Item, words: Words, wishes: Wishes) -> tuple[str, ...]:
    if not wishes.steps:
        return ()
    return tuple(words.text(step) for step in item.occurrence.planned.duty.steps)


def _details(item: Item, words: Words, wishes: Wishes) -> tuple[str, ...]:
    return (*remarks(item, words), *_steps(item, words, wishes))


def _way_back(refs: list[str], words: Words, wishes: Wishes) -> str:
    """How the ticks are given back, with codes of this sheet."""
    codes = [ref for ref in refs if "/" not in ref] or refs
    if not codes:
        return ""
    plain = next((ref for ref in codes if "#" not in ref), None)
    second = next((ref for ref in codes if ref.endswith("#2")), None)
    examples = [each for each in (plain, second) if each]
    command = f"{wishes.command} done {' '.join(examples or codes[:1])}"
    if any(ref.partition("@")[2][:1].isalpha() for ref in codes):
        return words(
            "Give the ticks back: {command} (code, @day, #box where a cell has several)",
            command=command,
        )
    return words("Give the ticks back: {command}", command=command)
