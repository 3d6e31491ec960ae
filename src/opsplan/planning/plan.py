"""A shop's plan: its playbooks with the shop's options, phrases and closures applied.

Made once per command; everything that does not depend on the date is settled here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo

from opsplan.calendars import PUBLISHED, Calendars
from opsplan.planning.names import unknown_names
from opsplan.planning.own import SHOPS_OWN, with_own_campaigns
from opsplan.planning.stretches import (
    campaign_stretches,
    phase_stretches,
    phase_windows,
    together,
)
from opsplan.recurrence.dates import (
    DEFAULT_ANCHOR,
    Frame,
    Stretches,
    days_a_week,
    phrase_dates,
)
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
from opsplan.values.classes import dataclass, field, replace
from opsplan.values.dated import NO_WEEKS, Dated, Known, Weeks
from opsplan.values.figures import Metric, Rule
from opsplan.values.occurrence import DAY, Kind, Mark, Planned
from opsplan.values.phases import Begun
from opsplan.values.playbook import Block, Campaign, Duty, Goal, IfMissed, Playbook, Shop
from opsplan.values.problem import Problem
from opsplan.values.register import Register
from opsplan.values.scorecard import Scorecard
from opsplan.values.text import Text
from opsplan.values.window import Window

DEFAULT_ZONE = "Asia/Shanghai"
EXPIRES_FROM = 4
"""What falls on that many days a week expires by default; rarer work is carried over."""
TIMES = Text("次", "times")

_Entry = TypeVar("_Entry", Campaign, Register, Rule, Scorecard)


@dataclass(frozen=True, slots=True)
class PlannedPhrase:
    """A phrase with the marks of each of its dates.

    `is_clocked_by_rule`: an RRULE brings its own times, and `marks` is a pattern for them. `known`
    are dates that were found before.
    """

    phrase: Phrase
    marks: tuple[Mark, ...]
    is_clocked_by_rule: bool = False
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class PlannedDuty:
    """A duty that is in force in a shop, ready to be expanded."""

    planned: Planned
    phrases: tuple[PlannedPhrase, ...]
    frame: Frame
    check_on: PlannedPhrase | None = None

    @property
    def cadence(self) -> object:
        """The cadence that decides which family the duty belongs to (lists do not mix families)."""
        return self.phrases[0].phrase.cadence

    def dates(self, phrase: PlannedPhrase, first: int, last: int) -> Dated:
        """The dates of one of the duty's phrases in `[first, last)`."""
        found = phrase.known.between(first, last) if phrase.known else None
        return found or phrase_dates(phrase.phrase, first, last, self.frame)

    def as_if_open(self) -> "PlannedDuty":
        """The same duty in a shop that is never closed."""
        return self._within(replace(self.frame, closed=()))

    def as_if_inside(self, day: date) -> "PlannedDuty":
        """The same duty if what it lives in were on that day alone."""
        number = day.toordinal()
        here = ((number, number + 1),)
        return self._within(replace(self.frame, stretches=lambda *_: here, only=()))

    def _within(self, frame: Frame) -> "PlannedDuty":
        """The same duty in another frame, of which no dates are known."""
        phrases = tuple(replace(each, known=None) for each in self.phrases)
        return replace(self, phrases=phrases, frame=frame)

    @property
    def is_setup(self) -> bool:
        """Whether it is a one-time step of the shop; inside a phase such a step has dates."""
        return isinstance(self.cadence, Once) and self.frame.stretches is None

    def is_there(self, day: date) -> bool:
        """Whether the duty is for that day at all: its stage, the phase that it lives in, and
        that the shop is open."""
        number = day.toordinal()
        if self.frame.is_closed(number):
            return False
        inside = () if self.frame.stretches is None else (self.frame.stretches,)
        return all(find(number, number + 1) for find in (*self.frame.only, *inside))


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a shop's checklists are made from.

    `windows` are the days of its phases, by `playbook/phase`, as far as they are known;
    `began` tells those that a figure has started, `ended` the last days of those that somebody has
    ended; `campaigns` tell when each `playbook/campaign`
    is. `inactive` are the `playbook/entry` of what the shop's options leave out.
    """

    shop: Shop
    zone: tzinfo
    calendar: Calendar
    duties: tuple[PlannedDuty, ...]
    playbooks: tuple[Playbook, ...] = ()
    problems: tuple[Problem, ...] = ()
    windows: Mapping[str, Window] = field(default_factory=dict)
    began: Mapping[str, Begun] = field(default_factory=dict)
    ended: Mapping[str, date] = field(default_factory=dict)
    campaigns: Mapping[str, Stretches] = field(default_factory=dict)
    inactive: frozenset[str] = frozenset()

    def has(self, key: str, applies: Applies, day: date | None = None) -> bool:
        """Whether the shop has an entry (`playbook/entry`), on that day where one is given: neither
        an option nor the shop leaves it out, and it is on by itself or because the shop asks."""
        if key in self.inactive or not _holds(key, applies, self.shop):
            return False
        if day is None or not applies.stage or key in self.shop.on:
            return True
        return any(day in window for window in stage_windows(applies, self.windows))

    def having(
        self, of: Callable[[Playbook], Iterable[_Entry]], day: date | None = None
    ) -> Iterator[tuple[Playbook, _Entry]]:
        """Those of one kind of entries that the shop has (on that day), with their playbooks; `of`
        gives a playbook's."""
        for book in self.playbooks:
            for entry in of(book):
                if self.has(f"{book.id}/{entry.id}", entry.applies, day):
                    yield book, entry

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
    began: Mapping[str, Begun] | None = None,
    ended: Mapping[str, date] | None = None,
    calendars: Calendars = PUBLISHED,
    weeks: Weeks = NO_WEEKS,
) -> Plan:
    """The plan of `shop` over `playbooks`, in the order of its own list.

    With `every_choice` the duties of all options' choices, and those that do not apply, are in
    force. `began` says when phases that wait for a figure have begun, `ended` on which last day
    somebody has ended one, both by `playbook/phase`; `calendars` know the workdays, `weeks` what
    `weeks_around` found in the same plan before. What the shop's config says about a playbook but
    cannot be used is in `problems`.
    """
    books, problems = with_own_campaigns(shop, playbooks)
    calendar_name = shop.calendar or next((b.calendar for b in books if b.calendar), None)
    windows = _windows(shop, books, began or {}, ended or {})
    duties: list[PlannedDuty] = []
    left_out: set[str] = set()
    campaigns: dict[str, Stretches] = {}
    for index, book in zip(_places(shop, books), books, strict=True):
        inactive = frozenset() if every_choice else _inactive(book, shop)
        setting = _setting(shop, book, index, windows, calendars, weeks)
        campaigns |= {f"{book.id}/{each.id}": setting.stretches[each.id] for each in book.campaigns}
        for duty in book.duties:
            parts = tuple(around(book, duty))
            if duty.id in inactive or not (every_choice or _all_hold(parts, shop)):
                continue
            own = _own_phrases(shop, book, duty, problems)
            stages = () if every_choice else _stages(parts, shop, windows)
            duties.append(_planned_duty(setting, own, stages))
        left_out |= {f"{book.id}/{each}" for each in inactive}
    problems += unknown_names(shop, books)
    return Plan(
        shop,
        zone_of(shop, books),
        calendars.named(calendar_name),
        tuple(duties),
        books,
        tuple(problems),
        windows,
        began or {},
        ended or {},
        campaigns,
        frozenset(left_out),
    )


def zone_of(shop: Shop, books: Iterable[Playbook]) -> tzinfo:
    """The zone of a shop's days: its own, else that of the first playbook that names one."""
    named = (book.timezone for book in books if book.timezone)
    return ZoneInfo(shop.timezone or next(named, DEFAULT_ZONE))


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the duties of one playbook have in common in a shop; `stretches` say when each of its
    campaigns and phases is, by its id."""

    book: Playbook
    index: int
    frame: Frame
    zone: tzinfo
    day_starts: int
    peaks: tuple[int, ...]
    stretches: Mapping[str, Stretches]
    known: Mapping[str, tuple[Known, ...]]


def _setting(
    shop: Shop,
    book: Playbook,
    index: int,
    windows: Mapping[str, Window],
    calendars: Calendars,
    weeks: Weeks,
) -> _Setting:
    zone = zone_of(shop, (book,))
    calendar = calendars.named(shop.calendar or book.calendar)
    frame = Frame(calendar, shop.launch or DEFAULT_ANCHOR)
    stretches = {
        each.id: campaign_stretches(each, frame, weeks.campaigns.get(f"{book.id}/{each.id}"))
        for each in book.campaigns
    }
    phases = [phase.id for phase in book.phases]
    stretches |= {each: phase_stretches(windows.get(f"{book.id}/{each}")) for each in phases}
    closed = tuple((w.start.toordinal(), w.end.toordinal()) for w in shop.pauses)
    peaks = book.peaks if shop.peaks is None else shop.peaks
    of_duties = replace(frame, zone=zone, closed=closed)
    return _Setting(book, index, of_duties, zone, shop.day_starts, peaks, stretches, weeks.duties)


def _inactive(book: Playbook, shop: Shop) -> frozenset[str]:
    """The duties and targets of the choices that are not in force."""
    active: set[str] = set()
    optional: set[str] = set()
    for option in book.options:
        optional |= {each for members in option.choices.values() for each in members}
        active |= {*option.choices[option.in_force(shop.options)]}
    return frozenset(optional - active)


Part = tuple[str, Applies]
"""An entry's key, and for whom it is."""


def around(book: Playbook, duty: Duty) -> Iterator[Part]:
    """The keys and conditions of a duty, of the campaign or phase that it lives in, and of the
    phases around that."""
    yield f"{book.id}/{duty.id}", duty.applies
    if duty.owner is None:
        return
    for campaign in book.campaigns:
        if campaign.id == duty.owner:
            yield f"{book.id}/{campaign.id}", campaign.applies
    phases = {phase.id: phase for phase in book.phases}
    owner = phases.get(duty.owner)
    while owner is not None:
        yield f"{book.id}/{owner.id}", owner.applies
        owner = phases.get(owner.parent or "")


def _all_hold(parts: Iterable[Part], shop: Shop) -> bool:
    return all(_holds(key, applies, shop) for key, applies in parts)


def _holds(key: str, applies: Applies, shop: Shop) -> bool:
    """Whether an entry is on in a shop: by itself, or because the shop asks for it by name."""
    if key in shop.off:
        return False
    return key in shop.on or applies.holds(shop.platform, shop.market)


def _windows(
    shop: Shop,
    books: Iterable[Playbook],
    began: Mapping[str, Begun],
    ended: Mapping[str, date],
) -> dict[str, Window]:
    """When each phase is, by its `playbook/phase`, as far as that is known."""
    found: dict[str, Window] = {}
    for book in books:
        start = f"{book.id}/"
        first_days = {key: begun.day for key, begun in began.items()}
        mine = [
            {key.removeprefix(start): day for key, day in days.items() if key.startswith(start)}
            for days in (ended, first_days)
        ]
        windows = phase_windows(book, shop.launch, *mine)
        found |= {f"{start}{phase}": window for phase, window in windows.items()}
    return found


def _stages(
    parts: Iterable[Part], shop: Shop, windows: Mapping[str, Window]
) -> tuple[Stretches, ...]:
    """The days to which a duty, or what it lives in, is confined; all of them must hold."""
    return tuple(
        together([phase_stretches(window) for window in stage_windows(applies, windows)])
        for key, applies in parts
        if applies.stage and key not in shop.on
    )


def stage_windows(applies: Applies, windows: Mapping[str, Window]) -> list[Window]:
    """When the phases are that an entry is for, of whichever playbook of the shop they are."""
    return [window for key, window in windows.items() if key.partition("/")[2] in applies.stage]


def _own_phrases(shop: Shop, book: Playbook, duty: Duty, problems: list[Problem]) -> Duty:
    """The duty with the phrases that the shop wants instead of the playbook's."""
    texts = shop.phrases.get(f"{book.id}/{duty.id}")
    if not texts:
        return duty
    from opsplan.planning.phrases import with_phrases  # the grammar, which few shops need

    return with_phrases(texts, shop, book, duty, problems)


def _planned_duty(setting: _Setting, duty: Duty, stages: tuple[Stretches, ...]) -> PlannedDuty:
    book, position = setting.book, (setting.index, duty.number)
    code = f"{_letters(setting.index)}{duty.number:02}"
    planned = Planned(book, duty, code, position, setting.zone, setting.day_starts)
    inside = setting.stretches[duty.owner] if duty.owner else None
    frame = setting.frame
    if inside or stages:
        frame = replace(frame, stretches=inside, only=stages)
    often = days_a_week([phrase.cadence for phrase in duty.phrases]) >= EXPIRES_FROM
    known = iter(setting.known.get(planned.key, ()))
    phrases = tuple(
        _planned_phrase(book, duty, phrase, setting.peaks, next(known, None), often=often)
        for phrase in duty.phrases
    )
    check_on = PlannedPhrase(duty.check_on, (), known=next(known, None)) if duty.check_on else None
    return PlannedDuty(planned, phrases, frame, check_on)


def _places(shop: Shop, books: tuple[Playbook, ...]) -> Iterable[int]:
    """The place of each playbook in the shop's list, which one that cannot be read still takes:
    codes that stand on paper must not become those of other duties."""
    places = {name: place for place, name in enumerate(shop.playbooks)}
    places.setdefault(SHOPS_OWN, len(places))
    if all(book.id in places for book in books):
        return [places[book.id] for book in books]
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
    book: Playbook,
    duty: Duty,
    phrase: Phrase,
    peaks: tuple[int, ...],
    known: Known | None,
    *,
    often: bool,
) -> PlannedPhrase:
    parts = _resolved(phrase.parts, peaks)
    rule_start = getattr(phrase.cadence, "start", None)
    by_rule = rule_start is not None and hasattr(rule_start, "hour")
    if by_rule:
        parts = (Slot(0),)
    marks = tuple(_mark(book, duty, phrase, part, often=often) for part in parts or (None,))
    return PlannedPhrase(phrase, marks, by_rule, known)


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
