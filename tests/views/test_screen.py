"""Screens, whole: `--update-golden` writes what is drawn now into tests/views/golden."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from house import checklist, day, item
from opsplan.values.checklist import Checklist
from opsplan.values.occurrence import Status
from opsplan.values.text import LANGUAGES, Language
from opsplan.values.window import month_window, week_window
from opsplan.views.day import day_screen
from opsplan.views.marks import ASCII_BOXES, BOXES
from opsplan.views.month import month_screen
from opsplan.views.screen import Screen
from opsplan.views.week import week_screen
from opsplan.views.words import Words
from samples import NOW, PLAN, ledger

GOLDEN = Path(__file__).parent / "golden"


def drawn(view: str, language: Language, screen: Screen) -> str:
    words = Words(language)
    if view == "day":
        return day_screen(checklist(PLAN, NOW, ledger()), words, screen)
    if view == "setup":
        return day_screen(checklist(PLAN, NOW, ledger()), words, screen, setup=True)
    window = (week_window if view == "week" else month_window)(day("2026-11-25"))
    found: Checklist = checklist(PLAN, NOW, ledger(), window)
    return (week_screen if view == "week" else month_screen)(found, words, screen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [48, 80, 200])
@pytest.mark.parametrize("view", ["day", "setup", "week", "month"])
def test_screen(view: str, columns: int, language: Language, update_golden: bool) -> None:
    text = drawn(view, language, Screen(columns))
    path = GOLDEN / f"{view}-{columns}-{language}.txt"
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
    assert max(cell_len(line) for line in text.splitlines()) <= columns


@pytest.mark.parametrize("view", ["day", "week", "month"])
def test_colour_adds_nothing_but_colour(view: str) -> None:
    import re

    plain, coloured = (drawn(view, "zh", Screen(80, colour)) for colour in (False, True))
    assert "\x1b[" in coloured
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


def test_late_is_a_word_and_not_only_a_colour() -> None:
    assert item(checklist(PLAN, NOW, ledger()), "repost@2026-11-25#1").status == "late"
    line = next(x for x in drawn("day", "zh", Screen(80)).splitlines() if "08:30" in x)
    assert "逾时" in line


@pytest.mark.parametrize("boxes", [BOXES, ASCII_BOXES])
def test_what_is_over_has_a_box_of_its_own(boxes: dict[Status, str]) -> None:
    """On outputs without ☒ what was missed stood there like what is still open, `[ ]`."""
    over: list[Status] = ["done", "skipped", "missed"]
    assert len({boxes["open"], *(boxes[each] for each in over)}) == 4
    assert boxes["upcoming"] == boxes["open"]
