"""Makes the pictures of the screen in the readmes from the real program: `python docs/pictures.py`.

Each command runs in a terminal of its own (tmux); what stands on it is drawn cell by cell into a
page, and Chromium takes the picture. Needs tmux, chromium and DejaVu Sans Mono; the Chinese font is
the one that opsplan ships. The paper's pictures are `opsplan week -o week.pdf`, then
`pdftoppm -r 110 -png -f 1 -l 1 week.pdf`.
"""

import html
import os
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

DOCS = Path(__file__).resolve().parent
FONT = DOCS.parent / "src/opsplan/views/fonts/OpsplanSansSC-Regular.ttf"
THEME = SVG_EXPORT_THEME
NOW = "2026-11-25T11:36+08:00"
CONFIG = """opsplan: 1
me: {me}
shops:
  main:
    name: {name}
    launch: 2026-11-01
    hours: 8h
"""
CELL, LINE, MARGIN = 9.03, 20, 14
"""Pixels: a cell of DejaVu Sans Mono at 15 px, a line, the edge around them."""


@dataclass(frozen=True)
class Picture:
    """`command` in a terminal of so many cells; `keys` are pressed before it is looked at."""

    name: str
    command: str
    columns: int
    lines: int
    keys: tuple[str, ...] = ()


PICTURES = (
    Picture("today", "today", 80, 100),
    Picture("week", "week --role ops", 100, 100),
    Picture("tui", "tui", 140, 36, ("Down", "Space", "Down", "Down")),
)
SHOPS = {"en": ("Li", "Main shop"), "zh": ("小李", "主店")}
LOCALES = {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8"}


def main() -> None:
    """Every picture in both languages, or those that are named."""
    wanted = sys.argv[1:]
    for picture in PICTURES:
        if wanted and picture.name not in wanted:
            continue
        for language in LOCALES:
            with tempfile.TemporaryDirectory() as home:
                screen = shown(picture, language, Path(home))
                target = DOCS / f"screen-{picture.name}-{language}.png"
                photograph(page(screen, picture.columns), Path(home), target)
                print(target)


def shown(picture: Picture, language: str, home: Path) -> list[list[Segment]]:
    """What stands on the terminal, line by line."""
    me, name = SHOPS[language]
    (home / "config.yaml").write_text(CONFIG.format(me=me, name=name), encoding="utf-8")
    told = {"OPSPLAN_HOME": str(home), "OPSPLAN_NOW": NOW, "LANG": LOCALES[language]}
    opsplan = [sys.executable, "-m", "opsplan", "--lang", language]
    for before in (["done", "1", "2", "A05#1"], ["log", "inquiries=7"]):
        subprocess.run(
            [*opsplan, *before], env={**os.environ, **told}, check=True, stdout=subprocess.DEVNULL
        )
    told |= {"COLORTERM": "truecolor", "TERM": "xterm-256color"}
    settings = " ".join(f"{key}={shlex.quote(value)}" for key, value in told.items())
    command = f"env {settings} {shlex.join([*opsplan, *shlex.split(picture.command)])}; sleep 60"
    socket = f"opsplan-pictures-{os.getpid()}"
    tmux = ["tmux", "-L", socket, "-f", "/dev/null"]
    size = ["-x", str(picture.columns), "-y", str(picture.lines)]
    subprocess.run([*tmux, "new-session", "-d", *size, command], check=True)
    try:
        time.sleep(6)
        for key in picture.keys:
            subprocess.run([*tmux, "send-keys", key], check=True)
            time.sleep(1)
        taken = [*tmux, "capture-pane", "-e", "-N", "-p"]
        ansi = subprocess.run(taken, check=True, capture_output=True, text=True).stdout
    finally:
        subprocess.run([*tmux, "kill-server"], check=True)
    console = Console(
        width=picture.columns, file=None, color_system="truecolor", legacy_windows=False
    )
    lines = Text.from_ansi(ansi, no_wrap=True)
    rendered = console.render_lines(lines, console.options, pad=False)
    while rendered and not "".join(segment.text for segment in rendered[-1]).strip():
        rendered.pop()
    return rendered


def page(lines: list[list[Segment]], columns: int) -> str:
    """The terminal as HTML, every cell in its place."""
    body = "\n".join(f"<div>{''.join(map(_run, line))}</div>" for line in lines)
    ground, ink = _hex(THEME.background_color), _hex(THEME.foreground_color)
    return f"""<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: Shipped; src: url({FONT.as_uri()}) }}
html {{ background: {ground}; color: {ink} }}
body {{ margin: {MARGIN}px; width: {columns * CELL}px;
  font: 15px/{LINE}px "DejaVu Sans Mono", Shipped }}
div {{ height: {LINE}px; white-space: pre }}
b {{ display: inline-block; width: {2 * CELL}px; text-align: center;
  font: inherit; font-family: Shipped }}
</style>{body}"""


def _run(segment: Segment) -> str:
    drawn = "".join(
        f"<b>{html.escape(char)}</b>" if cell_len(char) == 2 else html.escape(char)
        for char in segment.text
    )
    return f'<span style="{_css(segment.style or Style())}">{drawn}</span>'


def _css(style: Style) -> str:
    ink = _colour(style.color, THEME.foreground_color)
    ground = _colour(style.bgcolor, THEME.background_color) if style.bgcolor else ""
    if style.reverse:
        ink, ground = ground or _hex(THEME.background_color), ink
    css = [f"color: {ink}"]
    css += [f"background: {ground}"] if ground else []
    css += ["font-weight: bold"] if style.bold else []
    css += ["opacity: .65"] if style.dim else []
    css += ["font-style: italic"] if style.italic else []
    css += ["text-decoration: line-through"] if style.strike else []
    return "; ".join(css)


def _colour(colour: Color | None, default: tuple[int, int, int]) -> str:
    if colour is None or colour.is_default:
        return _hex(default)
    return _hex(colour.get_truecolor(THEME))


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def photograph(text: str, folder: Path, target: Path) -> None:
    """A picture of the page, as large as what stands on it."""
    source = folder / "screen.html"
    source.write_text(text, encoding="utf-8")
    columns = float(text.split("width: ", 1)[1].split("px", 1)[0])
    height = text.count("<div>") * LINE + 2 * MARGIN
    subprocess.run(
        [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--hide-scrollbars",
            f"--window-size={round(columns + 2 * MARGIN)},{height}",
            f"--screenshot={target}",
            source.as_uri(),
        ],
        check=True,
        capture_output=True,
    )


if __name__ == "__main__":
    main()
