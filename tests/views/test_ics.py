"""iCalendar files, whole, read back by the libraries that others use, and their revisions."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from house import SHIPPED, Ledger, book_of, checklist, day, moment, occurrences, plan_of
from opsplan.planning.checklist import draft, join
from opsplan.planning.expand import expand
from opsplan.planning.exported import exported
from opsplan.planning.plan import Plan, make_plan
from opsplan.playbook.reader import read_playbook
from opsplan.values.checklist import Checklist
from opsplan.values.classes import replace
from opsplan.values.playbook import Shop
from opsplan.values.text import LANGUAGES, Language
from opsplan.values.window import Window, closed_window
from opsplan.views.formats import EXPORT
from opsplan.views.ics import components, uid_of
from opsplan.views.ics_lines import folded, text_line
from opsplan.views.ics_revisions import (
    Export,
    Kind,
    read_revisions,
    revised,
    revisions_text,
    safe_floor,
    shown,
)
from opsplan.views.ics_zone import zone_lines
from opsplan.views.visible import visible
from opsplan.views.words import Words
from samples import NASTY, NOW, PLAN, ledger, nasty_duties

GOLDEN = Path(__file__).parent / "golden"
WEEK = Window(day("2026-11-23"), day("2026-11-30"))
NIGHTS = (
    "{id: gap, name: 夜里, when: '每天 1:30、2:30、3:30', takes: 90m}",
    "{id: night, name: 值夜, when: '每天 22:00-2:30'}",
    "{id: plain, name: 当天做, when: 每周一}",
    "{id: moved, name: 顺延, when: 每月1号 9:00 顺延}",
)


def made(
    found: Checklist, kind: Kind = "VEVENT", language: Language = "en", lead: int = 0
) -> Export:
    """The first export of a checklist."""
    dated = exported(found)
    all_of_it = components(dated, Words(language), kind=kind, lead=lead)
    return Export(dated, kind, all_of_it, revised({}, all_of_it, dated.window, dated.now))


def text_of(export: Export, language: Language = "en") -> str:
    text = EXPORT["ics"](export, Words(language))
    assert isinstance(text, str)
    return text


def parsed(text: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar.from_ical(text)
    assert isinstance(calendar, icalendar.Calendar)
    assert not calendar.errors
    return calendar


def value(component: Any, name: str) -> Any:
    return component[name].dt


def stateless(plan: Plan, window: Window, now: str) -> Checklist:
    """The checklist of an untouched shop."""
    at = moment(now, str(plan.zone))
    found = draft(plan, window, at, Ledger().facts())
    return join(found, [], at)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["VEVENT", "VTODO"])
def test_file(kind: Kind, language: Language, update_golden: bool) -> None:
    export = made(checklist(PLAN, NOW, ledger(), WEEK), kind, language, lead=10)
    data = text_of(export, language).encode()
    path = GOLDEN / f"list-{kind.lower()}-{language}.ics"
    if update_golden:
        path.write_bytes(data)
    assert path.read_bytes() == data


@pytest.mark.parametrize("kind", ["VEVENT", "VTODO"])
def test_lines_are_short_and_whole(kind: Kind) -> None:
    text = text_of(made(checklist(PLAN, NOW, ledger(), WEEK), kind, "zh"), "zh")
    assert text.endswith("END:VCALENDAR\r\n")
    for line in text.encode().split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_any_text_survives_folding(text: str) -> None:
    line = text_line("SUMMARY", text)
    assert all(len(part.encode()) <= 75 for part in line.split("\r\n"))
    calendar = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert str(parsed(calendar).events[0].get("SUMMARY")) == text


def test_a_long_name_is_folded_too() -> None:
    assert folded("UID:" + "a" * 100).count("\r\n ") == 1


@pytest.mark.parametrize("title", NASTY)
@pytest.mark.parametrize("kind", ["VEVENT", "VTODO"])
def test_titles_stay_text(title: str, kind: Kind) -> None:
    plan = plan_of(*nasty_duties(title))
    text = text_of(made(checklist(plan, NOW, Ledger(), WEEK), kind))
    calendar = parsed(text)
    seen = visible(plan.duties[0].planned.duty.name.en)
    names = [each for each in calendar.walk() if each.name == kind]
    assert len(names) == 8
    assert {str(each["SUMMARY"]) for each in names} == {seen}
    known = {"VCALENDAR", "VTIMEZONE", "STANDARD", "VALARM", kind}
    assert {each.name for each in calendar.walk()} == known
    assert {str(each["DESCRIPTION"]) for each in calendar.walk("VALARM")} == {seen}
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Shanghai"])
@pytest.mark.parametrize("duties", [NIGHTS, ("{id: d, name: D, when: 每天, takes: 20m}",)])
def test_a_year_read_back_has_the_engines_times(zone: str, duties: tuple[str, ...]) -> None:
    plan = plan_of(*duties, shop=Shop("main", timezone=zone, launch=day("2026-01-01")))
    window = closed_window(day("2026-02-01"), day("2027-01-31"))
    _compare(plan, window)


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Asia/Shanghai", "2026-11-26", "2027-11-25"),
        ("Europe/Berlin", "2026-10-12", "2026-11-08"),
        ("America/New_York", "2026-03-02", "2026-03-29"),
    ],
)
def test_the_default_shop_read_back_has_the_engines_times(zone: str, first: str, last: str) -> None:
    book, _ = read_playbook((SHIPPED / "1688-shop.yaml").read_bytes(), "1688-shop.yaml")
    assert book is not None
    # Steps say nothing about times, and cost the reader most of its own.
    book = replace(book, duties=tuple(replace(duty, steps=()) for duty in book.duties))
    plan = make_plan(Shop("main", timezone=zone, launch=day(first)), [book])
    _compare(plan, closed_window(day(first), day(last)))


def _compare(plan: Plan, window: Window) -> None:
    export = made(stateless(plan, window, f"{window.start} 00:00"))
    found = expand(plan, window)
    expected = {}
    for each in found:
        start: date = each.opens if each.is_clocked else each.date
        if each.mark.kind == "floating":
            start = each.due_day
        end = each.due if each.is_clocked else None
        expected[uid_of(each, "main")] = (start, end)
    events = recurring_ical_events.of(parsed(text_of(export))).between(
        window.start - timedelta(days=1), window.end + timedelta(days=400)
    )
    read = {}
    for event in events:
        start = value(event, "DTSTART")
        is_clocked = isinstance(start, datetime)
        read[str(event["UID"])] = (start, value(event, "DTEND") if is_clocked else None)
        if not is_clocked:
            assert value(event, "DTEND") == start + timedelta(days=1)
    assert len(events) == len(read) == len(found) > 0
    assert {uid: _instants(times) for uid, times in read.items()} == {
        uid: _instants(times) for uid, times in expected.items()
    }


def _instants(times: tuple[object, object]) -> tuple[object, ...]:
    return tuple(t.astimezone(UTC) if isinstance(t, datetime) else t for t in times)


@pytest.mark.parametrize(
    "name",
    [
        *("Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"),
        *("Africa/Casablanca", "America/Santiago", "Europe/Dublin", "Asia/Kathmandu"),
        *("Pacific/Apia", "Africa/Cairo", "Asia/Gaza", "America/Sao_Paulo"),
    ],
)
def test_the_zone_runs_as_the_database_says(name: str) -> None:
    """A reader that does not know the zone's name has to believe our VTIMEZONE."""
    zone, first, last = ZoneInfo(name), date(2025, 6, 1), date(2028, 6, 1)
    text = "".join(f"{line}\r\n" for line in zone_lines(zone, first, last))
    component = icalendar.Timezone.from_ical(text.replace(f"TZID:{name}", "TZID:Custom"))
    assert isinstance(component, icalendar.Timezone)
    theirs = component.to_tz(lookup_tzid=False)
    at = datetime(first.year, first.month, first.day, tzinfo=UTC)
    while at.date() < last:
        # Read back as local times, the only way in which a calendar asks a zone.
        local = at.astimezone(zone)
        if not local.fold:
            assert local.replace(tzinfo=theirs).utcoffset() == local.utcoffset(), local
        at += timedelta(minutes=30)


def test_rules_are_yearly_where_the_zone_has_some() -> None:
    lines = zone_lines(ZoneInfo("Europe/Berlin"), date(2026, 1, 1), date(2026, 12, 31))
    assert lines[8:22] == [
        "BEGIN:DAYLIGHT",
        "DTSTART:20250330T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20251026T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
    ]
    assert zone_lines(ZoneInfo("UTC"), date(2026, 1, 1), date(2026, 12, 31)) == []


def test_each_zone_of_a_file_is_described() -> None:
    """Playbooks may have zones of their own, and a shop may move."""
    books = [
        book_of("{id: a, name: A, when: '每天 8:30'}", book=name, more=f"timezone: {zone}")
        for name, zone in (("one", "Europe/Berlin"), ("two", "Asia/Tokyo"))
    ]
    two = stateless(make_plan(Shop("main"), books), WEEK, "2026-11-23 00:00")
    assert [str(each["TZID"]) for each in parsed(text_of(made(two))).timezones] == [
        "Asia/Tokyo",
        "Europe/Berlin",
    ]
    before, now = made(two), stateless(make_plan(Shop("main"), books[:1]), WEEK, NOW)
    left = components(exported(now), Words("en"))
    revisions = revised(before.revisions, left, WEEK, now.now)
    text = text_of(Export(exported(now), "VEVENT", left, revisions))
    assert {each.tz_name for each in parsed(text).timezones} == {"Asia/Tokyo", "Europe/Berlin"}


def test_a_shop_in_utc_writes_utc() -> None:
    plan = plan_of("{id: a, name: A, when: '每天 8:30'}", shop=Shop("main", timezone="UTC"))
    text = text_of(made(stateless(plan, WEEK, "2026-11-23 00:00")))
    assert "DTSTART:20261123T083000Z\r\nDTEND:20261123T090000Z\r\n" in text
    assert "VTIMEZONE" not in text


def test_events_of_each_kind() -> None:
    export = made(checklist(PLAN, NOW, ledger(), WEEK), lead=15)
    events = {str(each["X-OPSPLAN-REF"]): each for each in parsed(text_of(export)).events}

    def of(ref: str) -> Any:
        return events[f"book/{ref}"]

    shanghai = ZoneInfo("Asia/Shanghai")
    repost = of("repost@2026-11-26#1")
    assert value(repost, "DTSTART") == datetime(2026, 11, 26, 8, 30, tzinfo=shanghai)
    assert value(repost, "DTEND") == datetime(2026, 11, 26, 9, 0, tzinfo=shanghai)
    assert [each["TRIGGER"].dt for each in repost.subcomponents] == [timedelta(minutes=-15)]
    assert repost["CATEGORIES"].to_ical() == b"ops"
    assert (str(repost["STATUS"]), str(repost["UID"])) == (
        "CONFIRMED",
        "main_book_repost_2026-11-26_1@opsplan",
    )
    assert value(of("data@2026-11-26#1"), "DTEND").hour == 12
    listed = of("list@2026-11-26#1")
    assert value(listed, "DTSTART") == date(2026, 11, 26)
    assert not listed.subcomponents
    assert "Goal: 7 items" in str(listed["DESCRIPTION"])
    talk = of("talk@2026-11-23#1")
    assert (value(talk, "DTSTART"), value(talk, "DTEND")) == (day("2026-11-29"), day("2026-11-30"))
    assert "From 23 Nov to 29 Nov" in str(talk["DESCRIPTION"])
    skipped = of("repost@2026-11-24#2")
    assert str(skipped["STATUS"]) == "CANCELLED"
    assert "skipped: 停电" in str(skipped["DESCRIPTION"])
    assert not skipped.subcomponents
    assert not of("data@2026-11-25#1").subcomponents  # done: nobody is to be reminded


def test_to_dos_tell_what_became_of_them() -> None:
    export = made(checklist(PLAN, NOW, ledger(), WEEK), "VTODO")
    todos = {str(each["X-OPSPLAN-REF"]): each for each in parsed(text_of(export)).todos}

    def of(ref: str) -> Any:
        return todos[f"book/{ref}"]

    done = of("data@2026-11-25#1")
    assert (str(done["STATUS"]), done["PERCENT-COMPLETE"]) == ("COMPLETED", 100)
    assert value(done, "COMPLETED") == moment("2026-11-25 08:50")
    partly = of("list@2026-11-25#1")
    assert (str(partly["STATUS"]), partly["PERCENT-COMPLETE"]) == ("NEEDS-ACTION", 42)
    assert value(partly, "DUE") == day("2026-11-25")
    assert "DTSTART" not in partly  # DUE must be later than DTSTART, where there is one
    assert str(of("repost@2026-11-24#2")["STATUS"]) == "CANCELLED"
    assert str(of("repost@2026-11-23#1")["STATUS"]) == "CANCELLED"  # missed
    assert str(of("repost@2026-11-25#1")["STATUS"]) == "NEEDS-ACTION"  # late
    talk = of("talk@2026-11-23#1")
    assert (value(talk, "DTSTART"), value(talk, "DUE")) == (day("2026-11-23"), day("2026-11-29"))
    slot = of("repost@2026-11-26#1")
    assert value(slot, "DUE") == moment("2026-11-26 09:00")
    assert str(slot["UID"]) == "main_book_repost_2026-11-26_1@todo.opsplan"


def test_alarms_are_for_what_has_a_clock_time_to_be_said_at() -> None:
    plan = plan_of(
        "{id: slot, name: A, when: '每天 8:30'}",
        "{id: window, name: B, when: '每天 9:00-10:00'}",
        "{id: block, name: C, when: 每天 上午}",
        "{id: hold, name: D, when: '每天 9:00-18:00', standing: true}",
        "{id: plain, name: E, when: 每天}",
        "{id: night, name: F, when: 每天 晚上}",
        "{id: some, name: G, when: 每周一次}",
        more="blocks: [{id: morning, name: 上午, at: '08:00-12:00'}, {id: night, name: 晚上}]",
    )
    found = exported(stateless(plan, Window(day("2026-11-23"), day("2026-11-24")), NOW))
    text = text_of(made(found, lead=5))
    alarmed = {
        str(each["SUMMARY"]): [value(alarm, "TRIGGER") for alarm in each.subcomponents]
        for each in parsed(text).events
    }
    early = [timedelta(minutes=-5)]
    assert alarmed == {"A": early, "B": early, "C": early, "D": [], "E": [], "F": [], "G": []}


def test_names_that_calendar_servers_could_not_take_are_quoted() -> None:
    occurrence = occurrences(PLAN, "2026-11-25", "2026-11-25")[0]
    assert uid_of(occurrence, "店/1").startswith("%E5%BA%97%2F1_book_")


def _export(ledger_: Ledger, now: str, known: Any = None) -> Any:
    dated = exported(checklist(PLAN, now, ledger_, WEEK))
    return revised(known or {}, components(dated, Words("en")), WEEK, moment(now))


REPOST = "main_book_repost_2026-11-26_1@opsplan"


def test_sequence_rises_on_change_and_only_then() -> None:
    known = ledger()
    first = _export(known, NOW)
    assert {each.sequence for each in first.values()} == {0}
    later = _export(known, "2026-11-25 21:00", first)
    assert later == first  # time alone changes no event
    occurrence = next(
        each
        for each in occurrences(PLAN, "2026-11-26", "2026-11-26")
        if each.ref == "book/repost@2026-11-26#1"
    )
    known.add("skip", occurrence, "2026-11-25 21:01", text="放假")
    skipped = _export(known, "2026-11-25 21:02", later)
    assert (skipped[REPOST].sequence, skipped[REPOST].modified) == (1, "20261125T130200Z")
    assert {k: v for k, v in skipped.items() if k != REPOST} == {
        k: v for k, v in first.items() if k != REPOST
    }


def test_what_vanished_is_cancelled_until_it_comes_back() -> None:
    dated = exported(checklist(PLAN, NOW, ledger(), WEEK))
    all_of_it = components(dated, Words("en"))
    fewer = tuple(each for each in all_of_it if each.uid != REPOST)
    first = revised({}, all_of_it, WEEK, dated.now)
    gone = revised(first, fewer, WEEK, dated.now)
    assert (gone[REPOST].sequence, gone[REPOST].is_cancelled) == (1, True)
    assert revised(gone, fewer, WEEK, dated.now) == gone
    visible_there = shown(gone, fewer, WEEK, {"ops"})
    assert REPOST in visible_there
    assert REPOST not in shown(gone, fewer, WEEK, {"ads"})
    text = text_of(Export(dated, "VEVENT", fewer, visible_there))
    event = next(each for each in parsed(text).events if each["UID"] == REPOST)
    assert (str(event["STATUS"]), event["SEQUENCE"], str(event["SUMMARY"])) == (
        "CANCELLED",
        1,
        "Repost",
    )
    assert value(event, "DTSTART") == moment("2026-11-26 08:30")
    back = revised(gone, all_of_it, WEEK, dated.now)
    assert (back[REPOST].sequence, back[REPOST].is_cancelled) == (2, False)


def test_another_window_cancels_nothing_and_long_past_is_forgotten() -> None:
    first = _export(ledger(), NOW)
    next_week = Window(day("2026-11-30"), day("2026-12-07"))
    assert revised(first, (), next_week, moment(NOW)) == first
    assert revised(first, (), next_week, moment("2028-06-01 08:00")) == {}


def test_revisions_are_kept_as_text_whose_damage_shows() -> None:
    first = _export(ledger(), NOW)
    text = revisions_text(first, 7)
    assert read_revisions(text) == (first, 7)
    assert read_revisions(revisions_text({})) == ({}, 0)
    for damaged in (
        *("", "{}", "[]", "null", text[:-1], text[: len(text) // 2], f"{text}x"),
        text.replace('"sha256"', '"sha255"'),
        text.replace(", 0, ", ", 1, ", 1),
    ):
        assert read_revisions(damaged) is None
    assert safe_floor(moment(NOW)) > 60_000
