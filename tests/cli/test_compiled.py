"""`cache/`: what was read once is not read again, and is never believed when anything is odd."""

import os
import pickle
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from house import Home, modules_after
from opsplan.cli import session
from opsplan.cli.compiled import compiled
from opsplan.cli.kept import write_kept

BOOK = "opsplan: 1\nid: mine\nname: M\nduties:\n  - {id: pack, name: Pack, when: every day}\n"


def settle() -> None:
    """Wait until no file counts as just written."""
    time.sleep(1.1)


@pytest.fixture
def shop(home: Home) -> Home:
    """A home that has been read once."""
    home.write("playbooks/mine.yaml", BOOK)
    home.write("config.yaml", "shops: {main: {playbooks: [mine]}}\n")
    settle()
    assert titles(home) == ["Pack"]
    return home


def titles(home: Home) -> list[str]:
    ran = home.run("today", "--json")
    assert ran.code == 0, ran.err
    return [each["title"] for each in ran.json["items"]]


def kept(home: Home) -> Path:
    return home.folder / "cache" / "playbook-own-mine.yaml.bin"


@pytest.mark.parametrize(
    "words",
    [
        ["today"],
        ["remind"],
        ["week"],
        ["next", "pack"],
        ["playbook", "list"],
        ["playbook", "show", "mine"],
        ["playbook", "covers"],
        ["playbook", "check"],
        ["playbook", "schema"],
    ],
)
def test_nothing_that_reads_yaml_is_loaded_again(shop: Home, words: list[str]) -> None:
    shop.run(*words)
    found = modules_after(shop, *words)
    assert not found & {"pydantic", "yaml", "textual", "opsplan.playbook.reader"}


def test_it_is_for_its_owner_alone(shop: Home) -> None:
    assert kept(shop).stat().st_mode & 0o777 == 0o600
    assert kept(shop).parent.stat().st_mode & 0o777 == 0o700


def test_a_file_that_was_edited_is_read_again(shop: Home) -> None:
    shop.write("playbooks/mine.yaml", BOOK.replace("Pack", "Send"))
    assert titles(shop) == ["Send"]
    settle()
    assert titles(shop) == ["Send"]
    shop.write("playbooks/mine.yaml", BOOK.replace("Pack", "Post"))
    assert titles(shop) == ["Post"]


def test_a_file_that_was_just_written_is_not_kept(shop: Home) -> None:
    before = kept(shop).read_bytes()
    shop.write("playbooks/mine.yaml", BOOK.replace("Pack", "Send"))
    assert titles(shop) == ["Send"]
    assert kept(shop).read_bytes() == before


def test_a_notice_that_changes_or_goes_is_seen(shop: Home) -> None:
    shop.write("playbooks/mine.yaml", BOOK.replace("every day", "every day skip holidays"))
    there = shop.write("calendars/cn.yaml", "year: 2026\noff: {2026-11-25: 节}\n")
    settle()
    assert [titles(shop) for _ in range(3)] == [[], [], []]
    shop.write("calendars/cn.yaml", "year: 2026\noff: {2026-11-26: 节}\n")
    assert titles(shop) == ["Pack"]
    shop.write("calendars/cn.yaml", "year: 2026\noff: {2026-11-25: 节}\n")
    settle()
    assert titles(shop) == titles(shop) == []
    there.unlink()
    assert titles(shop) == ["Pack"]


def test_a_warning_is_told_each_time(home: Home) -> None:
    silent = BOOK.replace("every day", "every month on 5th fri")
    home.write("playbooks/mine.yaml", silent)
    home.write("config.yaml", "shops: {main: {playbooks: [mine]}}\n")
    settle()
    said = [home.run("playbook", "check", "mine").out for _ in range(3)]
    assert "5th" in said[0]
    assert said[0] == said[1] == said[2]
    home.write("playbooks/mine.yaml", BOOK)
    assert "nothing wrong" in home.run("playbook", "check", "mine").out


def test_files_of_one_name_are_told_apart(home: Home) -> None:
    home.write("playbooks/mine.yaml", BOOK)
    home.write("playbooks/mine.yml", BOOK.replace("id: mine", "id: other"))
    home.write("playbooks/1688-shop.yaml", BOOK.replace("id: mine", "id: third"))
    home.write("config.yaml", "")
    settle()
    for _ in range(2):
        listed = home.run("playbook", "list", "--json").json["items"]
        assert [each["id"] for each in listed][:3] == ["third", "mine", "other"]
        assert "1688-shop" in [each["id"] for each in listed][3:]


def test_one_playbook_is_not_taken_for_another(home: Home) -> None:
    home.write("playbooks/mine.yaml", BOOK)
    home.write("playbooks/other.yaml", BOOK.replace("id: mine", "id: other"))
    home.write("config.yaml", "shops: {main: {playbooks: [mine]}}\n")
    settle()
    home.run("playbook", "list")
    shutil.copy(kept(home).with_name("playbook-own-other.yaml.bin"), kept(home))
    listed = home.run("playbook", "list", "--json").json["items"]
    assert [each["id"] for each in listed][:2] == ["mine", "other"]


def test_a_base_that_was_edited_is_seen(home: Home) -> None:
    home.write("playbooks/base.yaml", BOOK.replace("id: mine", "id: base"))
    home.write("playbooks/mine.yaml", "opsplan: 1\nid: mine\nname: M\nextends: base\n")
    home.write("config.yaml", "shops: {main: {playbooks: [mine]}}\n")
    settle()
    assert titles(home) == ["Pack"]
    edited = BOOK.replace("id: mine", "id: base").replace("Pack", "Send")
    home.write("playbooks/base.yaml", edited)
    assert titles(home) == ["Send"]


def test_a_playbook_of_ones_own_that_comes_to_be_is_seen(home: Home) -> None:
    home.write("config.yaml", "")
    settle()
    assert "Repost listings" in titles(home)
    home.write("playbooks/1688-shop.yaml", BOOK.replace("id: mine", "id: 1688-shop"))
    assert titles(home) == ["Pack"]


@pytest.mark.parametrize("how", ["cut", "flipped", "empty", "text", "folder", "swapped"])
def test_a_damaged_one_is_not_believed(shop: Home, how: str) -> None:
    file = kept(shop)
    data = file.read_bytes()
    file.unlink()
    if how == "folder":
        file.mkdir()
    elif how == "swapped":
        shutil.copy(file.with_name("config.bin"), file)
        file.chmod(0o600)
    else:
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        wrong = {"cut": data[:middle], "flipped": flipped, "empty": b"", "text": b"x\ny\n"}
        file.write_bytes(wrong[how])
        file.chmod(0o600)
    assert titles(shop) == ["Pack"]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_one_that_others_could_have_written_is_not_opened(shop: Home) -> None:
    kept(shop).chmod(0o666)
    assert "pydantic" in modules_after(shop, "today")


class Harm:
    """Runs a command where it is unpickled without a look."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_nothing_in_it_can_run(shop: Home, tmp_path: Path) -> None:
    write_kept(str(kept(shop)), pickle.dumps(Harm(tmp_path / "harm")))
    assert titles(shop) == ["Pack"]
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize(
    ("config", "is_kept"),
    [
        ("channels: [{id: a, kind: webhook, url: env:HOOK}]\n", True),
        ("channels: [{id: a, kind: webhook, url: 'https://example.com/s3cret'}]\n", False),
        ("channels: [{id: a, kind: webhook, url: env:HOOK, secret: s3cret}]\n", False),
        ("database: postgresql://a:s3cret@127.0.0.1:1/x\n", False),
    ],
)
def test_a_config_with_a_secret_is_not_copied(home: Home, config: str, is_kept: bool) -> None:
    home.write("config.yaml", config)
    settle()
    home.run("today")
    assert (home.folder / "cache" / "config.bin").exists() == is_kept
    for file in (home.folder / "cache").glob("*"):
        assert b"s3cret" not in file.read_bytes()


def test_a_broken_playbook_is_told_each_time(home: Home) -> None:
    home.write("playbooks/mine.yaml", BOOK + "nonsense: 1\n")
    home.write("config.yaml", "shops: {main: {playbooks: [mine]}}\n")
    for _ in range(2):
        ran = home.run("today")
        assert (ran.code, "nonsense" in ran.err) == (1, True)


def test_a_home_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.run("today", OPSPLAN_HOME=str(tmp_path / "nowhere")).code == 0
    assert not (tmp_path / "nowhere").exists()


def test_where_it_cannot_be_kept_all_goes_on(shop: Home) -> None:
    shutil.rmtree(shop.folder / "cache")
    shop.write("cache", "a file where the folder should be")
    assert titles(shop) == titles(shop) == ["Pack"]


def test_what_changes_the_config_or_the_journal_is_seen_at_once(shop: Home) -> None:
    assert shop.run("shop", "add", "other").code == 0
    settle()
    assert shop.run("today", "--json").json["shop"] == "main"
    assert shop.run("shop", "use", "other").code == 0
    assert shop.run("today", "--json").json["shop"] == "other"
    assert shop.run("shop", "use", "main").code == 0
    assert shop.run("done", "pack").code == 0
    copy = str(shop.folder / "copy.db")
    assert shop.run("backup", copy).code == 0
    assert shop.run("undo").code == 0
    assert shop.run("today", "--json").json["summary"]["done"] == 0
    assert shop.run("restore", copy, "--yes").code == 0
    assert shop.run("today", "--json").json["summary"]["done"] == 1


def test_it_may_be_deleted(shop: Home) -> None:
    shutil.rmtree(shop.folder / "cache")
    assert titles(shop) == ["Pack"]


def test_a_config_that_is_changed_while_it_is_read_is_not_kept_as_it_was(
    shop: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = (shop.folder / "config.yaml").read_text()

    def slow(*given: Any) -> Any:
        shop.write("config.yaml", config + "lang: zh\n")
        return compiled(*given)

    monkeypatch.setattr(session, "compiled", slow)
    known = session.Session(session.Options(), {"OPSPLAN_HOME": str(shop.folder)})
    assert known.config.lang == "zh"


def test_a_relative_home_is_named_from_the_root(home: Home) -> None:
    home.write("config.yaml", "shops: {main: {playbooks: [nope]}}\n")
    settle()
    where = f"{home.folder / 'config.yaml'}:1:"
    for folder, name in ((home.folder.parent, home.folder.name), (Path("/"), str(home.folder))):
        there = ("sh", "-c", 'cd "$0" && exec "$@"', str(folder))
        ran = home.run("today", under=there, OPSPLAN_HOME=name)
        assert where in ran.err


FAR = """opsplan: 1
id: far
name: F
duties:
  - {id: moon, name: Moon, when: every year on lunar 08-15}
  - {id: rule, name: Rule, when: "rrule FREQ=MONTHLY;BYDAY=-1FR from 2025-01-01"}
  - {id: pack, name: Pack, when: every workday}
campaigns:
  - {id: cny, name: New Year, on: every year on lunar 01-01, duties: [
      {id: stock, name: Stock, when: 3 workdays before}]}
"""


class TestWeeks:
    """`cache/plan-SHOP.bin`: the dates of the weeks around today."""

    @pytest.fixture
    def far(self, home: Home) -> Home:
        """A home whose dates need libraries, and that has been read once."""
        home.write("playbooks/far.yaml", FAR)
        home.write("config.yaml", "shops: {main: {playbooks: [far]}}\n")
        settle()
        home.run("today")
        return home

    def plan(self, home: Home) -> Path:
        return home.folder / "cache" / "plan-main.bin"

    @pytest.mark.parametrize("words", [["today"], ["remind"], ["week"], ["next", "pack"]])
    def test_dates_need_no_library(self, far: Home, words: list[str]) -> None:
        far.run(*words, OPSPLAN_NOW="")
        found = modules_after(far, *words)
        assert not found & {"dateutil", "borax", "opsplan.recurrence.rrule"}

    def test_they_are_what_is_found_anew(self, far: Home) -> None:
        for now in ("2026-09-23T09:00+08:00", "2026-09-25T09:00+08:00", "2026-11-26T09:00+08:00"):
            before = far.run("today", "--json", OPSPLAN_NOW=now).out
            assert far.run("today", "--json", OPSPLAN_NOW=now).out == before
            shutil.rmtree(far.folder / "cache")
            assert far.run("today", "--json", OPSPLAN_NOW=now).out == before

    def test_they_are_for_their_owner_alone(self, far: Home) -> None:
        assert self.plan(far).stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize("how", ["cut", "flipped", "empty"])
    def test_damaged_ones_are_not_believed(self, far: Home, how: str) -> None:
        before = far.run("today", "--json").out
        data = self.plan(far).read_bytes()
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        self.plan(far).write_bytes({"cut": data[:middle], "flipped": flipped, "empty": b""}[how])
        assert far.run("today", "--json").out == before

    def test_those_of_another_week_are_found_when_it_comes(self, far: Home) -> None:
        before = self.plan(far).read_bytes()
        later = {"OPSPLAN_NOW": "2027-09-15T09:00+08:00"}  # the Moon Festival of 2027
        found = far.run("today", "--json", **later).json["items"]
        assert [each["title"] for each in found if each["date"] == "2027-09-15"] == ["Moon"]
        assert self.plan(far).read_bytes() != before

    def test_what_the_config_says_counts_at_once(self, far: Home) -> None:
        closed = "shops: {main: {playbooks: [far], pause: [2026-11-25]}}\n"
        assert "Pack" in titles(far)
        far.write("config.yaml", closed)
        assert titles(far) == []
        settle()
        assert titles(far) == titles(far) == []

    def test_a_phase_that_was_ended_or_began_moves_the_dates_after_it(self, home: Home) -> None:
        book = """opsplan: 1
id: mine
name: M
metrics: [{id: orders, name: Orders, unit: count}]
phases:
  - {id: build, name: B, starts: launch, lasts: 2 months, duties: [
      {id: dig, name: Dig, when: every day}]}
  - {id: grow, name: G, starts: after build, lasts: 2 months, duties: [
      {id: sow, name: Sow, when: every day}]}
  - {id: reap, name: R, starts: when orders > 9, lasts: open, duties: [
      {id: cut, name: Cut, when: every day}]}
"""
        home.write("playbooks/mine.yaml", book)
        home.write("config.yaml", "shops: {main: {playbooks: [mine], launch: 2026-11-01}}\n")
        settle()
        assert titles(home) == titles(home) == ["Dig"]
        assert home.run("log", "orders=12").code == 0
        assert titles(home) == titles(home) == ["Dig", "Cut"]
        assert home.run("phase", "end", "build", "--date", "yesterday").code == 0
        assert titles(home) == titles(home) == ["Sow", "Cut"]
        assert home.run("undo").code == 0
        assert titles(home) == ["Dig", "Cut"]


def test_another_country_is_not_asked_for_again(home: Home) -> None:
    pytest.importorskip("holidays")
    home.write("config.yaml", "shops: {main: {playbooks: [1688-shop], calendar: US}}\n")
    settle()
    before = home.run("today", "--json", OPSPLAN_NOW="").out
    assert "holidays" not in modules_after(home, "today")
    assert home.run("today", "--json", OPSPLAN_NOW="").out == before
    far = home.run("when", "every workday", "--from", "2031-07-03", "-n", "2", "--json").json
    dates = [each["date"] for each in far["dates"]]
    assert dates == ["2031-07-03", "2031-07-07"]  # the Fourth of July is a Friday then
