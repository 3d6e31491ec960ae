"""add, rows, set: whole commands on the 1688 playbook's registers."""

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
    home.run("done", "inquiry-log/1", now=LATER)
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
        (["add", "inquiry-log", "question=A"], "'customer' is missing"),
        (["add", "inquiry-log", "costumer=A"], "did you mean 'customer'?"),
        (["add", "inquiry-log", "customer=A", "status=maybe"], "open, answered"),
        (["add", "activity-ends", "activity=A", "ends=someday"], "does not fit ends"),
        (["set", "inquiry-log", "7", "status=open"], "there is no row 7"),
    ):
        ran = home.run(*words)
        assert ran.code == 1
        assert says in ran.err
    assert not (home.folder / "journal.db").exists()
