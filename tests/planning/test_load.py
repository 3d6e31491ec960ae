"""How much work a day holds, which days are heaps, and which campaign comes next."""

import pytest

from house import book_of, checklist, day, occurrences, plan_of
from opsplan.planning.campaigns import campaign_days, next_campaign
from opsplan.planning.load import heaps, load_of
from opsplan.planning.plan import make_plan
from opsplan.values.playbook import Shop

CAMPAIGNS = """
campaigns:
  - {id: double-11, name: 双11, on: 每年11月11日, lasts: 3 days}
  - {id: new-year, name: 年货节, on: 每年农历十二月初八, lasts: 2 days, applies: {optional: true}}
"""


def test_load_counts_what_is_fixed_to_a_day() -> None:
    plan = plan_of(
        "{id: slots, name: A, when: '每天 8:30、14:30', takes: 20m}",
        "{id: plain, name: B, when: 每周三, takes: 1h}",
        "{id: untold, name: C, when: 每周三 9:00}",
        "{id: online, name: D, when: 每天, standing: true, takes: 9h}",
        "{id: floating, name: E, when: 每周一次, takes: 5h}",
    )
    load = load_of(occurrences(plan, "2026-11-24", "2026-11-25"))
    assert load == {day("2026-11-24"): 40, day("2026-11-25"): 40 + 60 + 30}


@pytest.mark.parametrize(
    ("minutes", "hours", "found"),
    [
        ((400, 400, 400), 480, ()),
        ((400, 400, 501), 480, (2,)),
        ((600, 600, 600), 480, ()),
        ((600, 600, 751), 480, (2,)),
        ((600, 600, 750), 480, ()),
        ((), 480, ()),
    ],
)
def test_a_heap_is_above_the_hours_and_above_an_ordinary_day(
    minutes: tuple[int, ...], hours: int, found: tuple[int, ...]
) -> None:
    days = [day(f"2026-11-{2 + index:02}") for index in range(len(minutes))]
    load = dict(zip(days, minutes, strict=True))
    assert heaps(load, hours) == [days[index] for index in found]


@pytest.mark.parametrize(
    ("on", "campaign", "first"),
    [
        ("2026-11-10", "double-11", "2026-11-11"),
        ("2026-11-11", "double-11", "2026-11-11"),
        ("2026-11-13", "double-11", "2026-11-11"),
        ("2026-11-14", "double-11", "2027-11-11"),
    ],
)
def test_the_next_campaign(on: str, campaign: str, first: str) -> None:
    plan = make_plan(Shop("main"), [book_of("{id: a, name: A, when: 每天}", more=CAMPAIGNS)])
    found = next_campaign(plan, day(on))
    assert found is not None
    assert (found.campaign.id, found.first) == (campaign, day(first))
    assert checklist(plan, f"{on} 09:00").campaign == found


def test_campaigns_that_a_shop_switches_on_or_off() -> None:
    year = day("2026-11-01"), day("2027-10-31")
    book = book_of("{id: a, name: A, when: 每天}", more=CAMPAIGNS)
    every = make_plan(Shop("main", on=frozenset({"book/new-year"})), [book])
    assert [each.campaign.id for each in campaign_days(every, *year)] == ["double-11", "new-year"]
    none = make_plan(Shop("main", off=frozenset({"book/double-11"})), [book])
    assert campaign_days(none, *year) == []
    assert next_campaign(none, year[0]) is None
