"""What is known of the weeks around a day says the same as what is found anew."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from house import SHANGHAI, Ledger, book_of, day
from opsplan.planning.campaigns import next_campaign
from opsplan.planning.checklist import draft, join
from opsplan.planning.expand import dated, expand, first_offered, merged_into, shifted_to
from opsplan.planning.plan import Plan, make_plan
from opsplan.planning.weeks import AROUND, weeks_around
from opsplan.playbook.files import find_library
from opsplan.recurrence.dates import Frame, phrase_dates
from opsplan.values.cadence import Floating, Phrase
from opsplan.values.checklist import Checklist
from opsplan.values.classes import replace
from opsplan.values.dated import Dated
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.window import Window, day_window, month_window, week_window

MONDAY = date(2026, 9, 28)
LIBRARY = find_library(Path("nowhere"))
BOOK = book_of(
    "{id: daily, name: D, when: 每天 08:30、11:30}",
    "{id: night, name: D, when: 每天 22:00-02:00}",
    "{id: weekly, name: D, when: 每周三、五 09:00 遇假日顺延}",
    "{id: union, name: D, when: [每周二 遇假日顺延, 每天 16:00]}",
    "{id: skipped, name: D, when: 每周四 遇假日跳过}",
    "{id: monthly, name: D, when: 每月1、15号 遇假日提前}",
    "{id: moon, name: D, when: 每年农历八月十五}",
    "{id: leap, name: D, when: 每年2月29日}",
    "{id: once, name: D, when: 2024-03-01}",
    "{id: floats, name: D, when: 每月两次 25号前}",
    "{id: rule, name: D, when: 'rrule FREQ=MONTHLY;BYDAY=-1FR from 2025-01-01'}",
    "{id: clock, name: D, when: 'rrule FREQ=DAILY;INTERVAL=2;BYHOUR=9,15 from 2026-01-01T09:00'}",
    "{id: after, name: D, when: 完成后半个月, check_on: 每周一、五}",
    "{id: setup, name: D, when: 一次}",
    more="""
campaigns:
  - {id: cny, name: C, on: 每年农历正月初一, lasts: 9 days, duties: [
      {id: stock, name: S, when: 前5个工作日}, {id: watch, name: W, when: 每天 9:00}]}
  - {id: gold, name: G, on: 每年10月1日, lasts: 7 days, duties: [{id: plan, name: P, when: 前30天}]}
phases:
  - {id: build, name: B, starts: launch, lasts: 3 months, duties: [
      {id: step, name: S, when: 一次}, {id: third, name: T, when: 第3天},
      {id: often, name: O, when: 每2天}]}
""",
)
SHOP = Shop(
    "main",
    launch=date(2026, 8, 3),
    playbooks=("book",),
    pauses=(Window(date(2026, 10, 9), date(2026, 10, 12)),),
)


def both(book: Playbook, shop: Shop, on: date) -> tuple[Plan, Plan]:
    """The plan as it is, and with what is known of the weeks around a day."""
    plain = make_plan(shop, [book])
    return plain, make_plan(shop, [book], weeks=weeks_around(plain, on))


PLAIN, KNOWN = both(BOOK, SHOP, MONDAY)


def list_of(plan: Plan, window: Window, now: datetime) -> Checklist:
    return join(draft(plan, window, now, Ledger().facts()), [], now)


def shown(found: Checklist) -> list[object]:
    """What tells one list from another; a duty of the one plan is not that of the other."""
    items = (*found.items, *found.setup, *found.later)
    return [
        (each.no, each.occurrence.ref, each.occurrence.date, each.occurrence.due, each.status)
        for each in items
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(start=st.integers(-60, 60), length=st.integers(1, 45), at=st.integers(0, 14 * 1440))
def test_lists_are_the_same(start: int, length: int, at: int) -> None:
    first = MONDAY + timedelta(days=start)
    window = Window(first, first + timedelta(days=length))
    now = datetime(2026, 9, 21, tzinfo=SHANGHAI) + timedelta(minutes=at)
    assert shown(list_of(KNOWN, window, now)) == shown(list_of(PLAIN, window, now))


@pytest.mark.parametrize("shift", range(-1, 8))
def test_every_question_about_a_day_has_the_same_answer(shift: int) -> None:
    """On each day of the week, and on those beside it."""
    on = MONDAY + timedelta(days=shift)
    for plain, known in zip(PLAIN.duties, KNOWN.duties, strict=True):
        assert shifted_to(known, on) == shifted_to(plain, on)
        assert first_offered(known, on) == first_offered(plain, on)
        for a, b in zip(*(dated(duty, month_window(on)) for duty in (plain, known)), strict=True):
            assert a[1:] == b[1:]
            assert merged_into(known, b) == merged_into(plain, a)
    assert next_campaign(KNOWN, on) == next_campaign(PLAIN, on)


@pytest.mark.parametrize("name", [file.path.stem for file in LIBRARY.files])
def test_every_shipped_playbook_is_the_same_all_year(name: str) -> None:
    book, _ = LIBRARY.load(name)
    assert book is not None
    shop = Shop("main", launch=day("2026-01-05"), playbooks=(name,))
    for month in range(1, 13):
        on = date(2026, month, 17)
        plain, known = both(book, shop, on)
        now = datetime(2026, month, 17, 12, tzinfo=SHANGHAI)
        for window in (day_window(on), week_window(on)):
            assert shown(list_of(known, window, now)) == shown(list_of(plain, window, now))
        assert [each.ref for each in expand(known, month_window(on))] == [
            each.ref for each in expand(plain, month_window(on))
        ]


def test_the_list_of_any_day_of_the_week_looks_for_no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """But of what reaches farther: floating work, several phrases with a shift, and what counts
    from the launch."""
    asked: set[type] = set()

    def noted(phrase: Phrase, first: int, last: int, frame: Frame) -> Dated:
        asked.add(type(phrase.cadence))
        return phrase_dates(phrase, first, last, frame)

    monkeypatch.setattr("opsplan.planning.plan.phrase_dates", noted)
    near = [each for each in KNOWN.duties if each.planned.duty.id not in ("union", "after")]
    plan = replace(KNOWN, duties=tuple(near))
    for shift in range(7):
        on = MONDAY + timedelta(days=shift)
        now = datetime(on.year, on.month, on.day, 9, tzinfo=SHANGHAI)
        list_of(plan, day_window(on), now)
    assert asked <= {Floating}


def test_what_many_duties_share_is_kept_once() -> None:
    book = book_of(*(f"{{id: d{n}, name: D, when: 每个工作日}}" for n in range(30)))
    weeks = weeks_around(make_plan(Shop("main"), [book]), MONDAY)
    assert len({id(known) for found in weeks.duties.values() for known in found}) == 1


def test_it_reaches_over_the_month_of_each_day_of_the_week() -> None:
    for shift in range(7):
        month = month_window(MONDAY + timedelta(days=shift))
        assert MONDAY - timedelta(days=AROUND) <= month.start
        assert month.end <= MONDAY + timedelta(days=7 + AROUND)


def test_what_is_closed_is_not_taken_for_open() -> None:
    (duty,) = (each for each in KNOWN.duties if each.planned.duty.id == "daily")
    closed = SHOP.pauses[0]
    assert dated(duty, closed) == []
    assert len(dated(duty.as_if_open(), closed)) == 6
