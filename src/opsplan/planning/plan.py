"""A shop's plan: its playbooks with the shop's options, phrases and closures applied.

Made once per command; everything that does not depend on the date is settled here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from zoneinfo import ZoneInfo

from opsplan.calendars import calendar_named
from opsplan.phrase import PhraseError, blocks_of, read
from opsplan.planning.stretches import campaign_stretches, phase_stretches, phase_windows
from opsplan.playbook.entries import Inside
from opsplan.playbook.phrases import phrase_list_faults
from opsplan.recurrence import Frame, days_a_week
from opsplan.recurrence.dates import DEFAULT_ANCHOR, Stretches
from opsplan.values.applies import Applies
from opsplan.values.cadence import (
    AfterDone,
    AtPeaks,
    ClockWindow,
    DayPart,
    Floating,
    Hourly,
    InBlock,
    Once,
    Phrase,
    Slot,
)
from opsplan.values.calendar import Calendar
from opsplan.values.figures import Metric
from opsplan.values.occurrence import DAY, Kind, Mark, Planned
from opsplan.values.playbook import Block, Duty, Goal, IfMissed, Playbook, Shop
from opsplan.values.problem import Problem
from opsplan.values.text import Text, say

DEFAULT_ZONE = "Asia/Shanghai"
DEFAULT_CALENDAR = "CN"
EXPIRES_FROM = 4
"""What falls on that many days a week expires by default; rarer work is carried over."""
TIMES = Text("次", "times")


@dataclass(frozen=True, slots=True)
class PlannedPhrase:
    """A phrase with the marks of each of its dates.

    `is_clocked_by_rule`: an RRULE brings its own times, and `marks` is a pattern for them.
    """

    phrase: Phrase
    marks: tuple[Mark, ...]
    is_clocked_by_rule: bool = False


@dataclass(frozen=True, slots=True)
class PlannedDuty:
    """A duty that is in force in a shop, ready to be expanded."""

    planned: Planned
    phrases: tuple[PlannedPhrase, ...]
    frame: Frame
    check_on: Phrase | None = None

    @property
    def cadence(self) -> object:
        """The cadence that decides which family the duty belongs to (lists do not mix families)."""
        return self.phrases[0].phrase.cadence

    @property
    def is_setup(self) -> bool:
        """Whether it is a one-time step of the shop; inside a phase such a step has dates."""
        return isinstance(self.cadence, Once) and self.frame.stretches is None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a shop's checklists are made from.

    `inactive` are the `playbook/entry` of what the shop's options leave out.
    """

    shop: Shop
    zone: tzinfo
    calendar: Calendar
    duties: tuple[PlannedDuty, ...]
    playbooks: tuple[Playbook, ...] = ()
    problems: tuple[Problem, ...] = ()
    inactive: frozenset[str] = frozenset()

    def has(self, key: str, applies: Applies) -> bool:
        """Whether the shop has an entry (`playbook/entry`): neither an option nor the shop leaves
        it out, and it is on by itself or because the shop asks for it."""
        left_out = key in self.inactive or key in self.shop.off
        return not left_out and _holds(applies, key, self.shop)

    @property
    def metrics(self) -> dict[str, Metric]:
        """The metrics of the shop's playbooks by id."""
        return {metric.id: metric for book in self.playbooks for metric in book.metrics}

    def metric_name(self, metric: str) -> Text:
        """What people call a metric; its id where no playbook has it."""
        known = self.metrics.get(metric)
        return known.name if known else Text(metric, metric)

    def duty(self, key: str) -> PlannedDuty | None:
        """The duty of that `playbook/duty`."""
        return next((duty for duty in self.duties if duty.planned.key == key), None)


def make_plan(
    shop: Shop,
    playbooks: Iterable[Playbook],
    *,
    every_choice: bool = False,
    began: Mapping[str, date] | None = None,
) -> Plan:
    """The plan of `shop` over `playbooks`, in the order of its own list.

    With `every_choice` the duties of all options' choices, and those that do not apply, are in
    force. `began` says when phases that wait for a figure have begun, by their ids. What the
    shop's config says about a playbook but cannot be used is in `problems`.
    """
    books = tuple(playbooks)
    zone_name = shop.timezone or next((b.timezone for b in books if b.timezone), DEFAULT_ZONE)
    calendar_name = shop.calendar or next((b.calendar for b in books if b.calendar), None)
    problems: list[Problem] = []
    duties: list[PlannedDuty] = []
    left_out: set[str] = set()
    for index, book in zip(_places(shop, books), books, strict=True):
        inactive = frozenset() if every_choice else _inactive(book, shop)
        stretches = _stretches(shop, book, began or {})
        for duty in book.duties:
            if duty.id in inactive or f"{book.id}/{duty.id}" in shop.off:
                continue
            own = _own_phrases(shop, book, duty, problems)
            inside = stretches[duty.owner] if duty.owner else None
            duties.append(_planned_duty(shop, book, index, own, inside))
        left_out |= {f"{book.id}/{each}" for each in inactive}
    problems += _unknown_names(shop, books)
    calendar = calendar_named(calendar_name or DEFAULT_CALENDAR)
    assert calendar is not None
    zone = ZoneInfo(zone_name)
    return Plan(shop, zone, calendar, tuple(duties), books, tuple(problems), frozenset(left_out))


def _inactive(book: Playbook, shop: Shop) -> frozenset[str]:
    """The duties and targets of the choices that are not in force, and the duties that do not apply
    to the shop."""
    active: set[str] = set()
    optional: set[str] = set()
    for option in book.options:
        choice = shop.options.get(option.id, option.default)
        optional |= {each for members in option.choices.values() for each in members}
        active |= set(option.choices.get(choice, option.choices[option.default]))
    owners = {campaign.id: campaign.applies for campaign in book.campaigns}
    owners |= {phase.id: phase.applies for phase in book.phases}
    excluded = {
        duty.id
        for duty in book.duties
        if not (
            _holds(duty.applies, f"{book.id}/{duty.id}", shop)
            and (duty.owner is None or _holds(owners[duty.owner], f"{book.id}/{duty.owner}", shop))
        )
    }
    return frozenset(optional - active) | excluded


def _holds(applies: Applies, key: str, shop: Shop) -> bool:
    """Whether an entry is on in a shop: by itself, or because the shop asks for it by name."""
    return key in shop.on or applies.holds(shop.platform, shop.market)


def _stretches(shop: Shop, book: Playbook, began: Mapping[str, date]) -> dict[str, Stretches]:
    """When each campaign and phase of the playbook is, by its id."""
    calendar = calendar_named(shop.calendar or book.calendar or DEFAULT_CALENDAR)
    assert calendar is not None
    frame = Frame(calendar, shop.launch or DEFAULT_ANCHOR)
    windows = phase_windows(book, shop.launch, began=began)
    found = {each.id: campaign_stretches(each, frame) for each in book.campaigns}
    return found | {phase.id: phase_stretches(windows.get(phase.id)) for phase in book.phases}


def _unknown_names(shop: Shop, books: tuple[Playbook, ...]) -> list[Problem]:
    """Options, choices and duties that the shop's config names but its playbooks do not have."""
    options = {option.id: option for book in books for option in book.options}
    duties = {f"{book.id}/{duty.id}" for book in books for duty in book.duties}
    problems: list[Problem] = []
    for name, choice in shop.options.items():
        option = options.get(name)
        path = f"shops.{shop.id}.options.{name}"
        if option is None:
            what = say("no playbook of this shop has an option '{word}'", word=name)
            problems.append(Problem("config.yaml", 0, 0, path, what))
        elif choice not in option.choices:
            what = say("there is no choice '{word}'", word=choice)
            known = say("the choices are {names}", names=list(option.choices))
            problems.append(Problem("config.yaml", 0, 0, path, what, known))
    for key in (*shop.phrases, *shop.off):
        if key not in duties:
            what = say("no playbook of this shop has a duty '{word}'", word=key)
            problems.append(Problem("config.yaml", 0, 0, f"shops.{shop.id}", what, None, "warning"))
    return problems


def _own_phrases(shop: Shop, book: Playbook, duty: Duty, problems: list[Problem]) -> Duty:
    """The duty with the phrases that the shop wants instead of the playbook's."""
    texts = shop.phrases.get(f"{book.id}/{duty.id}")
    if not texts:
        return duty
    blocks = blocks_of((block.id, block.name.zh, block.name.en) for block in book.blocks)
    try:
        phrases = tuple(read(text, blocks) for text in texts)
    except PhraseError as error:
        path = f"shops.{shop.id}.phrases.{book.id}/{duty.id}"
        problems.append(Problem("config.yaml", 0, 0, path, error.what))
        return duty
    inside = _inside(book, duty)
    for what, fix in phrase_list_faults(phrases, inside):
        path = f"shops.{shop.id}.phrases.{book.id}/{duty.id}"
        problems.append(Problem("config.yaml", 0, 0, path, what, fix))
        return duty
    after_done = any(isinstance(phrase.cadence, AfterDone) for phrase in phrases)
    return replace(duty, phrases=phrases, check_on=duty.check_on if after_done else None)


def _inside(book: Playbook, duty: Duty) -> Inside | None:
    """Whether the duty lives in a campaign or in a phase."""
    if duty.owner is None:
        return None
    return "campaign" if any(each.id == duty.owner for each in book.campaigns) else "phase"


def _planned_duty(
    shop: Shop, book: Playbook, index: int, duty: Duty, inside: Stretches | None
) -> PlannedDuty:
    letter = _letters(index)
    zone = ZoneInfo(shop.timezone or book.timezone or DEFAULT_ZONE)
    calendar = calendar_named(shop.calendar or book.calendar or DEFAULT_CALENDAR)
    assert calendar is not None
    planned = Planned(
        book, duty, f"{letter}{duty.number:02}", (index, duty.number), zone, shop.day_starts
    )
    frame = Frame(calendar, shop.launch or DEFAULT_ANCHOR, zone, inside)
    often = days_a_week([phrase.cadence for phrase in duty.phrases]) >= EXPIRES_FROM
    peaks = book.peaks if shop.peaks is None else shop.peaks
    phrases = tuple(_planned_phrase(book, duty, each, peaks, often=often) for each in duty.phrases)
    return PlannedDuty(planned, phrases, frame, duty.check_on)


def _places(shop: Shop, books: tuple[Playbook, ...]) -> Iterable[int]:
    """The place of each playbook in the shop's list, which one that cannot be read still takes:
    codes that stand on paper must not become those of other duties."""
    if all(book.id in shop.playbooks for book in books):
        return [shop.playbooks.index(book.id) for book in books]
    return range(len(books))


def _letters(index: int) -> str:
    """A, B … Z, AA, AB …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _planned_phrase(
    book: Playbook, duty: Duty, phrase: Phrase, peaks: tuple[int, ...], *, often: bool
) -> PlannedPhrase:
    parts = _resolved(phrase.parts, peaks)
    rule_start = getattr(phrase.cadence, "start", None)
    by_rule = rule_start is not None and hasattr(rule_start, "hour")
    if by_rule:
        parts = (Slot(0),)
    marks = tuple(_mark(book, duty, phrase, part, often=often) for part in parts or (None,))
    return PlannedPhrase(phrase, marks, by_rule)


def _resolved(parts: tuple[DayPart, ...], peaks: tuple[int, ...]) -> tuple[DayPart, ...]:
    """Hours and peaks as slots; peaks of a shop that has none leave a plain day."""
    slots: list[DayPart] = []
    for part in parts:
        if isinstance(part, Hourly):
            slots += [Slot(minutes) for minutes in range(part.start, part.end + 1, 60)]
        elif isinstance(part, AtPeaks):
            slots += [Slot((peak + part.offset) % DAY) for peak in peaks]
        else:
            slots.append(part)
    return tuple(slots)


def _mark(book: Playbook, duty: Duty, phrase: Phrase, part: DayPart | None, *, often: bool) -> Mark:
    start: int | None = None
    end: int | None = None
    place = 0
    block: Block | None = None
    kind: Kind = "day"
    match part:
        case Slot(at):
            kind, start = "slot", at
        case ClockWindow(low, high):
            kind, start, end = "window", low, high
        case InBlock(block_id):
            kind, block = "block", book.block(block_id)
            place = [each.id for each in book.blocks].index(block_id) + 1 if block else 0
            start, end = (block.start, block.end) if block else (None, None)
    goal = duty.goal
    span: str | None = None
    if isinstance(phrase.cadence, Floating):
        kind, span = "floating", phrase.cadence.span
        start = end = None
        goal = goal or Goal(phrase.cadence.count, TIMES)
    elif isinstance(phrase.cadence, Once):
        kind = "floating" if duty.owner else "once"
        start = end = None
        span = "phase" if duty.owner else None
    elif duty.standing:
        kind = "standing"
    named = part.block if isinstance(part, InBlock) else None
    policy = duty.if_missed or _default_policy(phrase, kind, part, often=often)
    return Mark(kind, policy, start, end, named, place, goal, span)


def _default_policy(phrase: Phrase, kind: Kind, part: DayPart | None, *, often: bool) -> IfMissed:
    """DESIGN section 4, if_missed."""
    if kind in ("floating", "once") or isinstance(phrase.cadence, AfterDone):
        return "carry"
    return "expire" if part is not None or kind == "standing" or often else "carry"
