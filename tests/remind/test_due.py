"""What is said now: leads, quiet hours, catch-up, snoozes, nagging, rows, and the clock."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from house import Ledger, checklist, moment, plan_of
from opsplan.journal.reminders import Claim, ClaimState, Run
from opsplan.planning.plan import Plan
from opsplan.remind.due import (
    FARTHEST,
    Due,
    choose,
    fell_back,
    is_quiet,
    loud_minutes,
    nag_calls,
    next_run,
    openings,
    policy_of,
    row_calls,
    since,
    snooze_calls,
)
from opsplan.values.checklist import Item
from opsplan.values.classes import replace
from opsplan.values.occurrence import Identity
from opsplan.values.playbook import Nag, Shop
from opsplan.values.window import closed_window

REPOST = "{id: repost, name: Repost, when: '每天 8:30、11:30、14:30、16:30'}"
TWO_HOURS = timedelta(hours=2)


def items(plan: Plan, now: str, ledger: Ledger | None = None, back: int = 2) -> list[Item]:
    """The items of the days up to now."""
    today = moment(now).date()
    window = closed_window(today - timedelta(days=back), today)
    return list(checklist(plan, now, ledger, window).items)


def said(
    plan: Plan,
    last: str,
    now: str,
    *,
    catch_up: timedelta = TWO_HOURS,
    ledger: Ledger | None = None,
    claims: Iterable[Claim] = (),
) -> Due:
    """What is due between two moments."""
    policy = policy_of(plan, catch_up)
    found = items(plan, now, ledger)
    run = Run(moment("2026-11-01 00:00"), moment(last), moment(last))
    calls = [*openings(found, policy), *nag_calls(found, claims, moment(now), policy)]
    return choose(calls, claims, since(run, moment(now)), moment(now), policy)


def told(due: Due) -> tuple[list[tuple[str, int]], list[str], list[str]]:
    """(said with minutes late, held, passed), by `duty#slot`."""

    def name(identity: Identity) -> str:
        return f"{identity.duty}#{identity.slot}"

    return (
        [(name(call.identity), call.late_minutes) for call in due.say],
        [name(call.identity) for call in due.held],
        [name(call.identity) for call in due.passed],
    )


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        ("2026-11-25 08:25", "2026-11-25 08:29", ([], [], [])),
        ("2026-11-25 08:25", "2026-11-25 08:30", ([("repost#1", 0)], [], [])),
        ("2026-11-25 08:30", "2026-11-25 08:35", ([], [], [])),
        ("2026-11-25 08:25", "2026-11-25 08:42", ([("repost#1", 12)], [], [])),
        ("2026-11-25 08:25", "2026-11-25 10:30", ([("repost#1", 120)], [], [])),
        ("2026-11-25 08:25", "2026-11-25 10:31", ([], [], ["repost#1"])),
        (
            "2026-11-25 08:25",
            "2026-11-25 16:40",
            ([("repost#4", 10)], [], ["repost#1", "repost#2", "repost#3"]),
        ),
        (
            "2026-11-24 16:40",
            "2026-11-25 08:30",
            ([("repost#1", 0)], [], []),
        ),
    ],
)
def test_slots_are_said_when_they_open(last: str, now: str, expected: object) -> None:
    assert told(said(plan_of(REPOST), last, now)) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("每天 9:00", ["a#1"]),
        ("每天 9:00-10:00", ["a#1"]),
        ("每天上午", ["a#1"]),
        ("每天下午", []),
        ("每天", []),
        ("每周一次", []),
        ("一次", []),
        ("触发时", []),
    ],
)
def test_only_what_has_a_clock_time_is_said(when: str, expected: list[str]) -> None:
    blocks = (
        "blocks: [{id: morning, name: {zh: 上午, en: Morning}, at: '09:00-12:00'},"
        " {id: afternoon, name: {zh: 下午, en: Afternoon}}]"
    )
    plan = plan_of(f"{{id: a, name: A, when: {when!r}}}", more=blocks)
    due = said(plan, "2026-11-25 00:00", "2026-11-25 09:01")
    assert [name for name, _ in told(due)[0]] == expected


def test_the_catch_up_bounds_how_far_back() -> None:
    plan = plan_of(REPOST)
    due = said(plan, "2026-11-25 08:25", "2026-11-25 16:40", catch_up=timedelta(minutes=5))
    assert told(due) == ([], [], ["repost#1", "repost#2", "repost#3", "repost#4"])


def test_a_lead_comes_before_and_lateness_counts_from_there() -> None:
    lead = "{id: a, name: A, when: '每天 9:00', lead: 10m}"
    plan = plan_of(lead, REPOST, shop=Shop("main", lead=5))
    assert told(said(plan, "2026-11-25 08:20", "2026-11-25 08:26"))[0] == [("repost#1", 1)]
    assert told(said(plan, "2026-11-25 08:45", "2026-11-25 08:50"))[0] == [("a#1", 0)]
    assert told(said(plan, "2026-11-25 08:45", "2026-11-25 08:53"))[0] == [("a#1", 3)]


def test_a_lead_that_is_made_longer_loses_nothing() -> None:
    plan = plan_of("{id: a, name: A, when: '每天 9:00', lead: 30m}")
    assert told(said(plan, "2026-11-25 08:45", "2026-11-25 08:50"))[0] == [("a#1", 20)]


def test_what_is_settled_or_snoozed_is_quiet() -> None:
    plan = plan_of(REPOST)
    first = items(plan, "2026-11-25 08:00", back=0)
    ledger = Ledger()
    ledger.add("done", first[0].occurrence, "2026-11-25 08:10")
    ledger.add("skip", first[1].occurrence, "2026-11-25 08:10", text="x")
    until = moment("2026-11-25 15:00").isoformat()
    ledger.add("snooze", first[2].occurrence, "2026-11-25 08:10", text=until)
    due = said(plan, "2026-11-25 08:25", "2026-11-25 14:30", ledger=ledger)
    assert told(due) == ([], [], [])
    assert [state for _, state in due.silent] == ["settled", "settled", "quiet"]
    now = "2026-11-25 15:02"
    found = items(plan, now, ledger)
    snoozes = [(first[2].occurrence.identity, "E1", moment("2026-11-25 15:00"))]
    policy = policy_of(plan, TWO_HOURS)
    again = choose(
        snooze_calls(snoozes, found, policy), (), moment("2026-11-25 14:58"), moment(now), policy
    )
    assert told(again)[0] == [("repost#3", 32)]


@pytest.mark.parametrize(
    ("until", "expected"),
    [("08:00", []), ("08:14", []), ("08:15", ["snooze E1"]), ("08:40", ["snooze E1"])],
)
def test_what_is_put_off_until_before_it_is_said_is_said_once(
    until: str, expected: list[str]
) -> None:
    plan = plan_of("{id: a, name: A, when: '每天 8:30', lead: 15m}")
    found = items(plan, "2026-11-25 07:30", back=0)
    policy = policy_of(plan, TWO_HOURS)
    snoozes = [(found[0].occurrence.identity, "E1", moment(f"2026-11-25 {until}"))]
    assert [call.occasion for call in snooze_calls(snoozes, found, policy)] == expected


QUIET = Shop("main", quiet=(22 * 60, 31 * 60 + 30))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-25 21:59", False),
        ("2026-11-25 22:00", True),
        ("2026-11-26 00:00", True),
        ("2026-11-26 07:29", True),
        ("2026-11-26 07:30", False),
    ],
)
def test_quiet_hours_run_past_midnight(now: str, expected: bool) -> None:
    assert is_quiet(moment(now), policy_of(plan_of(REPOST, shop=QUIET), TWO_HOURS)) is expected


def test_quiet_minutes_do_not_count_as_late() -> None:
    policy = policy_of(plan_of(REPOST, shop=QUIET), TWO_HOURS)
    pairs = [
        ("2026-11-25 21:55", "2026-11-26 07:31", 6),
        ("2026-11-25 23:00", "2026-11-26 07:30", 0),
        ("2026-11-25 08:00", "2026-11-25 09:00", 60),
        ("2026-11-25 21:00", "2026-11-27 08:00", 60 + 14 * 60 + 30 + 30),
    ]
    for start, end, minutes in pairs:
        assert loud_minutes(moment(start), moment(end), policy) == minutes


def test_what_opens_in_quiet_hours_is_said_in_one_line_when_they_end() -> None:
    plan = plan_of(
        "{id: early, name: E, when: '每天 7:00'}",
        "{id: late, name: L, when: '每天 21:58'}",
        "{id: closed, name: C, when: '每天 22:30'}",
        "{id: kept, name: K, when: '每天 23:00', if_missed: carry}",
        shop=QUIET,
    )
    due = said(plan, "2026-11-25 21:55", "2026-11-26 07:30")
    assert told(due) == ([], ["late#1", "kept#1", "early#1"], [])
    assert [(call.identity.duty, state) for call, state in due.silent] == [("closed", "quiet")]


def test_quiet_hours_are_looked_at_when_they_are_over() -> None:
    policy = policy_of(plan_of(REPOST, shop=QUIET), TWO_HOURS)
    before = Run(*[moment("2026-11-25 21:55")] * 3)
    at_night = next_run(before, moment("2026-11-25 23:00"), policy)
    assert (at_night.last, at_night.reached) == (
        moment("2026-11-25 23:00"),
        moment("2026-11-25 21:55"),
    )
    assert next_run(at_night, moment("2026-11-26 07:30"), policy).reached == moment(
        "2026-11-26 07:30"
    )


def claim(item: Item, occasion: str, state: ClaimState, updated: str) -> Claim:
    at = moment(updated)
    return Claim(item.occurrence.identity, occasion, state, at, at)


def test_nagging_goes_on_until_done_and_has_an_end() -> None:
    plan = plan_of("{id: a, name: A, when: '每天 9:00', nag: {every: 15m, times: 2}}")
    first = items(plan, "2026-11-25 09:00", back=0)[0]
    opened = claim(first, "open", "said", "2026-11-25 09:00")
    ask = [("2026-11-25 09:10", "2026-11-25 09:14"), ("2026-11-25 09:14", "2026-11-25 09:15")]
    nags = [said(plan, last, now, claims=[opened]) for last, now in ask]
    assert [[call.occasion for call in due.say] for due in nags] == [[], ["nag 1"]]
    assert nags[1].say[0].late_minutes == 15
    second = claim(first, "nag 1", "said", "2026-11-25 09:15")
    due = said(plan, "2026-11-25 09:25", "2026-11-25 09:31", claims=[opened, second])
    assert [call.occasion for call in due.say] == ["nag 2"]
    third = claim(first, "nag 2", "sent", "2026-11-25 09:31")
    done = said(plan, "2026-11-25 09:45", "2026-11-25 09:50", claims=[opened, second, third])
    assert not done.spoken
    ledger = Ledger()
    ledger.add("done", first.occurrence, "2026-11-25 09:05")
    assert not said(
        plan, "2026-11-25 09:10", "2026-11-25 09:20", claims=[opened], ledger=ledger
    ).spoken


def test_a_shop_may_nag_about_all_its_work() -> None:
    plan = plan_of(REPOST, shop=Shop("main", nag=Nag(5)))
    first = items(plan, "2026-11-25 08:30", back=0)[0]
    opened = claim(first, "open", "said", "2026-11-25 08:30")
    due = said(plan, "2026-11-25 08:31", "2026-11-25 08:36", claims=[opened])
    assert [(call.identity.slot, call.occasion) for call in due.say] == [(1, "nag 1")]


def test_after_a_long_sleep_it_nags_once() -> None:
    plan = plan_of("{id: a, name: A, when: '每天 9:00', nag: 15m}")
    first = items(plan, "2026-11-25 09:00", back=0)[0]
    opened = claim(first, "open", "said", "2026-11-25 09:00")
    due = said(plan, "2026-11-25 09:05", "2026-11-25 15:00", claims=[opened])
    assert [(call.occasion, call.late_minutes) for call in due.say] == [("nag 1", 360)]


def test_a_row_is_said_on_its_days_and_never_late() -> None:
    plan = plan_of(REPOST)
    first = items(plan, "2026-11-25 08:00", back=0)[0]
    mark = replace(first.occurrence.mark, kind="row")
    row = replace(first, occurrence=first.occurrence._replace(mark=mark))
    policy = policy_of(plan, TWO_HOURS)
    days = [(row.occurrence.identity, date(2026, 11, day)) for day in (24, 25, 26)]
    calls = list(row_calls(days, [row], policy))
    start = moment("2026-11-24 20:00")
    due = choose(calls, (), start, moment("2026-11-25 09:00"), policy)
    assert [(call.occasion, call.late_minutes) for call in due.say] == [("day 2026-11-25", 0)]
    due = choose(calls, (), start, moment("2026-11-26 00:05"), policy)
    assert [call.occasion for call in due.passed] == ["day 2026-11-25"]


def test_one_item_is_said_once_a_run() -> None:
    plan = plan_of(REPOST)
    found = items(plan, "2026-11-25 08:30", back=0)
    policy = policy_of(plan, TWO_HOURS)
    until = moment("2026-11-25 08:30")
    snoozed = snooze_calls([(found[0].occurrence.identity, "E1", until)], found, policy)
    calls = [*openings(found, policy), *snoozed]
    due = choose(calls, (), moment("2026-11-25 08:00"), until, policy)
    assert len(due.say) == 1
    assert [state for _, state in due.silent] == ["quiet"]


RUN = Run(
    moment("2026-11-20 08:00").astimezone(UTC),
    moment("2026-11-25 12:00").astimezone(UTC),
    moment("2026-11-25 12:00").astimezone(UTC),
)


@pytest.mark.parametrize(
    ("now", "back", "start"),
    [
        ("2026-11-25 12:05", False, "2026-11-25 12:00"),
        ("2026-11-25 11:59", False, "2026-11-25 12:00"),
        ("2026-11-25 10:00", True, "2026-11-20 08:00"),
        ("2026-11-23 12:00", True, "2026-11-20 08:00"),
        ("1970-01-02 00:00", True, "2026-11-20 08:00"),
    ],
)
def test_a_clock_that_is_put_back(now: str, back: bool, start: str) -> None:
    assert fell_back(RUN, moment(now)) is back
    assert since(RUN, moment(now)) == moment(start)


def test_a_clock_years_ahead_looks_back_a_month_at_most() -> None:
    now = moment("2029-11-25 12:00")
    assert since(RUN, now) == now - FARTHEST
    dead_battery = replace(RUN, last=datetime(1970, 1, 1, tzinfo=UTC), reached=RUN.first)
    assert since(dead_battery, moment("2026-11-25 12:00")) == RUN.first


def test_nothing_is_repeated_when_the_clock_is_put_back() -> None:
    plan = plan_of(REPOST)
    first = items(plan, "2026-11-25 08:30", back=0)
    claims = [claim(each, "open", "said", "2026-11-25 16:40") for each in first]
    claims += [claim(first[0], "open", "superseded", "2026-11-25 16:40")]
    assert not said(plan, "2026-11-25 08:25", "2026-11-25 11:32", claims=claims).spoken


def test_what_a_clock_years_ahead_left_unsaid_is_said_when_its_time_comes() -> None:
    plan = plan_of(REPOST)
    first = items(plan, "2026-11-25 08:30", back=0)[0]
    states: dict[ClaimState, int] = {"superseded": 1, "settled": 1, "said": 0, "sent": 0}
    for state, expected in states.items():
        left = claim(first, "open", state, "2029-11-25 08:30")
        due = said(plan, "2026-11-25 08:25", "2026-11-25 08:30", claims=[left])
        assert len(due.say) == expected


def test_clocks_of_a_zone_turn_back_in_autumn() -> None:
    shop = Shop("main", timezone="America/New_York")
    plan = plan_of("{id: a, name: A, when: '每天 1:30'}", shop=shop)
    policy = policy_of(plan, TWO_HOURS)
    first_pass = datetime(2026, 11, 1, 5, 31, tzinfo=UTC)
    second_pass = datetime(2026, 11, 1, 6, 31, tzinfo=UTC)
    found = list(
        checklist(plan, "2026-11-01 13:31", window=closed_window(*[date(2026, 11, 1)] * 2)).items
    )
    calls = list(openings(found, policy))
    due = choose(calls, (), first_pass - timedelta(minutes=5), first_pass, policy)
    assert [call.late_minutes for call in due.spoken] == [1]
    assert not choose(calls, (), first_pass, second_pass, policy).spoken
