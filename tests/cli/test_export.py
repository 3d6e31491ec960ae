"""export: whole commands in a temporary home, and what is remembered of them."""

import csv
import io
import json
import os
import stat
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from house import Home
from opsplan.views.formats import EXPORT, SUFFIXES
from opsplan.views.visible import visible
from samples import NASTY, nasty_duties

CONFIG = (
    "opsplan: 1\nshops: {{main: {{name: 主店, playbooks: [mine], launch: 2026-11-01{more}}}}}\n"
)
MINE = """
opsplan: 1
id: mine
name: Mine
roles: [{id: ops, name: {zh: 运营, en: Operations}}]
duties:
  - {id: slots, name: {zh: 上新, en: List}, when: '每天 8:30、14:30', role: ops, steps: [看, 做]}
  - {id: plain, name: {zh: 盘点, en: Count}, when: 每周五, goal: 10 件}
  - {id: float, name: {zh: 回访, en: Call back}, when: 每周一次}
  - {id: after, name: {zh: 换橱窗, en: Showcase}, when: 完成后5天}
"""
WEEK = ("--from", "2026-11-23", "--to", "2026-11-29")
WRITTEN = [suffix for name in EXPORT for suffix in SUFFIXES[name]]
STATE = "exports/main.events.jsonl"
REPOST = "main_mine_slots_2026-11-27_1@opsplan"


@pytest.fixture
def shop(home: Home) -> Home:
    """A home with a small playbook of its own."""
    home.write("config.yaml", CONFIG.format(more=""))
    home.write("playbooks/mine.yaml", MINE)
    return home


def export(home: Home, name: str, *more: str, **options: str) -> bytes:
    """Export a file, which has to go well, and read it."""
    ran = home.run("export", name, *more, **options)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return (home.folder / name).read_bytes()


def events(data: bytes, kind: str = "VEVENT") -> dict[str, Any]:
    """The components of a calendar by their UIDs."""
    calendar = icalendar.Calendar.from_ical(data)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    return {str(each["UID"]): each for each in calendar.walk(kind)}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_format_holds_what_expand_gives(shop: Home) -> None:
    shop.run("done", "after", now="2026-11-21T10:00+08:00")
    expanded = shop.run("expand", "mine", *WEEK, "--json").json["items"]
    wanted = {item["ref"] for item in expanded if item["duty"] != "after"}
    wanted.add("mine/after@2026-11-26#1")
    found = json.loads(export(shop, "a.json", *WEEK))
    assert {item["ref"] for item in found["items"]} == wanted
    assert (found["from"], found["to"], found["calendar"]) == (
        "2026-11-23",
        "2026-11-29",
        "official",
    )
    dates = [item["date"] for item in found["items"]]
    assert dates == sorted(dates)
    lines = rows(export(shop, "a.csv", *WEEK))
    assert [line["ref"] for line in lines] == [item["ref"] for item in found["items"]]
    calendar = events(export(shop, "a.ics", *WEEK))
    assert {str(each["X-OPSPLAN-REF"]) for each in calendar.values()} == wanted
    assert export(shop, "a.md", *WEEK).decode().count("- [ ] ") == len(wanted)


def test_json_has_the_keys_of_a_checklist(shop: Home) -> None:
    shop.run("done", "slots@wed#1", now="2026-11-25T08:35+08:00")
    exported = shop.run("export", "-", *WEEK, "--json").json
    today = shop.run("today", "--json").json
    assert exported.keys() == today.keys()
    by_ref = {item["ref"]: item for item in exported["items"]}
    ticked = next(item for item in today["items"] if item["status"] == "done")
    assert by_ref[ticked["ref"]] == ticked


def test_four_weeks_from_today_without_dates(shop: Home) -> None:
    dates = {line["date"] for line in rows(export(shop, "a.csv"))}
    assert (min(dates), max(dates)) == ("2026-11-25", "2026-12-22")
    later = {line["date"] for line in rows(export(shop, "a.csv", "--from", "+7"))}
    assert (min(later), max(later)) == ("2026-12-02", "2026-12-29")


@pytest.mark.parametrize(
    ("lang", "title", "role", "goal"),
    [
        ("zh_CN.UTF-8", "上新", "运营", "目标：10 件"),
        ("en_US.UTF-8", "List", "Operations", "Goal: 10 件"),
    ],
)
def test_texts_are_in_the_readers_language(
    shop: Home, lang: str, title: str, role: str, goal: str
) -> None:
    calendar = events(export(shop, "a.ics", *WEEK, LANG=lang))
    assert str(calendar[REPOST]["SUMMARY"]) == title
    assert calendar[REPOST]["CATEGORIES"].to_ical().decode() == role
    assert str(calendar[REPOST]["DESCRIPTION"]) == "1. 看\n2. 做\nA01#1"
    plain = calendar["main_mine_plain_2026-11-27_1@opsplan"]
    assert goal in str(plain["DESCRIPTION"])
    line = next(x for x in rows(export(shop, "a.csv", *WEEK, LANG=lang)) if x["code"] == "A01#1")
    assert (line["title"], line["role"], line["role_name"]) == (title, "ops", role)
    said = shop.run("export", "a.md", *WEEK, LANG=lang).err
    assert said == ("已写入 a.md\n" if lang.startswith("zh") else "a.md is written\n")
    assert f"- [ ] 08:30 {title} · {role}" in (shop.folder / "a.md").read_text(encoding="utf-8")


def test_a_role_alone(shop: Home) -> None:
    for name in ("a.csv", "a.json", "a.md", "a.ics"):
        data = export(shop, name, *WEEK, "--role", "Operations")
        assert b"List" in data
        assert b"Call back" not in data
    assert shop.run("export", "a.ics", "--role", "boss").code == 1


def test_a_second_export_is_the_same_bytes_and_leaves_the_record_alone(shop: Home) -> None:
    first = export(shop, "a.ics", *WEEK)
    kept = (shop.folder / STATE).stat()
    assert export(shop, "b.ics", *WEEK) == first
    later = export(shop, "b.ics", *WEEK, now="2026-11-25T23:00+08:00")
    assert later == first
    after = (shop.folder / STATE).stat()
    assert (after.st_ino, after.st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)
    assert stat.S_IMODE(after.st_mode) == 0o600
    assert stat.S_IMODE((shop.folder / "exports").stat().st_mode) == 0o700


def test_sequence_rises_with_each_change(shop: Home) -> None:
    export(shop, "a.ics", *WEEK)
    shop.write("playbooks/mine.yaml", MINE.replace("上新", "上架").replace("8:30", "8:45"))
    changed = events(export(shop, "a.ics", *WEEK, now="2026-11-25T09:00+08:00"))
    assert changed[REPOST]["SEQUENCE"] == 1
    assert changed[REPOST]["LAST-MODIFIED"].dt.isoformat() == "2026-11-25T01:00:00+00:00"
    assert changed["main_mine_plain_2026-11-27_1@opsplan"]["SEQUENCE"] == 0
    shop.run("skip", "slots@2026-11-27#1", "--why", "x", now="2026-11-27T08:00+08:00")
    skipped = events(export(shop, "a.ics", *WEEK, now="2026-11-27T08:01+08:00"))
    assert (skipped[REPOST]["SEQUENCE"], str(skipped[REPOST]["STATUS"])) == (2, "CANCELLED")


def test_what_was_closed_is_cancelled_in_the_next_file(shop: Home) -> None:
    export(shop, "a.ics", *WEEK)
    shop.write("config.yaml", CONFIG.format(more=", off: [mine/slots]"))
    gone = events(export(shop, "a.ics", *WEEK))
    assert (gone[REPOST]["SEQUENCE"], str(gone[REPOST]["STATUS"])) == (1, "CANCELLED")
    assert not gone[REPOST].subcomponents
    assert export(shop, "a.ics", *WEEK) == export(shop, "b.ics", *WEEK)
    shop.write("config.yaml", CONFIG.format(more=""))
    back = events(export(shop, "a.ics", *WEEK))
    assert (back[REPOST]["SEQUENCE"], str(back[REPOST]["STATUS"])) == (2, "CONFIRMED")


def test_rows_of_registers_stand_on_the_day_by_which_they_are_due(home: Home) -> None:
    home.write("config.yaml", CONFIG.format(more="").replace("[mine]", "[1688-growth]"))
    home.run("add", "paid-tools", "tool=生意参谋", "expires=2026-12-10")
    today = ("--from", "today", "--to", "today")
    event = events(export(home, "a.ics", *today))[
        "main_1688-growth_paid-tools_2026-11-25_row1@opsplan"
    ]
    assert (event["DTSTART"].dt, str(event["SUMMARY"])) == (date(2026, 12, 10), "Renew 生意参谋")
    assert "DESCRIPTION" not in event
    assert str(event["X-OPSPLAN-REF"]) == "1688-growth/paid-tools/1"
    todo = events(export(home, "a.ics", *today, "--vtodo"), "VTODO")[
        "main_1688-growth_paid-tools_2026-11-25_row1@todo.opsplan"
    ]
    assert (todo["DTSTART"].dt, todo["DUE"].dt) == (date(2026, 11, 25), date(2026, 12, 10))


def test_alarms_come_the_shops_lead_before(shop: Home) -> None:
    shop.write("config.yaml", CONFIG.format(more=", lead: 15m"))
    alarm = events(export(shop, "a.ics", *WEEK))[REPOST].subcomponents[0]
    assert alarm["TRIGGER"].dt == timedelta(minutes=-15)
    shop.write("config.yaml", CONFIG.format(more=", lead: soon"))
    ran = shop.run("export", "a.ics", *WEEK)
    assert ran.code == 1
    assert "a span of 24h at most is expected, such as 10m or 1h; 0m is none" in ran.err


def test_a_broken_playbook_cancels_nothing(shop: Home) -> None:
    shop.write("playbooks/other.yaml", MINE.replace("id: mine", "id: other"))
    shop.write("config.yaml", CONFIG.format(more="").replace("[mine]", "[mine, other]"))
    whole = events(export(shop, "a.ics", *WEEK))
    shop.write("playbooks/mine.yaml", MINE.replace("when: 每周五", "when: 每周八"))
    ran = shop.run("export", "a.ics", *WEEK)
    assert ran.code == 1
    assert "mine.yaml" in ran.err
    rest = events((shop.folder / "a.ics").read_bytes())
    assert set(rest) == {uid for uid in whole if "_other_" in uid}
    shop.write("playbooks/mine.yaml", MINE)
    assert events(export(shop, "a.ics", *WEEK)) == whole


def test_events_and_to_dos_have_records_of_their_own(shop: Home) -> None:
    export(shop, "a.ics", *WEEK)
    todos = events(export(shop, "b.ics", *WEEK, "--vtodo"), "VTODO")
    assert len(todos) == len(events(export(shop, "a.ics", *WEEK)))
    assert not set(todos) & set(events(export(shop, "a.ics", *WEEK)))
    names = sorted(each.name for each in (shop.folder / "exports").iterdir())
    assert names == ["main.events.jsonl", "main.todos.jsonl"]


def test_what_counts_from_its_completion_stands_once_on_its_next_date(shop: Home) -> None:
    month = ("--from", "2026-11-20", "--to", "2026-12-31")
    shop.run("done", "after", now="2026-11-24T10:00+08:00")
    found = [each for each in rows(export(shop, "a.csv", *month)) if each["duty"] == "after"]
    assert [(each["date"], each["status"]) for each in found if each["status"] != "done"] == [
        ("2026-11-29", "upcoming")
    ]


@pytest.mark.parametrize("damage", [b"", b"\x00" * 4096, b"{}\n", b"half"])
def test_a_damaged_record_is_kept_and_no_number_falls(shop: Home, damage: bytes) -> None:
    export(shop, "a.ics", *WEEK)
    path = shop.folder / STATE
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage == b"half" else damage)
    ran = shop.run("export", "a.ics", *WEEK, now="2026-11-25T09:00+08:00")
    assert ran.code == 0
    assert f"{path} is damaged" in ran.err
    kept = shop.folder / "exports" / "main.events.jsonl.damaged-20261125T090000"
    assert kept.exists()
    after = events((shop.folder / "a.ics").read_bytes())
    assert min(int(each["SEQUENCE"]) for each in after.values()) > 60_000
    shop.write("playbooks/mine.yaml", MINE.replace("8:30", "8:45"))
    again = events(export(shop, "a.ics", *WEEK, now="2026-11-25T09:01+08:00"))
    assert again[REPOST]["SEQUENCE"] == after[REPOST]["SEQUENCE"] + 1


def test_a_record_that_cannot_be_used_is_named_and_nothing_is_written(shop: Home) -> None:
    (shop.folder / STATE).mkdir(parents=True)
    ran = shop.run("export", "a.ics", *WEEK)
    assert (ran.code, ran.out) == (1, "")
    assert str(shop.folder / STATE) in ran.err
    assert not (shop.folder / "a.ics").exists()


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.md"])
def test_only_calendars_leave_a_record(shop: Home, name: str) -> None:
    export(shop, name, *WEEK)
    made = {each.name for each in shop.folder.iterdir()} - {"cache"}
    assert made == {name, "config.yaml", "playbooks"}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("a.isc",), 2, "did you mean '.ics'?"),
        (("a",), 2, "has no suffix"),
        (("a.pdf",), 2, f"{', '.join(WRITTEN)} can be written"),
        (("a.csv", "--vtodo"), 2, "--vtodo is for .ics files only"),
        (("a.csv", "--to", "2026-11-01"), 2, "lies before the first"),
        (("a.csv", "--from", "soon"), 2, "is no day"),
        (("a.csv", "--to", "2099-01-01"), 2, "3660 days at most"),
        (("none/a.csv",), 1, "there is no folder /"),
        (("playbooks.csv",), 1, "playbooks.csv is not a file"),
        ((), 2, "FILE is missing"),
    ],
)
def test_wrong_calls(shop: Home, arguments: tuple[str, ...], code: int, says: str) -> None:
    (shop.folder / "playbooks.csv").mkdir()
    ran = shop.run("export", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert not list(shop.folder.glob("a*"))


def test_without_the_library_calendars_say_so_and_the_rest_works(
    shop: Home, tmp_path: Path
) -> None:
    fake = tmp_path / "fake" / "icalendar.py"
    fake.parent.mkdir()
    fake.write_text("raise ModuleNotFoundError('No module', name='icalendar')")
    path = f"{fake.parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    ran = shop.run("export", "a.ics", PYTHONPATH=path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "opsplan: iCalendar files need the library icalendar; "
        'pip install "opsplan[ics]" brings it\n'
    )
    assert shop.run("export", "a.csv", PYTHONPATH=path).code == 0


def test_nasty_titles_in_every_format(home: Home) -> None:
    duties = [
        f"  - {duty.replace('daily', f'daily-{no}').replace('weekly', f'weekly-{no}')}\n"
        for no, title in enumerate(NASTY)
        for duty in nasty_duties(title)
    ]
    home.write("config.yaml", CONFIG.format(more=""))
    home.write("playbooks/mine.yaml", f"opsplan: 1\nid: mine\nname: m\nduties:\n{''.join(duties)}")
    window = ("--from", "2026-11-23", "--to", "2026-11-23")
    found = json.loads(export(home, "a.json", *window))["items"]
    titles = {item["ref"]: visible(item["title"]) for item in found}
    assert len(titles) == 2 * len(NASTY)
    lines = rows(export(home, "a.csv", *window))
    assert {line["ref"]: line["title"].removeprefix("'") for line in lines} == titles
    for kind, more in (("VEVENT", ()), ("VTODO", ("--vtodo",))):
        calendar = events(export(home, "a.ics", *window, *more), kind)
        shown = {str(each["X-OPSPLAN-REF"]): str(each["SUMMARY"]) for each in calendar.values()}
        assert shown == titles
    export(home, "a.md", *window)
    for name in ("a.csv", "a.md", "a.json", "a.ics"):
        text = (home.folder / name).read_bytes().decode()
        assert not any((ord(c) < 32 and c not in "\r\n") or 0x7F <= ord(c) < 0xA0 for c in text)
        assert "\u202e" not in text


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_whole_days_are_the_same_in_whatever_zone_the_machine_is(shop: Home, zone: str) -> None:
    data = export(shop, "a.ics", *WEEK, TZ=zone)
    plain = events(data)["main_mine_plain_2026-11-27_1@opsplan"]
    start, end = plain["DTSTART"].dt, plain["DTEND"].dt
    assert (start, end) == (date(2026, 11, 27), date(2026, 11, 28))
    assert not isinstance(start, datetime)
    assert end - start == timedelta(days=1)
    assert data == export(shop, "b.ics", *WEEK, TZ="UTC")


def test_json_answer_tells_where_the_file_is(shop: Home) -> None:
    ran = shop.run("export", "a.ics", "--json")
    assert ran.json == {"file": str(shop.folder / "a.ics"), "format": "ics"}
    assert ran.err == ""
