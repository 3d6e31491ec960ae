"""`remind` rests while nothing can be due: it never says less, and hardly loads anything."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs
import pytest

from house import Home, Ran
from opsplan import __version__
from opsplan.cli import states
from opsplan.cli.folders import find_folders
from opsplan.cli.main import main
from opsplan.cli.rest import keep_rest, may_rest

BOOK = """opsplan: 1
id: book
name: book
duties:
  - {id: repost, name: Repost, when: "每天 8:30、11:30", lead: 10m}
  - {id: night, name: Night, when: "每天 0:10", nag: 15m}
  - {id: plain, name: Plain, when: 每天}
"""
CONFIG = "shops: {main: {playbooks: [book]}, two: {playbooks: [book]}}\n"
DAY = "2026-11-25"


def at(time_: str, day: str = DAY) -> str:
    return f"{day}T{time_}+08:00"


@pytest.fixture(autouse=True)
def old_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' files were all written just now, which would keep everybody awake."""
    monkeypatch.setattr(states, "SETTLED_NS", -(10**18))


@pytest.fixture
def shop(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home in which reminders have run twice, at 08:00 and at 08:05."""
    home.write("playbooks/book.yaml", BOOK)
    home.write("config.yaml", CONFIG)
    monkeypatch.setenv("OPSPLAN_HOME", str(home.folder))
    monkeypatch.setenv("LANG", "C.UTF-8")
    run(monkeypatch, at("08:00"))
    run(monkeypatch, at("08:05"))
    return home


def run(monkeypatch: pytest.MonkeyPatch, now: str, *words: str) -> int:
    """A command in this process, where the clock of files can be set."""
    monkeypatch.setenv("OPSPLAN_NOW", now)
    return main([*(words or ("remind",))])


def rests(home: Home, now: str, *words: str, **environ: str) -> bool:
    known = {"OPSPLAN_HOME": str(home.folder), "OPSPLAN_NOW": now, **environ}
    return may_rest([*(words or ("remind",))], known)


def kept(home: Home) -> Path:
    return home.folder / "cache" / "rest-print.bin"


def test_it_rests_until_the_next_lead_and_no_longer(shop: Home) -> None:
    assert rests(shop, at("08:05"))
    assert rests(shop, at("08:19"))
    assert not rests(shop, at("08:20"))
    assert not rests(shop, at("08:04"))
    assert not rests(shop, at("08:10", "2026-11-26"))


def test_a_rest_lasts_half_an_hour_at_most(shop: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for now in ("12:00", "12:05"):
        run(monkeypatch, at(now))
    assert rests(shop, at("12:29"))
    assert not rests(shop, at("12:30"))


def test_it_does_not_rest_past_the_days_that_were_looked_at(
    shop: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for now in ("23:40", "23:44"):
        run(monkeypatch, at(now))
    assert rests(shop, at("23:49"))
    # From ten minutes before midnight on the next day's leads may begin.
    assert not rests(shop, at("23:50"))


def test_quiet_hours_wake_it_at_both_ends(shop: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.write("config.yaml", f'defaults: {{quiet: "13:10-13:20"}}\n{CONFIG}')
    for now in ("13:00", "13:02"):
        run(monkeypatch, at(now))
    assert rests(shop, at("13:09"))
    assert not rests(shop, at("13:10"))
    run(monkeypatch, at("13:12"))
    assert rests(shop, at("13:19"))
    assert not rests(shop, at("13:20"))


CHANGES: dict[str, Callable[[Home], object]] = {
    "a tick": lambda home: home.run("done", "plain", now=at("08:06")),
    "the playbook": lambda home: home.write("playbooks/book.yaml", BOOK + "\n"),
    "another playbook": lambda home: home.write("playbooks/more.yaml", BOOK),
    "the config": lambda home: home.write("config.yaml", CONFIG + "\n"),
    "a notice": lambda home: home.write("calendars/CN-2027.yaml", "year: 2027\n"),
    "secrets": lambda home: home.write("secrets.env", "A=1\n"),
    "no config": lambda home: (home.folder / "config.yaml").unlink(),
    "no journal": lambda home: (home.folder / "journal.db").unlink(),
    "an older journal": lambda home: os.utime(home.folder / "journal.db", (1, 1)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_changed_wakes_it(shop: Home, change: str) -> None:
    assert rests(shop, at("08:10"))
    CHANGES[change](shop)
    assert not rests(shop, at("08:10"))


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda data: data[:-1],
    "longer": lambda data: data + b"\0x",
    "another digit": lambda data: data.replace(b"000000", b"900000", 1),
    "other bytes": lambda _: os.urandom(300),
    "another version": lambda data: data.replace(__version__.encode(), b"0.0.9", 1),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_rest_is_none(shop: Home, damage: str) -> None:
    data = kept(shop).read_bytes()
    kept(shop).write_bytes(DAMAGES[damage](data))
    assert kept(shop).read_bytes() != data
    assert not rests(shop, at("08:10"))


def test_a_rest_that_others_could_have_written_is_none(shop: Home) -> None:
    assert kept(shop).stat().st_mode & 0o777 == 0o600
    kept(shop).chmod(0o620)
    assert not rests(shop, at("08:10"))


@pytest.mark.parametrize(
    "words",
    [
        ("remind", "--shop", "two"),
        ("remind", "--json"),
        ("remind", "--dry-run"),
        ("remind", "--digest", "morning"),
        ("remind", "--notify"),
        ("--shop", "two", "remind"),
    ],
)
def test_a_rest_is_for_its_own_command_line(shop: Home, words: tuple[str, ...]) -> None:
    assert not rests(shop, at("08:10"), *words)


def test_a_run_for_another_shop_keeps_no_rest_of_the_default_one(
    shop: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(shop).unlink()
    for now in ("08:06", "08:08"):
        run(monkeypatch, at(now), "remind", "--shop", "two")
    assert not kept(shop).exists()


def test_a_shared_database_keeps_everybody_awake(shop: Home) -> None:
    assert not rests(shop, at("08:10"), OPSPLAN_DATABASE="postgresql://db/shop")


@pytest.mark.parametrize("now", ["soon", "2026-11-25T08:10", ""])
def test_a_clock_that_tells_no_moment(shop: Home, now: str) -> None:
    assert not rests(shop, now)


def test_what_has_just_been_written_may_still_change(
    shop: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "SETTLED_NS", 3600 * 10**9)
    kept(shop).unlink()
    run(monkeypatch, at("08:06"))
    assert not kept(shop).exists()


def test_channels_rest_together(shop: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.write("config.yaml", f"channels: [{{id: me, kind: desktop}}]\n{CONFIG}")
    for now in ("12:00", "12:05"):
        run(monkeypatch, at(now), "remind", "--notify")
    assert rests(shop, at("12:10"), "remind", "--notify")
    assert not rests(shop, at("12:10"))


def test_a_resting_command_loads_nothing_of_the_house(home: Home) -> None:
    home.write("playbooks/book.yaml", BOOK)
    home.write("config.yaml", CONFIG)
    time.sleep(1.1)
    assert home.run("remind", now=at("12:00")) == Ran(0, "", "")
    time.sleep(1.1)
    assert home.run("remind", now=at("12:01")) == Ran(0, "", "")
    code = "import sys; from opsplan.__main__ import entry; entry(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, "remind"],
        env={"OPSPLAN_HOME": str(home.folder), "OPSPLAN_NOW": at("12:05")},
        capture_output=True,
        text=True,
        check=True,
    )
    ours = {name for name in done.stdout.split() if name.startswith("opsplan")}
    few = {"opsplan", "opsplan.__main__", "opsplan.cli"}
    few |= {f"opsplan.cli.{name}" for name in ("rest", "folders", "kept", "states")}
    assert ours == few


def minutes(first: int, last: int, step: int) -> Iterator[str]:
    for minute in range(first, last, step):
        yield at(f"{minute // 60 % 24:02}:{minute % 60:02}", f"2026-11-{25 + minute // 1440}")


@pytest.mark.parametrize("step", [3, 7])
def test_with_rests_it_says_what_it_says_without(
    shop: Home,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    step: int,
) -> None:
    """Half a day and a night, with ticks, snoozes and edits in between, in two homes."""
    other = Home(tmp_path / "awake")
    other.folder.mkdir()
    for name in ("config.yaml", "playbooks/book.yaml"):
        other.write(name, (shop.folder / name).read_text(encoding="utf-8"))
    deeds: dict[int, Callable[[Home], object]] = {
        8 * 60 + 31: lambda home: home.run("snooze", "repost#1", "20m", now=at("08:31")),
        11 * 60 + 12: lambda home: home.run("done", "repost#2", now=at("11:12")),
        12 * 60 + 3: lambda home: home.write(
            "playbooks/book.yaml", BOOK + '  - {id: late, name: Late, when: "每天 12:30"}\n'
        ),
    }
    said: dict[str, list[str]] = {"resting": [], "awake": []}
    slept = 0
    last = 26 * 60
    for index, now in enumerate(minutes(8 * 60, last, step)):
        minute = 8 * 60 + index * step
        for when in [each for each in deeds if minute - step < each <= minute]:
            for home in (shop, other):
                deeds[when](home)
        for name, home in (("resting", shop), ("awake", other)):
            monkeypatch.setenv("OPSPLAN_HOME", str(home.folder))
            if name == "resting" and rests(home, now):
                slept += 1
                continue
            assert run(monkeypatch, now) == 0
            said[name] += [f"{now} {line}" for line in capsys.readouterr().out.splitlines()]
    assert said["resting"] == said["awake"]
    assert len(said["awake"]) >= 6
    assert slept > (last - 8 * 60) // step // 2


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"XDG_CONFIG_HOME": "/etc/mine", "XDG_DATA_HOME": "/srv/mine"},
        {"XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""},
        {"XDG_CONFIG_HOME": "relative", "XDG_DATA_HOME": "relative"},
    ],
)
def test_folders_are_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str]
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "OPSPLAN_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    theirs = (
        platformdirs.user_config_dir("opsplan", appauthor=False),
        platformdirs.user_data_dir("opsplan", appauthor=False),
    )
    assert find_folders(os.environ) == theirs


def test_what_is_changed_while_it_looks_is_not_slept_through(
    shop: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run of an agency takes seconds; who knows whether it read the file before the change."""
    monkeypatch.setattr(states, "SETTLED_NS", 1_000_000_000)
    file = tmp_path / "book.yaml"
    file.write_text(BOOK)
    gone = str(tmp_path / "gone" / "secrets.env")
    later = time.time_ns() + 2 * states.SETTLED_NS
    for path, began, is_kept in (
        (str(file), later, True),
        (str(file), time.time_ns(), False),
        (gone, later, True),
        (gone, time.time_ns(), False),
    ):
        kept(shop).unlink(missing_ok=True)
        known = {"OPSPLAN_HOME": str(shop.folder)}
        keep_rest("print", known, [path], began=began, since=0, until=2e9)
        assert kept(shop).exists() is is_kept


def test_a_copied_home_does_not_rest_on_the_files_of_the_first(
    shop: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy = Home(tmp_path_factory.mktemp("other") / "copy")
    shutil.copytree(shop.folder, copy.folder)
    assert rests(shop, at("08:10"))
    assert not rests(copy, at("08:10"))


def test_one_journal_for_two_configs_has_no_common_rest(
    shop: Home, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path_factory.mktemp("other")
    for name in ("one", "two"):
        (there / name).mkdir()
        shutil.copytree(shop.folder, there / name / "opsplan")
    monkeypatch.delenv("OPSPLAN_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(there / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(there / "one"))
    run(monkeypatch, at("08:00"))
    run(monkeypatch, at("08:05"))
    monkeypatch.setenv("OPSPLAN_NOW", at("08:10"))
    assert may_rest(["remind"], os.environ)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(there / "two"))
    assert not may_rest(["remind"], os.environ)


def test_a_broken_playbook_is_told_by_notify_each_time(shop: Home) -> None:
    hook = "channels: [{id: hook, kind: webhook, url: 'http://127.0.0.1:9/x'}]\n"
    shop.write("config.yaml", hook + CONFIG)
    shop.write("playbooks/book.yaml", BOOK + "nonsense: 1\n")
    for time_ in ("08:10", "08:15"):
        ran = shop.run("remind", "--notify", now=at(time_))
        assert ran.code == 1
        assert "book.yaml:8:1" in ran.err
