"""Reports: every number recomputed from the journal alone, and the same in each form."""

import csv
import io
import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from furniture import CONFIG, FIRST, ZONE, furnish
from house import Home, Ran
from opsplan.cli.session import Options, Session
from opsplan.planning.expand import expand
from opsplan.values.cadence import AfterDone
from opsplan.values.text import Language
from opsplan.values.window import month_window
from opsplan.views.report.chart import bounds, chart
from opsplan.views.report.csv import report_csv
from opsplan.views.report.document import Document, Series, Table
from opsplan.views.report.screen import series_text
from opsplan.views.spark import bar, sparkline, strip
from opsplan.views.words import Words

NOW = "2026-12-01T09:00+08:00"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The furniture shop on the first of December."""
    home = Home(tmp_path_factory.mktemp("furniture"))
    home.write("config.yaml", CONFIG)
    environ = {"OPSPLAN_HOME": str(home.folder), "OPSPLAN_NOW": NOW}
    session = Session(Options(shop="furniture"), environ)
    furnish(home.folder / "journal.db", session.plan)
    return home


def run(shop: Home, *words: str, **environ: str) -> Ran:
    return shop.run("--shop", "furniture", *words, now=NOW, **environ)


@pytest.fixture(scope="module")
def month(shop: Home) -> dict[str, Any]:
    """The report of November as JSON."""
    ran = run(shop, "report", "month", "2026-11-01", "--json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = ran.json
    return found


def entries(shop: Home, kind: str) -> list[dict[str, Any]]:
    """The journal's entries of a kind, by SQL alone."""
    with closing(sqlite3.connect(shop.folder / "journal.db")) as db:
        db.row_factory = sqlite3.Row
        rows = db.execute("SELECT * FROM entries WHERE kind = ? ORDER BY seq", (kind,))
        return [dict(row) for row in rows]


class TestNumbers:
    def test_each_duty_adds_up(self, month: dict[str, Any]) -> None:
        for each in month["duties"]:
            parts = each["on_time"], each["late"], each["missed"], each["skipped"]
            assert each["due"] == sum(parts), each
            assert each["on_time"] <= each["done"] <= each["due"]

    def test_ticks_are_those_of_the_journal(self, shop: Home, month: dict[str, Any]) -> None:
        """Of what is due on a single day, each tick counts once, on time by its own moment."""
        daily = {"review-shop-data", "repost", "wangwang-online", "night-watch"}
        done: Counter[str] = Counter(each["duty"] for each in entries(shop, "done"))
        skipped: Counter[str] = Counter(each["duty"] for each in entries(shop, "skip"))
        seen = 0
        for each in month["duties"]:
            if each["duty"] in daily:
                seen += 1
                assert each["done"] == done[each["duty"]]
                assert each["skipped"] == skipped[each["duty"]]
        assert seen >= 2

    def test_every_duty_recounted_from_the_journal(self, shop: Home, month: dict[str, Any]) -> None:
        """From the dates and the raw entries alone, by rules that are written down here anew."""
        environ = {"OPSPLAN_HOME": str(shop.folder), "OPSPLAN_NOW": NOW}
        plan = Session(Options(shop="furniture"), environ).plan
        ticks = {
            (each["playbook"], each["duty"], each["nominal"], each["slot"]): each
            for each in (*entries(shop, "done"), *entries(shop, "skip"))
        }
        expected: dict[tuple[str, str], Counter[str]] = {}
        floating: set[tuple[str, str]] = set()
        for occurrence in expand(plan, month_window(FIRST)):
            playbook, duty, nominal, slot = occurrence.identity
            counts = expected.setdefault((playbook, duty), Counter())
            planned = plan.duty(f"{playbook}/{duty}")
            assert planned is not None
            if occurrence.mark.kind in ("floating", "once") or isinstance(
                planned.cadence, AfterDone
            ):
                floating.add((playbook, duty))  # whose dates depend on what was done
            tick = ticks.get((playbook, duty, nominal.isoformat(), slot))
            counts["due"] += 1
            if tick is None:
                counts["left"] += 1
            elif tick["kind"] == "skip":
                counts["skipped"] += 1
            else:
                assert occurrence.due is not None
                at = datetime.fromisoformat(tick["at"])
                counts["done"] += 1
                counts["on_time"] += at < occurrence.due + timedelta(minutes=1)
        checked: Counter[str] = Counter()
        for each in month["duties"]:
            key = each["playbook"], each["duty"]
            if key not in expected or key in floating:
                continue
            counts = expected[key]
            found = {name: each[name] for name in ("due", "done", "on_time", "skipped")}
            found["left"] = each["missed"] + each["late"] - (each["done"] - each["on_time"])
            assert found == {name: counts[name] for name in found}, key
            checked.update(found)
        assert checked["due"] > 1300

    def test_reposts_on_time_are_within_twenty_minutes(
        self, shop: Home, month: dict[str, Any]
    ) -> None:
        slots = {1: (8, 30), 2: (11, 30), 3: (14, 30), 4: (16, 30)}
        on_time = 0
        for each in entries(shop, "done"):
            if each["duty"] == "repost":
                day = date.fromisoformat(each["nominal"])
                hour, minute = slots[each["slot"]]
                due = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
                on_time += datetime.fromisoformat(each["at"]) < due + timedelta(minutes=21)
        [found] = [each for each in month["duties"] if each["duty"] == "repost"]
        assert found["on_time"] == on_time
        assert found["due"] == 120

    def test_people_are_those_who_ticked(self, shop: Home, month: dict[str, Any]) -> None:
        assert sum(each["done"] for each in month["people"]) == sum(
            each["done"] for each in month["duties"]
        )
        assert sum(each["skipped"] for each in month["people"]) == len(month["skipped"])
        assert {each["name"] for each in month["people"]} == {"小李", "小王"}
        reasons = {each["text"] for each in entries(shop, "skip")}
        assert {each["why"] for each in month["skipped"]} == reasons

    def test_figures_are_the_sums_of_the_entries(self, shop: Home, month: dict[str, Any]) -> None:
        logged: dict[str, list[float]] = {}
        for each in entries(shop, "metric"):
            logged.setdefault(each["duty"], []).append(each["count"])
        found = {each["metric"]: each for each in month["metrics"]}
        for metric in ("inquiries", "visitors", "sales", "ad_spend"):
            values = logged[metric]
            assert found[metric]["total"] == pytest.approx(sum(values))
            assert found[metric]["level"] == pytest.approx(sum(values) / len(values), abs=1e-4)
            assert found[metric]["last"] == values[-1]
            assert len(found[metric]["days"]) == len(values)
        assert found["shop_score"]["total"] is None
        assert found["roi"]["total"] is None
        roi = sum(logged["sales"]) / sum(logged["ad_spend"])
        assert found["roi"]["level"] == pytest.approx(roi, abs=1e-4)

    def test_the_log_of_inquiries(self, shop: Home, month: dict[str, Any]) -> None:
        [log] = [each for each in month["registers"] if each["register"] == "inquiry-log"]
        rows = entries(shop, "row")
        assert (log["rows"], log["added"]) == (len(rows), len(rows))
        fields = [json.loads(each["text"]) for each in rows]
        opened = [
            date.fromisoformat(each["nominal"])
            for each, known in zip(rows, fields, strict=True)
            if known["status"] == "open"
        ]
        assert log["open"] == len(opened) > 0
        assert log["oldest_days"] == (date(2026, 11, 30) - min(opened)).days
        for column, counts in log["choices"].items():
            assert sum(counts.values()) == len(rows), column
        issues = [each["age_days"] for each in month["issues"] if "Answer 客户" in each["title"]]
        assert sorted(issues) == sorted((date(2026, 11, 30) - day).days for day in opened)

    def test_the_windows_of_the_weeks_add_up_to_what_the_days_say(self, shop: Home) -> None:
        week = run(shop, "report", "week", "2026-11-11", "--json").json
        days = [
            run(shop, "report", "day", f"2026-11-{day:02}", "--json").json for day in range(9, 16)
        ]
        for key in ("due", "done", "on_time", "late", "missed", "skipped"):
            by_day = sum(duty[key] for day in days for duty in day["duties"])
            assert sum(duty[key] for duty in week["duties"]) == by_day, key

    def test_a_change_is_against_the_span_before(self, shop: Home) -> None:
        week = run(shop, "report", "week", "2026-11-11", "--json").json
        logged = {
            date.fromisoformat(each["nominal"]): each["count"]
            for each in entries(shop, "metric")
            if each["duty"] == "visitors"
        }

        def level(first: date) -> float:
            values = [
                logged[day]
                for day in (first + timedelta(days=n) for n in range(7))
                if day in logged
            ]
            return float(sum(values) / len(values))

        [visitors] = [each for each in week["metrics"] if each["metric"] == "visitors"]
        change = level(date(2026, 11, 9)) / level(date(2026, 11, 2)) - 1
        assert visitors["changes"]["before"] == pytest.approx(change, abs=1e-4)
        assert visitors["changes"]["year"] is None

    def test_no_report_writes(self, shop: Home) -> None:
        before = (shop.folder / "journal.db").read_bytes()
        for words in (["day", "2026-11-30"], ["week"], ["month"]):
            assert run(shop, "report", *words).code == 0
        assert (shop.folder / "journal.db").read_bytes() == before


class TestForms:
    @pytest.mark.parametrize("lang", ["zh_CN.UTF-8", "en_US.UTF-8"])
    @pytest.mark.parametrize("by", [[], ["--by", "role"]])
    def test_all_forms_say_the_same(self, shop: Home, lang: str, by: list[str]) -> None:
        span = ["report", "week", "2026-11-11", *by]
        screen = run(shop, *span, LANG=lang).out
        assert run(shop, *span, "-o", "w.md", LANG=lang).code == 0
        assert run(shop, *span, "-o", "w.csv", LANG=lang).code == 0
        assert run(shop, *span, "-o", "w.html", LANG=lang).code == 0
        text = (shop.folder / "w.csv").read_text(encoding="utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text)) if row]
        page = (shop.folder / "w.html").read_text(encoding="utf-8")
        marks = (shop.folder / "w.md").read_text(encoding="utf-8")
        numbers = [cell for row in rows for cell in row[1:] if re.fullmatch(r"\d+%?", cell)]
        assert len(numbers) > 300
        for title in [row[0] for row in rows if len(row) == 1][2:]:
            assert f"<h2>{title}</h2>" in page
            assert f"## {title}" in marks
            assert title in screen
        assert page.count("<tr>") == marks.count("\n|") - marks.count("\n| ---")
        assert page.count("<svg") == len(re.findall(r"^- .*[▁▂▃▄▅▆▇█]", marks, re.M)) > 3
        assert "http://" not in page.replace('http-equiv="', "")
        assert "<script" not in page

    def test_titles_are_text_in_each(self, home: Home) -> None:
        nasty = "<b>[red]|x|</b> & =1+1"
        home.write(
            "playbooks/mine.yaml",
            f"opsplan: 1\nid: mine\nname: M\nduties:\n"
            f"  - {{id: a, name: {json.dumps(nasty)}, when: every day}}\n",
        )
        home.write("config.yaml", "shops: {main: {playbooks: [mine]}}\n")
        assert home.run("skip", "a", "--why", "<i>no</i>").code == 0
        for suffix in ("html", "md", "csv"):
            assert home.run("report", "day", "-o", f"r.{suffix}").code == 0
        page = (home.folder / "r.html").read_text()
        assert "&lt;b&gt;[red]|x|&lt;/b&gt; &amp; =1+1" in page
        assert "<i>no" not in page
        assert "\\<b\\>\\[red\\]\\|x\\|" in (home.folder / "r.md").read_text()
        assert nasty in home.run("report", "day").out

    def test_all_shops(self, shop: Home) -> None:
        shops = run(shop, "report", "day", "2026-11-30", "--all-shops", "--json").json["shops"]
        assert [each["shop"] for each in shops] == ["furniture"]
        refused = run(shop, "report", "week", "--all-shops", "-o", "week.html")
        assert (refused.code, "report-{shop}.html" in refused.err) == (2, True)
        ran = run(shop, "report", "day", "2026-11-30", "--all-shops", "-o", "d-{shop}.html")
        assert ran.code == 0
        assert (shop.folder / "d-furniture.html").exists()

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            (["day", "tomorrow"], 2, "has not come yet"),
            (["week", "-o", "x.pdf"], 2, ".html"),
            (["month", "--by", "duty"], 2, "role"),
            (["year"], 2, "year"),
        ],
    )
    def test_what_is_refused(self, shop: Home, words: list[str], code: int, says: str) -> None:
        ran = run(shop, "report", *words)
        assert (ran.code, says in ran.err) == (code, True), ran.err

    def test_of_a_shop_that_has_done_nothing(self, home: Home) -> None:
        ran = home.run("report", "day", "yesterday")
        assert ran.code == 0
        assert "Nothing was due." in ran.out
        assert "Item by item" not in ran.out
        closed = home.run("report", "day", "yesterday", "--close")
        assert (closed.code, closed.err) == (0, "")

    def test_of_a_first_day_whose_work_is_still_to_come(self, home: Home) -> None:
        ran = home.run("report", "day")
        lead = ran.out.splitlines()[1]
        listed = ran.out.partition("Item by item")[2].partition("\n\n")[0].splitlines()[2:]
        to_do = home.run("today", "--json").json["items"]
        assert lead == f"Nothing has been due so far; still to do: {len(to_do)}"
        assert 40 < len(listed) < len(to_do)
        week = home.run("report", "week", "--lang", "zh").out
        assert "到目前为止没有到期的任务。" in week


class TestSeries:
    DAYS = tuple(FIRST + timedelta(days=n) for n in range(4))

    def series(self, *values: float | None) -> Series:
        return Series("N", "u", tuple(zip(self.DAYS, values, strict=False)))

    @pytest.mark.parametrize(
        ("language", "expected"),
        [
            ("en", "N ▁█ 3 to 12 u, 1 Nov to 2 Nov"),
            ("zh", "N ▁█ 3 到 12 u，11月1日至11月2日"),
        ],
    )
    def test_the_unit_stands_behind_the_numbers(self, language: Language, expected: str) -> None:
        assert series_text(self.series(3, 12), Words(language)) == expected

    def test_bars(self) -> None:
        assert strip([(0, 4), (2, 4), (4, 4), (0, 0)]) == "▁▅█·"
        assert bar(1, 8) == "▂"
        assert sparkline([1, None, 3, 2]) == "▁·█▅"
        assert sparkline([5, 5]) == "▅▅"
        assert sparkline([None]) == "·"
        assert sparkline([]) == ""

    def test_a_gap_parts_the_line(self) -> None:
        drawn = chart(self.series(1, 2, None, 4), Words("en"))
        assert drawn.count("<polyline") == 1
        assert drawn.count("<circle") == 1
        assert ">0<" in drawn
        assert ">4<" in drawn
        assert "N (u)" in drawn

    def test_one_point_and_none(self) -> None:
        assert chart(self.series(7), Words("en")).count("<circle") == 1
        assert "<svg" not in chart(self.series(None, None), Words("en"))
        assert "no figures" in chart(self.series(), Words("en"))

    def test_the_axis_has_nought_in_it_and_some_height(self) -> None:
        assert bounds([3, 5]) == (0, 5)
        assert bounds([-2, 5]) == (-2, 5)
        assert bounds([0, 0]) == (0, 1)


def test_no_line_of_the_page_ends_within_a_date(shop: Home) -> None:
    """On a telephone 11月1日 was broken before 日."""
    assert run(shop, "report", "month", "2026-11-01", "-o", "d.html", "--lang", "zh").code == 0
    page = (shop.folder / "d.html").read_text(encoding="utf-8")
    body = page.partition("<section")[2]
    whole = re.sub(r'<(t[dh]|span) class="[ns]">[^<]*(?=<)|<(title|figcaption|text)[^<]*', "", body)
    assert "11月" in body
    assert not re.search("[0-9]月[0-9]+日", whole)


def test_the_page_in_a_browser(shop: Home, tmp_path: Path) -> None:
    """Chromium draws it: with the charts, without an error, wide things within the page."""
    from shutil import which
    from subprocess import run as start

    browser = which("chromium") or which("chromium-browser") or which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium is installed")
    assert run(shop, "report", "month", "2026-11-01", "-o", "m.html", "--lang", "zh").code == 0
    page = shop.folder / "m.html"
    picture = tmp_path / "m.png"
    words = ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=900,1400"]
    shot = start(
        [browser, *words, f"--screenshot={picture}", page.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert picture.stat().st_size > 50_000, shot.stderr
    dumped = start(
        [browser, *words, "--dump-dom", page.as_uri()], capture_output=True, check=True, timeout=120
    )
    dom = dumped.stdout.decode()
    assert dom.count("<svg") >= 6
    assert "木语家具" in dom


class TestParts:
    def part(self, shop: Home, *words: str) -> list[list[str]]:
        """The rows of the report as a spreadsheet reads them."""
        file = shop.folder / "part.csv"
        ran = run(shop, "report", *words, "-o", "part.csv")
        assert ran.code == 0, ran.err
        return [row for row in csv.reader(io.StringIO(file.read_text("utf-8-sig"))) if row]

    def test_inquiries(self, shop: Home) -> None:
        rows = self.part(shop, "month", "2026-11-01", "--inquiries")
        known = [json.loads(each["text"]) for each in entries(shop, "row")]
        total = sum(
            each["count"] for each in entries(shop, "metric") if each["duty"] == "inquiries"
        )
        assert rows[0] == ["Muyu Furniture  Report of Nov 2026  Inquiries"]
        assert ["Inquiries (inquiries)", f"{total:.0f}"] in [row[:2] for row in rows]
        passive = sum(each["kind"] == "passive" for each in known)
        assert ["Passive", str(passive), f"{passive / len(known):.0%}"] in rows
        listed = [row for row in rows if any(cell.startswith("客户") for cell in row)]
        assert len(listed) == len(known)

    def test_income_adds_up(self, shop: Home) -> None:
        rows = self.part(shop, "month", "2026-11-01", "--income")
        start = rows.index(["Balance"]) + 2
        weeks, together = rows[start:-1], rows[-1]
        assert len(weeks) == 6  # from a Sunday to a Monday
        for column in (1, 2, 3):
            whole = float(together[column])
            assert sum(float(row[column]) for row in weeks) == pytest.approx(whole, abs=0.05)
        sales = sum(each["count"] for each in entries(shop, "metric") if each["duty"] == "sales")
        spent = sum(each["count"] for each in entries(shop, "metric") if each["duty"] == "ad_spend")
        assert float(together[3]) == pytest.approx(sales - spent, abs=0.01)

    @pytest.mark.parametrize("span", ["week", "month"])
    def test_the_sheet_of_figures(self, shop: Home, span: str) -> None:
        rows = self.part(shop, span, "2026-11-11", "--data")
        start = rows.index(["Day by day"])
        names = rows[start + 1]
        days = {row[0].rpartition(" ")[0]: row for row in rows[start + 2 :]}
        logged = {
            (each["duty"], each["nominal"]): each["count"] for each in entries(shop, "metric")
        }
        row = days["12 Nov"]
        assert float(row[names.index("Visitors")]) == logged["visitors", "2026-11-12"]
        assert float(row[names.index("Sales")]) == logged["sales", "2026-11-12"]

    def test_one_at_a_time(self, shop: Home) -> None:
        ran = run(shop, "report", "month", "--income", "--data")
        assert (ran.code, "--income, --data at a time" in ran.err) == (2, True)

    def test_without_figures(self, home: Home) -> None:
        for words in (["month", "--income"], ["month", "--inquiries"], ["week", "--data"]):
            ran = home.run("report", *words)
            assert ran.code == 0
            assert "no figures" in ran.out


class TestClosing:
    BOOK = (
        "opsplan: 1\nid: mine\nname: M\nduties:\n"
        "  - {id: a, name: Pack, when: every day at 08:00}\n"
        "  - {id: b, name: Think, when: every day}\n"
        "  - {id: c, name: Count, when: every day}\n"
        "  - {id: d, name: Late shift, when: 'every day at 23:00'}\n"
    )

    def test_of_many_items_without_a_conclusion_a_few_are_named(self, home: Home) -> None:
        now = "2026-11-25T18:00+08:00"
        ran = home.run("report", "day", "--close", now=now)
        (line,) = ran.err.splitlines()
        assert ran.code == 1
        assert re.search(r"\d\d items have no conclusion, such as Review yesterday's", line)
        assert len(line) < 300

    def test_a_day_closes_when_every_item_has_a_conclusion(self, home: Home) -> None:
        home.write("playbooks/mine.yaml", self.BOOK)
        home.write("config.yaml", "me: Li\nshops: {main: {playbooks: [mine]}}\n")
        now = "2026-11-25T18:00+08:00"
        first = home.run("report", "day", "--close", now=now)
        assert first.code == 1
        assert "3 items have no conclusion: Pack 08:00, Think, Count" in first.err
        assert home.run("done", "a", now=now).code == 0
        assert home.run("skip", "c", "--why", "no scales", now=now).code == 0
        forced = home.run("report", "day", "--close", "--force", "-o", "d.md", now=now)
        assert forced.code == 0
        text = (home.folder / "d.md").read_text()
        assert "1 item has no conclusion: Think" in text
        assert "| Count | skipped | Li | no scales |" in text
        assert home.run("note", "b", "ask the supplier by Friday", now=now).code == 0
        closed = home.run("report", "day", "--close", "-o", "d.md", now=now)
        assert closed.code == 0, closed.err
        text = (home.folder / "d.md").read_text()
        assert "conclusion:" not in text
        assert "| Think | open |   | ask the supplier by Friday |" in text
        assert home.run("report", "day", "--force", now=now).code == 2


class TestStats:
    def test_of_the_month(self, shop: Home) -> None:
        found = run(shop, "stats", "--weeks", "5", "--json").json
        assert (found["from"], found["to"]) == ("2026-11-02", "2026-12-06")
        [repost] = [each for each in found["items"] if each["duty"] == "repost"]
        done: Counter[str] = Counter(
            each["nominal"] for each in entries(shop, "done") if each["duty"] == "repost"
        )
        skipped = {each["nominal"] for each in entries(shop, "skip") if each["duty"] == "repost"}
        whole = [day for day in done if done[day] == 4 and day >= "2026-11-02"]
        assert repost["kept"] >= len(whole)
        assert repost["due"] <= 30
        assert sum(each["due"] for each in repost["weeks"]) == repost["due"]
        assert sum(each["kept"] for each in repost["weekdays"]) == repost["kept"]
        assert skipped
        screen = run(shop, "stats", "--weeks", "5").out
        assert "Muyu Furniture  The last 5 weeks" in screen
        assert f"{round(100 * repost['kept'] / repost['due'])}%" in screen

    def test_by_role_and_of_nothing(self, shop: Home, home: Home) -> None:
        roles = {
            each["role"] for each in run(shop, "stats", "--role", "ads", "--json").json["items"]
        }
        assert roles == {"ads"}
        assert "Nothing was due in the last 8 weeks." in home.run("stats").out


TARGETS = """
opsplan: 1
id: mine
name: M
roles: [{id: ops, name: {zh: 运营, en: Operations}}]
metrics:
  - {id: sales, name: {zh: 销售额, en: Sales}, unit: {zh: 元, en: yuan}}
targets:
  - {metric: sales, year: 2026, months: [MONTHS]}
duties:
  - {id: plan, name: Plan, when: every month on 20, role: ops}
""".replace("MONTHS", ", ".join(["300"] * 12))


def test_a_missed_target_with_its_cause_and_who_owns_what_is_open(home: Home) -> None:
    home.write("playbooks/mine.yaml", TARGETS)
    home.write("config.yaml", "shops: {main: {playbooks: [mine], people: {Li: [ops]}}}\n")
    log = ("log", "sales=120", "--date", "2026-10-10")
    assert home.run(*log, "--why", "out of stock", now="2026-10-11T09:00+08:00").code == 0
    assert home.run("log", "sales=130", "--date", "2026-10-10", now="2026-10-12T09:00+08:00")
    refused = home.run("log", "--why", "nothing", now="2026-10-12T09:00+08:00")
    assert refused.code == 2
    now = "2026-11-03T09:00+08:00"
    report = home.run("report", "month", "2026-10-15", "--json", now=now).json
    [target] = report["targets"]
    assert (target["target"], target["to_date"]) == (300, 130)
    assert target["causes"] == [{"date": "2026-10-10", "why": "out of stock"}]
    shown = home.run("report", "month", "2026-10-15", now=now).out
    assert "10 Oct out of stock" in shown
    [row] = [line for line in shown.splitlines() if line.startswith("Sales ") and "43%" in line]
    assert "missed" in row
    assert "Operations (Li)" in shown
    line = home.run("journal", "export").out.splitlines()[0]
    assert json.loads(line)["why"] == "out of stock"


@pytest.mark.parametrize("text", ["2026-10", "2026/10", "2026年10月", "2026-10-09"])
@pytest.mark.parametrize("words", [["report", "month"], ["month"], ["scorecard"]])
def test_a_month_by_its_name(shop: Home, words: list[str], text: str) -> None:
    said = run(shop, *words, text, "--json")
    assert said.code == 0, said.err
    first = said.json.get("from") or said.json["month"]
    assert first.startswith("2026-10")


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "0000-10"])
def test_a_month_that_there_is_not(shop: Home, text: str) -> None:
    assert run(shop, "report", "month", text).code == 2


def test_numbers_are_numbers_in_a_spreadsheet_and_formulas_are_text(shop: Home) -> None:
    """A fall of 14 % was the text `'-14%`."""
    assert run(shop, "report", "week", "2026-11-11", "-o", "n.csv").code == 0
    rows = [*csv.reader(io.StringIO((shop.folder / "n.csv").read_text("utf-8-sig")))]
    changes = [cell for row in rows for cell in row if re.fullmatch(r"'?[-+]\d+%", cell)]
    assert any(cell.startswith("-") for cell in changes)
    assert not any(cell.startswith("'") for cell in changes)


def test_a_text_that_looks_like_a_number_or_a_formula_stays_text() -> None:
    table = Table("t", "T", ("what", "n"), (("-14%", "-14%"), ("=1+1", "5")), frozenset({1}))
    rows = [*csv.reader(io.StringIO(report_csv(Document("D", (), (table,)), Words("en"))))]
    assert rows[-2:] == [["'-14%", "-14%"], ["'=1+1", "5"]]
