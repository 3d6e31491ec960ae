"""--print and -o: the real command, and the ticks of a sheet given back in the evening."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from house import ROOT, Home, Ran
from opsplan.cli.fonts import fonts_with

MONDAY, SUNDAY = "2026-11-23T08:40+08:00", "2026-11-29T21:00+08:00"
PLAYBOOK = """
opsplan: 1
id: mine
name: Mine
roles: [{id: ops, name: {zh: 运营, en: Operations}}]
metrics: [{id: inquiries, name: 询盘数, type: number}]
rules: [{id: few, when: inquiries < 10, then: [retune]}]
registers:
  - id: after-sales
    fields:
      - {id: issue, type: text, required: true}
      - {id: status, type: choice, of: [open, closed]}
    open_while: status = open
duties:
  - id: repost
    name: {zh: 重发, en: Repost}
    when: 每天 8:30、11:30
    role: ops
    steps: [Look first]
  - {id: talk, name: {zh: 沟通, en: Talk}, when: 每周两次}
  - {id: retune, name: {zh: 重调, en: Retune}, when: 触发时}
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A shop with slots, floating work, a rule that fires and a register with a row."""
    home = Home(tmp_path_factory.mktemp("shop"))
    home.write("playbooks/mine.yaml", PLAYBOOK)
    home.write("config.yaml", "shops: {main: {playbooks: [mine], launch: 2026-11-01}}")
    logged = home.run("log", "inquiries=3", "--date", "2026-11-23", now=MONDAY)
    added = home.run("add", "after-sales", "issue=x", now=MONDAY)
    assert (logged.code, added.code) == (0, 0)
    return home


@pytest.fixture
def shop(kept: Home, tmp_path: Path) -> Home:
    """That shop for one test."""
    return Home(shutil.copytree(kept.folder, tmp_path / "home"))


def written(home: Home, name: str, *arguments: str, **environ: str) -> bytes:
    """What a command writes into a file, having said nothing on standard output."""
    ran = home.run(*arguments, "-o", name, now=MONDAY, **environ)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return (home.folder / name).read_bytes()


class TestFiles:
    @pytest.mark.parametrize(
        ("command", "name", "start"),
        [
            ("week", "a.pdf", b"%PDF-"),
            ("week", "a.html", b"<!doctype html>"),
            ("week", "a.md", b"# main"),
            ("week", "a.txt", b"main  "),
            ("week", "a.csv", b"\xef\xbb\xbfdate,"),
            ("today", "a.pdf", b"%PDF-"),
            ("day", "a.HTM", b"<!doctype html>"),
        ],
    )
    def test_format_by_suffix(self, shop: Home, command: str, name: str, start: bytes) -> None:
        data = written(shop, name, command)
        assert data.startswith(start)
        assert b"Repost" in data or name.endswith(".pdf")

    def test_unknown_suffix_lists_the_known_ones(self, shop: Home) -> None:
        ran = shop.run("week", "-o", "a.docx")
        assert (ran.code, ran.out) == (2, "")
        assert all(each in ran.err for each in (".txt", ".pdf", ".html", ".md", ".csv"))
        assert not (shop.folder / "a.docx").exists()

    def test_an_existing_file_is_replaced_whole(self, shop: Home) -> None:
        shop.write("a.txt", "old\n" * 1000)
        assert b"old" not in written(shop, "a.txt", "week")
        assert [path.name for path in shop.folder.glob("*.new")] == []

    def test_dash_is_standard_output(self, shop: Home) -> None:
        assert shop.run("week", "-o", "-").out == shop.run("week", "--print").out

    def test_reproducible(self, shop: Home) -> None:
        assert written(shop, "a.pdf", "week") == written(shop, "b.pdf", "week")

    def test_without_the_library_one_line_says_what_to_install(self, shop: Home) -> None:
        shop.write("hidden/fpdf/__init__.py", "raise ModuleNotFoundError(name='fpdf')")
        path = f"{shop.folder / 'hidden'}:{ROOT / 'src'}"
        ran = shop.run("week", "-o", "a.pdf", PYTHONPATH=path)
        assert ran.code == 1
        assert ran.err == (
            'opsplan: PDF files need the library fpdf2; pip install "opsplan[pdf]" brings it\n'
        )
        assert not (shop.folder / "a.pdf").exists()

    def test_glyphs_that_no_font_has_are_said_once(self, home: Home) -> None:
        rare = "\U0002fffd"
        home.write(
            "playbooks/rare.yaml",
            f"opsplan: 1\nid: rare\nname: R\nduties: [{{id: a, name: 好{rare}, when: 每天}}]\n",
        )
        home.write("config.yaml", "shops: {main: {playbooks: [rare]}}")
        ran = home.run("week", "-o", "a.pdf")
        assert ran.code == 0
        assert ran.err.count("printed as □") == 1
        assert "好□" in PdfReader(home.folder / "a.pdf").pages[0].extract_text()


class TestPrint:
    def test_no_escape_codes_and_100_columns(self, shop: Home) -> None:
        ran = shop.run("week", "--print", now=MONDAY, COLUMNS="200")
        assert ran.code == 0
        assert "\x1b" not in ran.out
        assert max(map(len, ran.out.splitlines())) <= 100

    def test_boxes_of_the_encoding(self, shop: Home) -> None:
        plain = shop.run("week", "--print", "--plain", now=MONDAY)
        ascii_only = shop.run(
            "week", "--print", now=MONDAY, PYTHONUTF8="0", PYTHONIOENCODING="ascii"
        )
        assert "[ ][ ]" in plain.out
        assert plain.out == ascii_only.out

    def test_role_and_by_role(self, shop: Home) -> None:
        by_role = shop.run("week", "--print", "--by", "role", now=MONDAY).out
        first, *others = by_role.split("\f")
        assert first.startswith("main  Operations  Week of 23 Nov 2026")
        assert len(others) == 1
        only = shop.run("week", "--print", "--role", "ops", now=MONDAY).out
        assert only == first

    def test_somebody_with_two_roles_has_one_sheet(self, home: Home) -> None:
        duties = (
            "[{id: a, name: A, when: 每天, role: ops}, {id: b, name: B, when: 每天, role: ads}]"
        )
        home.write("playbooks/two.yaml", f"opsplan: 1\nid: two\nname: T\nduties: {duties}\n")
        people = "people: {小李: [ops, ads]}"
        home.write("config.yaml", f"shops: {{main: {{playbooks: [two], {people}}}}}")
        ran = home.run("week", "--print", "--role", "小李")
        assert ran.code == 0, ran.err
        assert "\f" not in ran.out
        assert "A02" in ran.out

    def test_markdown_by_role(self, shop: Home) -> None:
        text = written(shop, "a.md", "week", "--by", "role").decode()
        assert re.findall("^# (.*)$", text, re.M) == [
            "main · Operations · 23 Nov 2026 – 29 Nov 2026",
            "main · Without a role · 23 Nov 2026 – 29 Nov 2026",
        ]

    def test_steps(self, shop: Home) -> None:
        assert "Look first" not in shop.run("today", "--print").out
        assert "- Look first" in shop.run("today", "--print", "--steps").out

    def test_json_stays_json(self, shop: Home) -> None:
        printed = shop.run("week", "--print", "--json", now=MONDAY)
        assert printed.json == shop.run("week", "--json", now=MONDAY).json

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--by", "role"), "--by goes with --print or -o"),
            (("--steps",), "--steps goes with --print or -o"),
            (("--print", "--by", "day"), "--by takes 'role', not 'day'"),
        ],
    )
    def test_wrong_usage(self, shop: Home, arguments: tuple[str, ...], said: str) -> None:
        ran = shop.run("week", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err

    def test_printing_leaves_no_trace(self, home: Home) -> None:
        assert home.run("week", "--print").code == 0
        assert list(home.folder.iterdir()) == []


class TestTheWayBack:
    def test_the_ticks_of_a_week_are_given_back(self, shop: Home) -> None:
        """Slots of past days, floating work, what a rule asks for, and a register's row."""
        sheet = shop.run("week", "--print", now=MONDAY).out
        assert "A03" in sheet
        assert "after-sales/1" in sheet
        codes = ["A01@mon", "A01@tue#2", "A02", "A03@tue", "after-sales/1"]
        assert done(shop, *codes).code == 0
        after = shop.run("week", "2026-11-23", "--json", now=SUNDAY).json["items"]
        settled = {item["ref"] for item in after if item["status"] == "done"}
        assert settled >= {
            "mine/repost@2026-11-23#1",
            "mine/repost@2026-11-24#2",
            "mine/talk@2026-11-23#1",
            "mine/retune@2026-11-24#1",
        }
        rows = shop.run("rows", "after-sales", "--json", now=SUNDAY).json["items"]
        assert rows == []

    def test_the_command_in_the_foot_works(self, shop: Home) -> None:
        sheet = shop.run("week", "--print", now=MONDAY).out
        command = re.search(r"opsplan done ([A-Z0-9@#a-z ]+) \(", sheet)
        assert command is not None
        assert done(shop, *command[1].split()).code == 0


def done(home: Home, *codes: str) -> Ran:
    return home.run("done", *codes, now=SUNDAY)


@pytest.mark.parametrize("path", [os.environ.get("PATH", ""), "/nowhere"])
def test_fonts_of_this_machine(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With fontconfig, and without it by looking through the usual folders."""
    monkeypatch.setenv("PATH", path)
    assert fonts_with(frozenset()) == {}
    found = fonts_with(frozenset("✔"))
    assert all(file.is_file() and chars == {"✔"} for file, chars in found.items())
    assert len(found) <= 1


def test_the_font_and_its_licence_travel_in_the_package() -> None:
    fonts = Path(sys.modules["opsplan"].__path__[0]) / "views" / "fonts"
    assert {path.name for path in fonts.iterdir()} == {"OFL.txt", "OpsplanSansSC-Regular.ttf"}
