"""Fonts of this machine for characters that the shipped font lacks."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

FOLDERS = (
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
SUFFIXES = (".ttf", ".otf")
MOST_FILES, MOST_FONTS, MOST_ASKED = 1500, 4, 20
"""How many font files are looked at, how many are taken, and for how many characters fontconfig is
asked."""
PATIENCE = 10
"""Seconds that fontconfig may take."""


def fonts_with(chars: frozenset[str]) -> dict[Path, frozenset[str]]:
    """Font files that have some of `chars`, each with those that it adds to the ones before."""
    found: dict[Path, frozenset[str]] = {}
    missing = set(chars)
    for path in _candidates(chars):
        covered = frozenset(missing & _covered(path, missing))
        if covered:
            found[path] = covered
            missing -= covered
        if not missing or len(found) == MOST_FONTS:
            break
    return found


def _candidates(chars: frozenset[str]) -> Iterator[Path]:
    if shutil.which("fc-list"):
        yield from _asked(chars)
    else:
        yield from _walked()


def _asked(chars: frozenset[str]) -> Iterator[Path]:
    """What fontconfig knows, character by character."""
    seen: set[str] = set()
    for char in sorted(chars)[:MOST_ASKED]:
        command = ["fc-list", f":charset={ord(char):x}", "--format", "%{file}\n"]
        try:
            listed = subprocess.run(
                command, capture_output=True, check=False, timeout=PATIENCE, encoding="utf-8"
            )
        except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
            return
        for line in sorted(listed.stdout.splitlines(), key=_plain_first):
            if line.lower().endswith(SUFFIXES) and line not in seen:
                seen.add(line)
                yield Path(line)


def _walked() -> Iterator[Path]:
    """The files of the usual folders."""
    left = MOST_FILES
    for folder in FOLDERS:
        for place, _, names in os.walk(Path(folder).expanduser()):
            for name in sorted(names, key=_plain_first):
                if name.lower().endswith(SUFFIXES):
                    yield Path(place, name)
                left -= 1
                if not left:
                    return


def _plain_first(name: str) -> tuple[bool, str]:
    """Bold and slanted cuts of a font stand behind the plain one."""
    return any(cut in name.lower() for cut in ("bold", "italic", "oblique")), name


def _covered(path: Path, chars: set[str]) -> frozenset[str]:
    """Which of `chars` a font has as outlines; none where it cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True) as font:
            if not ({"glyf", "CFF "} & set(font.keys())) or "CBDT" in font:
                return frozenset()
            known = font.getBestCmap() or {}
            return frozenset(char for char in chars if ord(char) in known)
    except (OSError, TTLibError, ValueError, KeyError, AssertionError):
        return frozenset()
