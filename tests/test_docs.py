"""The guides: files are written as they stand there, and commands print what is shown below them.

`pytest --update-golden` puts the real output in.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from house import ROOT, Home

DOCS = ROOT / "docs"
STEP = re.compile(
    r"<!-- file: (?P<file>\S+) -->\n```\w+\n(?P<text>.*?)```\n"
    r"|```text\n\$ (?P<command>opsplan [^\n]*)\n(?P<shown>.*?)```\n"
    r"|```console\n(?P<session>.*?)```\n",
    re.DOTALL,
)
NOW = "2026-11-25T08:40+08:00"
GUIDES = sorted(path for path in DOCS.glob("*.md") if not path.name.startswith("phrases"))


def is_chinese(path: Path) -> bool:
    return path.name.endswith(".zh.md")


def typed_in(session: str) -> list[str]:
    """The lines of a session that somebody typed."""
    return [line[2:] for line in session.splitlines() if line.startswith("$ ")]


def printed(home: Home, line: str, locale: str) -> str:
    """What a shell prints for a line, the home's path as `~` and the ids of entries left out."""
    done = subprocess.run(
        ["bash", "-c", f'opsplan() {{ "{sys.executable}" -m opsplan "$@"; }}\n{line}'],
        env={
            "HOME": str(home.folder),
            "OPSPLAN_HOME": str(home.folder),
            "OPSPLAN_NOW": NOW,
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONUTF8": "1",
            "LANG": locale,
            "COLUMNS": "90",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    shown = done.stdout.replace(str(home.folder), "~")
    return re.sub(r'"01[0-9A-Z]{24}"', '"01…"', shown)


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_what_a_guide_shows_is_what_happens(path: Path, home: Home, update_golden: bool) -> None:
    text = path.read_text(encoding="utf-8")
    made, at = "", 0
    for step in STEP.finditer(text):
        made += text[at : step.start()]
        at = step.end()
        if step["file"]:
            home.write(step["file"], step["text"])
            made += step[0]
            continue
        locale = "zh_CN.UTF-8" if is_chinese(path) else "en_US.UTF-8"
        typed = [step["command"]] if step["command"] else typed_in(step["session"])
        kind = "text" if step["command"] else "console"
        shown = "".join(f"$ {line}\n{printed(home, line, locale)}" for line in typed)
        made += f"```{kind}\n{shown}```\n"
    made += text[at:]
    if update_golden:
        path.write_text(made, encoding="utf-8")
        return
    assert made == text


@pytest.mark.parametrize("path", [p for p in GUIDES if not is_chinese(p)], ids=lambda p: p.name)
def test_both_languages_have_the_same_parts(path: Path) -> None:
    theirs = path.with_suffix(".zh.md")
    texts = [each.read_text(encoding="utf-8") for each in (path, theirs)]
    for pattern in (r"^#+ ", r"^```\w+", r"^<!-- file: \S+", r"^\|", r"^- "):
        english, chinese = (len(re.findall(pattern, text, re.MULTILINE)) for text in texts)
        assert english == chinese, pattern


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
