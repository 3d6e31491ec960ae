"""add, rows, set: whole commands on the 1688 playbook's registers."""

import json
from typing import Any

from house import Home

LATER = "2026-11-27T09:00+08:00"


def rows_of_today(home: Home, now: str) -> list[dict[str, Any]]:
    items = home.run("today", "--json", now=now).json["items"]
    return [item for item in items if item["kind"] == "row"]


def test_an_open_row_stands_on_the_list_until_it_is_done(home: Home) -> None:
    added = home.run("add", "inquiry-log", "customer=王先生", "question=price", "--json").json
    assert added == {
        "id": 1,
        "opened": "2026-11-25",
        "age_days": 0,
        "open": True,
        "fields": {
            "date": None,
            "customer": "王先生",
            "kind": "active",
            "question": "price",
            "reply": None,
            "status": "open",
        },
    }
    (row,) = rows_of_today(home, LATER)
    assert (row["ref"], row["register"], row["row"], row["duty"], row["slot"]) == (
        "1688-shop/inquiry-log/1",
        "inquiry-log",
        1,
        None,
        None,
    )
    assert (row["date"], row["status"]) == ("2026-11-25", "open")
    said = home.run("done", "inquiry-log/1", now=LATER).out
    assert said == f"{said.rstrip()}\n"
    assert [row["status"] for row in rows_of_today(home, LATER)] == ["done"]
    assert rows_of_today(home, "2026-11-28T09:00+08:00") == []
    assert home.run("rows", "inquiry-log", "--json", now=LATER).json["items"] == []
    home.run("undo", now=LATER)
    assert len(rows_of_today(home, LATER)) == 1


def test_setting_its_field_closes_a_row(home: Home) -> None:
    home.run("add", "inquiry-log", "customer=A")
    home.run("set", "inquiry-log", "1", "status=Answered")
    assert rows_of_today(home, LATER) == []
    (row,) = home.run("rows", "inquiry-log", "--all", "--json").json["items"]
    assert (row["open"], row["fields"]["status"]) == (False, "answered")


def test_a_reminder_stands_from_its_first_day_to_the_date(home: Home) -> None:
    home.run("add", "activity-ends", "activity=Sale", "ends=2026-12-05")
    shown = {
        day: len(rows_of_today(home, f"2026-12-{day:02}T09:00+08:00")) for day in (1, 2, 4, 5, 6)
    }
    assert shown == {1: 0, 2: 1, 4: 1, 5: 1, 6: 0}


def test_taking_back_a_row_is_no_internal_error(home: Home) -> None:
    home.run("add", "inquiry-log", "customer=A")
    ran = home.run("undo")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("taken back: row, ")


def test_rows_are_numbered_on_even_after_an_undo(home: Home) -> None:
    home.run("add", "inquiry-log", "customer=A")
    home.run("undo")
    assert home.run("rows", "inquiry-log", "--all", "--json").json["items"] == []
    home.run("add", "inquiry-log", "customer=B")
    (row,) = home.run("rows", "inquiry-log", "--json").json["items"]
    assert row["fields"]["customer"] == "B"


def test_mistakes_write_nothing(home: Home) -> None:
    for words, says in (
        (["add", "inquiry-lob", "customer=A"], "did you mean 'inquiry-log'?"),
        (["add", "inquiry-log", "question=A"], "'Customer' is missing"),
        (["add", "inquiry-log", "costumer=A"], "did you mean 'customer'?"),
        (["add", "activity-ends", "activity=A", "Activity=B"], "'Activity' is given twice"),
        (["add", "inquiry-log", "customer=A", "status=maybe"], "open, answered"),
        (["add", "activity-ends", "activity=A", "ends=someday"], "does not fit ends"),
        (["set", "inquiry-log", "7", "status=open"], "there is no row 7"),
    ):
        ran = home.run(*words)
        assert ran.code == (2 if "twice" in says else 1)
        assert says in ran.err
    assert not (home.folder / "journal.db").exists()


class TestFiles:
    def test_out_and_in_again_changes_nothing(self, home: Home) -> None:
        home.run("add", "inquiry-log", "customer=王先生", "question==1+1", "date=2026-11-20")
        home.run("add", "inquiry-log", "customer='=x", "status=answered")
        for language in ("zh", "en"):
            out = home.run(
                "rows", "inquiry-log", "--all", "-o", "r.csv", "--yes", "--lang", language
            )
            assert (out.code, out.out) == (0, "")
            back = home.run("add", "inquiry-log", "--from", "r.csv", "--yes", "--json")
            assert (back.code, back.json) == (0, {"items": [], "refused": [], "written": True})
        assert (home.folder / "r.csv").read_bytes().decode() == (
            "\ufeffid,Date,Customer,Kind,Question,Reply,Status\r\n"
            "1,2026-11-20,王先生,Active,'=1+1,,Open\r\n"
            "2,,''=x,Active,,,Answered\r\n"
        )

    def test_open_rows_alone_without_all(self, home: Home) -> None:
        home.run("add", "inquiry-log", "customer=A", "status=answered")
        home.run("add", "inquiry-log", "customer=B")
        home.run("rows", "inquiry-log", "-o", "r.csv")
        assert [line[:1] for line in (home.folder / "r.csv").read_text().splitlines()[1:]] == ["2"]

    def test_to_standard_output(self, home: Home) -> None:
        home.run("add", "activity-ends", "activity=Sale", "ends=2026-12-05")
        ran = home.run("rows", "activity-ends", "-o", "-")
        assert ran.out == "\ufeffid,Activity,Ends,Note\r\n1,Sale,2026-12-05,\r\n"

    def test_a_file_that_is_there_is_kept(self, home: Home) -> None:
        file = home.write("r.csv", "mine")
        ran = home.run("rows", "inquiry-log", "-o", "r.csv")
        assert (ran.code, file.read_text()) == (1, "mine")
        assert "is there already; --yes replaces it" in ran.err
        assert home.run("rows", "inquiry-log", "-o", "r.csv", "--yes").code == 0
        assert file.read_text() != "mine"
        assert [path.name for path in home.folder.iterdir()] == ["r.csv"]

    def test_rows_are_added_and_changed(self, home: Home) -> None:
        home.run("add", "inquiry-log", "customer=A")
        text = "id,客户,状态,日期,x\r\n1,A,已答复,2026/11/5,\r\n,B,,,\r\n9,C,,,\r\n,D,maybe,,\r\n"
        home.write("r.csv", text.encode("gbk"))
        ran = home.run("add", "inquiry-log", "--from", "r.csv")
        assert (ran.code, ran.out) == (
            1,
            "rows to add: 1, to change: 1, unchanged: 0\n"
            "1: Date – → 2026-11-05 · Status Open → Answered\n"
            "+ Customer B · Kind Active · Status Open\n",
        )
        assert ran.err == (
            "not used: x\n"
            "r.csv:4:1: id: there is no row 9; leave it empty to add a row\n"
            "r.csv:5:3: 状态: 'maybe' does not fit status; one of open, answered\n"
            "refused lines, of which nothing is written: 2\n"
            "nothing is written; --yes writes it\n"
        )
        assert home.run("add", "inquiry-log", "--from", "r.csv", "--yes").code == 1
        items = home.run("rows", "inquiry-log", "--all", "--json", now=LATER).json["items"]
        assert [(i["id"], i["age_days"], i["open"], i["fields"]["customer"]) for i in items] == [
            (1, 2, False, "A"),
            (2, 2, True, "B"),
        ]
        assert items[0]["fields"]["date"] == "2026-11-05"

    def test_the_items_of_a_script(self, home: Home) -> None:
        home.run("add", "activity-ends", "activity=Sale", "ends=2026-12-05")
        home.write("r.csv", "id,activity,ends\n1,Sale,2026-12-06\n,New,20261207\n")
        ran = home.run("add", "activity-ends", "--from", "r.csv", "--json")
        assert ran.json == {
            "items": [
                {
                    "id": 1,
                    "fields": {"ends": "2026-12-06"},
                    "previous": {"ends": "2026-12-05"},
                },
                {
                    "id": None,
                    "fields": {"activity": "New", "ends": "2026-12-07"},
                    "previous": None,
                },
            ],
            "refused": [],
            "written": False,
        }

    def test_a_terminal_is_asked(self, home: Home) -> None:
        home.write("r.csv", "customer\nA\n")
        ran = home.run("add", "inquiry-log", "--from", "r.csv", answers="n\n")
        assert "write? [y/N]" in ran.err
        assert home.run("rows", "inquiry-log", "--json").json["items"] == []
        home.run("add", "inquiry-log", "--from", "r.csv", answers="y\n")
        assert len(home.run("rows", "inquiry-log", "--json").json["items"]) == 1

    def test_mistakes(self, home: Home) -> None:
        home.write("r.csv", "a,b\n1,2\n")
        for words, code, says in (
            (["add", "inquiry-log", "--from", "r.csv"], 1, "no column is a field of inquiry-log"),
            (["add", "inquiry-log", "--from", "x.csv"], 1, "cannot read x.csv"),
            (["add", "inquiry-log", "customer=A", "--from", "r.csv"], 2, "from the file alone"),
            (["add", "inquiry-log"], 2, "FIELD=VALUE… is missing"),
            (["rows", "-o", "r.csv"], 2, "REGISTER is missing"),
            (["rows", "inquiry-log", "-o", "no/r.csv"], 1, "there is no folder"),
            (["rows", "inquiry-log", "-o", ".", "--yes"], 1, "is not a file"),
        ):
            ran = home.run(*words)
            assert ran.code == code
            assert says in ran.err


def test_fields_may_be_named_in_either_language(home: Home) -> None:
    home.run("add", "询盘登记", "客户＝王", "Question=price")
    (row,) = home.run("rows", "inquiry-log", "--json").json["items"]
    assert (row["fields"]["customer"], row["fields"]["question"]) == ("王", "price")


def test_what_a_row_says_is_data(home: Home) -> None:
    ran = home.run("add", "inquiry-log", "customer=\x1b[2Jx")
    assert ran.out.startswith("Inquiry log 1: Customer ␛[2Jx")


def test_fields_are_named_as_the_reader_calls_them(home: Home) -> None:
    home.write("config.yaml", "opsplan: 1\nshops: {main: {playbooks: [1688-growth]}}\n")
    near = home.run("add", "paid-tools", "到期=2026-12-03", "--lang", "zh")
    assert near.err == "opsplan: 台账没有字段“到期”；是不是“到期日”？\n"
    far = home.run("add", "paid-tools", "x=1", "--lang", "zh")
    assert far.err == "opsplan: 台账没有字段“x”；可用的字段：工具、到期日、续费金额（元）、备注\n"
    missing = home.run("add", "paid-tools", "expires=2026-12-03", "--lang", "en")
    assert missing.err == "opsplan: the field 'Tool' is missing\n"


class TestTickedOff:
    def test_a_report_no_longer_counts_it_as_open(self, home: Home) -> None:
        for customer in ("A", "B", "C"):
            home.run("add", "inquiry-log", f"customer={customer}")
        home.run("done", "inquiry-log/1")
        home.run("skip", "inquiry-log/3", "--why", "spam")
        report = home.run("report", "week", "--json", now=LATER).json
        kept = next(each for each in report["registers"] if each["register"] == "inquiry-log")
        assert (kept["rows"], kept["open"]) == (3, 1)
        assert kept["choices"]["status"] == {"Open": 1}
        open_ends = [issue["title"] for issue in report["issues"]]
        assert sum(title.startswith("Answer ") for title in open_ends) == 1

    def test_all_rows_tell_when_it_was_closed(self, home: Home) -> None:
        home.run("add", "inquiry-log", "customer=A")
        home.run("add", "inquiry-log", "customer=B")
        home.run("done", "inquiry-log/1", now=LATER)
        header, first, second = home.run("rows", "inquiry-log", "--all").out.splitlines()
        assert header.split()[-2:] == ["closed", "on"]
        assert (first.split()[-1], second.split()[-1]) == ("2026-11-27", "Open")
        assert home.run("rows", "inquiry-log", "--all", "-o", "r.csv").code == 0
        assert (home.folder / "r.csv").read_text("utf-8-sig").splitlines() == [
            "id,Date,Customer,Kind,Question,Reply,Status,closed",
            "1,,A,Active,,,Open,2026-11-27",
            "2,,B,Active,,,Open,",
        ]
        back = home.run("add", "inquiry-log", "--from", "r.csv", "--yes")
        assert (back.code, back.err) == (0, "there is nothing new to write\n")

    def test_no_field_opens_it_and_set_says_so(self, home: Home) -> None:
        home.run("add", "inquiry-log", "customer=A")
        (done,) = home.run("done", "inquiry-log/1", "--json").json["items"]
        ran = home.run("set", "inquiry-log", "1", "status=open")
        assert ran.code == 0
        assert ran.err.startswith("row 1 stays closed (at 2026-11-25 ")
        assert f"opsplan undo {done['entry']} opens it again" in ran.err
        assert home.run("rows", "inquiry-log").out.splitlines()[1:] == []
        home.run("undo", done["entry"])
        assert home.run("set", "inquiry-log", "1", "status=open").err == ""
        assert [row["open"] for row in home.run("rows", "inquiry-log", "--json").json["items"]] == [
            True
        ]

    def test_a_new_date_is_a_new_reason_to_stand(self, home: Home) -> None:
        home.run("add", "activity-ends", "activity=Sale", "ends=2026-11-27")
        home.run("done", "activity-ends/1")
        ran = home.run("set", "activity-ends", "1", "note=x")
        assert "row 1 stays closed" in ran.err
        ran = home.run("set", "activity-ends", "1", "ends=2026-12-20")
        assert ran.err == "row 1 has a new date and is no longer closed\n"
        assert [row["status"] for row in rows_of_today(home, "2026-11-25T10:00+08:00")] == ["done"]
        assert rows_of_today(home, LATER) == []
        near = "2026-12-18T09:00+08:00"
        assert [row["status"] for row in rows_of_today(home, near)] == ["open"]
        assert "☑" in home.run("done", "activity-ends/1", now=near).out
        assert [row["status"] for row in rows_of_today(home, near)] == ["done"]
        assert rows_of_today(home, "2026-12-19T09:00+08:00") == []


def test_a_row_that_is_closed_by_a_field_keeps_its_number(home: Home) -> None:
    for customer in ("A", "B", "C"):
        home.run("add", "inquiry-log", f"customer={customer}")
    home.run("add", "activity-ends", "activity=Sale", "ends=2026-11-27")
    numbers = {row["ref"]: row["no"] for row in rows_of_today(home, LATER)}
    home.run("set", "inquiry-log", "1", "status=answered", now=LATER)
    home.run("set", "activity-ends", "1", "ends=2027-11-27", now=LATER)
    after = rows_of_today(home, LATER)
    assert {row["ref"]: row["no"] for row in after} == numbers
    assert [row["status"] for row in after] == ["done", "open", "open", "done"]
    assert "already done at" in home.run("done", "inquiry-log/1", now=LATER).out
    home.run("set", "inquiry-log", "1", "status=open", now=LATER)
    assert [row["status"] for row in rows_of_today(home, LATER)] == ["open", "open", "open", "done"]
    home.run("set", "inquiry-log", "1", "status=answered", now=LATER)
    assert len(rows_of_today(home, "2026-11-28T09:00+08:00")) == 2
    home.run("set", "inquiry-log", "1", "status=open", now="2026-11-28T09:00+08:00")
    back = [row["ref"] for row in rows_of_today(home, "2026-11-28T09:10+08:00")]
    assert back == [f"1688-shop/inquiry-log/{number}" for number in (2, 3, 1)]


def test_a_row_has_one_name_everywhere(home: Home) -> None:
    ref = "1688-shop/inquiry-log/1"
    home.run("add", "inquiry-log", "customer=A")
    assert home.run("note", ref, "hi").code == 0
    assert home.run("skip", ref, "--why", "x").code == 0
    assert home.run("undo", "--json").json["ref"] == ref
    home.run("done", f"main/{ref}")
    home.run("undo")
    lines = [json.loads(line) for line in home.run("journal", "export").out.splitlines()]
    assert {line.get("ref", ref) for line in lines} == {ref}
    assert "is not on the list" in home.run("done", "1688-growth/inquiry-log/1").err
    (home.folder / "e.jsonl").write_text(home.run("journal", "export").out)
    merged = home.run("journal", "merge", "e.jsonl")
    assert (merged.code, len(lines) > 4) == (0, True)


def test_why_tells_the_whole_story_of_a_row(home: Home) -> None:
    home.run("add", "inquiry-log", "customer=A")
    home.run("note", "inquiry-log/1", "hi")
    home.run("snooze", "inquiry-log/1", "30m")
    home.run("done", "inquiry-log/1")
    home.run("undo")
    home.run("skip", "inquiry-log/1", "--why", "spam")
    for now in (LATER, "2026-11-28T09:00+08:00"):
        found = home.run("why", "inquiry-log/1", "--json", now=now).json
        kinds = [each["kind"] for each in found["history"]]
        assert kinds == ["row", "note", "snooze", "done", "undo", "skip"]
        assert {each["ref"] for each in found["history"]} == {"1688-shop/inquiry-log/1"}
    skip = found["history"][-1]["id"]
    assert found["off"].endswith(f"opsplan undo {skip} opens it again")
    text = home.run("why", "1688-shop/inquiry-log/1", now=LATER).out
    assert "skipped" in text and "spam" in text and "taken back" in text
    assert "there is no duty" in home.run("why", "inquiry-log/7", now=LATER).err


def test_a_row_that_a_field_closed_has_no_note_of_its_fields(home: Home) -> None:
    home.write("config.yaml", "shops: {main: {playbooks: [1688-growth]}}\n")
    assert home.run("add", "after-sales", "issue=broken").code == 0
    assert home.run("set", "after-sales", "1", "status=closed").code == 0
    for words in (["today"], ["report", "day"], ["report", "day", "-o", "-"]):
        shown = home.run(*words)
        assert "broken" in shown.out or words[0] == "report", shown.err
        assert "{" not in shown.out
    history = home.run("why", "1688-growth/after-sales/1").out
    assert history.count("recorded") == 2


def test_a_row_is_named_with_the_day_of_a_list(home: Home) -> None:
    home.write("config.yaml", "shops: {main: {playbooks: [1688-growth]}}\n")
    assert home.run("add", "after-sales", "issue=broken").code == 0
    assert home.run("done", "1688-growth/after-sales/1@wed").code == 0
    assert "belongs" not in home.run("done", "1688-growth/after-sales/1@tue").err
