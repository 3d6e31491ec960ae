"""The command line itself: languages, options anywhere, exit codes, errors without a traceback."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from rich.cells import cell_len

from house import Home
from opsplan.cli.app import UsageFault, make_app
from opsplan.cli.help import paragraphs
from opsplan.cli.main import _hoisted, called, main
from opsplan.values.text import LANGUAGES, Language
from opsplan.views.words import Words

COMMANDS = (
    *("today", "day", "week", "month", "done", "skip", "note", "undo", "when", "next", "expand"),
    *("playbook", "playbook list", "playbook show", "playbook check", "playbook schema"),
    *("playbook covers", "cron", "cron show", "cron install", "cron remove"),
    *("channels", "channels list", "channels test"),
)


@pytest.mark.parametrize("position", ["before", "after"])
def test_global_options_stand_anywhere(home: Home, position: str) -> None:
    home.write("config.yaml", "shops: {main: {}, two: {name: 二店}}")
    options = ["--shop", "two", "--lang=zh", "--plain"]
    words = [*options, "today"] if position == "before" else ["today", *options]
    ran = home.run(*words)
    assert ran.code == 0
    assert ran.out.startswith("二店  2026年11月25日 周三")
    assert "[ ]" in ran.out
    assert "☐" not in ran.out


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "周三"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "Wed"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "周三"),
        ({"LANG": ""}, "Wed"),
    ],
)
def test_the_language_comes_from_the_locale(
    home: Home, environ: dict[str, str], expected: str
) -> None:
    assert expected in home.run("today", **environ).out


def test_the_config_wins_over_the_locale(home: Home) -> None:
    home.write("config.yaml", "lang: zh")
    assert "周三" in home.run("today").out
    assert "Wed" in home.run("today", "--lang", "en").out


def test_no_command_is_today(home: Home) -> None:
    assert home.run().out == home.run("today").out
    assert home.run("--setup").out == home.run("today", "--setup").out


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help_in_both_languages(home: Home, command: str) -> None:
    words = command.split()
    english, chinese = home.run(*words, "--help"), home.run(*words, "--help", "--lang", "zh")
    assert english.code == chinese.code == 0
    assert english.out.startswith("Usage: opsplan")
    assert chinese.out.startswith("用法：opsplan")
    assert "Options" not in chinese.out
    assert "Show this message" not in chinese.out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["toady"], 2, "did you mean 'today'?"),
        (["today", "--nonsense"], 2, "--nonsense"),
        (["today", "--lang", "fr"], 2, "zh, en"),
        (["today", "--shop", "mian"], 1, "did you mean 'main'?"),
        (["day", "2026-02-30"], 2, "is no day"),
        (["done"], 2, "missing"),
        (["done", "99"], 1, "there is no number 99"),
        (["done", "repost@yesterday#9"], 1, "#1"),
        (["done", "repozt"], 1, "repost"),
        (["done", "1", "--count", "0"], 2, "--count"),
        (["playbook", "show", "nope"], 1, "1688-shop"),
    ],
)
def test_mistakes_get_a_sentence_and_an_exit_code(
    home: Home, words: list[str], code: int, says: str
) -> None:
    ran = home.run(*words)
    assert ran.code == code
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        ("done 1 --count x", "--count 写错了：“x”不是数", "--count is wrong: 'x' is no number"),
        ("when 每天 -n 2.5", "-n 写错了：“2.5”不是整数", "-n is wrong: '2.5' is no whole number"),
        ("when 每天 -n 0", "0 不在 1 到 100000 之间", "0 does not lie between 1 and 100000"),
        ("today --date", "--date 后面要写值", "--date takes a value"),
        ("today extra", "多写了“extra”", "not expected here: extra"),
        ("playbook chek", "没有命令“chek”；是不是“check”？", "there is no command 'chek'"),
        ("playbook", "没有写命令", "Missing command"),
    ],
)
def test_usage_errors_are_in_one_language(
    home: Home, words: str, chinese: str, english: str
) -> None:
    in_english = home.run(*words.split(), "--lang", "en")
    in_chinese = home.run(*words.split(), "--lang", "zh")
    assert in_english.code == in_chinese.code == 2
    assert english in in_english.err
    assert chinese in in_chinese.err
    assert not re.search(
        r"[a-z]+ [a-z]+ [a-z]+", in_chinese.err.partition("；")[0][len("opsplan") :]
    )


def test_a_fault_of_ours_is_a_sentence_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise ValueError("七")

    monkeypatch.delenv("OPSPLAN_DEBUG", raising=False)
    monkeypatch.setattr("opsplan.cli.main._run", fail)
    assert main(["today", "--lang", "zh"]) == 1
    assert "程序内部出错：ValueError: 七；" in capsys.readouterr().err


def test_a_bad_clock_is_refused(home: Home) -> None:
    ran = home.run("today", now="soon")
    assert ran.code == 2
    assert "OPSPLAN_NOW" in ran.err


def test_a_clock_without_a_zone_is_the_shops(home: Home) -> None:
    home.write("config.yaml", "shops: {main: {timezone: America/New_York}}")
    assert "08:40" in home.run("today", now="2026-11-25T08:40").out.splitlines()[0]


def test_the_shops_day_is_not_the_laptops(home: Home) -> None:
    ran = home.run("today", "--json", now="2026-11-22T20:00-05:00")
    assert ran.json["from"] == "2026-11-23"


def test_a_broken_playbook_hides_no_other(home: Home) -> None:
    home.write("config.yaml", "shops: {main: {playbooks: [1688-shop, bad]}}")
    home.write("playbooks/bad.yaml", "opsplan: 1\nid: bad\nname: x\nduties: [{id: A}]\n")
    ran = home.run("today")
    assert ran.code == 1
    assert "Repost listings" in ran.out
    assert "playbooks/bad.yaml:4:15: duties[0].id" in ran.err.replace(os.sep, "/")
    assert home.run("done", "1").code == 0


def test_a_duty_that_is_not_found_because_its_playbook_is_broken(home: Home) -> None:
    home.write("playbooks/mine.yaml", "opsplan: 1\nid: mine\nname: M\nduties: 3\n")
    home.write("config.yaml", "shops: {main: {playbooks: [mine]}}\n")
    ran = home.run("done", "pack")
    assert ran.code == 1
    first, last = ran.err.splitlines()
    assert "mine.yaml:4:" in first
    assert "there is no duty 'pack'" in last


def test_a_broken_config_is_one_line_each(home: Home) -> None:
    home.write("config.yaml", "lang: fr\nshop: nope\nshops: {main: {timezone: Asia/Shangha}}\n")
    ran = home.run("today")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 4
    assert "did you mean 'Asia/Shanghai'?" in ran.err


def test_unreadable_things_are_named(home: Home) -> None:
    (home.folder / "config.yaml").mkdir()
    ran = home.run("today")
    assert ran.code == 1
    assert "config.yaml" in ran.err


def test_titles_are_data(home: Home) -> None:
    home.write("config.yaml", "shops: {main: {playbooks: [mine]}}")
    home.write(
        "playbooks/mine.yaml",
        "opsplan: 1\nid: mine\nname: x\nduties:\n"
        '  - {id: a, name: "[red]x[/red] [/] :smile: \\e[31m \\u202e", when: every day}\n',
    )
    for command in ("today", "week", "next a", "playbook show mine"):
        ran = home.run(*command.split())
        assert ran.code == 0
        assert "\x1b" not in ran.out
        assert "\u202e" not in ran.out
    assert "[red]x[/red] [/] :smile: ␛[31m ⟨202E⟩" in home.run("today").out


def test_an_ascii_terminal_gets_ascii_boxes(home: Home) -> None:
    ran = home.run("today", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert ran.code == 0
    assert "[ ] 08:30" in ran.out


def test_a_closed_pipe_is_no_error(home: Home) -> None:
    environ = {
        **os.environ,
        "OPSPLAN_HOME": str(home.folder),
        "OPSPLAN_NOW": "2026-11-25T08:40+08:00",
    }
    command = [sys.executable, "-m", "opsplan", "expand", "1688-shop", "--from", "2026-01-01"]
    command += ["--to", "2026-12-31", "--json"]
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def test_five_mistakes_are_five_lines(home: Home) -> None:
    path = home.write(
        "playbooks/five.yaml",
        "opsplan: 1\nid: five\nname: five\nduties:\n"
        "  - {id: a, name: A, when: every wde}\n"
        "  - {id: b, name: B, when: every day, rol: ops}\n"
        "  - {id: b, name: C, when: every day}\n"
        "  - {id: d, nam: D, when: every day}\n"
        "  - {id: e, name: E, when: every day, takes: long}\n",
    )
    ran = home.run("playbook", "check", str(path))
    assert ran.code == 1
    places = [line.removeprefix(f"{path}:").split(":")[:2] for line in ran.out.splitlines()]
    assert places == [["5", "34"], ["6", "39"], ["7", "10"], ["8", "13"], ["9", "46"]]


def test_a_list_in_a_chinese_sentence_has_chinese_commas(home: Home) -> None:
    path = home.write(
        "playbooks/x.yaml",
        "opsplan: 1\nid: x\nname: x\nzzzzz: 1\n"
        "duties:\n  - {id: a, name: A, when: 每天, if_missed: qqq}\n",
    )
    chinese = home.run("playbook", "check", str(path), "--lang", "zh").out
    english = home.run("playbook", "check", str(path), "--lang", "en").out
    assert "opsplan、id、name" in chinese
    assert "expire、carry" in chinese
    assert ", " not in chinese
    assert "opsplan, id, name" in english
    assert "expire, carry" in english


def test_playbook_commands(home: Home, tmp_path: Path) -> None:
    checked = home.run("playbook", "check")
    assert (checked.code, checked.out) == (0, "5 playbooks, nothing wrong\n")
    checked = home.run("playbook", "check", "1688-shop", "--json")
    assert checked.code == 0
    assert [(each["severity"], each["what"]) for each in checked.json["items"]] == [
        ("warning", "diagnosis-score: repost is at 11:30 too, for the same role (Thu)"),
        ("warning", "smart-follow-up: repost-hourly is at 10:00 too, for the same role (Wed)"),
        ("warning", "marketing-push: repost-hourly is at 10:00 too, for the same role (Wed)"),
    ]
    assert home.run("playbook", "check", "taobao-shop").out == "1 playbook, nothing wrong\n"
    listed = home.run("playbook", "list", "--json").json["items"]
    assert {each["id"]: (each["own"], each["used"]) for each in listed} == {
        "1688-growth": (False, False),
        "1688-shop": (False, True),
        "alibaba-intl": (False, False),
        "taobao-shop": (False, False),
        "team-year": (False, False),
    }
    schema = home.run("playbook", "schema").json
    assert schema["properties"]["duties"]["items"]["$ref"] == "#/$defs/DutyField"
    covered = home.run("playbook", "covers", "--json").json
    assert set(covered[0]) == {"row", "kind", "playbook", "id", "file", "line"}
    assert Path(covered[0]["file"]).is_absolute()
    lines = Path(covered[0]["file"]).read_text(encoding="utf-8").splitlines()
    first = next(each for each in covered if each["id"] == "repost")
    assert lines[first["line"] - 1].strip() == "- id: repost"


def test_a_check_of_all_warns_of_ones_own_playbooks(home: Home) -> None:
    duties = ("a", "b")
    lines = [
        f"  - {{id: {each}, name: {each}, role: ops, when: every wed at 9:00}}" for each in duties
    ]
    text = (
        "opsplan: 1\nid: mine\nname: M\nroles: [{id: ops, name: Ops}]\nduties:\n"
        + "\n".join(lines)
        + "\n"
    )
    home.write("playbooks/mine.yaml", text)
    said = home.run("playbook", "check").out
    assert said == home.run("playbook", "check", "mine").out
    assert "a is at 09:00 too, for the same role" in said


@pytest.mark.parametrize(
    ("environ", "setting"),
    [
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "LC_ALL=C.UTF-8"),
        ({"LANG": "C", "PYTHONCOERCECLOCALE": "0"}, "LANG=C.UTF-8"),
    ],
)
def test_what_is_not_in_the_systems_encoding_is_shown(
    home: Home, environ: dict[str, str], setting: str
) -> None:
    ran = home.run("day", "下周三", PYTHONUTF8="0", **environ)
    said = f"this is not in the system's encoding: 下周三; set {setting}, or type it in ASCII"
    assert (ran.code, ran.out, ran.err) == (2, "", f"opsplan: {said}\n")


def test_an_output_without_the_characters_has_what_comes_nearest(home: Home) -> None:
    head = home.run("today", "--lang", "en", PYTHONIOENCODING="ascii").out.splitlines()[1]
    assert head.startswith("--------------------  0 of ")


@pytest.mark.parametrize("columns", [50, 60, 80, 100])
@pytest.mark.parametrize("command", ["", "remind", "playbook", "today", "journal"])
def test_chinese_help_keeps_to_the_width_of_the_screen(
    home: Home, command: str, columns: int
) -> None:
    ran = home.run(*command.split(), "--help", "--lang", "zh", COLUMNS=str(columns))
    wide = [line for line in ran.out.splitlines() if cell_len(line) > columns]
    assert not wide
    assert "..." not in ran.out
    widest = home.run(*command.split(), "--help", "--lang", "zh", COLUMNS="100")
    assert {*re.findall("[A-Za-z]+", ran.out)} == {*re.findall("[A-Za-z]+", widest.out)}


@pytest.mark.parametrize("command", ["review", "playbook diff", "snooze", "import", "set", "when"])
def test_chinese_help_has_no_english_placeholder(home: Home, command: str) -> None:
    ran = home.run(*command.split(), "--help", "--lang", "zh")
    shown = re.split("参数：|选项：", ran.out, maxsplit=1)[1]
    assert not re.search(r"^ +\S+ [A-Z]{3}|^ +[\[{]?[A-Z]{3}|<=x<=|; ", shown, re.MULTILINE)
    assert not re.search(r"\{[A-Z]{3}", ran.out)


def test_the_remarks_of_help_in_both_languages(home: Home) -> None:
    assert "[默认：14；1 到 366]" in home.run("review", "--help", "--lang", "zh").out
    assert "[default: 14; 1 to 366]" in home.run("review", "--help", "--lang", "en").out


def test_what_is_missing_is_named_in_the_readers_language(home: Home) -> None:
    assert home.run("done", "--lang", "zh").err == (
        "opsplan: 缺少“任务…”；用法见 opsplan done --help\n"
    )
    assert home.run("done", "--lang", "en").err == (
        "opsplan: REF… is missing; see opsplan done --help\n"
    )


def test_an_unknown_language_is_refused_in_that_of_the_locale(home: Home) -> None:
    ran = home.run("today", "--lang", "fr", LANG="zh_CN.UTF-8")
    assert (ran.code, ran.err) == (2, "opsplan: 没有语言“fr”；--lang 可以写 zh、en\n")


def test_every_page_of_help_has_an_example() -> None:
    def pages(command: Any, name: str) -> Iterator[tuple[str, Any]]:
        yield name, command
        for each, below in getattr(command, "commands", {}).items():
            yield from pages(below, f"{name} {each}")

    for name, command in pages(typer.main.get_command(make_app()), "opsplan"):
        if not getattr(command, "commands", None):
            assert name in command.help, name
        assert command.help.count("\n\n") == 1, name


def pages_of(command: Any) -> Iterator[Any]:
    yield command
    for each in getattr(command, "commands", {}).values():
        yield from pages_of(each)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_of_the_help_is_a_command_line_that_is_taken(language: Language) -> None:
    app = typer.main.get_command(make_app())
    words, taken = Words(language), 0
    texts = {page.help for page in pages_of(app)}
    for page in pages_of(app):
        if not getattr(page, "commands", None):
            page.callback = lambda **_: None  # read, but not run
    for text in texts:
        examples = [part for part in paragraphs(text) if part.startswith("\b\n")]
        for line in "\n".join(words(part) for part in examples).replace("\b", "").split("\n"):
            asked = re.search(r"\$\((.*)\)", line)  # eval "$(opsplan …)"
            typed = shlex.split(asked[1] if asked else re.split(r" (?:[|]|>>?) ", line)[0])
            if not typed:
                continue
            assert typed.pop(0) == "opsplan", line
            _, rest = _hoisted(typed)
            try:
                app.main(called(rest), prog_name="opsplan", standalone_mode=False)
            except UsageFault as error:
                pytest.fail(f"{line}: {error.format_message()}")
            taken += 1
    assert taken > 100


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("help", "--help"),
        ("help done", "done --help"),
        ("help playbook check", "playbook check --help"),
        ("help help", "--help"),
        ("--lang zh help", "--lang zh --help"),
    ],
)
def test_help_as_a_command_shows_help(home: Home, typed: str, same: str) -> None:
    ran = home.run(*typed.split())
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == home.run(*same.split()).out


def test_help_of_no_command_says_so(home: Home) -> None:
    ran = home.run("help", "doen")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no command 'doen'; did you mean 'done'?" in ran.err


BROKEN = "opsplan: 1\nid: bad\nname: B\nduties: [{id: A, name: A, when: every day}]\n"


@pytest.mark.parametrize(
    "words",
    [
        ["rows"],
        ["add", "after-sales", "issue=x"],
        ["ask", "check-rivals"],
        ["log"],
        ["log", "visitors=5"],
        ["undo"],
        ["done", "1"],
        ["note", "1", "x"],
        ["today"],
        ["next", "repost"],
    ],
)
def test_a_playbook_that_cannot_be_read_is_told_once_by_every_command(
    home: Home, words: list[str]
) -> None:
    home.write("playbooks/bad.yaml", BROKEN)
    home.write("config.yaml", "shops: {main: {playbooks: [1688-growth, bad]}}\n")
    home.run("log", "visitors=4")
    ran = home.run(*words)
    assert ran.err.count("bad.yaml:4:15") == 1, ran


@pytest.mark.parametrize("words", [["doctor"], ["playbook", "check"]])
def test_who_tells_it_another_way_does_not_tell_it_again(home: Home, words: list[str]) -> None:
    home.write("playbooks/bad.yaml", BROKEN)
    home.write("config.yaml", "opsplan: 1\nshops: {main: {playbooks: [1688-growth, bad]}}\n")
    ran = home.run(*words)
    assert (ran.code, "bad" in ran.err) == (1, False)
    assert "bad.yaml:4:15" in "".join(ran.out.split())
