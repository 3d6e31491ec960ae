"""Completion: what a shell is told about the word that is being typed."""

import shutil
import subprocess
import sys

import pytest

from house import Home
from opsplan.cli.completion import SHELLS

CONFIG = "shops: {main: {playbooks: [1688-shop]}, two: {name: 二店}}\n"


@pytest.fixture
def shop(home: Home) -> Home:
    home.write("config.yaml", CONFIG)
    return home


def offered(home: Home, *words: str, **environ: str) -> list[str]:
    """What bash is offered for the last of the words."""
    known = {
        "_OPSPLAN_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(["opsplan", *words]),
        "COMP_CWORD": str(len(words)),
        **environ,
    }
    ran = home.run(**known)
    assert (ran.code, ran.err) == (0, "")
    return ran.out.split("\n")[:-1] if ran.out.strip() else []


@pytest.mark.parametrize(
    ("words", "some", "none"),
    [
        (("do",), {"done", "doctor"}, {"today"}),
        (("done", "rep"), {"repost", "reply-inquiries"}, {"done", "wangwang-online"}),
        (("why", "repo"), {"repost"}, {"reply-inquiries"}),
        (("next", "repo"), {"repost"}, set()),
        (("ask", "retune"), {"retune-ads"}, set()),
        (("when", "every"), {"every"}, {"once"}),
        (("when", "every", "mo"), {"mon,", "month"}, {"day"}),
        (("when", "every", "month", "on", "l"), {"last"}, {"1,"}),
        (("when", "每周"), {"每周三", "每周三次", "每周一至周六"}, {"每天"}),
        (("log", "inq"), {"inquiries="}, {"visitors="}),
        (("rows", ""), {"inquiry-log", "activity-ends"}, set()),
        (("add", "inq"), {"inquiry-log"}, {"activity-ends"}),
        (("shop", "use", ""), {"main", "two"}, set()),
        (("--shop", "t"), {"two"}, {"main"}),
        (("playbook", "show", "1688"), {"1688-shop", "1688-growth"}, {"taobao-shop"}),
        (("report", ""), {"day", "week", "month"}, set()),
        (("today", "--r"), {"--role"}, {"--setup"}),
    ],
)
def test_offers(shop: Home, words: tuple[str, ...], some: set[str], none: set[str]) -> None:
    found = {*offered(shop, *words)}
    assert found >= some
    assert not found & none
    assert all(word.startswith(words[-1]) for word in found)


def test_each_word_is_offered_once(shop: Home) -> None:
    found = offered(shop, "done", "")
    assert len(found) == len({*found}) > 40


def test_what_it_stands_for_is_said_in_the_readers_language(shop: Home) -> None:
    environ = {
        "_OPSPLAN_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": "opsplan done repo",
    }
    assert "重发产品信息" in shop.run(LANG="zh_CN.UTF-8", **environ).out
    assert "Repost listings" in shop.run(**environ).out


@pytest.mark.parametrize("text", ["shops: [", "shops: {main: {playbooks: [nowhere]}}"])
def test_nothing_is_offered_where_the_config_is_broken(home: Home, text: str) -> None:
    home.write("config.yaml", text)
    assert offered(home, "done", "rep") == []


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script(home: Home, shell: str) -> None:
    ran = home.run("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert f"complete_{shell}" in ran.out
    assert home.run("completion", SHELL=f"/usr/bin/{shell}") == ran


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("completion", "bsah"),
            "there is no completion for the shell 'bsah'; did you mean 'bash'?",
        ),
        (("completion", "q"), "the shells are bash, zsh, fish, powershell"),
    ],
)
def test_other_shells(home: Home, words: tuple[str, ...], says: str) -> None:
    ran = home.run(*words, LANG="C.UTF-8", SHELL="")
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_in_a_real_bash(shop: Home) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    script = f"""
        opsplan() {{ {sys.executable} -m opsplan "$@"; }}
        env() {{ while [[ "$1" == *=* ]]; do local -x "$1"; shift; done; "$@"; }}
        eval "$(opsplan completion bash)"
        COMP_WORDS=(opsplan done repo) COMP_CWORD=2
        _opsplan_completion opsplan
        echo "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        [bash, "-c", script],
        env={"OPSPLAN_HOME": str(shop.folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("repost\n", "")
