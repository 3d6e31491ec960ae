"""calendar status, import, a shop's pause: whole commands."""

import json

import pytest

from house import Home

NOTICE = {
    "year": 2027,
    "papers": ["https://example.org/notice"],
    "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "春节", "date": "2027-02-08", "isOffDay": True},
        {"name": "春节", "date": "2027-02-09", "isOffDay": True},
        {"name": "春节", "date": "2027-01-30", "isOffDay": False},
    ],
}
BOOK = """opsplan: 1
id: p
name: P
duties:
  - {id: daily, name: Daily, when: every day at 09:00}
  - {id: mon, name: Monday, when: every mon}
  - {id: wk, name: Once a week, when: once a week}
"""
NUDGE = "holidays of 2027 are not announced yet; then: opsplan calendar import FILE\n"


def states(home: Home) -> dict[str, str]:
    items = home.run("calendar", "status", "--json").json["items"]
    return {f"{item['country']} {item['year']}": item["state"] for item in items}


def test_status_says_how_sure_each_year_is(home: Home) -> None:
    home.write("config.yaml", "opsplan: 1\nshops: {main: {}, us: {calendar: US}}\n")
    items = home.run("calendar", "status", "--json").json["items"]
    assert items[1] == {
        "country": "CN",
        "year": 2026,
        "state": "official",
        "source": "chinesecalendar",
        "days_off": 33,
        "make_up": 6,
    }
    assert states(home)["CN 2027"] == "provisional"
    assert (states(home)["US 2026"], states(home)["US 2027"]) == ("official", "provisional")


def test_a_notice_is_shown_first_then_taken_over_and_makes_the_year_official(home: Home) -> None:
    notice = home.write("2027.json", json.dumps(NOTICE))
    shown = home.run("calendar", "import", str(notice), "--lang", "en")
    assert shown.out.splitlines()[:3] == [
        "CN 2027: 3 days off, 1 make-up workday, 7 days change",
        "2027-01-30 Sat  workday",
        "2027-02-05 Fri  workday",
    ]
    doubt, said = shown.err.splitlines()
    assert "days off of 2027: 3" in doubt
    assert said == "nothing is written; --yes writes it"
    assert states(home)["CN 2027"] == "provisional"
    assert NUDGE in home.run("today", "--lang", "en").out
    assert home.run("calendar", "import", str(notice), "--yes").code == 0
    assert states(home)["CN 2027"] == "official"
    assert NUDGE not in home.run("today", "--lang", "en").out
    workdays = home.run("when", "every workday", "--from", "2027-01-29", "--to", "2027-02-10")
    assert [line[:10] for line in workdays.out.splitlines() if line.startswith("2027")] == [
        "2027-01-29",
        "2027-01-30",
        "2027-02-01",
        "2027-02-02",
        "2027-02-03",
        "2027-02-04",
        "2027-02-05",
        "2027-02-10",
    ]
    again = home.run("calendar", "import", str(notice), "--yes")
    assert again.err == "there is nothing new to write\n"


def test_the_dry_run_and_json_write_nothing_unasked(home: Home) -> None:
    notice = home.write("2027.json", json.dumps(NOTICE))
    for arguments in (["--dry-run"], ["--json"], ["--dry-run", "--yes"]):
        ran = home.run("calendar", "import", str(notice), *arguments)
        assert ran.code == 0
        assert not (home.folder / "calendars").exists()
    data = home.run("calendar", "import", str(notice), "--yes", "--json").json
    assert (data["written"], data["years"], len(data["items"])) == (True, [2027], 7)


def test_a_notice_that_cannot_be_read_is_refused_with_its_place(home: Home) -> None:
    bad = home.write("bad.yaml", "year: 2027\noff: {2027-13-01: x}\n")
    ran = home.run("calendar", "import", str(bad), "--yes")
    assert (ran.code, ran.out) == (1, "")
    assert f"{bad}:2:7: off.2027-13-01: a date such as 2026-12-01 is expected" in ran.err
    missing = home.run("calendar", "import", "none.yaml")
    assert (missing.code, missing.out) == (1, "")


def test_a_broken_notice_in_the_home_hides_nothing_else(home: Home) -> None:
    home.write("calendars/bad.yaml", "off: 3\n")
    ran = home.run("today", "--json")
    assert ran.code == 1
    assert ran.json["items"]
    assert "bad.yaml:1:6" in ran.err


def test_a_pause_is_silent_and_nothing_is_missed_in_it(home: Home) -> None:
    home.write(
        "config.yaml",
        "opsplan: 1\nshops:\n  main: {launch: 2026-11-09, playbooks: [p],"
        " pause: [2026-11-23..2026-11-27]}\n",
    )
    home.write("playbooks/p.yaml", BOOK)
    during = home.run("today", "--lang", "en", now="2026-11-25T09:05+08:00").out
    assert "closed until 27 Nov" in during.splitlines()[0]
    assert "Daily" not in during
    assert home.run("remind", "--dry-run", now="2026-11-25T09:05+08:00").out == ""
    week = home.run("week", "--json", now="2026-11-25T09:05+08:00").json["items"]
    assert {item["date"] for item in week if item["duty"] == "daily"} == {
        "2026-11-28",
        "2026-11-29",
    }
    after = home.run("today", "--json", now="2026-11-28T09:05+08:00").json["items"]
    assert [(item["duty"], item["date"]) for item in after] == [
        ("mon", "2026-11-16"),
        ("daily", "2026-11-28"),
        ("wk", "2026-11-23"),
    ]
    expanded = home.run("export", "-", "--json", "--from", "2026-11-20", "--to", "2026-11-30")
    days = [item["date"] for item in expanded.json["items"] if item["duty"] == "daily"]
    assert days == [
        "2026-11-20",
        "2026-11-21",
        "2026-11-22",
        "2026-11-28",
        "2026-11-29",
        "2026-11-30",
    ]


def test_in_a_pause_the_refusal_names_what_is_still_open(home: Home) -> None:
    """It named the next week's; to ask for something wrote it down and then broke."""
    pause = "pause: [2026-11-23..2026-11-27]"
    home.write("config.yaml", f"shops: {{main: {{launch: 2026-11-09, playbooks: [p], {pause}}}}}")
    home.write("playbooks/p.yaml", BOOK + "  - {id: asked, name: Asked, when: when triggered}\n")
    at = "2026-11-25T09:05+08:00"
    assert "still open: p/wk@2026-11-23#1" in home.run("done", "wk", "--lang", "en", now=at).err
    assert "still open: p/mon@2026-11-16#1" in home.run("done", "mon", "--lang", "en", now=at).err
    assert "next on 2026-11-28" in home.run("done", "daily", "--lang", "en", now=at).err
    done = home.run("done", "p/wk@2026-11-23#1", "--json", now=at).json["items"][0]
    assert done["status"] == "done"
    assert "next on 2026-11-30" in home.run("done", "wk", "--lang", "en", now=at).err
    asked = home.run("ask", "asked", "--lang", "en", now=at)
    assert (asked.code, asked.err) == (1, "opsplan: the shop is closed on 2026-11-25\n")
    assert '"ask"' not in home.run("journal", "export").out


def test_a_pause_that_covers_a_floating_span_silences_it(home: Home) -> None:
    home.write(
        "config.yaml",
        "opsplan: 1\nshops:\n  main: {launch: 2026-11-09, playbooks: [p],"
        " pause: [2026-11-23..2026-11-29]}\n",
    )
    home.write("playbooks/p.yaml", BOOK)
    found = home.run("export", "-", "--json", "--from", "2026-11-16", "--to", "2026-12-06")
    assert [item["date"] for item in found.json["items"] if item["duty"] == "wk"] == [
        "2026-11-16",
        "2026-11-30",
    ]


def test_wrong_pauses_are_refused_with_their_place(home: Home) -> None:
    home.write(
        "config.yaml", "opsplan: 1\nshops: {main: {pause: [2026-12-05..2026-12-01, soon]}}\n"
    )
    ran = home.run("today", "--lang", "en")
    assert ran.code == 1
    assert "2:24: shops.main.pause[0]: the last day, 2026-12-01, lies before the first" in ran.err
    assert "2:48: shops.main.pause[1]: days such as 2027-02-04..2027-02-12" in ran.err


class TestProvisional:
    """Dates of a year whose holidays are not official say so wherever they stand (DESIGN 4)."""

    BOOK = (
        "opsplan: 1\nid: z\nname: Z\n"
        "duties: [{id: lw, name: First day, when: 每月首个工作日 9:00}]\n"
    )
    NOTE = "(holidays of a year in it are provisional)"

    @pytest.fixture
    def shop(self, home: Home) -> Home:
        home.write("playbooks/z.yaml", self.BOOK)
        home.write("config.yaml", "shops: {main: {playbooks: [z], launch: 2026-11-01}}\n")
        return home

    def test_next_and_why(self, shop: Home) -> None:
        assert self.NOTE in shop.run("next", "lw", "-n", "3").out
        assert self.NOTE not in shop.run("next", "lw", "-n", "1").out
        states = [shop.run("next", "lw", "-n", n, "--json").json["calendar"] for n in "13"]
        assert states == ["official", "provisional"]
        assert self.NOTE in shop.run("why", "lw@2027-01-04").out
        assert shop.run("why", "lw@2027-01-04", "--json").json["calendar"] == "provisional"

    def test_expand_without_a_config_that_can_be_used(self, shop: Home) -> None:
        shop.write("config.yaml", "nonsense: 1\n")
        window = ("--from", "2027-01-01", "--to", "2027-01-05")
        ran = shop.run("expand", "playbooks/z.yaml", *window)
        assert (ran.code, "First day" in ran.out, self.NOTE in ran.err) == (0, True, True)

    def test_reports_and_digests(self, shop: Home) -> None:
        later = {"OPSPLAN_NOW": "2027-01-04T08:00+08:00"}
        note = "holidays of 2027 are provisional"
        assert note in shop.run("report", "week", **later).out
        assert shop.run("report", "month", "--json", **later).json["calendar"] == "provisional"
        for digest in ("morning", "week"):
            ran = shop.run("remind", "--digest", digest, "--dry-run", **later)
            assert note in ran.out
        assert note not in shop.run("report", "week").out


def test_a_notice_that_names_too_few_days_off_is_doubted(home: Home) -> None:
    home.write("n.yaml", "{country: CN, year: 2027, off: {2027-01-01: 元旦}, work: [2027-02-06]}\n")
    ran = home.run("calendar", "import", "n.yaml", "--dry-run")
    assert "days off of 2027: 1, and China has at least 11 by law" in ran.err + ran.out
    home.write("us.yaml", "{country: US, year: 2027, off: {2027-01-01: New Year}, work: []}\n")
    assert "by law" not in home.run("calendar", "import", "us.yaml", "--dry-run").err
