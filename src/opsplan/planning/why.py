"""Why a duty stands on a day's list, or why it does not."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from opsplan.planning.campaigns import campaign_days
from opsplan.planning.expand import calendar_state, merged_into, shifted_to
from opsplan.planning.phases import phase_states
from opsplan.planning.plan import Plan, PlannedDuty, around
from opsplan.planning.roles import holders_of
from opsplan.values.applies import Applies
from opsplan.values.cadence import CampaignDay, ShiftKind, Triggered
from opsplan.values.calendar import Calendar, CalendarState
from opsplan.values.checklist import CampaignDays, Item
from opsplan.values.classes import dataclass, replace
from opsplan.values.figures import Change, Comparison, Rule
from opsplan.values.journal import Entry
from opsplan.values.occurrence import Occurrence
from opsplan.values.phases import PhaseState
from opsplan.values.playbook import Duty, IfMissed, Option, Playbook, Shop
from opsplan.values.problem import Place
from opsplan.values.register import Register, Row
from opsplan.values.text import Message, say
from opsplan.values.window import days_on

DayType = Literal["workday", "weekend", "holiday", "make_up"]
CAMPAIGN_REACH = 120
"""So many days before and after a campaign its duties are taken for those of that one."""


@dataclass(frozen=True, slots=True)
class Why:
    """Everything that explains a duty on `day`.

    `item` is the one of that day's list, `occurrence` the same or the duty's next; both are None
    where it has no date. `merged` are the nominal dates that it has taken up. `off` says why it is
    not on the list. `rule` and `asked` are what put it there beside its phrases. `today` tells an
    occurrence that is over from one to come.
    """

    day: date
    playbook: Playbook
    duty: Duty
    item: Item | None = None
    occurrence: Occurrence | None = None
    day_type: DayType | None = None
    shift: ShiftKind | None = None
    policy: IfMissed | None = None
    off: Message | None = None
    off_place: Place | None = None
    today: date | None = None
    people: tuple[str, ...] = ()
    option: tuple[Option, str] | None = None
    campaign: CampaignDays | None = None
    phase: PhaseState | None = None
    rule: Rule | None = None
    rules: tuple[Rule, ...] = ()
    asked: Entry | None = None
    register: tuple[Register, Row] | None = None
    calendar: CalendarState = "official"
    history: tuple[Entry, ...] = ()
    merged: tuple[date, ...] = ()

    @property
    def file(self) -> str:
        """Where the duty is written."""
        return self.duty.file or self.playbook.file


def why_of(
    plan: Plan,
    planned: PlannedDuty,
    day: date,
    item: Item | None,
    upcoming: Occurrence | None,
    history: tuple[Entry, ...],
) -> Why:
    """Why a duty of the plan stands on the list of `day` as `item`, or when it comes next."""
    book, duty = planned.planned.playbook, planned.planned.duty
    occurrence = item.occurrence if item else upcoming
    mark = occurrence.mark if occurrence else planned.phrases[0].marks[0]
    because = occurrence.because if occurrence else None
    ours = tuple(_with_threshold(r, plan.shop) for r in book.rules if duty.id in r.duties)
    phases = (state for state in phase_states(plan, day) if state.playbook == book.id)
    return Why(
        day,
        book,
        duty,
        item,
        occurrence,
        day_type(plan.calendar, occurrence.date) if occurrence else None,
        _shift(planned, occurrence),
        mark.policy,
        None if item else _not_now(plan, planned, day, upcoming),
        people=holders_of(duty.role, plan),
        option=_option(book, duty, plan.shop),
        campaign=_campaign(plan, planned, occurrence),
        phase=next((state for state in phases if state.phase.id == duty.owner), None),
        rule=next((rule for rule in ours if because and rule.id == because.rule), None),
        rules=ours if because is None else (),
        history=history,
        merged=merged_into(planned, occurrence) if occurrence else (),
        calendar=calendar_state(plan, [occurrence] if occurrence else []),
    )


def _with_threshold(rule: Rule, shop: Shop) -> Rule:
    """The rule with the bar that the shop sets for its first term."""
    if rule.id not in shop.thresholds:
        return rule
    first, *others = rule.condition.terms
    bar = shop.thresholds[rule.id]
    if isinstance(first, Comparison):
        own: Comparison | Change = replace(first, bar=bar)
    else:
        own = replace(first, percent=bar)
    return replace(rule, condition=replace(rule.condition, terms=(own, *others)))


def why_off(plan: Plan, book: Playbook, duty: Duty, day: date) -> Why:
    """Why a duty of the shop's playbooks is not in its plan at all."""
    off, place = _off(plan.shop, book, duty)
    people, option = holders_of(duty.role, plan), _option(book, duty, plan.shop)
    return Why(day, book, duty, off=off, off_place=place, people=people, option=option)


def day_type(calendar: Calendar, day: date) -> DayType:
    """What kind of day it is in the shop's calendar."""
    number = day.toordinal()
    if calendar.is_workday(number):
        return "make_up" if day.weekday() >= 5 else "workday"
    return "holiday" if calendar.holiday(number) else "weekend"


def _shift(planned: PlannedDuty, occurrence: Occurrence | None) -> ShiftKind | None:
    """The shift that moved the occurrence; else the first that could."""
    shifts = [(each.phrase.shift, each) for each in planned.phrases if each.phrase.shift]
    is_moved = occurrence is not None and occurrence.nominal != occurrence.date
    if is_moved and occurrence and occurrence.date not in shifted_to(planned, occurrence.nominal):
        return None
    return shifts[0][0] if shifts else None


def _option(book: Playbook, duty: Duty, shop: Shop) -> tuple[Option, str] | None:
    """The option that the duty belongs to, with the choice that is in force."""
    for option in book.options:
        if any(duty.id in members for members in option.choices.values()):
            return option, option.in_force(shop.options)
    return None


def _campaign(
    plan: Plan, planned: PlannedDuty, occurrence: Occurrence | None
) -> CampaignDays | None:
    """The campaign that an occurrence of it counts from."""
    owner, nominal = planned.planned.duty.owner, occurrence.nominal if occurrence else None
    if owner is None or nominal is None:
        return None
    first = date.fromordinal(max(nominal.toordinal() - CAMPAIGN_REACH, 1))
    found = campaign_days(plan, first, days_on(nominal, CAMPAIGN_REACH))
    mine = planned.planned.playbook.campaigns
    ours = [each for each in found if each.campaign.id == owner and each.campaign in mine]
    offsets = [
        each.phrase.cadence.offset
        for each in planned.phrases
        if isinstance(each.phrase.cadence, CampaignDay)
    ]
    is_before = bool(offsets) and max(offsets) <= 0
    after = [each for each in ours if each.last >= nominal]
    before = [each for each in ours if each.first <= nominal]
    if is_before or not before:
        return after[0] if after else None
    return before[-1]


def _not_now(
    plan: Plan, planned: PlannedDuty, day: date, upcoming: Occurrence | None
) -> Message | None:
    """Why a duty of the plan is not on the list of `day`; None where it simply comes later."""
    duty = planned.planned.duty
    states = {
        state.phase.id: state
        for state in phase_states(plan, day)
        if state.playbook == planned.planned.playbook.id
    }
    if state := states.get(duty.owner or ""):
        match state.word:
            case "waiting":
                return say("its phase {phase} has not begun", phase=state.phase.id)
            case "coming":
                start = state.window.start if state.window else day
                return say("its phase {phase} begins on {day}", phase=state.phase.id, day=start)
            case "past":
                last = state.last or day
                return say("its phase {phase} was over on {day}", phase=state.phase.id, day=last)
            case _:
                pass
    if not planned.is_there(day) and planned.frame.only:
        stages = [
            stage
            for _, applies in around(planned.planned.playbook, duty)
            for stage in applies.stage
        ]
        return say("it is for the phases {names} only", names=stages)
    if isinstance(planned.cadence, Triggered):
        return say("it comes when a rule or a person asks for it")
    return None if upcoming else say("it has no more dates")


def _off(shop: Shop, book: Playbook, duty: Duty) -> tuple[Message, Place | None]:
    for key, _ in around(book, duty):
        if key in shop.off:
            what = say("{entry} is switched off in the config", entry=key)
            return what, shop.places.get(("off", key))
    found = _option(book, duty, shop)
    if found is not None and duty.id not in found[0].choices[found[1]]:
        option, choice = found
        of = [name for name, members in option.choices.items() if duty.id in members]
        what = say(
            "it belongs to {choice} of the option {option}; {other} is in force",
            choice=of[0],
            option=option.id,
            other=choice,
        )
        return what, shop.places.get(("options", option.id))
    for key, applies in around(book, duty):
        if key not in shop.on:
            for reason in _excluded(key, applies, shop):
                return reason, None
    return say("it is not part of this shop's plan"), None


def _excluded(key: str, applies: Applies, shop: Shop) -> Iterator[Message]:
    if applies.suspended:
        yield say("{entry} is suspended until the shop switches it on", entry=key)
    if applies.optional:
        yield say("{entry} is optional; the shop has not switched it on", entry=key)
    if applies.platform and shop.platform not in applies.platform:
        yield say("{entry} is for the platforms {names} only", entry=key, names=applies.platform)
    if applies.market and not {*applies.market} & {*shop.market}:
        yield say("{entry} is for the markets {names} only", entry=key, names=applies.market)
