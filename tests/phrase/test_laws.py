"""Laws of phrases: what is written is read back, and nothing but PhraseError ever comes out."""

import calendar
from datetime import date, datetime
from typing import TypeVar, get_args

import pytest
from hypothesis import example, find, given, settings
from hypothesis import strategies as st

from opsplan.phrase.forms import EXAMPLES
from opsplan.phrase.reading import PhraseError, read
from opsplan.phrase.shared import Blocks
from opsplan.phrase.wording import write
from opsplan.values.cadence import (
    LAST,
    AfterDone,
    AtPeaks,
    Cadence,
    CampaignDay,
    ClockWindow,
    Daily,
    DayOfMonth,
    DayPart,
    EveryDays,
    EveryWeeks,
    EveryWorkdays,
    Floating,
    HalfMonthly,
    Hourly,
    InBlock,
    Monthly,
    NthWeekday,
    NthWorkday,
    Once,
    OnDates,
    PhaseDay,
    Phrase,
    Quarterly,
    RRule,
    Slot,
    Triggered,
    Weekly,
    Workdays,
    Yearly,
    YearlyLunar,
)
from opsplan.values.text import LANGUAGES

T = TypeVar("T")
OWN_BLOCKS = Blocks(
    (
        ("morning", "上午", "Morning"),
        ("evening", "晚上", "Evening"),
        ("packing", "打包时段", "Packing time"),
        ("late-shift", "晚班", "Late shift"),
    ),
    known=True,
)
RULES = (
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=MO,WE;WKST=SU",
    "FREQ=MONTHLY;BYDAY=-1FR,2TU",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=5",
    "FREQ=DAILY;UNTIL=20261231T155959Z",
)

dates = st.dates(date(1000, 1, 1), date(9999, 12, 31))
wall_times = st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
counts = st.integers(1, 12) | st.integers(1, 999)
several = st.integers(2, 12) | st.integers(2, 999)
weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
year_days = st.integers(1, 12).flatmap(
    lambda month: st.tuples(st.just(month), st.integers(1, calendar.monthrange(2024, month)[1]))
)
lunar_days = st.tuples(st.integers(1, 12), st.integers(1, 30))
ordinals = st.just(LAST) | st.integers(1, 5)
month_days = (st.just(LAST) | st.integers(1, 31)).map(DayOfMonth)
nth_weekdays = st.builds(NthWeekday, ordinals, st.integers(0, 6))
nth_workdays = st.builds(NthWorkday, st.just(LAST) | st.integers(1, 23))
quarter_days = st.sampled_from([DayOfMonth(1), DayOfMonth(LAST)])


def several_of(items: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """A few different ones, in the order in which they were typed."""
    return st.lists(items, min_size=1, max_size=4, unique=True).map(tuple)


floating = st.one_of(
    st.builds(Floating, counts, st.sampled_from(["week", "month", "quarter", "year"])),
    st.builds(Floating, counts, st.just("week"), st.integers(0, 6)),
    st.builds(Floating, counts, st.just("month"), st.just(LAST) | st.integers(1, 31)),
    st.builds(Floating, counts, st.just("year"), year_days),
)
dated = st.one_of(
    st.just(Daily()),
    st.just(Workdays()),
    st.just(HalfMonthly()),
    st.builds(Weekly, weekdays),
    st.builds(EveryDays, several),
    st.builds(EveryWorkdays, several),
    st.builds(EveryWeeks, counts),
    st.builds(EveryWeeks, several, weekdays),
    st.builds(Monthly, several_of(month_days | nth_weekdays | nth_workdays), counts),
    st.builds(Monthly, st.just(()), counts),
    st.builds(Quarterly, several_of(quarter_days | nth_weekdays | nth_workdays)),
    st.builds(Yearly, several_of(year_days).map(lambda days: tuple(sorted(days)))),
    st.builds(YearlyLunar, several_of(lunar_days)),
    st.builds(OnDates, several_of(dates).map(lambda days: tuple(sorted(days)))),
    st.builds(RRule, st.sampled_from(RULES), dates | wall_times),
    st.builds(PhaseDay, counts),
    st.just(CampaignDay(0)),
    st.builds(
        CampaignDay,
        counts | counts.map(int.__neg__),
        st.sampled_from(["day", "workday"]),
    ),
)
undated = st.one_of(
    floating,
    st.builds(AfterDone, counts, st.sampled_from(["day", "week", "month"])),
    st.just(AfterDone(1, "half-month")),
    st.just(Once()),
    st.just(Triggered()),
)
minutes = st.integers(0, 1439)
windows = minutes.flatmap(
    lambda start: st.builds(ClockWindow, st.just(start), st.integers(start + 1, start + 1439))
)
clocks = several_of(minutes.map(Slot) | windows)
blocks = st.sampled_from(["morning", "noon", "afternoon", "evening", "night", "late-shift", "b2"])
one_block = blocks.map(lambda block: (InBlock(block),))
day_parts: st.SearchStrategy[tuple[DayPart, ...]] = st.one_of(
    clocks,
    one_block,
    windows.map(lambda window: (Hourly(window.start, window.end),)),
    st.integers(-1440, 1440).map(lambda offset: (AtPeaks(offset),)),
)
shifts = st.sampled_from([None, "skip", "next", "previous"])


def fits(phrase: Phrase) -> bool:
    """Whether the times go with the cadence: an RRULE with times of its own takes no others."""
    cadence = phrase.cadence
    timed = isinstance(cadence, RRule) and isinstance(cadence.start, datetime)
    return not timed or not phrase.parts or isinstance(phrase.parts[0], InBlock)


phrases: st.SearchStrategy[Phrase] = st.one_of(
    st.builds(
        Phrase, dated, st.just(()) | day_parts, shifts, st.none() | dates, st.none() | dates
    ).filter(fits),
    st.builds(
        Phrase, undated, st.just(()) | one_block, st.none(), st.none() | dates, st.none() | dates
    ),
)
FULL_WIDTH = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F) if not chr(code).isalpha()}
FULL_WIDTH[0x20] = "　"


@pytest.mark.parametrize("kind", get_args(Cadence), ids=lambda kind: kind.__name__)
def test_every_cadence_is_in_the_laws(kind: type) -> None:
    find(dated | undated, lambda cadence: type(cadence) is kind)


@given(phrases)
@settings(max_examples=400)
def test_what_is_written_is_read_back(phrase: Phrase) -> None:
    for language in LANGUAGES:
        assert read(write(phrase, language)) == phrase


@given(phrases.filter(lambda phrase: not {"night", "noon"} & blocks_in(phrase)))
@settings(max_examples=100)
def test_also_with_the_blocks_of_a_playbook(phrase: Phrase) -> None:
    if blocks_in(phrase) <= set(OWN_BLOCKS.ids):
        for language in LANGUAGES:
            assert read(write(phrase, language, OWN_BLOCKS), OWN_BLOCKS) == phrase


@given(phrases)
@settings(max_examples=200)
def test_case_does_not_matter(phrase: Phrase) -> None:
    for language in LANGUAGES:
        assert read(write(phrase, language).upper()) == phrase


@given(phrases)
@settings(max_examples=200)
@example(Phrase(OnDates((date(2026, 12, 1),))))
def test_full_width_digits_and_punctuation_are_like_ascii(phrase: Phrase) -> None:
    for language in LANGUAGES:
        assert read(write(phrase, language).translate(FULL_WIDTH)) == phrase


@given(phrases)
@settings(max_examples=200)
def test_spaces_are_optional_in_chinese(phrase: Phrase) -> None:
    if not isinstance(phrase.cadence, OnDates | RRule):
        assert read(write(phrase, "zh").replace(" ", "")) == phrase


@st.composite
def in_any_order(draw: st.DrawFn) -> tuple[Phrase, list[str]]:
    """A phrase, and its wordings with the parts after the cadence in another order."""
    phrase = draw(phrases)
    wordings: list[str] = []
    for language in LANGUAGES:
        cadence = write(Phrase(phrase.cadence), language)
        others = [
            Phrase(phrase.cadence, parts=phrase.parts),
            Phrase(phrase.cadence, shift=phrase.shift),
            Phrase(phrase.cadence, start=phrase.start),
            Phrase(phrase.cadence, until=phrase.until),
        ]
        words = [write(other, language).removeprefix(cadence) for other in others]
        wordings.append(cadence + "".join(draw(st.permutations(words))))
    return phrase, wordings


@given(in_any_order())
@settings(max_examples=200)
def test_the_parts_after_the_cadence_come_in_any_order(case: tuple[Phrase, list[str]]) -> None:
    phrase, wordings = case
    if not isinstance(phrase.cadence, Daily):  # `hourly …` alone is written without `every day`
        assert [read(wording) for wording in wordings] == [phrase, phrase]


def blocks_in(phrase: Phrase) -> set[str]:
    """The ids of the blocks that a phrase names."""
    return {part.block for part in phrase.parts if isinstance(part, InBlock)}


WORDS = sorted(
    {word for examples in EXAMPLES.values() for text in examples for word in text.split()}
    | set("每周月年天日号点半上下一二三两十前后至到从起止、，,:：-/ 0123456789.;。（）()%*+İßſ")
    | {"by", "from", "until", "2026-12-01", "2026-02-30", "25:00", "8", "pm", "rrule", "lunar"}
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A valid wording with a few things put in, taken out or swapped."""
    text = draw(
        st.sampled_from([*EXAMPLES["en"], *EXAMPLES["zh"]])
        | st.builds(write, phrases, st.sampled_from(LANGUAGES))
    )
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        end = draw(st.integers(at, min(len(text), at + 4)))
        word = draw(st.sampled_from(["", *WORDS]) | st.text(max_size=2))
        text = text[:at] + word + text[end:]
    return text


def judge(text: str) -> Cadence | None:
    """The cadence of `text`; None where it is refused as it should be."""
    try:
        phrase = read(text)
    except PhraseError as error:
        assert 1 <= error.column <= max(len(text), 1)
        assert str(error.what)
        assert all(str(each) for each in error.expected)
        if error.suggestion is not None:
            read(error.suggestion)
        return None
    for language in LANGUAGES:
        assert read(write(phrase, language)) == phrase
    return phrase.cadence


@given(mutated())
@settings(max_examples=400)
def test_a_mutated_phrase_is_read_or_refused(text: str) -> None:
    judge(text)


@given(st.text(max_size=30))
@settings(max_examples=300)
def test_any_text_is_read_or_refused(text: str) -> None:
    judge(text)


@given(st.lists(st.sampled_from(WORDS), max_size=12))
@settings(max_examples=250)
def test_any_words_are_read_or_refused(words: list[str]) -> None:
    judge("".join(words))
    judge(" ".join(words))


@given(mutated())
@settings(max_examples=100)
def test_a_playbook_with_blocks_of_its_own_changes_no_promise(text: str) -> None:
    try:
        phrase = read(text, OWN_BLOCKS)
    except PhraseError as error:
        assert error.suggestion is None or read(error.suggestion, OWN_BLOCKS)
    else:
        assert blocks_in(phrase) <= set(OWN_BLOCKS.ids)


def test_every_example_is_its_own_wording_or_reads_like_it() -> None:
    for language, examples in EXAMPLES.items():
        for text in examples:
            phrase = read(text)
            assert read(write(phrase, "zh" if language == "zh" else "en")) == phrase


@pytest.mark.parametrize(
    "text",
    [
        "每周三十次",
        "高峰前十五十分钟",
        "每天 高峰前十五十分钟",
        "每天 高峰前" + "9" * 5000 + "分钟",
        "every day at peaks + 200h",
        "每天高峰前99999分钟",
        "每月第100个工作日",
        "每周1000次",
        "第1000天",
        "前1000天",
        "每" + "9" * 5000 + "天",
        "每" + "9" * 5000 + "周一",
        "every İ day",
        "once a weak at 10:00",
        "rrule FREQ=一DAILY 从2000-01-01起",
    ],
)
def test_large_and_odd_numbers_are_read_or_refused(text: str) -> None:
    judge(text)
