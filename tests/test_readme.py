"""The README shows what the program prints; `--update-golden` puts the real output in."""

import re
from pathlib import Path

import pytest

from house import ROOT, Home

SCREEN = re.compile(
    r"<!-- screen: opsplan (?P<command>.*?), (?P<day>\S+) (?P<time>\S+),"
    r" (?P<columns>\d+) columns -->\n"
    r"```text\n(?P<shown>.*?)```\n",
    re.DOTALL,
)
EXAMPLE = re.compile(r"```text\n\$ opsplan (?P<command>[^\n]*)\n(?P<shown>.*?)```\n", re.DOTALL)
READMES = [(ROOT / "README.md", "en_US.UTF-8"), (ROOT / "README.zh.md", "zh_CN.UTF-8")]


@pytest.mark.parametrize(("path", "locale"), READMES)
def test_the_screen_is_real(path: Path, locale: str, home: Home, update_golden: bool) -> None:
    text = path.read_text(encoding="utf-8")
    match = SCREEN.search(text)
    assert match is not None
    ran = home.run(
        *match["command"].split(),
        now=f"{match['day']}T{match['time']}+08:00",
        COLUMNS=match["columns"],
        LANG=locale,
    )
    assert ran.code == 0, ran.err
    if update_golden:
        start, end = match.span("shown")
        path.write_text(text[:start] + ran.out + text[end:], encoding="utf-8")
        return
    assert match["shown"] == ran.out


@pytest.mark.parametrize(("path", "locale"), READMES)
def test_the_examples_are_real(path: Path, locale: str, home: Home) -> None:
    examples = EXAMPLE.findall(path.read_text(encoding="utf-8"))
    assert examples
    for command, shown in examples:
        assert home.run(*command.split(), LANG=locale).out == shown


def yaml_blocks(name: str) -> list[str]:
    """The YAML that a readme shows, block by block."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_fragments_of_a_config_work(home: Home, name: str) -> None:
    fragments = [text for text in yaml_blocks(name) if text.startswith("shops:")]
    assert fragments
    for fragment in fragments:
        home.write("config.yaml", f"opsplan: 1\n{fragment}")
        ran = home.run("today", "--json")
        assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(("name", "shop"), [("README.md", "Main shop"), ("README.zh.md", "主店")])
def test_the_example_config_and_playbook_work(home: Home, name: str, shop: str) -> None:
    config, playbook = (text for text in yaml_blocks(name) if text.startswith("opsplan:"))
    home.write(
        "config.yaml",
        config.replace(f"    name: {shop}\n", "    playbooks: [1688-shop, warehouse]\n"),
    )
    home.write("playbooks/warehouse.yaml", playbook)
    ran = home.run("today", "--json", now="2026-11-30T09:00+08:00")
    assert ran.code == 0, ran.err
    duties = {(item["playbook"], item["duty"], item["at"]) for item in ran.json["items"]}
    assert ("warehouse", "count-stock", None) in duties
    assert ("warehouse", "pick-up", "17:30") in duties
    assert ("1688-shop", "repost-peaks", "19:30") in duties
    assert not any(duty == "self-check" for _, duty, _ in duties)
