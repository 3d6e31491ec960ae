"""playbook diff: what changes between two versions, told by dates."""

from pathlib import Path

import pytest

from house import Home, Ran

OLD = """
opsplan: 1
id: mine
name: 我的手册
duties:
  - {id: repost, name: {zh: 重发, en: Repost}, when: "每天 8:30、11:30"}
  - {id: report, name: {zh: 周报, en: Report}, when: 每周五}
  - {id: gone, name: {zh: 旧活, en: Gone}, when: 每周四}
  - {id: same, name: {zh: 照旧, en: Same}, when: 每周一次}
"""
NEW = """
opsplan: 1
id: mine-2
name: 我的手册
duties:
  - {id: fresh, name: {zh: 新活, en: Fresh}, when: 每周四 15:00-16:00}
  - {id: repost, name: {zh: 重新发布, en: Repost again}, when: "每天 8:30、12:00、14:30"}
  - {id: report, name: {zh: 周报, en: Report}, when: 每周四}
  - {id: same, name: {zh: 照旧, en: Same}, when: 每周一次, role: ops}
"""


@pytest.fixture
def books(home: Home) -> tuple[str, str]:
    """The files of both versions."""
    return str(home.write("old.yaml", OLD)), str(home.write("new.yaml", NEW))


def diff(home: Home, books: tuple[str, str], *arguments: str) -> Ran:
    """The difference of Thursday and Friday."""
    days = ("--from", "2026-11-26", "--to", "2026-11-27")
    return home.run("playbook", "diff", *books, *days, *arguments)


def test_what_is_said(home: Home, books: tuple[str, str]) -> None:
    ran = diff(home, books)
    assert ran.code == 0
    assert ran.out == (
        "Fresh (fresh)\n"
        "  +  2026-11-26 Thu 15:00-16:00\n"
        "Repost again (repost)\n"
        "  ~  2026-11-26 Thu 11:30 → 2026-11-26 Thu 12:00\n"
        "  +  2026-11-26 Thu 14:30\n"
        "  ~  2026-11-27 Fri 11:30 → 2026-11-27 Fri 12:00\n"
        "  +  2026-11-27 Fri 14:30\n"
        "Report (report)\n"
        "  +  2026-11-26 Thu\n"
        "  -  2026-11-27 Fri\n"
        "Gone (gone)\n"
        "  -  2026-11-26 Thu\n"
        "appears 4, vanishes 2, moves 2\n"
    )


def test_in_chinese(home: Home, books: tuple[str, str]) -> None:
    out = diff(home, books, "--lang", "zh").out
    assert "重新发布 (repost)\n  ~  2026-11-26 周四 11:30 → 2026-11-26 周四 12:00\n" in out
    assert out.endswith("增加 4、消失 2、移动 2\n")


def test_as_json(home: Home, books: tuple[str, str]) -> None:
    found = diff(home, books, "--json").json
    assert (found["from"], found["to"]) == ("2026-11-26", "2026-11-27")
    changes = [(each["change"], each["duty"], each["date"], each["at"]) for each in found["items"]]
    assert changes[:3] == [
        ("appears", "fresh", "2026-11-26", "15:00"),
        ("moves", "repost", "2026-11-26", "12:00"),
        ("appears", "repost", "2026-11-26", "14:30"),
    ]
    assert found["items"][1]["was"] == {"date": "2026-11-26", "at": "11:30"}
    assert found["items"][0]["was"] is None


def test_long_lists_are_counted(home: Home, books: tuple[str, str]) -> None:
    ran = home.run("playbook", "diff", *books, "--from", "2026-11-01", "--to", "2026-11-30")
    assert "… and 53 more" in ran.out
    assert ran.out.count("→") <= 7


def test_the_same_twice(home: Home, books: tuple[str, str]) -> None:
    ran = home.run("playbook", "diff", books[0], books[0])
    assert (ran.code, ran.out) == (0, "Nothing changes.\n")


def test_a_broken_version_and_one_that_is_not_there(home: Home, books: tuple[str, str]) -> None:
    broken = str(home.write("broken.yaml", NEW.replace("每周四 15", "每周八 15")))
    ran = diff(home, (books[0], broken))
    assert ran.code == 1
    assert f"{Path(broken).name}:6" in ran.err
    assert diff(home, (books[0], "nowhere.yaml")).code == 1
    assert home.run("playbook", "diff", *books, "--from", "+3", "--to", "today").code == 2


def test_what_only_takes_longer_says_until_when(home: Home) -> None:
    head = "opsplan: 1\nid: pb\nname: P\nduties:\n"
    book = head + "- {{id: d, name: D, when: daily at 09:00, takes: {}m}}\n"
    old = home.write("old.yaml", book.format(10))
    new = home.write("new.yaml", book.format(20))
    said = home.run("playbook", "diff", str(old), str(new), now="2026-11-25T08:00+08:00").out
    assert "09:00 due 2026-11-25 09:10 → 2026-11-25 Wed 09:00 due 2026-11-25 09:20" in said
