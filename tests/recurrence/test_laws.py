"""Laws of dates: windows add up, dates are sorted and inside, and a slow oracle agrees."""

import calendar as month_lengths
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar, get_args

import pytest
from hypothesis import example, find, given, settings
from hypothesis import strategies as st

from opsplan.calendars import PUBLISHED
from opsplan.phrase.reading import read
from opsplan.recurrence.dates import DATELESS, FINDERS, Frame, phrase_dates, span_end, span_start
from opsplan.values.cadence import (
    LAST,
    Cadence,
    Daily,
    DayOfMonth,
    EveryDays,
    EveryWeeks,
    EveryWorkdays,
    Floating,
    HalfMonthly,
    Monthly,
    NthWeekday,
    NthWorkday,
    OnDates,
    Phrase,
    Quarterly,
    RRule,
    ShiftKind,
    Span,
    Weekly,
    Workdays,
    Yearly,
    YearlyLunar,
)
from opsplan.values.dated import Known
from recurrence.oracle import is_nominal, shifted_dates

T = TypeVar("T")
CN = PUBLISHED.named("CN")
FIRST, LATEST = date(2019, 1, 1), date(2029, 12, 31)

near = st.dates(FIRST, LATEST)
several = st.integers(2, 6) | st.integers(2, 40)
weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
year_days = st.just((2, 29)) | st.integers(1, 12).flatmap(
    lambda month: st.tuples(
        st.just(month), st.integers(1, month_lengths.monthrange(2024, month)[1])
    )
)
lunar_days = st.just((12, 30)) | st.tuples(st.integers(1, 12), st.integers(1, 30))
ordinals = st.just(LAST) | st.integers(1, 5)
month_days = st.sampled_from([LAST, 1, 15, 28, 29, 30, 31]).map(DayOfMonth)
nth_weekdays = st.builds(NthWeekday, ordinals, st.integers(0, 6))
nth_workdays = st.builds(NthWorkday, st.just(LAST) | st.integers(1, 23))
quarter_days = st.sampled_from([DayOfMonth(1), DayOfMonth(LAST)])


def some(items: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """One to three different ones, in the order in which they were typed."""
    return st.lists(items, min_size=1, max_size=3, unique=True).map(tuple)


dated = st.one_of(
    st.just(Daily()),
    st.just(Workdays()),
    st.just(HalfMonthly()),
    st.builds(Weekly, weekdays),
    st.builds(EveryDays, several),
    st.builds(EveryWorkdays, several),
    st.builds(EveryWeeks, several, st.just(()) | weekdays),
    st.builds(Monthly, some(month_days | nth_weekdays | nth_workdays)),
    st.builds(Monthly, st.just(()) | some(month_days | nth_weekdays | nth_workdays), several),
    st.builds(Quarterly, some(quarter_days | nth_weekdays | nth_workdays)),
    st.builds(Yearly, some(year_days).map(lambda days: tuple(sorted(days)))),
    st.builds(YearlyLunar, some(lunar_days)),
    st.builds(OnDates, some(near).map(lambda days: tuple(sorted(days)))),
)
rare = st.one_of(
    st.builds(Monthly, st.just(()) | some(month_days | nth_workdays), st.integers(2, 14)),
    st.builds(Quarterly, some(quarter_days | nth_weekdays | nth_workdays)),
    st.builds(Yearly, some(year_days).map(lambda days: tuple(sorted(days)))),
    st.builds(YearlyLunar, some(lunar_days)),
)
rules = st.builds(
    RRule,
    st.sampled_from(
        [
            "FREQ=DAILY;INTERVAL=3",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU",
            "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2",
            "FREQ=MONTHLY;BYDAY=MO,-1FR",
            "FREQ=MONTHLY;BYMONTHDAY=-1,31",
            "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO",
            "FREQ=DAILY;COUNT=40",
        ]
    ),
    near,
)
spans = st.sampled_from(["week", "month", "quarter", "year"])
floating = st.builds(Floating, st.just(1), spans)
shifts: st.SearchStrategy[ShiftKind | None] = st.sampled_from([None, "skip", "next", "previous"])


@dataclass(frozen=True)
class Case:
    """A phrase, an anchor, and the first day of a window that lies near the phrase's bounds."""

    phrase: Phrase
    anchor: date
    start: date


@st.composite
def cases(draw: st.DrawFn, cadences: st.SearchStrategy[Cadence]) -> Case:
    """Phrases of these cadences with every shift that goes with them."""
    cadence, start = draw(cadences), draw(near)
    shift = None if isinstance(cadence, Floating) else draw(shifts)
    bounds = [
        start + timedelta(days=draw(days)) if draw(st.integers(0, 2)) == 0 else None
        for days in (st.integers(-300, 60), st.integers(-10, 150))
    ]
    return Case(Phrase(cadence, (), shift, *bounds), draw(near), start)


any_case = cases(dated | floating | rules)


def between(phrase: Phrase, first: int, last: int, anchor: date) -> list[tuple[int, int]]:
    """(date, nominal date) of each date in `[first, last)`, in order."""
    found = phrase_dates(phrase, first, last, Frame(CN, anchor))
    return list(zip(found.dates, found.nominals, strict=True))


@pytest.mark.parametrize(
    "kind",
    [kind for kind in get_args(Cadence) if kind not in DATELESS],
    ids=lambda kind: kind.__name__,
)
def test_every_cadence_with_dates_is_found_and_is_in_the_laws_and_the_oracle(kind: type) -> None:
    """A new one was found nowhere, without a word, and no law and no oracle looked at it."""
    drawn = find(dated | floating | rules, lambda cadence: type(cadence) is kind)
    if kind is not RRule:
        assert kind in FINDERS
        is_nominal(Phrase(drawn), FIRST, FIRST, CN)  # raises for what it does not know


def test_a_cadence_without_a_finder_is_no_silence() -> None:
    class EverySoOften:
        """Nobody knows when."""

    with pytest.raises(KeyError):
        phrase_dates(Phrase(EverySoOften()), 1, 9, Frame(CN))  # type: ignore[arg-type]


@given(any_case, st.integers(0, 150), st.integers(0, 150))
@settings(max_examples=400)
def test_adjoining_windows_add_up(case: Case, length: int, more: int) -> None:
    phrase, anchor, first = case.phrase, case.anchor, case.start.toordinal()
    middle, last = first + length, first + length + more
    both = between(phrase, first, middle, anchor) + between(phrase, middle, last, anchor)
    assert sorted(both) == sorted(between(phrase, first, last, anchor))


@given(any_case, st.integers(0, 200), st.integers(0, 90), st.integers(0, 90))
@settings(max_examples=400)
def test_what_is_known_of_a_window_is_known_of_its_parts(
    case: Case, before: int, length: int, after: int
) -> None:
    phrase, frame, first = case.phrase, Frame(CN, case.anchor), case.start.toordinal()
    known = Known(
        first - before,
        first + length + after,
        phrase_dates(phrase, first - before, first + length + after, frame),
    )
    found, anew = (
        known.between(first, first + length),
        phrase_dates(phrase, first, first + length, frame),
    )
    assert found is not None
    assert [*found.dates] == [*anew.dates]
    assert [*found.nominals] == [*anew.nominals]
    assert (found.dates is found.nominals) == (anew.dates is anew.nominals)
    clocks = (anew.clocks or {}).items()
    assert clocks <= (found.clocks or {}).items()
    assert known.between(first - before - 1, first) is None
    assert known.between(first, first + length + after + 1) is None


@given(any_case)
@settings(max_examples=60)
def test_days_alone_add_up_to_the_month(case: Case) -> None:
    phrase, anchor, first = case.phrase, case.anchor, case.start.toordinal()
    days = [between(phrase, day, day + 1, anchor) for day in range(first, first + 31)]
    assert sorted(pair for day in days for pair in day) == between(
        phrase, first, first + 31, anchor
    )


@given(any_case, st.integers(0, 400))
@settings(max_examples=400)
def test_dates_are_in_order_and_inside_the_window_and_the_bounds(case: Case, length: int) -> None:
    phrase, anchor, first = case.phrase, case.anchor, case.start.toordinal()
    found = between(phrase, first, first + length, anchor)
    assert all(first <= day < first + length for day, _ in found)
    assert all(earlier <= later for (earlier, _), (later, _) in pairwise(found))
    nominals = [nominal for _, nominal in found]
    assert nominals == sorted(set(nominals))
    if phrase.start:
        assert all(nominal >= phrase.start.toordinal() for nominal in nominals)
    if phrase.until:
        assert all(nominal <= phrase.until.toordinal() for nominal in nominals)


@given(any_case, st.integers(0, 400))
@settings(max_examples=300)
def test_a_shift_keeps_off_the_holidays(case: Case, length: int) -> None:
    phrase, anchor, first = case.phrase, case.anchor, case.start.toordinal()
    for day, nominal in between(phrase, first, first + length, anchor):
        if phrase.shift is None:
            assert day == nominal
        elif phrase.shift == "skip":
            assert day == nominal
            assert not CN.holiday(day)
        else:
            assert CN.is_workday(day)
            forward = phrase.shift == "next"
            assert day >= nominal if forward else day <= nominal
            between_them = range(nominal, day) if forward else range(day + 1, nominal + 1)
            assert not any(CN.is_workday(each) for each in between_them)


@given(cases(dated | floating), st.integers(0, 120))
@settings(max_examples=300)
@example(Case(read("每5个工作日 从2026-09-18起"), FIRST, date(2026, 9, 19)), 40)
@example(Case(read("每年农历腊月三十 顺延"), FIRST, date(2025, 1, 20)), 30)
@example(Case(read("每3个月31号 提前"), date(2024, 11, 30), date(2026, 2, 20)), 60)
@example(Case(read("每两周周日 顺延"), date(2026, 11, 22), date(2026, 11, 29)), 30)
def test_a_day_by_day_oracle_agrees(case: Case, length: int) -> None:
    phrase, anchor, start = case.phrase, case.anchor, case.start
    last = start + timedelta(days=length)
    expected = [
        (day.toordinal(), nominal.toordinal())
        for day, nominal in shifted_dates(phrase, start, last, anchor, CN)
    ]
    assert between(phrase, start.toordinal(), last.toordinal() + 1, anchor) == expected


@given(cases(rare))
@settings(max_examples=60)
def test_the_oracle_agrees_over_whole_years(case: Case) -> None:
    last = case.start + timedelta(days=450)
    expected = shifted_dates(case.phrase, case.start, last, case.anchor, CN)
    found = between(case.phrase, case.start.toordinal(), last.toordinal() + 1, case.anchor)
    assert [
        (date.fromordinal(day), date.fromordinal(nominal)) for day, nominal in found
    ] == expected


@given(spans, st.dates())
@settings(max_examples=200)
def test_spans_cover_every_day_once(span: Span, day: date) -> None:
    start = span_start(span, day.toordinal())
    end = span_end(span, start)
    assert start <= day.toordinal() < end
    assert span_start(span, start) == start
    assert span_start(span, end - 1) == start


@given(dated | floating, st.dates(), st.dates(), st.integers(0, 60), shifts)
@settings(max_examples=200)
def test_any_window_and_any_anchor_will_do(
    cadence: Cadence, anchor: date, start: date, length: int, shift: ShiftKind | None
) -> None:
    phrase = Phrase(cadence, shift=None if isinstance(cadence, Floating) else shift)
    first = start.toordinal()
    last = min(first + length, date.max.toordinal() + 1)
    assert all(first <= day < last for day, _ in between(phrase, first, last, anchor))
