"""From what people type (`5`, `2-5`, `repost@wed#2`, `B07`) to items of checklists."""

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from opsplan.phrase.english import WEEKDAYS as EN_WEEKDAYS
from opsplan.phrase.moments import read_day
from opsplan.phrase.reading import read_clock
from opsplan.phrase.scan import fold
from opsplan.planning.expand import dated, shifted_to
from opsplan.planning.plan import Plan, PlannedDuty
from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import dataclass
from opsplan.values.problem import OpsplanError
from opsplan.values.text import Message, say
from opsplan.values.window import Window

LISTS = Callable[[date], Checklist]
_CODE = re.compile(r"[a-z]{1,2}\d{2,}")
_ROW = re.compile(
    r"(?:(?:(?P<shop>[^\s/]+)/)?(?P<playbook>[^\s/]+)/)?(?P<register>[a-z][a-z0-9-]*)/(?P<number>\d+)"
)
_SEPARATORS = re.compile("[,，、;；]")


@dataclass(frozen=True, slots=True)
class Found:
    """An item that a reference names, in the list of which day it stands."""

    item: Item
    day: date


@dataclass(frozen=True, slots=True)
class _Typed:
    """A reference taken apart: the duty's name, and the day, time and slot where they are given."""

    name: str
    day: date | None
    minutes: int | None
    slot: int | None


def apart(text: str, plan: Plan) -> list[str]:
    """The references of `5、6` or `A01,A02`; what is a duty's title stays whole, commas and all."""
    parts = [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
    named = re.split("[@#]", text)[0].strip()
    titles = (duty.planned.duty.name for duty in plan.duties)
    if not parts or any(named in (title.zh, title.en) for title in titles):
        return [text]
    return parts


def resolve(
    text: str, plan: Plan, day: date, lists: LISTS, *, today: date | None = None
) -> list[Found]:
    """The items that `text` names in the list of `day`; OpsplanError where it names none.

    `lists` gives the checklist of a day of this plan's shop; `@wed` is the latest up to `today`,
    which is `day` where it is not said.
    """
    typed = fold(text).strip()
    if match := re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", typed):
        return _numbered(int(match[1]), int(match[2] or match[1]), day, lists)
    head, at, value = typed.partition("@")
    on = _past_day(value.strip(), today or day) if at else day
    if on and (row := row_named(head, plan)):
        return [_row(row, on, lists, text)]
    parsed = _parse(typed, plan, today or day)
    duty = duty_named(parsed.name, plan)
    return [_item(parsed, duty, day, lists, text)]


def _numbered(low: int, high: int, day: date, lists: LISTS) -> list[Found]:
    if low > high:
        what = say("'{first}-{last}' runs backwards", first=low, last=high)
        raise OpsplanError(what, say("such as {words}", words=[f"{high}-{low}"]))
    checklist = lists(day)
    every = {item.no: item for item in (*checklist.items, *checklist.setup)}
    wanted = range(low, high + 1)
    missing = [no for no in wanted if no not in every]
    if missing:
        what = say("there is no number {no} on the list of {day}", no=missing[0], day=day)
        raise OpsplanError(
            what, say("the list has the numbers 1 to {last}", last=max(every, default=0))
        )
    return [Found(every[no], day) for no in wanted]


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row that a reference names; `playbook` is None where it does not say of which."""

    playbook: str | None
    register: str
    number: int

    def is_of(self, playbook: str, register: str) -> bool:
        """Whether it is of that register."""
        return register == self.register and self.playbook in (None, playbook)


def row_named(text: str, plan: Plan) -> NamedRow | None:
    """The row of `after-sales/3`, `playbook/after-sales/3` or the same behind the shop; None where
    the text has another form. OpsplanError where it is of another shop."""
    row = _ROW.fullmatch(fold(text).strip())
    if row is None:
        return None
    if row["shop"] not in (None, plan.shop.id):
        raise _elsewhere(text, row["shop"])
    return NamedRow(row["playbook"], row["register"], int(row["number"]))


def _row(row: NamedRow, day: date, lists: LISTS, text: str) -> Found:
    """The row of a register that stands on the day's list."""
    for item in lists(day).items:
        occurrence = item.occurrence
        planned = occurrence.planned
        is_ours = occurrence.mark.kind == "row" and row.is_of(planned.playbook.id, planned.duty.id)
        if is_ours and occurrence.slot == row.number:
            return Found(item, day)
    raise OpsplanError(say("{duty} is not on the list of {day}", duty=text, day=day))


def _parse(typed: str, plan: Plan, today: date) -> _Typed:
    head, *rest = re.split(r"(?=[@#])", typed)
    name = head.strip()
    shop, slash, inner = name.partition("/")
    if name.count("/") == 2 and slash:
        if shop != plan.shop.id:
            raise _elsewhere(typed, shop)
        name = inner
    day: date | None = None
    minutes: int | None = None
    slot: int | None = None
    for part in rest:
        value = part[1:].strip()
        if part.startswith("#"):
            slot = int(value) if value.isascii() and value.isdigit() else None
            if not slot:
                raise OpsplanError(
                    say("'{part}' is no slot number in '{ref}'", part=part, ref=typed)
                )
        elif (clock := _clock(value)) is not None:
            minutes = clock
        elif (found := _past_day(value, today)) is not None:
            day = found
        else:
            raise OpsplanError(
                say("'{part}' is neither a day nor a time in '{ref}'", part=part, ref=typed),
                say("such as @wed, @2026-11-25 or @08:30"),
            )
    return _Typed(name, day, minutes, slot)


def _elsewhere(ref: str, shop: str) -> OpsplanError:
    what = say("{ref} belongs to the shop '{shop}'", ref=ref, shop=shop)
    return OpsplanError(what, say("add --shop {shop}", shop=shop))


def _clock(text: str) -> int | None:
    return read_clock(text) if ":" in text or "点" in text else None


def _past_day(text: str, today: date) -> date | None:
    """`wed` is the latest Wednesday up to today; other days are as on the command line."""
    day = read_day(text, today)
    is_weekday = text[:3].lower() in EN_WEEKDAYS or re.fullmatch("(周|星期|礼拜).", text)
    if day and is_weekday and day > today:
        return day - timedelta(days=7)
    return day


def duty_named(name: str, plan: Plan) -> PlannedDuty:
    """The duty of that id, `playbook/id`, paper code or title; OpsplanError where there is none."""
    if not name.strip():
        what = say("the name of a duty is missing")
        raise OpsplanError(what, say("such as repost, repost@wed or repost#2"))
    lowered = name.lower()
    found = [
        duty for duty in plan.duties if lowered in (*duty.planned.duty.names, duty.planned.key)
    ]
    if not found and _CODE.fullmatch(lowered):
        found = [duty for duty in plan.duties if duty.planned.code.lower() == lowered]
    if not found:
        titles = ((duty, duty.planned.duty.name) for duty in plan.duties)
        found = [duty for duty, title in titles if name in (title.zh, title.en)]
    if len(found) == 1:
        return found[0]
    if found:
        keys = [duty.planned.key for duty in found]
        raise OpsplanError(
            say("'{ref}' can be {keys}", ref=name, keys=keys), say("write it in full")
        )
    raise OpsplanError(say("there is no duty '{ref}' in this shop", ref=name), _near(lowered, plan))


def _near(name: str, plan: Plan) -> Message | None:
    ids = [duty.planned.duty.id for duty in plan.duties]
    near = difflib.get_close_matches(name, ids, n=3, cutoff=0.5)
    near += [each for each in ids if name and name in each and each not in near][:3]
    return say("did you mean {words}?", words=near) if near else None


def _item(typed: _Typed, duty: PlannedDuty, day: date, lists: LISTS, text: str) -> Found:
    on = typed.day or day
    ours = _listed(duty, on, lists)
    if typed.day is not None:
        ours = _of_nominal(on, ours) or _moved(duty, on, day, lists) or ours
    if typed.slot is not None:
        ours = [each for each in ours if each.item.occurrence.slot == typed.slot]
    if typed.minutes is not None:
        ours = _at_clock(typed.minutes, ours)
    if not ours:
        raise _not_listed(duty, on, text, lists)
    return _first_unsettled(ours, on)


def _listed(duty: PlannedDuty, day: date, lists: LISTS) -> list[Found]:
    """The items of the duty in the list of a day."""
    checklist = lists(day)
    every = (*checklist.items, *checklist.setup, *checklist.later)
    return [Found(item, day) for item in every if item.occurrence.planned is duty.planned]


def _at_clock(minutes: int, found: list[Found]) -> list[Found]:
    """Those of that time; else those that clocks show then, where a change of them moved a slot."""
    shown = f"{minutes // 60:02}:{minutes % 60:02}"
    exact = [each for each in found if each.item.occurrence.mark.start == minutes]
    return exact or [each for each in found if each.item.occurrence.at == shown]


def _of_nominal(nominal: date, found: Iterable[Found]) -> list[Found]:
    return [each for each in found if each.item.occurrence.nominal == nominal]


def _moved(duty: PlannedDuty, nominal: date, day: date, lists: LISTS) -> list[Found]:
    """The items of a nominal date that stand in the list of another day: a shift has moved them,
    or merged them with others, or they are still offered on `day`, or after the pause around it."""
    elsewhere = sorted(shifted_to(duty, nominal) - {nominal})
    moved = [
        each
        for to in elsewhere
        for each in _listed(duty, to, lists)
        if each.item.occurrence.date == to  # and not what is carried into that day
    ]
    if moved:
        return _of_nominal(nominal, moved) or moved
    return _of_nominal(nominal, _listed(duty, _open_day(duty, day), lists))


def _open_day(duty: PlannedDuty, day: date) -> date:
    """The day, or the first one after the pause in which it lies."""
    number = day.toordinal()
    ends = [end for start, end in duty.frame.closed if start <= number < end]
    return _open_day(duty, date.fromordinal(max(ends))) if ends else day


def _first_unsettled(ranked: list[Found], on: date) -> Found:
    """The first that can still be done in time or late, else the first that was missed; what was
    missed on a day before only where `on` has none of its own, or a second tick would settle it."""
    for each in ranked:
        if each.item.status in ("late", "open", "upcoming"):
            return each
    own = [each for each in ranked if each.item.occurrence.date == on] or ranked
    missed = (each for each in own if each.item.status == "missed")
    return next(missed, own[-1])


def _left_open(duty: PlannedDuty, on: date, lists: LISTS) -> Item | None:
    """What the duty has had open since before a day on which the shop is closed."""
    found = [each.item for each in _listed(duty, _open_day(duty, on), lists)]
    left = (each for each in found if each.status in ("open", "late"))
    return next((each for each in left if each.occurrence.date <= on), None)


def _not_listed(duty: PlannedDuty, on: date, text: str, lists: LISTS) -> OpsplanError:
    ours = [each.item for each in _listed(duty, on, lists)]
    if ours:
        slots = [f"#{item.occurrence.slot}" for item in ours]
        times = [f"@{item.occurrence.at}" for item in ours if item.occurrence.at]
        what = say("'{ref}' names no slot of that day", ref=text)
        return OpsplanError(what, say("there are {slots}", slots=[*slots, *times]))
    what = say("{duty} is not on the list of {day}", duty=duty.planned.duty.id, day=on)
    if (left := _left_open(duty, on, lists)) is not None:
        return OpsplanError(what, say("still open: {ref}", ref=left.occurrence.ref))
    near = dated(duty, Window(on, on + timedelta(days=400)))
    hint = say("next on {day}: {ref}", day=near[0].date, ref=near[0].ref) if near else None
    return OpsplanError(what, hint)
